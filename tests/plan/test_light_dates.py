"""The stored light dates agree with the light and the class computed for every single day."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan import light_dates, progress_class
from plan.light import RED, YELLOW, Thresholds
from plan.light_dates import ALWAYS, LightDates
from plan.milestones import Milestone
from plan.progress_class import ProgressClass
from plan.values import State
from tests.plan.build import CALENDAR, DAY, LIMITS, day, share

DAYS = st.dates(date(2020, 1, 1), date(2020, 12, 31))


def has_come(on: date | None, today: date) -> bool:
    return on is not None and on <= today


@settings(max_examples=300, deadline=None)
@given(
    state=st.sampled_from(State),
    percent=st.integers(0, 100),
    starts=DAYS,
    deadline=st.none() | DAYS,
    steps=st.lists(st.tuples(DAYS, st.integers(1, 99)), max_size=3),
    limits=st.builds(Thresholds, st.integers(0, 20), st.integers(1, 30), st.integers(30, 60)),
    near=st.integers(-40, 40),
)
def test_they_say_every_day_what_is_computed_that_day(
    state: State, percent: int, starts: date, deadline: date | None, steps: list[tuple[date, int]], limits: Thresholds,
    near: int,
) -> None:  # fmt: skip
    milestones = tuple(sorted(Milestone(on, expected) for on, expected in steps))
    assignment = share(state=state, percent=percent, starts=starts, deadline=deadline, milestones=milestones)
    dates = light_dates.of(assignment, CALENDAR, limits)
    for today in ((deadline or starts) + near * DAY, starts, starts + near * DAY, *(on for on, _ in steps)):
        rank = assignment.light(today, CALENDAR, limits).rank
        assert has_come(dates.red_on, today) == (rank >= RED)
        assert has_come(dates.yellow_on, today) == (rank >= YELLOW)
        progress = progress_class.of(assignment, today, limits)
        assert has_come(dates.overdue_on, today) == (progress is ProgressClass.OVERDUE)
        if progress not in (ProgressClass.OVERDUE, ProgressClass.CLOSED):
            assert has_come(dates.behind_on, today) == (progress is ProgressClass.BEHIND)
        if progress in (ProgressClass.AHEAD, ProgressClass.ON_PACE):
            assert has_come(dates.even_on, today) == (progress is ProgressClass.ON_PACE)


def test_a_few_of_them() -> None:
    """An assignment from 2 March to 30 June without a report."""
    assert light_dates.of(share(), CALENDAR, LIMITS) == LightDates(
        ALWAYS, day("3-14"), day("7-1"), day("3-14"), day("4-9")
    )
    assert light_dates.of(share(percent=95), CALENDAR, LIMITS).yellow_on == day("6-24")
    assert light_dates.of(share(percent=100), CALENDAR, LIMITS).even_on == day("6-30")  # then 100 % is expected
    assert light_dates.of(share(percent=90), CALENDAR, LIMITS).behind_on == day("6-30")
    assert light_dates.of(share(percent=91), CALENDAR, LIMITS).behind_on is None  # never ten points below 100 %
    assert light_dates.of(share(state=State.CLOSED), CALENDAR, LIMITS) == LightDates()


def test_a_task_is_what_the_worst_of_its_shares_is() -> None:
    later, earlier = LightDates(red_on=day("6-1")), LightDates(red_on=day("5-1"), yellow_on=day("4-1"))
    assert light_dates.earliest([later, earlier, LightDates()]) == LightDates(red_on=day("5-1"), yellow_on=day("4-1"))
    assert light_dates.earliest([]) == LightDates()


P, A, S, C, W = State.PENDING, State.ACTIVE, State.SUBMITTED, State.CLOSED, State.WAIVED


@pytest.mark.parametrize(
    ("shares", "task"),
    [
        ((P,), P),
        ((P, P), P),
        ((P, A), A),
        ((P, S), A),  # a unit has begun, so the task is active
        ((A, S), A),
        ((S, S), S),
        ((S, C), S),  # the rest is submitted
        ((P, C), P),
        ((C, C), C),
        ((C, W), C),
        ((W, W), W),
    ],
)
def test_the_state_of_a_task(shares: tuple[State, ...], task: State) -> None:
    assert progress_class.state_of(share(state=state) for state in shares) is task
