"""A year of mornings, with and without stops: each reminder is due exactly once, and only while it applies."""

from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from plan.assignment import Assignment
from plan.digest_rules import Due, owed
from plan.letter_kinds import DEADLINE, OVERDUE, UNSIGNED
from plan.rules import Rules
from plan.values import State
from tests.plan.build import CALENDAR, DAY, SHANGHAI, day, share

RULES = Rules()
FIRST, LAST = day("2019-12-31"), day("2021-3-31")
MORNINGS = [today for n in range((LAST - FIRST).days) if CALENDAR.works(today := FIRST + DAY * (n + 1))]
deadlines = st.dates(day("1-10"), day("2021-2-28"))
assigned = st.dates(day("1-2"), day("6-30"))
chosen = st.sets(st.sampled_from(MORNINGS), min_size=5, max_size=120).map(sorted)


def dues_by_morning(assignment: Assignment, mornings: list[date]) -> list[tuple[date, Due]]:
    steps = zip([FIRST, *mornings], mornings, strict=False)
    return [(today, due) for since, today in steps for due in owed(assignment, since, today, CALENDAR, RULES, SHANGHAI)]


@settings(max_examples=20, deadline=None)
@given(deadlines)
def test_day_by_day_each_is_owed_exactly_once(deadline: date) -> None:
    owed_dues = dues_by_morning(share(deadline=deadline), MORNINGS)
    counts = Counter(due.key for _, due in owed_dues)
    assert set(counts.values()) == {1}
    reminder_days = {CALENDAR.last_working(deadline - DAY * days) for days in RULES.ahead}
    assert [today for today, due in owed_dues if due.kind is DEADLINE] == sorted(
        reminder_day for reminder_day in reminder_days if reminder_day > FIRST
    )
    late = [CALENDAR.between(deadline, today) for today, due in owed_dues if due.kind is OVERDUE]
    assert late[:7] == [1, 2, 3, 4, 5, 10, 15]
    assert all(n % 5 == 0 for n in late[5:])


@settings(max_examples=20, deadline=None)
@given(assigned)
def test_day_by_day_what_is_not_signed_is_said_twice(day_assigned: date) -> None:
    owed_dues = dues_by_morning(share(state=State.PENDING, assigned_on=day_assigned, deadline=None), MORNINGS)
    first_working_day = CALENDAR.next_working(day_assigned)
    assert [today for today, _ in owed_dues] == [CALENDAR.add(first_working_day, days) for days in (1, 3)]


@settings(max_examples=30, deadline=None)
@given(deadlines, assigned, chosen)
def test_with_stops_nothing_is_owed_twice_or_when_it_is_over(
    deadline: date, day_assigned: date, mornings: list[date]
) -> None:
    owed_dues = dues_by_morning(share(state=State.PENDING, deadline=deadline, assigned_on=day_assigned), mornings)
    assert set(Counter(due.key for _, due in owed_dues).values()) <= {1}
    assert set(Counter((today, due.kind) for today, due in owed_dues).values()) <= {1}
    for today, due in owed_dues:
        assert (today > deadline) is (due.kind is OVERDUE) or due.kind is UNSIGNED
        assert due.kind is not UNSIGNED or today > day_assigned


@settings(max_examples=30, deadline=None)
@given(deadlines, chosen)
def test_with_stops_a_morning_says_the_nearest_of_what_was_missed(deadline: date, mornings: list[date]) -> None:
    assignment = share(deadline=deadline)
    daily = {due.key: today for today, due in dues_by_morning(assignment, MORNINGS) if due.kind is DEADLINE}
    for since, today in zip([FIRST, *mornings], mornings, strict=False):
        missed_keys = [key for key, owed_on in daily.items() if since < owed_on <= today <= deadline]
        owed_keys = [
            due.key for due in owed(assignment, since, today, CALENDAR, RULES, SHANGHAI) if due.kind is DEADLINE
        ]
        assert owed_keys == missed_keys[-1:]
