"""Parse what a person searches for: facts about assignments, when they are due, task numbers, and other words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from rapidfuzz import fuzz, process

from plan.calendar import Calendar
from plan.refusal import Refusal
from plan.values import Role
from plan.words import dates
from plan.words.date_forms import HOLIDAYS
from plan.words.dates import Mention


class Fact(StrEnum):
    """Something that may be true of an assignment today. Facts about states have the values of the states."""

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
DATE_DEPENDENT = (LIGHTS, CLASSES)
"""Groups of facts that change with time. Of each group one of the wanted facts must hold, such as red or yellow."""
FACT_WORDS = {
    Fact.RED: "红灯", Fact.YELLOW: "黄灯", Fact.OVERDUE: "逾期 已逾期 超期", Fact.BEHIND: "滞后 落后",
    Fact.UNREPORTED: "没报 未报 没反馈 未反馈 没汇报 未汇报", Fact.PENDING: "待签收 未签收 没签收",
    Fact.ACTIVE: "办理中", Fact.SUBMITTED: "待审核", Fact.CLOSED: "已办结 办结 已销号", Fact.WAIVED: "免办",
}  # fmt: skip
FACTS = {word: fact for fact, words in FACT_WORDS.items() for word in words.split()}
OURS: dict[str, dict[str, Any]] = {
    "我牵头": {"mine": True, "role": Role.LEAD}, "我配合": {"mine": True, "role": Role.SUPPORT},
    "我的": {"mine": True}, "本单位": {"mine": True},
}  # fmt: skip
QUALIFIERS = OURS | {"各市": {"role": Role.CITY}, "不上机": {"restricted": True}}
DUE = re.compile(r"(?P<due>到期)?(?:的?任务|的)?$")
"""What may follow a date at the end of a term."""
TITLE_WORD = re.compile(rf"(?:19|20)\d\d年度?|{'|'.join(HOLIDAYS)}")
"""Dates that also stand in titles; alone they are dates only before 到期."""
THIS_MONTH = re.compile(r"(?:本|这个?)月(?=没|未)")
"""In `本月没报` the month is that of the report, which the fact means anyway; it is not when the task is due."""
NUMBER = re.compile(r"\d{1,2}(\.\d+)*")
"""`2` and `2.2` are the beginning of a task's number; `100` and `12330` are words."""
TOKEN = re.compile(rf"(?P<ours>{'|'.join(OURS)})?的?(?P<words>.*?)(?:(?P<fact>{'|'.join(FACTS)})(?:的?任务|的)?)?")
CLOSE = 70
"""The similarity, from 0 to 100, of names that are suggested: one wrong character in four gives 75, two give 50."""
MOST = 8


@dataclass(frozen=True)
class SearchQuery:
    """What is searched for; everything in it must hold.

    `mine`: assignments of the person's own units. `role` None is any. The deadline lies within `due`, both days
    included. `numbers` are beginnings of task numbers. Each of `words` must occur in the task or in a unit's name.
    """

    facts: frozenset[Fact] = frozenset()
    mine: bool = False
    role: Role | None = None
    due: tuple[date, date] | None = None
    restricted: bool = False
    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def of_shares(self) -> bool:
        """Whether it is about assignments, and not only about tasks."""
        return bool(self.facts or self.mine or self.role)

    @property
    def of_some_units(self) -> bool:
        """Whether it is about the assignments of some units only."""
        return self.of_shares and bool(self.mine or self.role or self.words)


def parse(text: str, today: date, calendar: Calendar | None = None) -> SearchQuery:
    """Parse terms such as `我牵头 逾期`, `常州没报`, `6月到期`, `2.2`, `专利 导航`, in any order and number.

    Dates are read as of `today`. Raise Refusal for a date that does not exist.
    """
    wanted = SearchQuery()
    for token in re.split(r"[\s,，、;；]+", text):
        rest, mention = _split_date(THIS_MONTH.sub("", token), today, calendar)
        wanted = replace(wanted, due=_due(mention)) if mention else wanted
        for part in _split_token(rest):
            wanted = _and(wanted, part)
    return wanted


def _split_date(token: str, today: date, calendar: Calendar | None) -> tuple[str, Mention | None]:
    """Return what stands before the date with which a term ends, and the date; without one, the whole term."""
    if suffix := DUE.search(token):
        mention = next((m for m in dates.mentions(token, today, calendar) if m.end == suffix.start()), None)
        if mention and mention.kind != "rhythm" and (suffix["due"] or not TITLE_WORD.fullmatch(mention.words)):
            return token[: mention.start], mention
    return token, None


def _due(mention: Mention) -> tuple[date, date]:
    """Return the days within which a deadline lies; what is due by a day may be overdue already."""
    if mention.first is None or mention.last is None:
        raise Refusal(mention.reason)
    if mention.is_limit:
        return date.min, mention.last
    return mention.first, date.max if mention.is_start else mention.last


def _split_token(token: str) -> list[str]:
    """Split terms without blanks between them: `我牵头逾期的任务` is `我牵头` and `逾期`."""
    match = TOKEN.fullmatch(token)
    return [part for name in ("ours", "words", "fact") if match and (part := match[name])]


def _and(wanted: SearchQuery, part: str) -> SearchQuery:
    """Add one term to what is searched for."""
    if part in FACTS:
        return replace(wanted, facts=wanted.facts | {FACTS[part]})
    if part in QUALIFIERS:
        return replace(wanted, **QUALIFIERS[part])
    if NUMBER.fullmatch(part):
        return replace(wanted, numbers=(*wanted.numbers, part))
    return replace(wanted, words=(*wanted.words, part))


def similar_names(words: str, names: Iterable[str]) -> list[str]:
    """Return names that are similar to words with a typing error (专利倒航), the most similar first."""
    if len(words) < 4 or words.isascii():  # Latin letters are initials, for which similarity means nothing.
        return []
    matches = process.extract(words, names, scorer=fuzz.partial_ratio, score_cutoff=CLOSE, limit=MOST)
    return [name for name, _, _ in matches]
