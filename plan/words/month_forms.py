"""Dates by the month: days of a month, months, and their parts."""

import re
from datetime import date

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
from plan.words.numerals import number

HAN_MONTH = "(?:十[一二三四五六七八九]?|[一二三四五六七八九])"
HAN_DAY = "(?:[一二三四]?十[一二三四五六七八九]?|[一二三四五六七八九])"
MONTH = rf"(?:(?<![\d.])\d{{1,2}}|(?<![每个第上下{HAN_DIGITS}]){HAN_MONTH})"
DAY_OF_MONTH = rf"(?:\d{{1,2}}|{HAN_DAY})"
MEASURED = (
    r"(?![\d.%％‰]|\s*(?:个|家|项(?!目)|件|条|次|名|人|位|份|篇|场|批|类|种|万|亿|元|天|周|年|月|多|余|台|套|倍|成))"
)
"""A number before one of these counts something and is no day."""
PART = (
    r"(?P<part>上旬|中旬|下旬|月?初(?![步稿审评期次中定始选验级赛])|月?中(?![国央心学小级期医标间文华东西共高专介外断止选考])"
    r"|月?底(?![数层图线稿板册座账薪子下])|月?末(?![端尾位级]))"
)
"""Not 初步, 中心, 底数: there the character belongs to the next word."""
PARTS = {
    "初": (1, 10), "上旬": (1, 10), "中": (11, 20), "中旬": (11, 20), "下旬": (21, 31), "底": (31, 31), "末": (31, 31),
}  # fmt: skip
TO = r"\s*[-—–－~～至到]+\s*"
AMONG_MONTHS = re.compile(rf"[\d{HAN_DIGITS}][、和及]\s?$")
"""What stands before the last month of a list, which is not understood unless it is a span."""
WHICH = r"(?P<which>上一?个?|这个?|本|当|下下个?|下一?个?)"
OFFSETS = {"上": -1, "下": 1, "下下": 2}
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


def _month(match: re.Match[str], context: Context) -> Days | None:
    if AMONG_MONTHS.search(match.string[: match.start()][-3:]) and not match["part"]:
        return None
    month = check_month(number(match["month"]))
    last_day = PARTS[match["part"].removeprefix("月")][1] if match["part"] else 31
    return part_of(stated_year(match, context) or nearest_year(month, last_day, context), month, match["part"])


def _months(match: re.Match[str], context: Context) -> Days | None:
    """Read `5-6月` or `3、4月份`. In `2、3月上旬` the 2 may number a paragraph, and `3、6月` is no span."""
    first, last = number(match["month"]), number(match["last"])
    if not 1 <= first < last <= 12 or (match["list"] and (last != first + 1 or match["part"])):
        return None
    year = stated_year(match, context) or nearest_year(last, 31, context)
    return Days(date(year, first, 1), part_of(year, last, match["part"]).last)


def part_of(year: int, month: int, part: str | None) -> Days:
    """Return the days of a month, or of its `part`, one of PARTS that may begin with 月."""
    last = month_end(year, month)
    first_day, last_day = PARTS[part.removeprefix("月")] if part else (1, 31)
    return Days(date(year, month, min(first_day, last.day)), date(year, month, min(last_day, last.day)))


def _near_month(match: re.Match[str], context: Context) -> Days:
    """Read `下个月5号`, `本月底`, `这个月`, `月底`."""
    groups = match.groupdict()
    which = groups.get("which", "").removesuffix("个").removesuffix("一")
    start = months_later(context.today.replace(day=1), OFFSETS.get(which, 0))
    if day := groups.get("day"):
        return one_day(day_of(start.year, start.month, number(day)))
    return part_of(start.year, start.month, match["part"])


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
        rf"(?:{YEAR})?(?P<month>{MONTH})\s*月\s*(?:份的?)?"
        rf"(?P<day>{DAY_OF_MONTH}(?=\s*[日号])|(?<=月)(?:\d{{1,2}}|{HAN_DAY}(?=$|[\s，,。；;前之以到至])){MEASURED})(?:\s*[日号])?",
        _month_day,
    ),
    form(
        YEAR_STARTS + HAN_DIGITS,
        rf"(?:{YEAR})?(?P<month>{MONTH})\s*月(?:份的?)?{PART}?(?!第[一二三四五1-5]个?[周星礼工])",
        _month,
    ),
    form(
        YEAR_STARTS + HAN_DIGITS,
        rf"(?:{YEAR})?(?P<month>{MONTH})(?:{TO}|\s*(?P<list>[、和及])\s*)(?P<last>\d{{1,2}}|{HAN_MONTH})\s*月(?:份的?)?{PART}?(?!\d)",
        _months,
    ),
    form("上这本当下", rf"{WHICH}月(?:份的?)?的?(?:(?P<day>{DAY_OF_MONTH})[日号]|{PART})?", _near_month),
    form("月", rf"(?<![\d个每{HAN_DIGITS}])(?=月[初中底末]){PART}", _near_month),
    form(DIGITS, rf"(?<![\d.月第年〕\]】）)])(?<!\d[、,，~～至到—-])(?P<day>\d{{1,2}})[日号]{NUMBERED}", _day_of_month),
    form(
        HAN_DIGITS,
        rf"(?<![^\s，,。；;：:到至在于从])(?P<day>{HAN_DAY})[日号](?=$|[\s，,。；;前上下到至交报开完办要请]|之前|以前)",
        _day_of_month,
    ),
    form(
        DIGITS,
        rf"(?<![\d.月第年〕\]】）)])(?<!\d[、,，~～至到—-])(?P<day>\d{{1,2}})[日号]?{TO}(?P<last>\d{{1,2}})[日号]{NUMBERED}",
        _days_of_month,
    ),
)
SHORT = form(
    DIGITS, r"(?<![\d.])(\d{1,2})\s*[./．-]\s*(\d{1,2})(?![\d.%％/]|-\d{1,2}(?![\d./]))" + MEASURED + "[日号]?", short
)
"""`9.30`, which is a date only where a date is asked for; elsewhere it may be the number of a task."""
LIST = re.compile(r"[、和与及](?=\d{1,2}[日号])")
"""What stands between days of the same month, as in `3月5日、6日`."""
END_OF_SPAN = form(DIGITS, rf"(?P<day>\d{{1,2}})(?![日号月.\d]){MEASURED}", _day_of_month)
"""The 20 in `3月18-20`."""
