"""Dates by the day: full dates, days of a named month, and days of a month that is not named."""

import re

from plan.words.date_values import (
    DIGITS,
    HAN_DIGITS,
    YEAR,
    YEAR_STARTS,
    Context,
    Days,
    Impossible,
    check_month,
    day_of,
    form,
    month_end,
    months_later,
    nearest_year,
    one_day,
    stated_year,
)
from plan.words.month_forms import DAY_OF_MONTH, HAN_DAY, MONTH, TO
from plan.words.numerals import number

MEASURED = (
    r"(?![\d.%％‰]|\s*(?:个|家|项(?!目)|件|条|次|名|人|位|份|篇|场|批|类|种|万|亿|元|天|周|年|月|多|余|台|套|倍|成))"
)
"""A number before one of these counts something and is no day."""
NAMED = rf"{DAY_OF_MONTH}(?=\s*[日号])"
BARE = rf"(?<=月)(?:\d{{1,2}}|{HAN_DAY}(?=$|[\s，,。；;前之以到至])){MEASURED}"
"""A day without 日 or 号."""
NEITHER = r"(?<![\d.月第年〕\]】）)])(?<!\d[、,，~～至到—-])"
"""Before a day without a month there is neither another number, nor the year of a paper (`〔2020〕30号`)."""
HAN_BEFORE = r"(?<![^\s，,。；;：:到至在于从])"
HAN_BEHIND = r"(?=$|[\s，,。；;前上下到至交报开完办要请]|之前|以前)"
"""`十五号` is a day only where it stands like one: `市场一号` is none."""
NUMBERED = r"(?![文楼线机院令公通库厅会门车馆标位窗选提建议函件])"
"""`30号文` is the number of a paper, `3号楼` that of a house."""


def _full(match: re.Match[str], _context: Context) -> Days:
    return one_day(day_of(int(match[1]), int(match[2]), int(match[3])))


def _month_day(match: re.Match[str], context: Context) -> Days:
    month, day = check_month(number(match["month"])), number(match["day"])
    return one_day(day_of(stated_year(match, context) or nearest_year(month, day, context), month, day))


def short(match: re.Match[str], context: Context) -> Days:
    """Read `9.30` or `9/30`."""
    month, day = check_month(int(match[1])), int(match[2])
    return one_day(day_of(nearest_year(month, day, context), month, day))


def _day_of_month(match: re.Match[str], context: Context) -> Days:
    """Read `30号`: in this month or, where it has passed or does not exist, the next month that has it."""
    wanted = number(match["day"])
    start = context.after or context.today
    for count in range(4):
        month = months_later(start.replace(day=1), count)
        if 1 <= wanted <= month_end(month.year, month.month).day and month.replace(day=wanted) >= start:
            return Days(month.replace(day=wanted), month.replace(day=wanted), recurs=True)
    raise Impossible(f"没有{match[0]}这一天。")


def _days_of_month(match: re.Match[str], context: Context) -> Days | None:
    """Read `3-5日`."""
    first, last = int(match["day"]), int(match["last"])
    if first >= last:
        return None
    begin = _day_of_month(match, context).first
    return Days(begin, day_of(begin.year, begin.month, last)) if begin else None


FORMS = (
    form(DIGITS, r"(?<![\d.])((?:19|20)\d\d)\s*[-/.．]\s*(\d{1,2})\s*[-/.．]\s*(\d{1,2})(?![\d.])[日号]?", _full),
    form(DIGITS, r"(?<![\d.])((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?![\d.])", _full),
    form(
        YEAR_STARTS + HAN_DIGITS,
        rf"(?:{YEAR})?(?P<month>{MONTH})\s*月\s*(?:份的?)?(?P<day>{NAMED}|{BARE})(?:\s*[日号])?",
        _month_day,
    ),
    form(DIGITS, rf"{NEITHER}(?P<day>\d{{1,2}})[日号]{NUMBERED}", _day_of_month),
    form(HAN_DIGITS, rf"{HAN_BEFORE}(?P<day>{HAN_DAY})[日号]{HAN_BEHIND}", _day_of_month),
    form(DIGITS, rf"{NEITHER}(?P<day>\d{{1,2}})[日号]?{TO}(?P<last>\d{{1,2}})[日号]{NUMBERED}", _days_of_month),
)
SHORT = form(
    DIGITS, r"(?<![\d.])(\d{1,2})\s*[./．-]\s*(\d{1,2})(?![\d.%％/]|-\d{1,2}(?![\d./]))" + MEASURED + "[日号]?", short
)
"""`9.30`, which is a date only where a date is asked for; elsewhere it may be the number of a task."""
LIST = re.compile(r"[、和与及](?=\d{1,2}[日号])")
"""What stands between days of the same month, as in `3月5日、6日`."""
END_OF_SPAN = form(DIGITS, rf"(?P<day>\d{{1,2}})(?![日号月.\d]){MEASURED}", _day_of_month)
"""The 20 in `3月18-20`."""
