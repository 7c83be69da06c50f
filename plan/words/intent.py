"""An intent: what people may mean by a sentence, with its pattern, its examples, and the command line that does it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import Any

from plan.calendar import Calendar
from plan.reply import SLOT
from plan.values import Duty
from plan.words.message import TASK, UNIT, EntityKind, Message, Names, compiled


class Sort(Enum):
    """What kind of sentence it is. That decides whether it may be the answer to an open question instead."""

    CANCEL = auto()
    COURTESY = auto()
    CORRECTION = auto()
    REPORT = auto()
    REQUEST = auto()
    QUESTION = auto()
    SEARCH = auto()


@dataclass(frozen=True)
class Speaker:
    """Who writes, when, and the number of the task that they were shown last, "" for none."""

    duties: frozenset[Duty]
    unit_ids: frozenset[int]
    now: datetime
    calendar: Calendar
    shown: str = ""


TASK_IN_LINE = re.compile(r"/\w+ (\d+(?:\.\d+)+)")


@dataclass(frozen=True)
class Meaning:
    """`line` is the command line that is meant. Where several tasks may be meant, `choices` are their numbers, and
    `line` has a SLOT for the chosen one; `choices` are empty where the task is not named at all."""

    sort: Sort
    line: str = ""
    choices: tuple[str, ...] = ()

    @property
    def lacks_task(self) -> bool:
        return SLOT in self.line

    @property
    def task(self) -> str:
        """Return the number of the task in the line, "" for none."""
        match = TASK_IN_LINE.match(self.line)
        return match[1] if match else ""


@dataclass(frozen=True)
class Found:
    """A message of which the shape matches an intent's pattern."""

    message: Message
    match: re.Match[str]
    names: Names
    speaker: Speaker

    def values(self, kind: EntityKind, group: str | int = 0) -> list[Any]:
        """Return the values of one kind of entity within a group of the pattern."""
        start, end = self.match.span(group)
        return [] if start < 0 else [entity.value for entity in self.message.entities_in(start, end, kind)]

    def _span(self, group: str) -> tuple[int, int]:
        """Return where a group matches, -1 twice if the pattern has no such group or it matches nothing."""
        return self.match.span(group) if group in self.match.re.groupindex else (-1, -1)

    def written(self, group: str = "words") -> str:
        """Return what was written for a group, without the marks and particles at its edges."""
        start, end = self._span(group)
        return "" if start < 0 else trimmed(self.message.written(start, end))

    def text(self, group: str) -> str:
        """Return a group in normal form."""
        start, end = self._span(group)
        return "" if start < 0 else self.message.text(start, end)

    def written_behind_names(self, group: str = "words") -> str:
        """Return what was written for a group, without the tasks and units at its beginning."""
        start, end = self._span(group)
        while start < end and self.message.shape[start] in f"{TASK}{UNIT} ,，:：、的":
            start += 1
        return "" if start < 0 else trimmed(self.message.written(start, end))

    @property
    def tasks(self) -> list[str]:
        return list(dict.fromkeys(self.message.of(TASK)))

    @property
    def units(self) -> list[int]:
        return list(dict.fromkeys(self.message.of(UNIT)))

    def task_line(self, line: str, topic: str = "") -> tuple[str, tuple[str, ...]] | None:
        """Return `line`, which has a SLOT for a task's number, filled with the task that is meant, and no choices; or
        unfilled, with the numbers among which the person must choose.

        That is the task that is named by number, or the only one that `topic` names; without both the one that was
        shown last. Return None where a topic names no task, because the sentence is about something else then.
        """
        if self.tasks:
            return line.replace(SLOT, self.tasks[0]), ()
        if not topic:
            shown = self.speaker.shown
            return (line.replace(SLOT, shown) if shown else line), ()
        named = tasks_named(topic, self.names)
        if len(named) == 1:
            return line.replace(SLOT, named[0]), ()
        near = self.names.tasks_of(self.units or self.speaker.unit_ids)
        return (line, tuple([*filter(near.__contains__, named)] or named)[:4]) if named else None


