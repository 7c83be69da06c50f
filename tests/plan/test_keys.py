"""Parsing the keys of reminders: rule, assignment and day."""

from collections.abc import Callable

import pytest

from plan.digest_rules import Due, Waiting, decision, owed, promised, unanswered
from plan.keys import read
from plan.rules import Rules
from plan.values import Cycle, Duty, State
from tests.plan.build import CALENDAR, DAY, LIMITS, SHANGHAI, day, noon, share
from tests.plan.test_extension import request
from tests.plan.test_phone import call

KEYS = {
    "due:412:2020-06-30:3": ("deadline", "assignment", 412, day("6-30")),
    "overdue:412:2020-06-30:5": ("overdue", "assignment", 412, day("6-30")),
    "unsigned:412:2020-03-02:1": ("unsigned", "assignment", 412, day("3-2")),
    "report:412:2020-03-25:-1": ("report", "assignment", 412, day("3-25")),
    "assigned:412:2020-03-02": ("assigned", "assignment", 412, day("3-2")),
    "promise:17": ("promise", "call", 17, None),
    "decide:18:2": ("decide", "request", 18, None),
    "unanswered:19:3": ("decide", "directive", 19, None),
}
"""A key of each form. The key of a deadline's reminder contains the deadline, so a new deadline is announced again."""


@pytest.mark.parametrize("key", KEYS)
def test_each_is_read_back(key: str) -> None:
    reminder = read(key)
    assert reminder is not None
    assert (reminder.kind.rule.name, reminder.kind.about, reminder.id, reminder.day) == KEYS[key]


@pytest.mark.parametrize("key", ["", "digest:12:2020-03-02", "menu:12", "remind:4", "dues:412:2020-06-30:3"])
def test_what_is_no_reminder_is_none(key: str) -> None:
    assert read(key) is None


def of_morning(today: str, **values: object) -> Due:
    """Return the only reminder that is due on this morning."""
    (due,) = owed(share(id=412, **values), day(today) - DAY, day(today), CALENDAR, Rules(), SHANGHAI)
    return due


PROMISE = call(5, noon("6-3"), day("6-5"), id=17)
DUES: dict[str, Callable[[], Due | None]] = {
    "due:412:2020-06-30:3": lambda: of_morning("6-24"),
    "overdue:412:2020-06-30:5": lambda: of_morning("7-7"),
    "overdue:412:2020-06-30:10": lambda: of_morning("7-14"),
    "unsigned:412:2020-03-02:1": lambda: of_morning("3-3", state=State.PENDING, deadline=None),
    "report:412:2020-03-25:-1": lambda: of_morning("3-26", assigned_on=day("1-2"), cycle=Cycle.MONTHLY),
    "promise:17": lambda: promised(PROMISE, [share()], day("6-4"), day("6-5"), CALENDAR, LIMITS),
    "decide:1:2": lambda: decision(request(), share(), Duty.LEADER, Waiting(2, 2), day("6-3")),
    "unanswered:19:3": lambda: unanswered(19, 4, share(), ["办公室"], Waiting(3, 3)),
}


@pytest.mark.parametrize("key", DUES)
def test_a_reminder_is_read_back_as_what_it_is(key: str) -> None:
    due, reminder = DUES[key](), read(key)
    assert due is not None
    assert reminder is not None
    assert (due.key, reminder.kind) == (key, due.kind)
    assert reminder.kind.about != "assignment" or reminder.id == due.assignment.id
