"""Patterns of the dates that plans write, and the first and last day that such a date names."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_QUARTER = r"(?:前三季度|第?[一二三四1-4]季度)"
_YEAR = r"(?:(?:19|20)\d{2}年度?|今年|本年度?|明年|次年|第二年)"
# The end of the plan's own year; not 去年底, 两年内, 周年.
_YEAREND = r"(?<![去往前近周历每常\d多两几三五十来当])年度?(?:底|末|内|中(?=[前，。；]))"
_PART = r"(?:底|末|上旬|中旬|下旬|初)"

ATOM = (
    rf"(?:{_YEAR}?(?<![\d.]){_MONTH}月(?:份)?(?:{_DAY}日|{_PART})?|"
    rf"{_YEAR}(?:年?(?:底|末|内|中(?=[前，。；])|初)|上半年|下半年|{_QUARTER}(?:末|底)?|全年)|"
    rf"{_YEAREND}|(?<!每)上半年|(?<!每)下半年|(?<![\d每]){_QUARTER}(?:末|底)?|(?<!每)全年|(?<![每当本上])年中(?=[前，。；]))"
)
# The end of a window, which need not repeat the year or the month.
TAIL = rf"(?:{ATOM}|{_DAY}日)"
_PARSE = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2})年?度?|(?P<next>明年|次年|第二年)|今年|本年度?)?"
    r"(?:(?P<month>\d{1,2})月(?:份)?)?(?:(?P<day>\d{1,2})日)?(?P<rest>.*)"
)
_LAST = {  # (month, day); day 0 means the last day of the month
    "上半年": (6, 0), "年中": (6, 0), "中": (6, 0), "下半年": (12, 0),
    "一": (3, 0), "二": (6, 0), "三": (9, 0), "四": (12, 0), "1": (3, 0), "2": (6, 0), "3": (9, 0), "4": (12, 0),
}  # fmt: skip
_DAYS = {"上旬": 10, "初": 10, "中旬": 20}


@dataclass(slots=True)
class Years:
    """The year of dates that name none: the last year written in the sentence, else the plan's."""

    plan: int | None
    written: int | None = None

    def resolve(self, explicit: str | None, is_next: bool) -> int | None:
        """Return the year of a date and remember it; `is_next` is true for 明年, 次年 and 第二年."""
        if explicit:
            self.written = int(explicit)
        elif is_next:
            base = self.written or self.plan
            self.written = base + 1 if base else None
        return self.written or self.plan


def last_day(text: str, years: Years, after: date | None = None) -> date | None:
    """Return the last day of what `text` names, None where it cannot be known (docs/reading.md, rule 5).

    `6月底` is 30 June, `10月中旬` is 20 October, `三季度` is 30 September. `after` is the start of the window that ends
    here: its month and year are used where the end names none.
    """
    match = _PARSE.match(text)
    if not match:
        return None
    year = years.resolve(match["year"], bool(match["next"]))
    month, day = match["month"], match["day"]
    if year is None:
        return None
    if month:
        last = _day(year, int(month), int(day) if day else _DAYS.get(match["rest"][:2].strip("前"), 0))
    elif day:
        last = _day(after.year, after.month, int(day)) if after else None
    else:
        last = _end_of_part(year, match["rest"])
    names_no_year = not match["year"] and not match["next"]
    return _day(last.year + 1, last.month, last.day) if last and after and names_no_year and last < after else last


def first_day(text: str, years: Years) -> date | None:
    """Return the first day of the month or day that `text` names, with which a window starts; else 1 January."""
    match = _PARSE.match(text)
    year = years.resolve(match["year"], bool(match["next"])) if match else None
    if not match or year is None or not match["month"]:
        return date(year, 1, 1) if year else None
    return _day(year, int(match["month"]), int(match["day"] or 1))


def _end_of_part(year: int, part: str) -> date:
    """Return the last day of a quarter, a half or another part of a year; 31 December where it is none of these."""
    quarter = re.search(r"([一二三四1-4])季度", part)
    key = quarter[1] if quarter else next((k for k in ("上半年", "下半年", "年中") if k in part), part[:1])
    return _day(year, *_LAST.get(key, (12, 0))) or date(year, 12, 31)


def _day(year: int, month: int, day: int) -> date | None:
    """Return the day, at most the last of the month; `day` 0 is the last. None outside of the years 1900 to 2999."""
    if not (1 <= month <= 12 and 1900 <= year <= 2999):
        return None
    last = monthrange(year, month)[1]
    return date(year, month, min(day or last, last))
