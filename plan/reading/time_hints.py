"""Find the time hints of a sentence: deadlines, windows, starts, calendar days, rhythms (docs/reading.md, rule 5)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from plan.reading.brackets import mask_inside, overwrite, spans
from plan.reading.dates import Years, first_day, last_day
from plan.reading.time_patterns import KINDS, MAY_HOLD_TIME
from plan.words.date_values import Impossible
from plan.words.length_forms import Length, later
from plan.words.named_days import DAYS
from plan.words.numerals import number

# Dates of a comparison (比2019年底增长), and dates in the past (2018年11月印发的…).
_COMPARED = re.compile(r"(?:[比较同以含据]|超过|对照)$")
_PAST = re.compile(r"以来|以后|之后|(?:出台|印发|发布|召开|举行|通过|制定)的|[底末]的|同期|版|修订|基数")
_ISSUED = re.compile(r"印发|发布|下发|公布|发文|本(?:通知|意见|方案|办法|计划|要点)之日|文件之日")
_NAMES = "《“‘"


@dataclass(frozen=True, slots=True)
class DateContext:
    """The year of dates that name none, and the day of issue from which 自印发之日起 counts; None where unknown."""

    year: int | None = None
    issued_on: date | None = None


@dataclass(frozen=True, slots=True)
class HintRange:
    """A time hint as a range of the text that was searched.

    `kind` is one of those in time_patterns.KINDS. `due` is the last day that it names; `year` is the year that it, or
    an earlier hint of the same text, writes out. `impossible` says in Chinese that there is no such day.
    """

    start: int
    end: int
    kind: str
    due: date | None
    year: int | None = None
    impossible: str = ""

    def moved(self, offset: int) -> "HintRange":
        """Return the hint as a range of a text in which the searched one begins at `offset`."""
        return replace(self, start=self.start + offset, end=self.end + offset)


def find_time_hints(text: str, dates: DateContext, *, heading: bool = False) -> list[HintRange]:
    """Return the time hints in order.

    Years in names and titles, and words such as 及时, 适时, 持续 and 逐步, are not time hints. In a `heading`, rhythms,
    named days and mere years are not time hints either.
    """
    if not MAY_HOLD_TIME.search(text):
        return []
    years = Years(dates.year)
    hints: list[HintRange] = []
    for kind, match in _matches(text):
        if _is_past(text, match) or (heading and kind in ("year", "occasion", "rhythm")):
            continue
        due, impossible = None, ""
        try:
            due = _due(kind, match, years, dates)
        except Impossible as no_such_day:
            impossible = str(no_such_day)
        if kind == "dated" and due and dates.issued_on and due.year < dates.issued_on.year:
            continue  # A date in a year before the paper was issued is history.
        hints.append(HintRange(match.start(), match.end(), kind, due, years.written, impossible))
    return hints


def _matches(text: str) -> Iterator[tuple[str, "re.Match[str]"]]:
    """Yield (kind, match) in the order of the text; a match hides its characters from the kinds after it.

    Named days may be quoted (“3·15”); other times in quotes are parts of names.
    """
    matches: list[tuple[str, re.Match[str]]] = []
    brackets = spans(text)
    unquoted, with_quotes = mask_inside(text, brackets, _NAMES), mask_inside(text, brackets, "《")
    for kind, characters, pattern in KINDS:
        if any(c in text for c in characters):
            of_kind = list(pattern.finditer(with_quotes if kind == "occasion" else unquoted))
            matches += [(kind, match) for match in of_kind]
            ranges = [match.span() for match in of_kind]
            unquoted, with_quotes = overwrite(unquoted, ranges, "■"), overwrite(with_quotes, ranges, "■")
    return iter(sorted(matches, key=lambda pair: pair[1].start()))


def _is_past(text: str, match: "re.Match[str]") -> bool:
    return bool(_COMPARED.search(text[: match.start()][-2:])) or bool(_PAST.match(text[match.end() :][:12]))


def _due(kind: str, match: "re.Match[str]", years: Years, dates: DateContext) -> date | None:
    """Return the last day that a match names; None for starts, rhythms and what cannot be computed."""
    text = match.group()
    if kind == "window":
        return _end_of_window(match, years)
    if kind == "dated":
        return last_day(re.sub(r"^(?:截至|截止|到|至)", "", text), years)
    if kind == "year":
        return last_day(re.sub(r"^\D+", "", text) if "今" not in text and "本" not in text else "年底", years)
    if kind == "occasion":
        return _occasion(match, years)
    if kind == "relative" and dates.issued_on and _ISSUED.search(text) and match["many"]:
        return _later(dates.issued_on, match["many"], match["what"])
    return None


def _end_of_window(match: "re.Match[str]", years: Years) -> date | None:
    first, last = match["first"], match["last"]
    if first == "即日":
        return last_day(last, years)
    if first[-1].isdigit():  # As in 3—5月 and 2019—2021年.
        first += "年" if len(first) == 4 else "月"
    return last_day(last, years, first_day(first, years))


def _occasion(match: "re.Match[str]", years: Years) -> date | None:
    month, day = (match["month"], match["day"]) if match["month"] else DAYS.get(match["named"] or "", (None, None))
    return last_day(f"{month}月{day}日", years) if month else None


def _later(issued: date, many: str, what: str) -> date | None:
    """Return the day so many days, weeks, months or years later; None for working days: no calendar is known here."""
    count = 0.5 if many == "半" else number(many)
    return later(issued, Length(count, "天" if what == "日" else what, many + what))
