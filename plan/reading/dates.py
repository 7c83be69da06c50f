"""Patterns of the dates that plans write, and the first and last day that such a date names.

The forms are those of `plan.words`; that a date without a year is in the plan's year is a rule of documents.
"""

import re
from dataclasses import dataclass
from datetime import date

from plan.words import date_forms
from plan.words.date_values import HAN_DIGITS, Context, Days, Impossible, stated_year
from plan.words.month_forms import DAY_OF_MONTH, HAN_MONTH

UNKNOWN = 5000
"""A year for dates of which the year is not known."""
_MONTH = rf"(?:(?<![\d.])(?:1[0-2]|0?[1-9])|(?<![每个第{HAN_DIGITS}]){HAN_MONTH})"
_DAY = DAY_OF_MONTH
_QUARTER = r"(?:前三季度|第?[一二三四1-4]季度)"
_YEAR = r"(?:(?:(?:19|20)\d{2}|二[〇○零][〇○零一二三四五][〇○零一二三四五六七八九])年度?|今年|本年度?|明年|次年|第二年)"
# The end of the plan's own year; not 去年底, 两年内, 周年.
_YEAREND = r"(?<![去往前近周历每常\d多两几三五十来当])年度?(?:底|末|内|中(?=[前，。；]))"
_PART = r"(?:底|末|上旬|中旬|下旬|初)"

_FULL = r"(?<![\d.])(?:19|20)\d{2}[.-]\d{1,2}[.-]\d{1,2}(?![\d.])"

ATOM = (
    rf"(?:{_FULL}|{_YEAR}?{_MONTH}月(?:份)?(?:{_DAY}[日号]|{_PART})?|"
    rf"{_YEAR}(?:年?(?:底|末|内|中(?=[前，。；])|初)|上半年|下半年|{_QUARTER}(?:末|底)?|全年)|"
    rf"{_YEAREND}|(?<!每)上半年|(?<!每)下半年|(?<![\d每]){_QUARTER}(?:末|底)?|(?<!每)全年|(?<![每当本上])年中(?=[前，。；]))"
)
# The end of a window, which need not repeat the year or the month.
TAIL = rf"(?:{ATOM}|\d{{1,2}}日)"
# The end of a month that is not named: the month is that of an event, which is not known.
_UNNAMED_MONTH = re.compile(r"(?:本|次|下)?月[底末]")


@dataclass(slots=True)
class Years:
    """The year of dates that name none: the last year written in the sentence, else the plan's."""

    plan: int | None
    written: int | None = None

    def context(self, after: date | None = None) -> Context:
        """Return what a date is read against: the year for dates that name none."""
        year = self.written or self.plan
        return Context(date(year or UNKNOWN, 1, 1), after=after, year=year or UNKNOWN)


def last_day(text: str, years: Years, after: date | None = None) -> date | None:
    """Return the last day of what `text` names, None where it cannot be known (docs/reading.md, rule 5).

    `6月底` is 30 June, `10月中旬` is 20 October, `三季度` is 30 September. `after` is the start of the window that ends
    here: its month and year are used where the end names none. Raise Impossible for a day that does not exist.
    """
    days = _days(text, years, after)
    return days.last if days else None


def first_day(text: str, years: Years) -> date | None:
    """Return the first day of what `text` names, with which a window starts."""
    days = _days(text, years)
    return days.first if days else None


def _days(text: str, years: Years, after: date | None = None) -> Days | None:
    """Return the days that `text` names, and remember the year that it writes out or counts from the plan's."""
    context = years.context(after)
    read = date_forms.longest(text, 0, context)
    if read is None or _UNNAMED_MONTH.match(text):
        return None
    match, days = read
    year = stated_year(match, context)
    is_this_year = match.groupdict().get("relative") in ("今", "本")
    if year and not is_this_year:
        years.written = year if year < UNKNOWN else None
    if isinstance(days, Impossible):
        raise days
    return days if days.last and days.last.year < UNKNOWN else None