Build = Callable[[Found], Meaning | None]


@dataclass(frozen=True)
class Intent:
    """`build` returns None where the sentence is not meant after all. Every example is understood as this intent: a
    test reads them all. `who` are the duties of those who mean it, empty for everybody."""

    name: str
    sort: Sort
    pattern: re.Pattern[str]
    build: Build
    examples: tuple[str, ...]
    who: frozenset[Duty] = field(default=frozenset())
    is_long: bool = False

    def meaning(self, message: Message, names: Names, speaker: Speaker) -> Meaning | None:
        if self.who and not self.who & speaker.duties:
            return None
        match = self.match(message.shape)
        return self.build(Found(message, match, names, speaker)) if match else None

    def match(self, shape: str) -> re.Match[str] | None:
        is_too_long = len(shape) > LONGEST and not self.is_long and self.sort not in (Sort.REPORT, Sort.CORRECTION)
        return None if is_too_long else self.pattern.fullmatch(shape)


PLEASE = (
    r"(?:(?:请问|请教一?下?|麻烦(?:您|你)?|劳驾|拜托|辛苦|帮忙|帮我|帮|给我|替我|我想|我要|我来|想|请|您好|你好"
    r"|那个|另外|嗯|哦)[,、: ]{0,3}){0,6}"
)
END = r"[吧呗哈啊呀哦噢啦嘛的了。.!~,;、 ]{0,20}(?:谢谢(?:你|您)?|拜托了?|麻烦了|辛苦了?)?[。.!~ ]{0,20}"
"""Words around a sentence that change nothing in it; bounded, so that a long text costs no more."""
LONGEST = 400
"""In characters. Only reports and intents with `is_long` read more, because their patterns take little time."""
MARKS_BEHIND = " \t\n\r\f\v\u3000,，;；:：、-—–~～"
BEFORE = re.compile(r"(?:[\s,，.。;；:：、\-—–~～吧哈啊呀哦]|了(?![解结断不])|的(?!确))*+")


def pattern(text: str) -> re.Pattern[str]:
    """Compile the pattern of a whole sentence, with words of politeness before and after it."""
    return compiled(f"{PLEASE}(?:{text}){END}")


def trimmed(words: str) -> str:
    """Return words without the marks at both ends and the particles at their beginning."""
    match = BEFORE.match(words)
    return words[match.end() if match else 0 :].rstrip(MARKS_BEHIND)


def _with_both_parts(core: str, names: Names) -> Sequence[str]:
    """Return the tasks that contain both parts of a compound: `园区导航` for `重点园区专利导航`."""
    for at in range(len(core) - 2, 1, -1):
        second = set(names.tasks_with(core[at:]))
        if both := [number for number in names.tasks_with(core[:at]) if number in second]:
            return both
    return ()


NOT_A_NAME = re.compile(
    r"那个|这个|那项|这项|这件|那件|项目|工作|任务|事项|事情|方面|情况|进展|进度|目前|现在|已经|我们|咱们|处里"
    r"|市里|关于|对|把|将|的|了|呢|吗"
)
"""Words beside a task's name that do not belong to it."""
LONGEST_SEARCHES = 60


def tasks_named(words: str, names: Names) -> Sequence[str]:
    """Return the numbers of the tasks that the words name, the most urgent first.

    That are the tasks that contain the words, or all of the parts that are left without particles such as 那个. Words
    of which only a part names a task name none.
    """
    parts = [part for part in re.split(r"[\s,，.。;；:：、“”\"《》()（）]+", words) if part]
    if not parts or any(len(part) > LONGEST_SEARCHES for part in parts):
        return ()
    if whole := names.tasks_with("".join(parts)):
        return whole
    cores = [core for part in parts for core in NOT_A_NAME.split(part) if len(core) > 1]
    if not cores:
        return ()
    sets = [names.tasks_with(core) or _with_both_parts(core, names) for core in cores]
    common = set.intersection(*(set(numbers) for numbers in sets))
    return [number for number in sets[0] if number in common]
