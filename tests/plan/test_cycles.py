"""Which reports were due in a past period, and who still owes one."""

from dataclasses import replace

import pytest

from plan.cycles import current_periods, latest_due, period
from plan.digest_rules import lacks_report
from plan.rules import Rules
from plan.values import Cycle
from tests.plan.build import CALENDAR, SHANGHAI, day, moment, noon, share

RULES = Rules()


@pytest.mark.parametrize(
    ("first", "last", "monthly", "quarterly"),
    [
        ("3-2", "3-24", None, None),
        ("3-2", "3-25", "3-25", "3-25"),
        ("3-25", "3-25", "3-25", "3-25"),  # on its own day
        ("3-26", "4-20", None, None),
        ("3-2", "4-20", "3-25", "3-25"),  # the latest, though a month ago
        ("3-2", "4-25", "4-24", "3-25"),  # a Saturday: due on Friday
        ("1-1", "2-29", "2-25", None),  # the quarter's of December is of the year before
        ("2019-12-1", "2-24", "1-23", "2019-12-25"),  # the Spring Festival: due on the last working day before it
        ("3-26", "3-25", None, None),  # only today, which is not over
    ],
)
def test_what_was_due(first: str, last: str, monthly: str | None, quarterly: str | None) -> None:
    periods = latest_due(day(first), day(last), CALENDAR, RULES)
    due_days = {Cycle.MONTHLY: monthly, Cycle.QUARTERLY: quarterly}
    assert {cycle: period.due for cycle, period in periods.items()} == {
        cycle: day(due) for cycle, due in due_days.items() if due
    }


def test_the_day_that_the_clerk_has_set() -> None:
    periods = latest_due(day("3-2"), day("3-24"), CALENDAR, replace(RULES, report_by=20))
    assert {period.due for period in periods.values()} == {day("3-20")}


@pytest.mark.parametrize(
    ("today", "first", "label"),
    [
        ("3-26", "1-1", "第一季度"), ("2021-3-26", "2021-1-1", "第一季度"),  # in a leap year and in a common one
        ("6-1", "4-1", "第二季度"), ("9-30", "7-1", "第三季度"), ("12-31", "10-1", "第四季度"),
    ],
)  # fmt: skip
def test_a_quarter_begins_on_its_first_day(today: str, first: str, label: str) -> None:
    quarter = period(Cycle.QUARTERLY, day(today), CALENDAR, RULES)
    assert quarter is not None
    assert (quarter.first, quarter.label) == (day(first), label)
    assert current_periods(day(today), CALENDAR, RULES)[Cycle.QUARTERLY] == quarter


def test_what_is_to_be_reported_in_a_month() -> None:
    assert {cycle: month.label for cycle, month in current_periods(day("4-9"), CALENDAR, RULES).items()} == {
        Cycle.MONTHLY: "4月"
    }
    assert period(Cycle.NONE, day("3-26"), CALENDAR, RULES) is None


@pytest.mark.parametrize(
    ("values", "monthly", "quarterly"),
    [
        ({}, True, True),
        ({"reported_at": noon("3-20")}, False, False),
        ({"reported_at": noon("3-27")}, False, False),  # late, but there
        ({"reported_at": noon("2-28")}, True, False),
        ({"reported_at": noon("2019-12-31")}, True, True),
        ({"reported_at": moment("3-1 0:00")}, False, False),  # with the first moment of the month
        ({"reported_at": moment("2-29 23:59")}, True, False),
        ({"assigned_on": day("3-1")}, False, False),  # assigned within the month, so the first report is the next one
        ({"assigned_on": day("2-28")}, True, False),
    ],
)
def test_who_is_asked(values: dict[str, object], monthly: bool, quarterly: bool) -> None:
    assignment = share(**({"assigned_on": day("2019-12-2")} | values))
    for cycle, is_asked in ((Cycle.MONTHLY, monthly), (Cycle.QUARTERLY, quarterly)):
        current_period = period(cycle, day("3-26"), CALENDAR, RULES)
        assert current_period is not None
        assert lacks_report(assignment, current_period, SHANGHAI) is is_asked, cycle
