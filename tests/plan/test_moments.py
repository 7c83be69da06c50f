"""Letters that follow from the calendar alone: the weekly summary, and the request for the next year's days off."""

import pytest

from plan.moments import asks_for_year, wanted_year, weekly
from tests.plan.build import CALENDAR, day, moment


@pytest.mark.parametrize(
    ("last_sent", "today", "monday"),
    [
        ("3-8", "3-9", "3-9"),
        ("3-9", "3-9", None),
        ("3-9", "3-10", None),
        ("3-6", "3-11", "3-9"),  # the bot was stopped on Monday and Tuesday
        ("3-1", "3-20", "3-16"),  # stopped for three weeks: only the last one
        ("4-3", "4-6", None),  # Qingming
        ("4-6", "4-7", "4-6"),
        ("9-28", "10-9", "10-5"),  # after the National Day
        ("10-9", "10-10", None),
        ("10-10", "10-12", "10-12"),
        ("3-6", "3-7", None),
        ("9-25", "10-6", "9-28"),  # Monday the 5th waits for the 9th, the one before is still owed
    ],
)
def test_which_monday_is_owed(last_sent: str, today: str, monday: str | None) -> None:
    owed_monday = weekly(0, 9, moment(f"{last_sent} 10:00"), moment(f"{today} 10:00"), CALENDAR)
    assert owed_monday == (day(monday) if monday else None)


@pytest.mark.parametrize(
    ("weekday", "hour", "since", "now", "nominal"),
    [
        (2, 16, "3-4 15:00", "3-4 16:00", "3-4"),
        (2, 16, "3-4 16:00", "3-4 17:00", None),
        (2, 16, "3-2 10:00", "3-4 15:00", None),
        (4, 9, "9-30 10:00", "10-9 9:00", "10-9"),  # the 2nd of October has moved to the 9th too: one card
        (4, 9, "9-25 10:00", "10-9 8:00", None),
        (3, 9, "9-30 10:00", "10-9 9:00", "10-8"),  # off, and the 1st has moved to the same day
        (0, 9, "3-1 10:00", "3-4 9:00", "3-2"),
        (4, 9, "3-2 10:00", "3-11 10:00", "3-6"),  # Friday's, on Wednesday
    ],
)
def test_each_group_s_own_moment(weekday: int, hour: int, since: str, now: str, nominal: str | None) -> None:
    assert weekly(weekday, hour, moment(since), moment(now), CALENDAR) == (day(nominal) if nominal else None)


def test_it_is_due_from_its_minute_on() -> None:
    assert weekly(0, 9, moment("3-8 10:00"), moment("3-9 8:59"), CALENDAR) is None
    assert weekly(0, 9, moment("3-8 10:00"), moment("3-9 9:00"), CALENDAR) == day("3-9")
    assert weekly(0, 9, moment("3-9 9:00"), moment("3-9 9:01"), CALENDAR) is None


@pytest.mark.parametrize(
    ("done", "today", "expected"),
    [
        ("2026-11-29", "2026-11-30", "2026-11-30"),  # a Monday in November, too early
        ("2026-11-30", "2026-12-1", "2026-12-1"),
        ("2026-12-1", "2026-12-2", None),
        ("2026-12-6", "2026-12-7", "2026-12-7"),
        ("2026-12-7", "2026-12-8", None),
        ("2026-12-4", "2026-12-9", "2026-12-7"),  # the bot was stopped on Monday
        ("2026-11-20", "2026-12-3", "2026-12-1"),
        ("2026-12-6", "2026-12-6", None),  # a Sunday
        ("2024-11-29", "2024-12-2", "2024-12-2"),  # the 1st is a Sunday: one letter, on Monday
    ],
)
def test_which_day_is_owed(done: str, today: str, expected: str | None) -> None:
    assert asks_for_year(day(done), day(today), CALENDAR) == (day(expected) if expected else None)


def test_which_year() -> None:
    assert [wanted_year(day(words)) for words in ("2026-11-30", "2026-12-1", "2027-1-4")] == [2026, 2027, 2027]
