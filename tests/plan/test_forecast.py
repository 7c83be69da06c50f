"""Count the letters of the coming days: which days, how many of each rule, who gets most."""

import pytest

from plan.digest_rules import LIAISON, Due
from plan.forecast import Forecast, Load, Told, by_person, items, steps
from plan.letter_kinds import DEADLINE, DIGEST, OVERDUE, PHONE, SUMMARY, ReminderKind
from tests.plan.build import CALENDAR, day, share


@pytest.mark.parametrize(
    ("done", "first", "last", "expected"),
    [
        ("3-2", "3-3", "3-5", ["3-2>3-3", "3-3>3-4", "3-4>3-5"]),
        ("3-6", "3-7", "3-10", ["3-6>3-9", "3-9>3-10"]),  # no digest at the weekend
        ("3-3", "3-6", "3-9", ["3-3>3-6", "3-6>3-9"]),  # the bot was stopped
        ("9-30", "10-1", "10-8", []),
        ("9-25", "9-26", "9-28", ["9-25>9-27", "9-27>9-28"]),  # a make-up Sunday
        ("3-3", "3-4", "3-3", []),
    ],
)
def test_each_morning_follows_the_one_before(done: str, first: str, last: str, expected: list[str]) -> None:
    found = steps(day(done), day(first), day(last), CALENDAR)
    assert [f"{since.month}-{since.day}>{today.month}-{today.day}" for since, today in found] == expected


def due(kind: ReminderKind, key: str) -> Due:
    return Due(kind, key, share(), LIAISON, (0, 0), "")


def test_a_thing_that_two_are_told_of_is_one() -> None:
    late, near = due(OVERDUE, "overdue:1"), due(DEADLINE, "due:2")
    assert items([[late, near], [late], []]) == {OVERDUE.rule: 1, DEADLINE.rule: 1}


def test_who_gets_most_and_of_what() -> None:
    one, two = day("3-3"), day("3-4")
    letters = [Told(one, DIGEST, 7, 2), Told(two, DIGEST, 7, 1), Told(one, DIGEST, 5, 9), Told(one, PHONE, 5),
               Told(two, DIGEST, 6, 30), Told(one, SUMMARY, None)]  # fmt: skip
    forecast = Forecast(letters, {})
    assert forecast.by_kind(one) == {DIGEST: 2, PHONE: 1, SUMMARY: 1}
    assert next(iter(forecast.by_kind(one))) is DIGEST
    assert forecast.by_kind(day("3-5")) == {}
    assert by_person(letters) == [Load(5, 2, 9), Load(7, 2, 3), Load(6, 1, 30)]
    assert by_person(forecast.after(one)) == [Load(6, 1, 30), Load(7, 1, 1)]
