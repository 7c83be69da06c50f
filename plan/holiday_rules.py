"""Whether what was read from a notice can be meant: a slip of the pen or of a scanner must not become a day off."""

from collections.abc import Iterable
from datetime import date, timedelta

from plan.calendar import Holiday
from plan.format import WEEKDAYS
from plan.holiday_sentences import Reader
from plan.refusal import Refusal

DAY = timedelta(days=1)
FARTHEST = timedelta(days=31)
"""A day that makes up lies near the days off for which it does."""
WHEN = {
    "元旦": ((1, 1), (1, 1)), "春节": ((1, 21), (2, 21)), "清明节": ((4, 4), (4, 6)), "劳动节": ((5, 1), (5, 1)),
    "端午节": ((5, 25), (6, 27)), "中秋节": ((9, 6), (10, 9)), "国庆节": ((10, 1), (10, 1)),
}  # fmt: skip
"""First and last day on which each can fall: by the law (全国年节及纪念日放假办法), and as widely as
the lunar calendar moves."""


def check(name: str, year: int, read: Reader) -> Holiday:
    """The holiday that was read. Raises Refusal with the reason where it contradicts itself."""
    if not read.off:
        raise Refusal("没有写哪天放假")
    off = with_weekends(read.off) if read.joined else read.off
    if both := sorted(off & read.work):
        raise Refusal(f"{_said(both[0])}既放假又上班")
    for day in sorted(read.work):
        if day.weekday() < 5:
            raise Refusal(f"{_said(day)}是周{WEEKDAYS[day.weekday()]}，本来就上班，不会是调休上班日")
        if min(abs(day - one) for one in off) > FARTHEST:
            raise Refusal(f"{_said(day)}上班，离放假的日子太远")
    if read.count is not None and read.count != len(off):
        raise Refusal(f"写的是共{read.count}天，读到的是{len(off)}天")
    for one in name.split("、"):
        first, last = (date(year, *day) for day in WHEN[one])
        if not any(first <= day <= last for day in off):
            raise Refusal(f"放假的日子里没有{one}" + (f"（{_said(first)}）" if first == last else ""))
    return Holiday(name, tuple(sorted(off)), tuple(sorted(read.work)))


def check_all(several: Iterable[Holiday]) -> None:
    """Raises Refusal for what is missing, and for a day that one holiday gives and another takes."""
    several = list(several)
    there = {name for holiday in several for name in holiday.name.split("、")}
    if missing := [name for name in WHEN if name not in there]:
        raise Refusal(f"缺少{'、'.join(missing)}的安排，请核对是否粘贴完整。")
    off = {day: holiday.name for holiday in several for day in holiday.off}
    for one in several:
        for day in one.work:
            if day in off:
                raise Refusal(f"{_said(day)}在{off[day]}里放假，在{one.name}里上班，请核对原文。")


def with_weekends(days: Iterable[date]) -> set[date]:
    """With the weekends that they touch (与周末连休)."""
    joined = set(days)
    for day in list(joined):
        for step in (DAY, -DAY):
            beside = day + step
            while beside.weekday() >= 5:
                joined.add(beside)
                beside += step
    return joined


def _said(day: date) -> str:
    return f"{day.month}月{day.day}日"
