"""Working days by the State Council's calendar, by the bureau's changes, and in a year not published yet."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan.calendar import Calendar, Holiday
from plan.hours import Hours, Urgent
from tests.plan.build import CALENDAR, day, moment, noon


@pytest.mark.parametrize(
    ("words", "works"),
    [
        ("1-19", True),  # a Sunday, worked for the Spring Festival
        ("1-23", True),
        ("1-24", False),
        ("1-31", False),  # the epidemic: the festival was extended to the 2nd of February
        ("2-2", False),
        ("2-3", True),
        ("4-26", True),  # a Sunday, worked for the 1st of May
        ("5-1", False),
        ("5-5", False),
        ("9-27", True),  # a Sunday, worked for the National Day
        ("10-1", False),
        ("10-8", False),
        ("10-9", True),
        ("10-10", True),  # a Saturday
        ("3-7", False),
    ],
)
def test_the_year_2020(words: str, works: bool) -> None:
    assert CALENDAR.works(day(words)) is works
    assert CALENDAR.source(day(words)) == "official"


def test_a_year_that_is_not_published_is_a_guess() -> None:
    week = ("2040-10-1", "2040-10-5", "2040-10-6", "2040-10-7")  # Monday, Friday, Saturday, Sunday
    assert [CALENDAR.works(day(words)) for words in week] == [True, True, False, False]
    assert CALENDAR.source(day("2040-10-1")) == "guess"


def test_which_years_are_known() -> None:
    noticed = Calendar({}, {2040: (Holiday("元旦", (day("2040-1-1"),)),)})
    assert [CALENDAR.known(year) for year in (2020, 2040)] == [True, False]
    assert [noticed.known(year) for year in (2020, 2040, 2041)] == [True, True, False]
    assert [holiday.name for holiday in noticed.holidays(2040)] == ["元旦"]
    assert CALENDAR.holidays(2040) == ()


def test_the_bureau_overrides_any_day() -> None:
    calendar = Calendar({day("3-2"): False, day("3-7"): True, day("2040-10-1"): False})
    assert [calendar.works(day(words)) for words in ("3-2", "3-7", "2040-10-1", "3-3")] == [False, True, False, True]
    assert [calendar.source(day(words)) for words in ("3-2", "2040-10-1", "3-3")] == [
        "override",
        "override",
        "official",
    ]
    assert calendar.between(day("3-1"), day("3-8")) == 5  # Tuesday to Saturday
    assert hash(calendar) == hash(Calendar(dict(calendar.overrides)))


@pytest.mark.parametrize(
    ("words", "last", "following"),
    [
        ("3-4", "3-4", "3-4"),
        ("3-8", "3-6", "3-9"),
        ("10-5", "9-30", "10-9"),
        ("1-28", "1-23", "2-3"),
        ("6-26", "6-24", "6-28"),
    ],
)
def test_the_nearest_working_day(words: str, last: str, following: str) -> None:
    assert CALENDAR.last_working(day(words)) == day(last)
    assert CALENDAR.next_working(day(words)) == day(following)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [("3-2", 1, "3-3"), ("3-6", 1, "3-9"), ("3-2", 3, "3-5"), ("9-30", 1, "10-9"), ("1-23", 2, "2-4")],
)
def test_counting_on(start: str, count: int, end: str) -> None:
    assert CALENDAR.add(day(start), count) == day(end)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ((8, 29), False), ((8, 30), True), ((12, 0), True), ((17, 30), True), ((17, 31), False), ((2, 0), False),
    ],
)  # fmt: skip
def test_the_hours_of_the_bureau(at: tuple[int, int], is_open: bool) -> None:
    monday, saturday = (noon(words).replace(hour=at[0], minute=at[1]) for words in ("3-2", "3-7"))
    assert CALENDAR.open(monday) is is_open
    assert CALENDAR.open(saturday) is False


MORNING = "3-9 8:30"


@pytest.mark.parametrize(
    ("happened", "waits", "workdays"),
    [
        ("3-6 8:29", "3-6 8:30", "3-6 8:29"),
        ("3-6 8:30", "3-6 8:30", "3-6 8:30"),
        ("3-6 17:29", "3-6 17:29", "3-6 17:29"),
        ("3-6 17:30", "3-6 17:30", "3-6 17:30"),
        ("3-6 17:31", MORNING, "3-6 17:31"),
        ("3-6 23:59", MORNING, "3-6 23:59"),
        ("3-7 0:00", MORNING, MORNING),  # a Saturday
        ("3-7 12:00", MORNING, MORNING),
        ("4-26 22:00", "4-27 8:30", "4-26 22:00"),  # a Sunday that is worked
        ("10-1 9:00", "10-9 8:30", "10-9 8:30"),
        ("9-30 17:31", "10-9 8:30", "9-30 17:31"),
    ],
)
def test_when_an_event_is_told(happened: str, waits: str, workdays: str) -> None:
    at, first, second = (moment(words) for words in (happened, waits, workdays))
    for urgent, expected in zip(Urgent, (first, second, at), strict=True):
        calendar = Calendar(hours=Hours(urgent=urgent))
        assert calendar.send_time(at, urgent=True) == expected
        assert calendar.send_time(at, urgent=False) == first, "what is not urgent waits in any case"


days = st.dates(day("2018-1-1"), day("2030-12-31"))
own_days = st.dictionaries(st.dates(day("2020-1-1"), day("2020-12-31")), st.booleans(), max_size=5)


@settings(max_examples=50, deadline=None)
@given(days, st.integers(-200, 200), own_days)
def test_between_counts_as_one_counts_by_hand(start: date, length: int, overrides: dict[date, bool]) -> None:
    calendar = Calendar(overrides)
    end = start + timedelta(days=length)
    first, last = min(start, end), max(start, end)
    by_hand = sum(calendar.works(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
    assert calendar.between(start, end) == (by_hand if end >= start else -by_hand)


@settings(max_examples=50, deadline=None)
@given(days, st.integers(1, 40))
def test_adding_is_the_inverse_of_counting(start: date, count: int) -> None:
    end = CALENDAR.add(start, count)
    assert CALENDAR.works(end)
    assert CALENDAR.between(start, end) == count
