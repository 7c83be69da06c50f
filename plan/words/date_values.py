"""What forms of dates have in common: the days they mean, what they are read against, and calendar arithmetic."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from plan.calendar import Calendar
from plan.words.numerals import number

DAY = timedelta(days=1)
HALF_A_YEAR = timedelta(days=183)


class Impossible(ValueError):
    """There is no such day. The argument says so in Chinese."""


@dataclass(frozen=True)
class Days:
    """From `first` to `last`, both included; both are None for a rhythm.

    `is_limit` where the form itself says "by then" (`两周内`), `is_start` where it says "from then on" (`国庆后`).
    `recurs` where it names the next of many such days (`周五`, `30号`).
    """

    first: date | None
    last: date | None
    is_limit: bool = False
    is_start: bool = False
    recurs: bool = False


RHYTHM = Days(None, None)


@dataclass(frozen=True)
class Context:
    """What a date is read against.

    `after` is the first day of the span that ends with it. `year` is the year of dates that name none, as in a plan;
    without it, they are in the year that is nearest to `today`.
    """

    today: date
    calendar: Calendar | None = None
    after: date | None = None
    year: int | None = None

    @property
    def this_year(self) -> int:
        return self.year or self.today.year


Read = Callable[[re.Match[str], Context], Days | None]


@dataclass(frozen=True)
class Form:
    """A form of dates. `read` returns None where the words are no date after all, and raises Impossible.

    `starts` are the characters with which it can begin.
    """

    starts: str
    pattern: re.Pattern[str]
    read: Read


def form(starts: str, pattern: str, read: Read) -> Form:
    return Form(starts, re.compile(pattern), read)


DIGITS = "0123456789"
HAN_DIGITS = "一二三四五六七八九十"
YEAR_STARTS = DIGITS + "二今本明次后去前大第"
YEAR = (
    r"(?:(?:(?<!\d)(?P<year>(?:19|20)\d\d)|(?P<han_year>二[〇零○][〇零○一二三四五][〇零○一二三四五六七八九]))\s*年度?"
    r"|(?<!\d)(?P<short_year>[1-5]\d)年(?=度?\d{1,2}月|年?[底末初])"
    r"|(?P<relative>今|本|明|次|第二|大?后|去|大?前)年度?)的?\s*"
)
"""`20年6月` is a year; `20年` alone is a length."""
YEARS = {"今": 0, "本": 0, "明": 1, "后": 2, "大后": 3, "去": -1, "前": -2, "大前": -3}


def stated_year(match: re.Match[str], context: Context) -> int | None:
    """Return the year that a match names by YEAR; None where it names none, or its form has no year."""
    groups = match.groupdict()
    if written := groups.get("year") or groups.get("han_year"):
        return number(written)
    if short := groups.get("short_year"):
        return 2000 + int(short)
    relative = groups.get("relative")
    if relative in ("次", "第二"):
        return (context.after.year if context.after else context.this_year) + 1
    return context.this_year + YEARS[relative] if relative else None


def one_day(day: date) -> Days:
    return Days(day, day)


def day_of(year: int, month: int, day: int) -> date:
    """Return the day. Raise Impossible."""
    try:
        return date(year, month, day)
    except ValueError:
        if not 1 <= month <= 12:
            raise Impossible(f"没有{month}月。") from None
        in_year = f"{year}年" if (month, day) == (2, 29) else ""
        raise Impossible(f"{in_year}没有{month}月{day}日这一天。") from None


def check_month(month: int) -> int:
    """Return the month. Raise Impossible where there is none."""
    if not 1 <= month <= 12:
        raise Impossible(f"没有{month}月。")
    return month


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def months_later(day: date, count: int) -> date:
    """Return the same day of a later month, or that month's last day where it is shorter."""
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def nearest_year(month: int, day: int, context: Context) -> int:
    """Return the year of a month and day without one.

    At the end of a span it is the first in which the day does not lie before the span's beginning. Else it is this
    year, or the next where that day was more than half a year ago. A day that is not in the month counts as the nearest
    that is.
    """
    if context.year and not context.after:
        return context.year
    year = (context.after or context.today).year
    on = date(year, month, max(1, min(day, month_end(year, month).day)))
    return year + (on < context.after if context.after else context.today - on > HALF_A_YEAR)
