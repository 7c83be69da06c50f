"""The forms of a date in Chinese: for each a regular expression, and the days that a match of it means."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from plan.calendar import Calendar
from plan.words.numerals import HAN, number

DAY = timedelta(days=1)
HALF_A_YEAR = timedelta(days=183)


class Impossible(ValueError):
    """There is no such day. The argument says so in Chinese."""


@dataclass(frozen=True)
class Days:
    """From `first` to `last`. `is_limit` where the form itself says "by then" (`两周内`)."""

    first: date | None
    last: date | None
    is_limit: bool = False


RHYTHM = Days(None, None)


@dataclass(frozen=True)
class Context:
    """What a date is read against. `after` is the first day of the span that ends with it."""

    today: date
    calendar: Calendar | None = None
    after: date | None = None


@dataclass(frozen=True)
class Form:
    """`days` returns None where the words are no date after all."""

    pattern: re.Pattern[str]
    days: Callable[[re.Match[str], Context], Days | None]


YEAR = r"(?:(?P<year>(?:19|20)\d\d|二〇[一二三]?[〇零一二三四五六七八九])\s*年度?|(?P<relative>今|本|明|次|后|去)年度?)"
MONTH = rf"(?:\d{{1,2}}|{HAN}{{1,2}})"
PART = r"(?P<part>上旬|中旬|下旬|月初|初|月中|中|月底|底|月末|末)"
YEARS = {"今": 0, "本": 0, "明": 1, "次": 1, "后": 2, "去": -1}
PARTS = {
    "初": (1, 10),
    "上旬": (1, 10),
    "中": (11, 20),
    "中旬": (11, 20),
    "下旬": (21, 31),
    "底": (31, 31),
    "末": (31, 31),
}
WEEKS = {"上": -1, "这": 0, "本": 0, "": 0, "下": 1, "下下": 2}
NEAR = {"前天": -2, "昨天": -1, "今天": 0, "今日": 0, "当天": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3}
WEEKDAYS = "一二三四五六日"
FIXED = {
    "元旦": (1, 1), "三八": (3, 8), "五一": (5, 1), "劳动节": (5, 1), "五四": (5, 4), "六一": (6, 1),
    "七一": (7, 1), "八一": (8, 1),
    "十一": (10, 1), "国庆": (10, 1), "国庆节": (10, 1),
}  # fmt: skip
MOVED = {
    "春节": "春节",
    "过年": "春节",
    "清明": "清明",
    "清明节": "清明",
    "端午": "端午",
    "端午节": "端午",
    "中秋": "中秋",
    "中秋节": "中秋",
}
HOLIDAYS = (*FIXED, *MOVED)
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def one_day(day: date) -> Days:
    return Days(day, day)


def day_of(year: int, month: int, day: int) -> date:
    """Raises Impossible."""
    try:
        return date(year, month, day)
    except ValueError:
        raise Impossible(f"没有{month}月{day}日这一天。" if 1 <= month <= 12 else f"没有{month}月。") from None


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def months_later(day: date, count: int) -> date:
    """Return the same day of a later month, or that month's last day where it is shorter."""
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _year(match: re.Match[str], context: Context) -> int | None:
    """The year that is written, or None."""
    if match["year"]:
        return number(match["year"])
    return context.today.year + YEARS[match["relative"]] if match["relative"] else None


def _nearest(month: int, day: int, context: Context) -> int:
    """The year of a month and day without one: this year, or the next where that was more than half a year ago.

    At the end of a span it is the first that does not lie before the span's beginning.
    """
    last = month_end(context.today.year, month).day if 1 <= month <= 12 else 31
    this = date(context.today.year, month, min(day, last)) if 1 <= month <= 12 else context.today
    if context.after:
        year = context.after.year
        return year if (month, day) >= (context.after.month, context.after.day) else year + 1
    return this.year if context.today - this <= HALF_A_YEAR else this.year + 1


def _full(match: re.Match[str], _context: Context) -> Days:
    return one_day(day_of(int(match[1]), int(match[2]), int(match[3])))


def _month_day(match: re.Match[str], context: Context) -> Days:
    month, day = number(match["month"]), number(match["day"])
    year = _year(match, context)
    if year is None and month == 2 and day == 29:  # the next one that there is, within half a year
        year = _nearest(month, 28, context)
    return one_day(day_of(year or _nearest(month, min(day, 28), context), month, day))


def _month(match: re.Match[str], context: Context) -> Days:
    month = number(match["month"])
    year = _year(match, context)
    if year is None:
        year = _nearest(month, 31 if context.after is None else 28, context)
    return _part_of(year, month, match["part"])


def _months(match: re.Match[str], context: Context) -> Days | None:
    """`5-6月`."""
    first, last = number(match["month"]), number(match["last"])
    if not 1 <= first <= last <= 12:
        return None
    year = _year(match, context) or _nearest(last, 28, context)
    return Days(date(year, first, 1), month_end(year, last))


