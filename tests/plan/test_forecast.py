"""Counting the letters of coming days: how many of each kind, which reminders are in them, who gets the most."""

from plan.forecast import Forecast, Load, by_person, items, last_day
from plan.forecast import ForecastLetter as L
from plan.letter_kinds import DEADLINE, DIGEST, OVERDUE, PHONE, SUMMARY
from tests.plan.build import day


def test_reminders_are_counted_by_rule() -> None:
    keys = {"overdue:1:2020-03-02:1", "overdue:2:2020-03-02:1", "due:3:2020-03-06:3", "menu:4"}
    assert items(keys) == {OVERDUE.rule: 2, DEADLINE.rule: 1}


def test_it_ends_a_week_from_today() -> None:
    assert last_day(day("3-2")) == day("3-9")


def test_who_gets_most_and_of_what() -> None:
    first_day, second_day = day("3-3"), day("3-4")
    letters = [L(first_day, DIGEST, 7, 2), L(second_day, DIGEST, 7, 1), L(first_day, DIGEST, 5, 9),
               L(first_day, PHONE, 5),
               L(second_day, DIGEST, 6, 30), L(first_day, SUMMARY, None)]  # fmt: skip
    forecast = Forecast(letters, {})
    assert forecast.by_kind(first_day) == {DIGEST: 2, PHONE: 1, SUMMARY: 1}
    assert next(iter(forecast.by_kind(first_day))) is DIGEST
    assert forecast.by_kind(day("3-5")) == {}
    assert by_person(letters) == [Load(5, 2, 9), Load(7, 2, 3), Load(6, 1, 30)]
    assert by_person(forecast.after(first_day)) == [Load(6, 1, 30), Load(7, 1, 1)]
