"""Dates by the month: months and their parts, and days of a month near today."""

import re
from datetime import date

from plan.words.date_values import (
    HAN_DIGITS,
    YEAR,
    YEAR_STARTS,
    Context,
    Days,
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
NO_WEEK = "(?!第[一二三四五1-5]个?[周星礼工])"
"""`3月第二周` is a part of the month that is not understood."""
WHICH = r"(?P<which>上一?个?|这个?|本|当|下下个?|下一?个?)"
OFFSETS = {"上": -1, "下": 1, "下下": 2}


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


FORMS = (
    form(YEAR_STARTS + HAN_DIGITS, rf"(?:{YEAR})?(?P<month>{MONTH})\s*月(?:份的?)?{PART}?{NO_WEEK}", _month),
    form(
        YEAR_STARTS + HAN_DIGITS,
        rf"(?:{YEAR})?(?P<month>{MONTH})(?:{TO}|\s*(?P<list>[、和及])\s*)(?P<last>\d{{1,2}}|{HAN_MONTH})"
        rf"\s*月(?:份的?)?{PART}?(?!\d)",
        _months,
    ),
    form("上这本当下", rf"{WHICH}月(?:份的?)?的?(?:(?P<day>{DAY_OF_MONTH})[日号]|{PART})?", _near_month),
    form("月", rf"(?<![\d个每{HAN_DIGITS}])(?=月[初中底末]){PART}", _near_month),
)