def _part_of(year: int, month: int, part: str | None) -> Days:
    if not 1 <= month <= 12:
        raise Impossible(f"没有{month}月。")
    last = month_end(year, month)
    first_day, last_day = PARTS[part.removeprefix("月")] if part else (1, 31)
    return Days(date(year, month, min(first_day, last.day)), date(year, month, min(last_day, last.day)))


def _near_month(match: re.Match[str], context: Context) -> Days:
    """`下个月5号`, `本月底`, `月底`, `这个月`."""
    offset = {"上": -1, "下": 1, "下下": 2}.get((match["which"] or "").removesuffix("个"), 0)
    start = months_later(context.today.replace(day=1), offset)
    if match["day"]:
        return one_day(day_of(start.year, start.month, number(match["day"])))
    if not match["which"] and not match["part"]:
        return RHYTHM if match[0].startswith("每") else Days(start, month_end(start.year, start.month))
    return _part_of(start.year, start.month, match["part"])


def _day_of_month(match: re.Match[str], context: Context) -> Days:
    """`30号`: in this month or, where it has passed or does not exist, the next one that has it."""
    wanted = number(match["day"])
    if not 1 <= wanted <= 31:
        raise Impossible(f"没有{wanted}日这一天。")
    start = context.after or context.today
    for count in range(4):
        month = months_later(start.replace(day=1), count)
        if wanted <= month_end(month.year, month.month).day and month.replace(day=wanted) >= start:
            return one_day(month.replace(day=wanted))
    raise Impossible(f"没有{wanted}日这一天。")


def _near(match: re.Match[str], context: Context) -> Days:
    return one_day(context.today + NEAR[match[0]] * DAY)


def _weekday(match: re.Match[str], context: Context) -> Days:
    """Without 这 or 下 it is the next such day, today included."""
    monday = context.today - context.today.weekday() * DAY
    place = WEEKDAYS.index(match["weekday"].replace("天", "日"))
    week = (match["which"] or "").removesuffix("个")
    day = monday + (7 * WEEKS[week] + place) * DAY
    return one_day(day + 7 * DAY if not week and day < context.today else day)


def _week(match: re.Match[str], context: Context) -> Days:
    monday = context.today - context.today.weekday() * DAY + 7 * WEEKS[(match["which"] or "").removesuffix("个")] * DAY
    return Days(monday + 5 * DAY, monday + 6 * DAY) if match["weekend"] else Days(monday, monday + 6 * DAY)


