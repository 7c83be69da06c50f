"""What may stand behind a command: each input once, with its shape, its check and its words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError

from plan import days
from plan.refusal import Refusal
from plan.reply import SLOT
from plan.values import Draft, Duty, ReturnReason, Status, UnitKind


@dataclass(frozen=True)
class Input:
    """`shape` says whether a word is meant to be this input at all; then its value is checked, and `wrong` is said."""

    label: str
    example: str
    shape: str
    wrong: str = ""
    after: str = r"(?!\S)"  # what must follow: a blank or the end, unless it says otherwise


def _status(word: str) -> Status:
    return next(status for status in Status if word in (status.value, status.label))


def _duty(word: str) -> Duty:
    return next(duty for duty in Duty if word in (duty.value, duty.label))


STOPS = ",，.。;；:：、"


def _draft(word: str) -> Draft:
    return next(draft for draft in Draft if word in (draft.value, draft.label))


def _reason(word: str) -> ReturnReason:
    return next(reason for reason in ReturnReason if word in (reason.value, reason.label))


def _kind(word: str) -> UnitKind:
    return next(kind for kind in UnitKind if word in (kind.value, kind.label))


def _one_of(kind: type[Draft] | type[Status] | type[Duty] | type[ReturnReason] | type[UnitKind]) -> str:
    return "|".join(word for member in kind for word in (member.value, member.label))


TaskNo = Annotated[str, Input("编号", "2.2.4", r"\d+(\.\d+){1,3}|\d{1,18}")]
"""A task's number with dots, or an assignment's id without: what buttons carry."""
Id = Annotated[int, Input("序号", "12", r"\d{1,18}")]
PersonId = Annotated[int, BeforeValidator(lambda word: word[1:]), Input("人员", "#12", r"#\d{1,9}")]
"""As buttons name somebody; `#0` is nobody. A number that people type is never taken for it."""
Version = Annotated[int, BeforeValidator(lambda word: word[1:]), Input("版本", "v7", r"v\d{1,9}")]
Sure = Annotated[str, Input("确认", "确认", "yes|确认")]
"""That he means it: of what can't be taken back."""
Page = Annotated[int, BeforeValidator(lambda word: word[1:]), Input("页", "p2", r"p\d{1,6}")]
Stamp = Annotated[str, Input("版本", "x0a1b2c3d", r"x[0-9a-f]{8}")]
"""What a preview has shown, behind the button that confirms it."""
Percent = Annotated[
    int,
    BeforeValidator(lambda word: word.rstrip("%％").strip()),
    Field(ge=0, le=100),
    Input(
        "百分比", "60%", r"-?\d{1,9}(\.\d+)?(\s*[%％]|(?=\s*$))", "百分比请填0到100之间的整数，例如 60%。", after=""
    ),
]  # fmt: skip
"""`60%已完成初稿` has no blank; a number without the sign counts only where nothing follows: `12 家企业` is no 12%."""
StatusWord = Annotated[
    Status, BeforeValidator(_status), Input("状态", "按序时", _one_of(Status), after=rf"(?![^\s\d{STOPS}])")
]
DraftWord = Annotated[
    Draft, BeforeValidator(_draft), Input("无变化", "无变化", _one_of(Draft), after=rf"(?=[\s{STOPS}]*$)")
]
"""Only alone: in `无变化，仍在推进` it is a word among others."""
ReasonWord = Annotated[ReturnReason, BeforeValidator(_reason), Input("原因", "缺成果材料", _one_of(ReturnReason))]
DutyWord = Annotated[Duty, BeforeValidator(_duty), Input("岗位", "联络员", _one_of(Duty))]
KindWord = Annotated[UnitKind, BeforeValidator(_kind), Input("类别", "处室", _one_of(UnitKind))]
DayWords = Annotated[str, Input("日期", "9月30日", days.SHAPE, days.WRONG, after=rf"(?![^\s{STOPS}])")]
"""A day as it was written: `plan.days.read` says which one, for that depends on today."""
Word = Annotated[str, Input("名称", "常州市局", r"\S+")]
Words = Annotated[
    str, Field(max_length=4096), Input("文字", "已完成初稿", r"[\s\S]+", "文字请控制在4096字以内。", after="")
]


@dataclass(frozen=True)
class Param:
    """One input of one command; `required` without a default."""

    name: str
    input: Input
    check: Callable[[Any], Any]
    required: bool
    default: Any = None


def param(name: str, annotation: Any, default: Any, empty: Any) -> Param:
    """`annotation` is one of the inputs above, perhaps `| None`. Raises TypeError for any other."""
    options = [annotation, *get_args(annotation)] if get_origin(annotation) is not Annotated else [annotation]
    for option in options:
        for meta in getattr(option, "__metadata__", ()):
            if isinstance(meta, Input):
                return Param(name, meta, TypeAdapter(option).validate_python, default is empty, default)
    raise TypeError(f"{name}: {annotation!r} is not an input")


def read(params: tuple[Param, ...], rest: str, usage: str, keep_for: str = "") -> dict[str, Any]:
    """The values of the inputs, in their order; an optional one that is not there is passed over.

    Raises Refusal with the usage where one is missing, of a wrong value, or too much. What stands around a wrong
    value is kept, for `keep_for`, the command that was meant: only that value has to be said again.
    """
    values: dict[str, Any] = {}
    line = rest
    for one in params:
        match = re.match(f"(?:{one.input.shape}){one.input.after}", rest)
        if not match:
            if one.required:
                raise Refusal(usage)
            values[one.name] = one.default
            continue
        try:
            values[one.name] = one.check(match[0])
        except ValidationError:
            raise _wrong(one.input, usage, keep_for, line[: len(line) - len(rest)], rest[match.end() :]) from None
        rest = rest[match.end() :].lstrip(STOPS).lstrip()
    if rest:
        raise Refusal(usage)
    return values


def _wrong(one: Input, usage: str, keep_for: str, before: str, after: str) -> Refusal:
    if not keep_for or not one.wrong:
        return Refusal(one.wrong or usage)
    kept = f"其余内容已保留，只需重新回复{one.label}。" if after.strip() else ""
    return Refusal(one.wrong + kept, question=f"/{keep_for} {before}{SLOT} {after.lstrip(STOPS).lstrip()}".rstrip(" "))
