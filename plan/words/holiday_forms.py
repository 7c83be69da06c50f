"""Dates by holidays and other named days, and before, during and after holidays."""

import re
from datetime import date

from plan.calendar import Calendar
from plan.near_days import next_holiday
from plan.words.date_values import (
    DAY,
    HAN_DIGITS,
    YEAR,
    YEAR_STARTS,
    Context,
    Days,
    form,
    nearest_year,
    one_day,
    stated_year,
)
from plan.words.named_days import DAYS

SPOKEN = {
    "三八": (3, 8), "五一": (5, 1), "五四": (5, 4), "六一": (6, 1), "七一": (7, 1), "八一": (8, 1), "十一": (10, 1),
}  # fmt: skip
NAMED = {**DAYS, **SPOKEN}
MOVED = {"过年": "春节", "春节": "春节", "清明": "清明", "端午": "端午", "中秋": "中秋"}
"""Holidays that are on other days every year, with their names in the State Council's notices."""
FIXED = ("元旦", "五一", "劳动节", "十一", "国庆节", "国庆")
"""Holidays with days off that are on the same day every year."""
HOLIDAYS = (*FIXED, *MOVED, *(f"{name}节" for name in MOVED))

NAMES = sorted({*DAYS, *MOVED}, key=len, reverse=True)
NAME = rf"(?P<name>(?<![第百{HAN_DIGITS}])(?:{'|'.join(SPOKEN)})|{'|'.join(NAMES)})节?"
OFF = "(?:小?长假|假期|假日|放假|黄金周)"
BEFORE, AFTER = r"(?:之前|以前|前(?![一二三四五六七八九十后期天\d])夕?)", "(?:之后|以后|后(?!天|续))"
AROUND = rf"(?:{OFF}?(?:(?P<before>{BEFORE})|(?P<after>{AFTER}))|(?P<during>{OFF}(?:期间)?|期间))"
ALONE = (
    rf"(?P<name>(?<![第百{HAN_DIGITS}])五一|元旦|劳动节|国庆节|国庆|{'|'.join(MOVED)})节?"
    r"(?=$|[\s,，。;；:：、到至起]|[当那]天|当日|完成|交|报|办|要)"
)
"""Where a name is followed by other words it may be part of a title (`国庆70周年`)."""
NEXT = rf"(?<![环季细关章调礼情佳时音气骨小过春秋午明年动旦])(?:节|长假|假期|放假)(?P<before>{BEFORE})"
STARTS = YEAR_STARTS + "".join({name[0] for name in (*NAMED, *MOVED)})


def _around(match: re.Match[str], context: Context) -> Days | None:
    days = _days(match, context)
    has_days_off = match["name"] in HOLIDAYS
    return _relative(match, days, context.calendar, has_days_off=has_days_off) if days else None


def _before_the_next(match: re.Match[str], context: Context) -> Days | None:
    """Read `节前`, which means the next holiday of the calendar."""
    if context.calendar is None:
        return None
    coming = next_holiday(context.today, context.calendar)
    return _relative(match, Days(min(coming.off), max(coming.off)), context.calendar) if coming else None


def _days(match: re.Match[str], context: Context) -> Days | None:
    name, year = match["name"], stated_year(match, context)
    if name in MOVED:
        return _moved(MOVED[name], year, context)
    month, day = NAMED[name]
    return one_day(date(year or nearest_year(month, day, context), month, day))


def _moved(name: str, year: int | None, context: Context) -> Days | None:
    """Return the days off of a holiday: in the year, or else the next that is not over."""
    for candidate in (year,) if year else (context.this_year, context.this_year + 1):
        holidays = context.calendar.holidays(candidate) if context.calendar else ()
        off = next((holiday.off for holiday in holidays if name in holiday.name), None)
        if off is None:
            return None
        if year or off[-1] >= context.today:
            return Days(off[0], off[-1])
    return None


def _relative(match: re.Match[str], days: Days, calendar: Calendar | None, *, has_days_off: bool = True) -> Days | None:
    """Return the last working day before the days off around `days`, the first day after them, or these days off.

    Without the calendar it is known only what is before a day, and what is after one without days off.
    """
    groups, first, last = match.groupdict(), days.first, days.last
    assert first
    assert last
    while has_days_off and calendar and not calendar.works(first - DAY):
        first -= DAY
    while has_days_off and calendar and not calendar.works(last + DAY):
        last += DAY
    if groups["before"]:
        return Days(first - DAY, first - DAY, is_limit=True)
    if has_days_off and calendar is None:
        return None
    return Days(last + DAY, last + DAY, is_start=True) if groups.get("after") else Days(first, last)


FORMS = (
    form(STARTS, rf"(?:{YEAR})?{ALONE}", _days),
    form(STARTS, rf"(?:{YEAR})?{NAME}{AROUND}", _around),
    form("节长假放", NEXT, _before_the_next),
)
