"""What somebody looks for, as he typed it: facts about the shares, a month, numbers, and the words that remain."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from rapidfuzz import fuzz, process

from plan.values import Role


class Fact(StrEnum):
    """What holds for a share today. Those of the states have the states' own names."""

    RED = "red"
    YELLOW = "yellow"
    OVERDUE = "overdue"
    BEHIND = "behind"
    UNREPORTED = "unreported"
    PENDING = "pending"
    ACTIVE = "active"
    SUBMITTED = "submitted"
    CLOSED = "closed"
    WAIVED = "waived"


LIGHTS = frozenset({Fact.RED, Fact.YELLOW})
CLASSES = frozenset({Fact.OVERDUE, Fact.BEHIND})
STATES = frozenset({Fact.PENDING, Fact.ACTIVE, Fact.SUBMITTED, Fact.CLOSED, Fact.WAIVED})
TURNING = (LIGHTS, CLASSES)
"""What a day turns. One of the wanted facts of each kind must hold: red or yellow, and overdue or behind."""
SAID = {
    Fact.RED: "红灯", Fact.YELLOW: "黄灯", Fact.OVERDUE: "逾期 已逾期 超期", Fact.BEHIND: "滞后 落后",
    Fact.UNREPORTED: "没报 未报 没反馈 未反馈 没汇报 未汇报", Fact.PENDING: "待签收 未签收 没签收",
    Fact.ACTIVE: "办理中", Fact.SUBMITTED: "待审核", Fact.CLOSED: "已办结 办结 已销号", Fact.WAIVED: "免办",
}  # fmt: skip
FACTS = {word: fact for fact, words in SAID.items() for word in words.split()}
OURS: dict[str, dict[str, Any]] = {
    "我牵头": {"mine": True, "role": Role.LEAD}, "我配合": {"mine": True, "role": Role.SUPPORT},
    "我的": {"mine": True}, "本单位": {"mine": True},
}  # fmt: skip
MEANT = OURS | {"各市": {"role": Role.CITY}, "不上机": {"restricted": True}}
MONTH = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])月份?(?:到期)?")
NUMBER = re.compile(r"\d{1,2}(\.\d+)*")
"""`2` and `2.2` begin a task's number; `100` or `12330` stand in a sentence."""
APART = re.compile(
    rf"(?P<ours>{'|'.join(OURS)})?的?(?P<words>.*?)(?:(?P<fact>{'|'.join(FACTS)}|{MONTH.pattern})(?:的?任务|的)?)?"
)
CLOSE = 70
"""One slip in four characters is a likeness (75), two are none; nor is the half that two words have in common."""
MOST = 8


@dataclass(frozen=True)
class Wanted:
    """`role` None is any; `month` is that of the deadline; each of `words` must fit the task or a unit's name."""

    facts: frozenset[Fact] = frozenset()
    mine: bool = False
    role: Role | None = None
    month: int | None = None
    restricted: bool = False
    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def of_shares(self) -> bool:
        """Whether it asks for a unit's share of a task, and not only for the task."""
        return bool(self.facts or self.mine or self.role)

    @property
    def of_some_units(self) -> bool:
        return self.of_shares and bool(self.mine or self.role or self.words)


def parse(text: str) -> Wanted:
    """`我牵头 逾期`, `常州没报`, `6月到期`, `2.2`, `专利 导航`, in any order and number."""
    wanted = Wanted()
    for part in (part for token in re.split(r"[\s,，、;；]+", text) for part in _apart(token)):
        wanted = _and(wanted, part)
    return wanted


def _apart(token: str) -> list[str]:
    """`我牵头逾期的任务` is `我牵头` and `逾期`: who types on a phone leaves out the blanks."""
    match = APART.fullmatch(token)
    return [part for name in ("ours", "words", "fact") if match and (part := match[name])]


def _and(wanted: Wanted, part: str) -> Wanted:
    if part in FACTS:
        return replace(wanted, facts=wanted.facts | {FACTS[part]})
    if part in MEANT:
        return replace(wanted, **MEANT[part])
    if month := MONTH.fullmatch(part):
        return replace(wanted, month=int(month[1]))
    if NUMBER.fullmatch(part):
        return replace(wanted, numbers=(*wanted.numbers, part))
    return replace(wanted, words=(*wanted.words, part))


def nearest(words: str, names: Iterable[str]) -> list[str]:
    """The names that could be meant by words with a slip in them (专利倒航), the likeliest first."""
    if len(words) < 4 or words.isascii():  # letters are initials: they are right, or are none
        return []
    found = process.extract(words, names, scorer=fuzz.partial_ratio, score_cutoff=CLOSE, limit=MOST)
    return [name for name, _, _ in found]
