"""The moments of schedules: which schedules are daily, and when each will run next."""

from datetime import datetime

import pytest

import schedules
from bot import moments
from handlers.ask import Bureau
from plan.calendar import Calendar
from plan.letter_kinds import DIGEST
from plan.light import Thresholds
from plan.rules import Rules
from schedules import SCHEDULES
from schedules.registry import NewLetter, Schedule
from schedules.tick import Tick
from tests.plan.build import moment

schedules.load()


async def nothing(_tick: Tick) -> list[NewLetter]:
    return []


def of(cron: str) -> Schedule:
    return Schedule(DIGEST, cron, nothing)


def bureau(*weekly: int) -> Bureau:
    return Bureau(Calendar(), Thresholds(), "", Rules(), weekly)


@pytest.mark.parametrize(
    ("cron", "is_daily"),
    [
        ("30 8 * * *", True), ("0 9 * * mon", False), ("0 9 * * mon-fri", False), ("0 9 1 * *", False),
        ("0 9 * 12 *", False), ("0 9,15 * * *", False), ("*/5 9 * * *", False), ("0 {weekly} * * *", False),
    ],
)  # fmt: skip
def test_which_schedule_is_daily(cron: str, is_daily: bool) -> None:
    assert of(cron).is_daily is is_daily


def test_which_of_ours_are_daily() -> None:
    assert {name for name, schedule in SCHEDULES.items() if schedule.is_daily} == {"digest", "phone", "next_year"}


def shown(at: datetime) -> str:
    return f"{at:%-m-%-d %-H:%M}"


@pytest.mark.parametrize(
    ("cron", "since", "now", "until", "expected"),
    [
        ("0 9 * * *", "3-2 9:00", "3-2 10:00", "3-4 23:59", ["3-3 9:00", "3-4 9:00"]),
        ("0 9 * * *", "3-2 9:00", "3-2 8:00", "3-3 23:59", ["3-3 9:00"]),  # put to a later hour today: it has run
        ("0 9 * * *", "3-5 9:00", "3-5 18:00", "3-9 23:59", ["3-6 9:00", "3-9 9:00"]),  # over a weekend
        ("0 9 * * *", "3-3 9:00", "3-6 10:00", "3-9 23:59", ["3-6 9:00@3-6 10:00", "3-9 9:00"]),  # it stood still
        ("0 18 * * *", "3-5 18:00", "3-6 10:00", "3-9 23:59", ["3-6 18:00@3-9 8:30"]),  # after the closing
        ("0 9 * * mon", "3-2 9:00", "3-2 10:00", "3-16 23:59", ["3-9 9:00", "3-16 9:00"]),
        ("0 9 * * mon", "3-1 10:00", "3-2 8:00", "3-2 23:59", ["3-2 9:00"]),
        ("0 {weekly} * * *", "3-2 9:00", "3-2 10:00", "3-3 23:59", ["3-2 16:00", "3-3 9:00", "3-3 16:00"]),
        ("0 9 * * *", "9-30 9:00", "9-30 10:00", "10-8 23:59", []),  # the National Day
    ],
)
def test_what_is_to_come(cron: str, since: str, now: str, until: str, expected: list[str]) -> None:
    coming = list(moments.coming(of(cron), bureau(9, 16), moment(since), moment(now), moment(until)))
    times = [shown(run.at) + (f"@{shown(run.now)}" if run.now != run.at else "") for run in coming]
    assert times == expected
    assert [run.since for run in coming] == [moment(since), *(run.at for run in coming)][: len(coming)]


@pytest.mark.parametrize("cron", ["30 8 * * *", "0 18 * * *", "0 9 * * mon", "0 {weekly} * * *"])
@pytest.mark.parametrize("now", ["3-2 8:00", "3-4 12:00", "3-6 20:00", "3-7 12:00", "9-30 18:00"])
def test_it_is_what_the_scheduler_then_runs(cron: str, now: str) -> None:
    """Asked again at each of these moments, as the scheduler asks every minute."""
    start, settings = moment(now), bureau(9, 16, 17)
    schedule, since = of(cron), moments.start_of(of(cron), bureau(9, 16, 17), start)
    until = start.replace(day=28)
    for coming in moments.coming(schedule, settings, since, start, until):
        assert moments.latest(schedule, settings, coming.since, coming.now) == coming.at
        before = coming.now - moments.MOMENT
        assert before < start or moments.latest(schedule, settings, coming.since, before) is None


def test_a_weekly_schedule_that_starts_on_its_morning_runs_today() -> None:
    start = moment("3-2 8:00")
    assert moments.start_of(of("0 9 * * mon"), bureau(), start) == start
    assert moments.start_of(of("30 8 * * *"), bureau(), start) == moment("3-2 0:00") - moments.MOMENT
    assert moments.start_of(of("30 7 * * *"), bureau(), start) == start
