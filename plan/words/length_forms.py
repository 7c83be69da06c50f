"""Lengths of time (`两周`), and dates that are a length after today (`三个工作日后`, `两周内`, `+1月`)."""

import re
from dataclasses import dataclass
from datetime import date

from plan.calendar import Calendar
from plan.words.date_values import DAY, DIGITS, HAN_DIGITS, Context, Days, form, months_later, one_day
from plan.words.numerals import number

COUNT_STARTS = DIGITS + HAN_DIGITS + "两半"
NOT_AMONG = rf"(?<![\d.第{HAN_DIGITS}两几数])(?<![十百\d][多来余])(?<![\d{HAN_DIGITS}][-—~～、至到])"
"""In `3-5天`, `第3天` and `十多天` the last number is no count."""
HAN_COUNT = rf"(?![一二两三四五六七八九]{{2}})[{HAN_DIGITS}两百]{{1,4}}"
"""`两三天` is no count: it does not say how many."""
COUNT = rf"{NOT_AMONG}(?P<count>[1-9]\d{{0,2}}|{HAN_COUNT})"
WEEKS = ("周", "星期", "礼拜")
UNIT = r"(?:(?P<half_more>个半(?=月)|(?=年半))|个)?(?P<unit>工作日|天|周|星期|礼拜|(?<=[个半])月|年)(?(half_more)半?)"
HALF = rf"{NOT_AMONG}(?<![个上下后])(?P<half>半)个?(?P<half_unit>月|年)"
AMOUNT = rf"(?:{COUNT}{UNIT}|{HALF})"
AMOUNT_OR_DAYS = rf"(?:{COUNT}{UNIT.replace('|天|', '|天|日|')}|{HALF})"
"""`3日` is the third of a month, unless 内 or 后 follows."""
LATER = r"(?P<after>之后|以后|后(?!天|续|面|期)|之内|以内|内(?![容部控外]))"
AHEAD = r"(?P<ahead>未来|今后|接下来|往后)的?"


@dataclass(frozen=True)
class Length:
    """So many of a unit, which is 天, 工作日, 周, 月 or 年; months and years also by halves."""

    count: float
    unit: str
    words: str


LENGTH = re.compile(
    rf"(?<![这那近头上下])(?<!最近)(?<!(?<!提)前)(?<!过去){AMOUNT}(?!之?后|以后|之?内|以内|前|底|末|初|[一二三四五六日天号年度级\d])"
)


def lengths(text: str) -> list[Length]:
    """Return the lengths of time in `text` (`两周`, `半个月`), which say neither from when nor until when."""
    return [length_of(match) for match in LENGTH.finditer(text)]


def length_of(match: re.Match[str]) -> Length:
    """Return the length that a match of AMOUNT means."""
    if match["half"]:
        return Length(0.5, match["half_unit"], match[0])
    unit = "周" if match["unit"] in WEEKS else "天" if match["unit"] == "日" else match["unit"]
    return Length(number(match["count"]) + 0.5 * (match["half_more"] is not None), unit, match[0])


def later(day: date, length: Length, calendar: Calendar | None = None) -> date | None:
    """Return the day that is a length after `day`; None for working days without the calendar."""
    if length.unit == "工作日":
        return calendar.add(day, int(length.count)) if calendar else None
    return _moved(day, length.count, length.unit)


def earlier(day: date, length: Length, calendar: Calendar | None = None) -> date | None:
    """Return the day that is a length before `day`; None for working days without the calendar."""
    if length.unit == "工作日":
        return calendar.before(day, int(length.count)) if calendar else None
    return _moved(day, -length.count, length.unit)


def _moved(day: date, count: float, unit: str) -> date:
    """Return the day moved by a count of 天, 周, 月 or 年; half a month is 15 days."""
    if unit == "年":
        return months_later(day, int(count * 12))
    if unit == "月":
        return months_later(day, int(count)) + int((count - int(count)) * 30) * DAY
    return day + int(count * (7 if unit == "周" else 1)) * DAY


def _later(match: re.Match[str], context: Context) -> Days | None:
    last = later(context.today, length_of(match), context.calendar)
    if last is None:
        return None
    is_limit = "内" in (match.groupdict().get("after") or "内")
    return Days(context.today, last, is_limit=True) if is_limit else one_day(last)


def _plus(match: re.Match[str], context: Context) -> Days | None:
    last = later(context.today, Length(float(match["count"]), match["unit"], match[0]), context.calendar)
    return one_day(last) if last else None


FORMS = (
    form(COUNT_STARTS, AMOUNT_OR_DAYS + LATER, _later),
    form("未今接往", AHEAD + AMOUNT_OR_DAYS, _later),
    form("+", r"\+(?P<count>[1-9]\d{0,2}(?:\.5(?=年))?)个?(?P<unit>天|工作日|周|月|年)", _plus),
)
