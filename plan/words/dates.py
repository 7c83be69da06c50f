"""Dates as people and papers write them in Chinese: a day, a span of days, a rhythm, or nothing; never a guess.

`mentions` finds all of them in a text. What is meant by a day without a year or month follows from `today`.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from plan.calendar import Calendar
from plan.words import date_forms
from plan.words.date_forms import Impossible
from plan.words.numerals import number

Kind = Literal["day", "span", "rhythm", "impossible"]
TO = re.compile(r"\s*(?:到|至|—+|–|－|-|~|～)\s*")
BEFORE = re.compile(r"\s*(?:之前|以前|前|之内|以内|内|为止|止)(?!一|二|三|\d)")
SINCE = re.compile(r"\s*(?:起|开始|以后|之后|后)")


@dataclass(frozen=True)
class Mention:
    """What stands at `start:end` of a text: the days from `first` to `last`, both included and the same for a day.

    Both are None for a rhythm (`每周一`), and for a date that does not exist, which `reason` names in Chinese.
    `is_limit` is True where the words say "by then" (`6月底前`, `两周内`), `is_start` where they say "from then on".
    """

    start: int
    end: int
    words: str
    kind: Kind
    first: date | None = None
    last: date | None = None
    reason: str = ""
    is_limit: bool = False
    is_start: bool = False


def mentions(text: str, today: date, calendar: Calendar | None = None) -> list[Mention]:
    """Return the dates in `text` from left to right, none of which overlap.

    Working days (`三个工作日后`) and moved holidays need the `calendar`; without it they are not understood.
    """
    found = []
    at = 0
    while at < len(text):
        mention = _longest(text, at, date_forms.Context(today, calendar))
        if mention is None:
            at += 1
            continue
        mention = _with_suffix(text, _joined(text, mention, today, calendar))
        found.append(mention)
        at = mention.end
    return found


def only(text: str, today: date, calendar: Calendar | None = None) -> Mention | None:
    """Return the date that `text` consists of, apart from blanks; None where it is no date, or more than one."""
    found = mentions(text, today, calendar)
    rest = text[: found[0].start] + text[found[0].end :] if len(found) == 1 else text
    return found[0] if len(found) == 1 and not rest.strip() else None


@dataclass(frozen=True)
class Length:
    """So many of a unit, which is 天, 工作日, 周, 月 or 年; half of a month or a year is 0.5."""

    count: float
    unit: str
    words: str


LENGTH = re.compile(
    rf"(?P<count>半|{date_forms.COUNT})(?:个(?P<month>月)|个?(?P<unit>工作日|天|周|星期|礼拜|年))(?!之?后|以后|之?内|以内|前|底|末|初|[一二三四五六日天号\d])"
)


def lengths(text: str) -> list[Length]:
    """Return the lengths of time in `text` (`两周`, `半个月`), which say neither from when nor until when."""
    return [
        Length(0.5 if match["count"] == "半" else number(match["count"]), match["month"] or match["unit"], match[0])
        for match in LENGTH.finditer(text)
    ]


def _longest(text: str, at: int, context: date_forms.Context) -> Mention | None:
    best: tuple[re.Match[str], date_forms.Form] | None = None
    for form in date_forms.FORMS:
        match = form.pattern.match(text, at)
        if match and (best is None or match.end() > best[0].end()):
            best = match, form
    return _read(*best, context) if best else None


def _read(match: re.Match[str], form: date_forms.Form, context: date_forms.Context) -> Mention | None:
    try:
        days = form.days(match, context)
    except Impossible as impossible:
        return Mention(match.start(), match.end(), match[0], "impossible", reason=str(impossible))
    if days is None:
        return None
    kind: Kind = "rhythm" if days is date_forms.RHYTHM else "day" if days.first == days.last else "span"
    return Mention(match.start(), match.end(), match[0], kind, days.first, days.last, is_limit=days.is_limit)


def _joined(text: str, first: Mention, today: date, calendar: Calendar | None) -> Mention:
    """`3月18日到20日`: what stands behind the joining word takes its month and year from what stands before it."""
    to = TO.match(text, first.end)
    if to is None or first.first is None:
        return first
    last = _longest(text, to.end(), date_forms.Context(today, calendar, after=first.first))
    if last is None:
        return first
    words = text[first.start : last.end]
    if last.kind == "impossible":
        return replace(last, start=first.start, words=words)
    if last.last is None or last.last < first.first:
        return first
    return replace(first, end=last.end, words=words, kind="span", last=last.last)


def _with_suffix(text: str, mention: Mention) -> Mention:
    if mention.kind in ("rhythm", "impossible"):
        return mention
    before, since = BEFORE.match(text, mention.end), SINCE.match(text, mention.end)
    if before and not mention.is_limit:
        return replace(mention, end=before.end(), words=text[mention.start : before.end()], is_limit=True)
    if since and not mention.is_limit:
        return replace(mention, end=since.end(), words=text[mention.start : since.end()], is_start=True)
    return mention
