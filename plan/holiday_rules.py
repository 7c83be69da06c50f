"""Check the days that were read from a notice, because a typing or scanning error must not become a day off."""

from collections.abc import Iterable
from datetime import date, timedelta

from plan.calendar import Holiday
from plan.format import WEEKDAYS
from plan.holiday_sentences import Reader
from plan.refusal import Refusal

DAY = timedelta(days=1)
FARTHEST = timedelta(days=31)
"""The largest distance of a make-up working day from the days off of its holiday."""
WHEN = {
    "元旦": ((1, 1), (1, 1)), "春节": ((1, 21), (2, 21)), "清明节": ((4, 4), (4, 6)), "劳动节": ((5, 1), (5, 1)),
    "端午节": ((5, 25), (6, 27)), "中秋节": ((9, 6), (10, 9)), "国庆节": ((10, 1), (10, 1)),
}  # fmt: skip
"""The first and last day on which each holiday can fall, by law (全国年节及纪念日放假办法) and lunar calendar."""


def check(name: str, year: int, read: Reader) -> Holiday:
    """Return the holiday that was read. Raise Refusal with the reason where it contradicts itself or the law."""
    if not read.off:
        raise Refusal("没有写哪天放假")
    off = with_weekends(read.off) if read.joined else read.off
    if both := sorted(off & read.work):
        raise Refusal(f"{_month_day(both[0])}既放假又上班")
    for day in sorted(read.work):
        if day.weekday() < 5:
            raise Refusal(f"{_month_day(day)}是周{WEEKDAYS[day.weekday()]}，本来就上班，不会是调休上班日")
        if min(abs(day - day_off) for day_off in off) > FARTHEST:
            raise Refusal(f"{_month_day(day)}上班，离放假的日子太远")
    if read.count is not None and read.count != len(off):
        raise Refusal(f"写的是共{read.count}天，读到的是{len(off)}天")
    for holiday in name.split("、"):
        first, last = (date(year, *day) for day in WHEN[holiday])
        if not any(first <= day <= last for day in off):
            raise Refusal(f"放假的日子里没有{holiday}" + (f"（{_month_day(first)}）" if first == last else ""))
    return Holiday(name, tuple(sorted(off)), tuple(sorted(read.work)))


def check_all(holidays: Iterable[Holiday]) -> None:
    """Raise Refusal where a holiday is missing, or where a day is off for one holiday and worked for another."""
    holidays = list(holidays)
    names = {name for holiday in holidays for name in holiday.name.split("、")}
    if missing := [name for name in WHEN if name not in names]:
        raise Refusal(f"缺少{'、'.join(missing)}的安排，请核对是否粘贴完整。")
    off = {day: holiday.name for holiday in holidays for day in holiday.off}
    for holiday in holidays:
        for day in holiday.work:
            if day in off:
                raise Refusal(f"{_month_day(day)}在{off[day]}里放假，在{holiday.name}里上班，请核对原文。")


def with_weekends(days: Iterable[date]) -> set[date]:
    """Return the days with the weekends next to them (与周末连休)."""
    joined = set(days)
    for day in list(joined):
        for step in (DAY, -DAY):
            neighbour = day + step
            while neighbour.weekday() >= 5:
                joined.add(neighbour)
                neighbour += step
    return joined


def _month_day(day: date) -> str:
    return f"{day.month}月{day.day}日"
