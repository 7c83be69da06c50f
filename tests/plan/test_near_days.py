"""Which of the near days are off, by the State Council's calendar of 2020."""

import pytest

from plan import near_days
from plan.calendar import Calendar
from plan.near_days import Week
from tests.plan.build import day

CALENDAR = Calendar()


@pytest.mark.parametrize(
    ("today", "this", "following", "holiday"),
    [
        ("3-2", ("3-7 3-8", ""), ("3-14 3-15", ""), "清明"),
        ("3-8", ("3-7 3-8", ""), ("3-14 3-15", ""), "清明"),
        ("4-1", ("4-4 4-5", ""), ("4-6 4-6 4-11 4-12", ""), "清明"),
        ("4-6", ("4-6 4-6 4-11 4-12", ""), ("4-18 4-19", ""), "清明"),
        ("4-20", ("4-25 4-25", "4-26"), ("5-1 5-3", ""), "劳动节"),
        ("10-9", ("10-5 10-8 10-11 10-11", "10-10"), ("10-17 10-18", ""), "元旦"),
    ],
)
def test_the_weeks(today: str, this: tuple[str, str], following: tuple[str, str], holiday: str) -> None:
    assert near_days.weeks(day(today), CALENDAR) == (_week("本周", *this), _week("下周", *following))
    coming = near_days.next_holiday(day(today), CALENDAR)
    assert coming is not None
    assert coming.name == holiday


def _week(name: str, off: str, worked: str) -> Week:
    days = [day(words) for words in off.split()]
    return Week(name, tuple(zip(days[::2], days[1::2], strict=True)), tuple(day(words) for words in worked.split()))
