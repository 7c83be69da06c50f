"""Read a day as people write it: 9月30日, 2020-09-30, 明天, +1周, 月底."""

import calendar
import re
from datetime import date, timedelta

from plan.refusal import Refusal

SHAPE = r"(\d{4}\s*[-/年]\s*)?\d{1,2}\s*[-/月]\s*\d{1,2}\s*[日号]?|今天|明天|后天|月底|年底|\+\d{1,2}[周月]"
WRONG = "日期请写成 9月30日 或 2020-09-30。"
FULL = re.compile(r"(?:(\d{4})\D+)?(\d{1,2})\D+(\d{1,2})\D*")
NEAR = {"今天": 0, "明天": 1, "后天": 2}
HALF_A_YEAR = timedelta(days=183)


def read(words: str, today: date, base: date | None = None) -> date:
    """Return the day that words of the form SHAPE mean; `+1周`, `+1月` and `月底` count from `base`, else from today.

    A day without a year is in this year, or in the next where it would be more than half a year ago. Raise Refusal for
    words of another form, and for a day that does not exist, such as 30 February.
    """
    words = "".join(words.split())
    start = base or today
    if words in NEAR:
        return today + timedelta(days=NEAR[words])
    if words == "月底":
        return _month_end(start) if start < _month_end(start) else _month_end(start + timedelta(days=1))
    if words == "年底":
        return date(start.year, 12, 31)
    if words.startswith("+"):
        count = int(words[1:-1])
        return start + timedelta(weeks=count) if words[-1] == "周" else _months_later(start, count)
    match = FULL.fullmatch(words)
    if match is None:
        raise Refusal(WRONG)
    return _written(match[1], int(match[2]), int(match[3]), today)


def _written(year: str | None, month: int, day: int, today: date) -> date:
    try:
        if year:
            return date(int(year), month, day)
        this_year = date(today.year, month, day)
        return this_year if today - this_year <= HALF_A_YEAR else date(today.year + 1, month, day)
    except ValueError:
        raise Refusal(f"没有{month}月{day}日这一天。") from None


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _months_later(day: date, count: int) -> date:
    """Return the same day of a later month, or the last day of that month where it is shorter."""
    month = day.month - 1 + count
    first = date(day.year + month // 12, month % 12 + 1, 1)
    return min(_month_end(first), first + timedelta(days=day.day - 1))
