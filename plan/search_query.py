"""Parse what a person searches for: facts about assignments, when they are due, task numbers, and other words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rapidfuzz import fuzz, process

from plan import search_terms as terms
from plan.calendar import Calendar
from plan.refusal import Refusal
from plan.search_terms import Fact
from plan.values import Role
from plan.words import dates
from plan.words.dates import Mention
from plan.words.holiday_forms import HOLIDAYS

Days = tuple[date, date]
TITLE_WORD = re.compile(rf"(?:19|20)\d\d年度?|{'|'.join(HOLIDAYS)}")
"""Dates that also stand in titles; alone they are dates only before 到期."""
SOON = timedelta(days=30)
NUMBER = re.compile(r"\d{1,2}(\.\d+)*")
"""`2` and `2.2` are the beginning of a task's number; `100` and `12330` are words."""
CLOSE = 70
"""The similarity, from 0 to 100, of names that are suggested: one wrong character in four gives 75, two give 50."""
MOST = 8


@dataclass(frozen=True)
class SearchQuery:
    """What is searched for; everything in it must hold.

    `mine`: assignments of the person's own units. `role` None is any. The deadline lies within `due`, both days
    included, or is not set (`undated`). `numbers` are beginnings of task numbers. Each of `words` must occur in the
    task or in a unit's name.
    """

    facts: frozenset[Fact] = frozenset()
    mine: bool = False
    role: Role | None = None
    due: Days | None = None
    undated: bool = False
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

    @property
    def of_deadlines(self) -> bool:
        """Whether it is about when something is due."""
        return self.due is not None or self.undated


@dataclass(frozen=True)
class Today:
    """What dates are read against."""

    day: date
    calendar: Calendar | None = None


def parse(text: str, today: date, calendar: Calendar | None = None) -> SearchQuery:
    """Parse terms such as `我牵头 逾期`, `常州没报`, `6月到期`, `2.2`, `专利 导航`, in any order and number.

    Dates are read as of `today`. Raise Refusal for a date that does not exist.
    """
    parts = [part for part in re.split(r"[\s,，、;；？?！!。]+", text) if part]
    wanted = SearchQuery()
    for part in parts:
        wanted = _and(wanted, part, Today(today, calendar), is_alone=len(parts) == 1)
    return wanted


def _and(wanted: SearchQuery, term: str, today: Today, *, is_alone: bool) -> SearchQuery:
    """Add what one text without blanks says: the terms at its ends, and the words between them."""
    if term == Role.CITY.label:
        return replace(wanted, role=Role.CITY)
    if term == "不上机":
        return replace(wanted, restricted=True)
    asked = terms.WHETHER.sub("有", terms.THIS_MONTH.sub("", term))
    more, rest = _from_end(asked, wanted, today, is_alone=is_alone)
    more, rest = _from_start(more, rest)
    if more == wanted:
        rest = term
    if NUMBER.fullmatch(rest):
        return replace(more, numbers=(*more.numbers, rest))
    return replace(more, words=(*more.words, rest)) if rest else more


def _from_end(term: str, wanted: SearchQuery, today: Today, *, is_alone: bool) -> tuple[SearchQuery, str]:
    """Take facts, dates and roles from the end of a text; return what is wanted with them, and what stands before."""
    rest, due_said, before = term, False, ""
    while rest != before:
        before = rest
        rest = terms.TAIL.sub("", rest)
        if due := terms.DUE.search(rest):
            rest, due_said = rest[: due.start()], True
        elif wanted_facts := _facts(rest):
            facts, rest = wanted_facts
            wanted = replace(wanted, facts=wanted.facts | facts)
        elif undated := terms.UNDATED.search(rest):
            wanted, rest = replace(wanted, undated=True), rest[: undated.start()]
        elif days := _days(rest, today, due_said=due_said):
            wanted, rest = replace(wanted, due=days[0]), days[1]
        elif role := _role(rest, is_alone=is_alone):
            wanted, rest = replace(wanted, role=role[0]), role[1]
    return wanted, rest


def _facts(rest: str) -> tuple[frozenset[Fact], str] | None:
    matches = ((facts, match) for facts, pattern in terms.FACTS if (match := pattern.search(rest)))
    return next(((facts, rest[: match.start()]) for facts, match in matches), None)


def _role(rest: str, *, is_alone: bool) -> tuple[Role, str] | None:
    """Return the role with which a text ends; alone in a query it is a word of a title."""
    matches = ((role, match.start()) for role, pattern in terms.ROLES if (match := pattern.search(rest)))
    return next(((role, rest[:start]) for role, start in matches if start or not is_alone), None)


def _from_start(wanted: SearchQuery, rest: str) -> tuple[SearchQuery, str]:
    """Take from the start of a text the words that ask, and those that mean the person's own units."""
    asking = terms.HEAD.match(rest)
    while asking:
        rest, asking = rest[asking.end() :], terms.HEAD.match(rest[asking.end() :])
    if ours := terms.OUR_UNIT.match(rest) or terms.MYSELF.match(rest):
        wanted, rest = replace(wanted, mine=True), rest[ours.end() :]
    return wanted, "" if terms.FILLING.fullmatch(rest) else rest


def _days(rest: str, today: Today, *, due_said: bool) -> tuple[Days, str] | None:
    """Return the days that the end of `rest` names, with what stands before it. What is due by a day may be overdue."""
    if due_said and (soon := terms.SOON.search(rest)):
        return (today.day, today.day + SOON), rest[: soon.start()]
    mention = next((m for m in dates.mentions(rest, today.day, today.calendar) if m.end == len(rest)), None)
    if mention is None or mention.kind == "rhythm" or (not due_said and TITLE_WORD.fullmatch(mention.words)):
        return None
    return _due(mention), rest[: mention.start]


def _due(mention: Mention) -> Days:
    if mention.first is None or mention.last is None:
        raise Refusal(mention.reason)
    if mention.is_limit:
        return date.min, mention.last
    return mention.first, date.max if mention.is_start else mention.last


def similar_names(words: str, names: Iterable[str]) -> list[str]:
    """Return names that are similar to words with a typing error (专利倒航), the most similar first."""
    if len(words) < 4 or words.isascii():  # Latin letters are initials, for which similarity means nothing.
        return []
    matches = process.extract(words, names, scorer=fuzz.partial_ratio, score_cutoff=CLOSE, limit=MOST)
    return [name for name, _, _ in matches]
