"""Time hints of a sentence: deadlines, windows, starts, calendar days, rhythms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from plan.reading.brackets import blotted, masked, spans
from plan.reading.dates import Years, first_day, last_day
from plan.reading.hint_forms import KINDS, SMELL
from plan.reading.marks import number
from plan.reading.occasions import DAYS

# 比2019年底增长, 2018年11月印发的…: what is measured against, and the past.
_COMPARED = re.compile(r"(?:[比较同以含据]|超过|对照)$")
_PAST = re.compile(r"以来|以后|之后|(?:出台|印发|发布|召开|举行|通过|制定)的|[底末]的|同期|版|修订|基数")
_ISSUED = re.compile(r"印发|发布|下发|公布|发文|本(?:通知|意见|方案|办法|计划|要点)之日|文件之日")
_NAMES = "《“‘"


@dataclass(frozen=True, slots=True)
class Calendar:
    """`year` for dates that name none, `issued` for 自印发之日起; either may be unknown."""

    year: int | None = None
    issued: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A hint as a range of the text that was looked at."""

    start: int
    end: int
    kind: str
    due: date | None
    year: int | None = None  # as written in it


def hints(text: str, calendar: Calendar, *, heading: bool = False) -> list[Found]:
    """In order. Years in names and titles are none, nor is 及时, 适时, 持续, 逐步 (docs/reading.md, rule 5)."""
    if not SMELL.search(text):
        return []
    years = Years(calendar.year)
    found: list[Found] = []
    for kind, match in _matches(text):
        if _past(text, match) or (heading and kind in ("year", "occasion", "rhythm")):
            continue
        due = _due(kind, match, years, calendar)
        if kind == "dated" and due and calendar.issued and due.year < calendar.issued.year:
            continue  # a date before the paper was issued is history
        found.append(Found(match.start(), match.end(), kind, due, years.written))
    return found


def _matches(text: str) -> Iterator[tuple[str, "re.Match[str]"]]:
    """Kind by kind, each blotting out what it took; occasions may stand in quotes (“3·15”), nothing else may."""
    taken: list[tuple[str, re.Match[str]]] = []
    closed = spans(text)
    hidden, days = masked(text, closed, _NAMES), masked(text, closed, "《")
    for kind, needs, rule in KINDS:
        if any(c in text for c in needs):
            found = list(rule.finditer(days if kind == "occasion" else hidden))
            taken += [(kind, match) for match in found]
            ranges = [match.span() for match in found]
            hidden, days = blotted(hidden, ranges, "■"), blotted(days, ranges, "■")
    return iter(sorted(taken, key=lambda pair: pair[1].start()))


def _past(text: str, match: "re.Match[str]") -> bool:
    return bool(_COMPARED.search(text[: match.start()][-2:])) or bool(_PAST.match(text[match.end() :][:12]))


def _due(kind: str, match: "re.Match[str]", years: Years, calendar: Calendar) -> date | None:
    text = match.group()
    if kind == "window":
        return _end_of_window(match, years)
    if kind == "dated":
        return last_day(re.sub(r"^(?:截至|截止|到|至)", "", text), years)
    if kind == "year":
        return last_day(re.sub(r"^\D+", "", text) if "今" not in text and "本" not in text else "年底", years)
    if kind == "occasion":
        return _occasion(match, years)
    if kind == "relative" and calendar.issued and _ISSUED.search(text) and match["many"]:
        return _later(calendar.issued, match["many"], match["what"])
    return None


def _end_of_window(match: "re.Match[str]", years: Years) -> date | None:
    first, last = match["first"], match["last"]
    if first == "即日":
        return last_day(last, years)
    if first[-1].isdigit():  # 3—5月, 2019—2021年
        first += "年" if len(first) == 4 else "月"
    return last_day(last, years, first_day(first, years))


def _occasion(match: "re.Match[str]", years: Years) -> date | None:
    month, day = (match["month"], match["day"]) if match["month"] else DAYS.get(match["named"] or "", (None, None))
    return last_day(f"{month}月{day}日", years) if month else None


def _later(issued: date, many: str, what: str) -> date | None:
    """Calendar days, weeks and months; working days need the holidays' calendar, which is not known here."""
    count = number(many)
    if what in ("日", "天", "周"):
        return issued + timedelta(days=count * (7 if what == "周" else 1))
    if what not in ("月", "年"):
        return None
    months = issued.month - 1 + count * (12 if what == "年" else 1)
    return last_day(f"{issued.year + months // 12}年{months % 12 + 1}月{issued.day}日", Years(None))