def _quarter(match: re.Match[str], context: Context) -> Days:
    year = _year(match, context) or context.today.year
    if match["which"]:
        start = months_later(
            date(year, (context.today.month - 1) // 3 * 3 + 1, 1), {"上": -3, "下": 3}.get(match["which"][0], 0)
        )
    else:
        start = date(year, QUARTERS[match["quarter"]] * 3 - 2, 1)
    third = months_later(start, 2)
    last = month_end(third.year, third.month)
    if match["so_far"]:
        return Days(date(year, 1, 1), last)
    return one_day(last) if match["end"] else Days(start, last)


def _half(match: re.Match[str], context: Context) -> Days:
    year = _year(match, context) or context.today.year
    first = match["half"] == "上"
    days = Days(date(year, 1, 1), date(year, 6, 30)) if first else Days(date(year, 7, 1), date(year, 12, 31))
    return one_day(days.last) if match["end"] and days.last else days


def _year_part(match: re.Match[str], context: Context) -> Days:
    year = _year(match, context) or context.today.year
    part = match["part"]
    if part in ("底", "末"):
        return one_day(date(year, 12, 31))
    if part == "中":
        return one_day(date(year, 6, 30))
    return Days(date(year, 1, 1), date(year, 1, 31) if part == "初" else date(year, 12, 31))


def _holiday(match: re.Match[str], context: Context) -> Days | None:
    name = match["name"]
    year = _year(match, context)
    if name in FIXED:
        month, day = FIXED[name]
        return one_day(date(year or _nearest(month, day, context), month, day))
    if context.calendar is None:
        return None
    for candidate in (year,) if year else (context.today.year, context.today.year + 1):
        off = next((h.off for h in context.calendar.holidays(candidate) if MOVED[name] in h.name), None)
        if off is None:
            return None
        if year or off[-1] >= context.today:
            return Days(off[0], off[-1])
    return None


def _later(match: re.Match[str], context: Context) -> Days | None:
    count = 0.5 if match["half"] else number(match["count"])
    is_limit = "内" in match["after"]
    last = _after(context, count, match["unit"])
    if last is None:
        return None
    return Days(context.today, last, is_limit=True) if is_limit else one_day(last)


def _after(context: Context, count: float, unit: str) -> date | None:
    if unit == "工作日":
        return context.calendar.add(context.today, int(count)) if context.calendar else None
    return later(context.today, count, unit)


def later(day: date, count: float, unit: str) -> date:
    """Return `day` moved on by a count of 天, 周, 月 or 年; a half only of 月 (15 days) and 年."""
    if unit in ("年",):
        return months_later(day, int(count * 12))
    if unit == "月":
        return day + 15 * DAY if count == 0.5 else months_later(day, int(count))
    return day + int(count) * (7 * DAY if unit in ("周", "星期", "礼拜") else DAY)


def _plus(match: re.Match[str], context: Context) -> Days:
    return one_day(later(context.today, int(match["count"]), match["unit"]))


UNIT = r"(?P<unit>工作日|天|日|周|星期|礼拜|月|年)"
COUNT = rf"(?:(?<!\d)\d{{1,3}}|(?<!{HAN})(?![一二两三四五六七八九]{{2}}){HAN}{{1,4}})"
"""`两三天` is no count: it does not say how many."""
WHICH_WEEK = r"(?P<which>上个?|这个?|本|下下个?|下个?)?"
WEEK_NAME = r"(?:周|星期|礼拜)"


def _form(pattern: str, days: Callable[[re.Match[str], Context], Days | None]) -> Form:
    return Form(re.compile(pattern), days)


FORMS = (
    _form(r"(?<!\d)((?:19|20)\d\d)\s*[-/.．]\s*(\d{1,2})\s*[-/.．]\s*(\d{1,2})(?!\d)[日号]?", _full),
    _form(
        rf"{YEAR}?\s*(?<![\d.])(?P<month>\d{{1,2}}|{HAN}{{1,2}})\s*月\s*(?P<day>\d{{1,2}}|{HAN}{{1,3}})(?:[日号]|(?!\d))",
        _month_day,
    ),
    _form(rf"{YEAR}?\s*(?<![\d.])(?P<month>{MONTH})\s*月份?{PART}?", _month),
    _form(
        rf"{YEAR}?\s*(?<![\d.])(?P<month>{MONTH})\s*[-—~至到]+\s*(?P<last>{MONTH})月份?(?![\d底末初中上下])", _months
    ),
    _form(
        rf"(?P<which>上个?|这个?|本|当|下下个?|下个?)月份?(?:的?(?P<day>\d{{1,2}}|{HAN}{{1,3}})[日号]|{PART})?",
        _near_month,
    ),
    _form(r"(?<![\d一二三四五六七八九十个每])(?P<which>)月(?P<day>)(?P<part>初|中|底|末)", _near_month),
    _form(r"(?<![\d.月])(?P<day>\d{1,2})[日号]", _day_of_month),
    _form(
        r"(?<![^\s，,。；;：:到至在于])(?P<day>[一二三]?十?[一二三四五六七八九十])[日号](?=$|[\s，,。；;前上下到至]|之前|以前)",
        _day_of_month,
    ),
    _form("|".join(sorted(NEAR, key=len, reverse=True)), _near),
    _form(rf"{WHICH_WEEK}的?(?:{WEEK_NAME}的?)?{WEEK_NAME}(?P<weekday>[一二三四五六日天])(?!次|年|期)", _weekday),
    _form(rf"(?P<which>上个?|这个?|本|下下个?|下个?){WEEK_NAME}(?P<weekend>末)?(?![一二三四五六日天])", _week),
    _form(r"(?P<which>)(?P<weekend>周末)", _week),
    _form(rf"{YEAR}?(?P<so_far>前)?第?(?P<quarter>[一二三四1-4])(?P<which>)个?季度(?P<end>末|底)?", _quarter),
    _form(
        r"(?P<year>)(?P<relative>)(?P<so_far>)(?P<quarter>)(?P<which>本|这个?|上个?|下个?)季度(?P<end>末|底)?", _quarter
    ),
    _form(rf"{YEAR}?(?<!每)(?P<half>[上下])半年(?P<end>末|底)?", _half),
    _form(rf"{YEAR}(?P<part>底|末|初|中)?", _year_part),
    _form(r"(?<![\d一二两三几多前半])(?P<year>)(?P<relative>)年(?P<part>底|末|初|中)", _year_part),
    _form(rf"{YEAR}?(?P<name>{'|'.join(HOLIDAYS)})(?:节|假期|放假|长假)*", _holiday),
    _form(rf"(?P<half>)(?P<count>{COUNT})(?!月)个?{UNIT}(?P<after>之?后|以后|之?内|以内)", _later),
    _form(r"(?P<half>半)(?P<count>)个?(?P<unit>月|年)(?P<after>之?后|以后|之?内|以内)", _later),
    _form(r"\+(?P<count>\d{1,2})(?P<unit>天|周|月)", _plus),
    _form(
        rf"每(?:个|一)?(?:天|日|{WEEK_NAME}[一二三四五六日天]?|月(?:\d{{1,2}}[日号])?|季度?|年(?:{MONTH}月(?:\d{{1,2}}[日号]|底|初|中|末)?)?|半年)|(?:逐|按)(?:月|季度?|周)|隔(?:周|月|天)",
        lambda _m, _c: RHYTHM,
    ),
)
