"""The inputs of commands: declare each kind once, with its pattern, its check and its error sentence; read them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError

from plan.refusal import Refusal
from plan.reply import SLOT
from plan.values import Draft, Duty, Named, ReturnReason, Status, UnitKind
from plan.words import dates

NamedT = TypeVar("NamedT", bound=Named)
STOPS = ",，.。;；:：、"
"""Punctuation that people type between two inputs."""


@dataclass(frozen=True)
class Input:
    """How one kind of input is recognised and named.

    Text that matches the regular expression `shape` is taken for this input, and its value is then checked; `shape`
    may also be a function that returns the words at the beginning of a text that are taken. If the value is wrong, the
    person reads `wrong`, or the usage sentence without it. `label` and `example` stand in the usage sentence. `after`
    is the regular expression of what must follow: by default a blank or the end.
    """

    label: str
    example: str
    shape: str | Callable[[str], str]
    wrong: str = ""
    after: str = r"(?!\S)"

    def beginning(self, text: str) -> str | None:
        """Return the words at the beginning of a text that are this input, None without any."""
        words = re.escape(self.shape(text)) or "(?!)" if callable(self.shape) else self.shape
        match = re.match(f"(?:{words}){self.after}", text)
        return match[0] if match else None


def member_of(kind: type[NamedT]) -> Callable[[str], NamedT]:
    """Return the function that finds a member by its value, as on buttons, or by its Chinese label, as typed."""
    return lambda word: next(member for member in kind if word in (member.value, member.label))


def any_of(kind: type[Named]) -> str:
    """Return the pattern that matches every word for which `member_of` finds a member."""
    return "|".join(word for member in kind for word in (member.value, member.label))


TaskNo = Annotated[str, Input("编号", "2.2.4", r"\d+(\.\d+){1,3}(@\d{1,9})?|\d{1,18}")]
"""A task's number, which has dots, or the id of an assignment, which has none and comes from buttons. `2.1.3@19` is the
share that the unit 19 has of a task."""
Id = Annotated[int, Input("序号", "12", r"\d{1,18}")]
PersonId = Annotated[int, BeforeValidator(lambda word: word[1:]), Input("人员", "#12", r"#\d{1,9}")]
"""A person's id, as on buttons; `#0` is nobody. The sign tells it from numbers that people type."""
Version = Annotated[int, BeforeValidator(lambda word: word[1:]), Input("版本", "v7", r"v\d{1,9}")]
"""The version that the person saw when they tapped the button; an older one than the present is a conflict."""
Sure = Annotated[str, Input("确认", "确认", "yes|确认")]
"""The confirmation of something that cannot be undone."""
Page = Annotated[int, BeforeValidator(lambda word: word[1:]), Input("页", "p2", r"p\d{1,6}")]
Stamp = Annotated[str, Input("版本", "x0a1b2c3d", r"x[0-9a-f]{8}")]
"""A checksum of what a preview showed, on the button that confirms it."""
Percent = Annotated[
    int,
    BeforeValidator(lambda word: word.rstrip("%％").strip()),
    Field(ge=0, le=100),
    Input(
        "百分比", "60%", r"-?\d{1,9}(\.\d+)?(\s*[%％]|(?=\s*$))", "百分比请填0到100之间的整数，例如 60%。", after=""
    ),
]  # fmt: skip
"""`60%已完成初稿` needs no blank. A number without the sign counts only at the end: `12 家企业` does not mean 12%."""
StatusWord = Annotated[
    Status, BeforeValidator(member_of(Status)), Input("状态", "按序时", any_of(Status), after=rf"(?![^\s\d{STOPS}])")
]
DraftWord = Annotated[
    Draft, BeforeValidator(member_of(Draft)), Input("无变化", "无变化", any_of(Draft), after=rf"(?=[\s{STOPS}]*$)")
]
"""Only at the end of the input: in `无变化，仍在推进` the words are part of a sentence."""
ReasonWord = Annotated[
    ReturnReason,
    BeforeValidator(member_of(ReturnReason)),
    Input("原因", "缺成果材料", any_of(ReturnReason), after=rf"(?![^\s{STOPS}])"),
]
DutyWord = Annotated[Duty, BeforeValidator(member_of(Duty)), Input("岗位", "联络员", any_of(Duty))]
KindWord = Annotated[UnitKind, BeforeValidator(member_of(UnitKind)), Input("类别", "处室", any_of(UnitKind))]
DayWords = Annotated[str, Input("日期", "9月30日", dates.leading, dates.UNCLEAR, after=rf"(?![^\s{STOPS}])")]
"""A date as typed. `plan.words.dates.day` interprets it: its meaning depends on the day on which it was typed."""
DayOrLength = Annotated[
    str, Input("日期", "9月30日", dates.leading_or_length, dates.UNCLEAR, after=rf"(?![^\s{STOPS}])")
]
"""A date, or a length of time after another date (`两周`)."""
Word = Annotated[str, Input("名称", "常州市局", r"\S+")]
Words = Annotated[
    str, Field(max_length=4096), Input("文字", "已完成初稿", r"[\s\S]+", "文字请控制在4096字以内。", after="")
]


@dataclass(frozen=True)
class Param:
    """One input of one command, from a parameter of its handler; `required` if the parameter has no default."""

    name: str
    input: Input
    check: Callable[[Any], Any]
    required: bool
    default: Any = None


def param(name: str, annotation: Any, default: Any, empty: Any) -> Param:
    """Return the input that a handler's parameter declares.

    `annotation` is one of the types above, or that type `| None`; raises TypeError for any other. `empty` is the value
    of `default` that means that there is none.
    """
    options = [annotation, *get_args(annotation)] if get_origin(annotation) is not Annotated else [annotation]
    for option in options:
        for input in getattr(option, "__metadata__", ()):
            if isinstance(input, Input):
                return Param(name, input, TypeAdapter(option).validate_python, default is empty, default)
    raise TypeError(f"{name}: {annotation!r} is not an input")


def read(params: tuple[Param, ...], rest: str, usage: str, keep_for: str = "") -> dict[str, Any]:
    """Return the values of the inputs by parameter name, read from the text `rest` in the order of `params`.

    An optional input that is absent gets its default. Raises Refusal with `usage` if a required input is absent or
    text is left over, and with the input's own sentence if a value is wrong. With `keep_for`, the name of a command,
    that Refusal keeps the rest of the text in a question, so that the person types only the wrong value again.
    """
    values: dict[str, Any] = {}
    line = rest
    for parameter in params:
        words = parameter.input.beginning(rest)
        if words is None:
            if parameter.required:
                raise Refusal(usage)
            values[parameter.name] = parameter.default
            continue
        try:
            values[parameter.name] = parameter.check(words)
        except ValidationError:
            before = line[: len(line) - len(rest)]
            raise _wrong_value(parameter.input, usage, keep_for, before, rest[len(words) :]) from None
        rest = rest[len(words) :].lstrip(STOPS).lstrip()
    if rest:
        raise Refusal(usage)
    return values


def _wrong_value(input: Input, usage: str, keep_for: str, before: str, after: str) -> Refusal:
    """Return the refusal of one value; the question puts the next value between the texts `before` and `after`."""
    if not keep_for or not input.wrong:
        return Refusal(input.wrong or usage)
    note = f"其余内容已保留，只需重新回复{input.label}。" if after.strip() else ""
    question = f"/{keep_for} {before}{SLOT} {after.lstrip(STOPS).lstrip()}".rstrip(" ")
    return Refusal(input.wrong + note, question=question)
