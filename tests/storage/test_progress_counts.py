"""What the database counts and sorts is what the rules say of each task and each share, one by one."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from plan import builtin, progress_class
from plan.assignment import Assignment
from plan.calendar import Calendar
from plan.light import Thresholds
from plan.progress_class import Standing, TaskStanding
from plan.values import OVER, State
from storage import assignments, importing, light_dates, progress_counts
from storage.database import Connection, Database, Work
from storage.progress_counts import Counts
from tests.storage.papers import NOW

CALENDAR, LIMITS = Calendar(), Thresholds()
DAYS = (date(2020, 3, 2), date(2020, 6, 29), date(2020, 9, 30), date(2020, 12, 31), date(2021, 1, 4))


async def live(db: Connection) -> None:
    """The built-in plan, every share somewhere on its way."""
    chance = random.Random(7)
    await importing.apply(db, builtin.load(), NOW.date(), NOW)
    for one in await assignments.of_plan(db):
        state = chance.choice(list(State))
        percent = 100 if state in (State.SUBMITTED, State.CLOSED) else chance.randrange(0, 100, 5)
        reported = NOW + timedelta(days=1) if chance.random() < 0.5 else None
        await assignments.save(db, replace(one, state=state, percent=percent, reported_at=reported))


@pytest.fixture
def contents() -> Work[None]:
    return live


def counted(standings: list[TaskStanding], states: Counter[State]) -> Counts:
    signs = Counter(one.light.sign for one in standings)
    classes = Counter(one.standing for one in standings)
    return Counts(
        len(standings), states[State.PENDING], states[State.SUBMITTED], states[State.CLOSED] + states[State.WAIVED],
        signs["🔴"], signs["🟡"], classes[Standing.OVERDUE], classes[Standing.BEHIND], classes[Standing.AHEAD],
    )  # fmt: skip


def alone(shares: list[Assignment], today: date) -> list[TaskStanding]:
    """Each share as a task of its own."""
    return [one for share in shares for one in progress_class.tasks([share], today, CALENDAR, LIMITS)]


async def test_counts_and_order(db: Database) -> None:
    shares = await db.read(assignments.of_plan)
    for today in DAYS:
        tasks = progress_class.tasks(shares, today, CALENDAR, LIMITS)
        counts = await db.read(lambda db, today=today: progress_counts.of_plan(db, today))  # type: ignore[misc]
        assert counts == counted(tasks, Counter(progress_class.state_of(one.shares) for one in tasks))
        assert counts.green == sum(one.light.sign == "🟢" for one in tasks)
        assert counts.on_pace == sum(one.standing is Standing.ON_PACE for one in tasks)
        everywhere = await db.read(lambda db, today=today: progress_counts.of_places(db, today, ["/"]))  # type: ignore[misc]
        assert everywhere == counted(alone(shares, today), Counter(one.state for one in shares))
        for part in await db.read(lambda db, today=today: progress_counts.by_unit(db, today, ["/"])):  # type: ignore[misc]
            own = [one for one in shares if one.unit_id == part.id]
            assert part.counts == counted(alone(own, today), Counter(one.state for one in own)), part.name
        total = await db.read(lambda db, today=today: progress_counts.count_tasks(db, today, "lights"))  # type: ignore[misc]
        first = await db.read(lambda db, today=today: progress_counts.tasks(db, today, "lights", 0))  # type: ignore[misc]
        lit = sorted(
            (one for one in tasks if one.light.sign in "🔴🟡"),
            key=lambda one: (-one.light.rank, one.deadline or date.max),
        )
        assert total == len(lit)
        assert list(dict.fromkeys(one.code for one in first)) == [one.code for one in lit[:8]]


@pytest.mark.parametrize("name", ["lights", "overdue", "pending", "review", "missing", "all"])
async def test_lists_of_shares(db: Database, name: str) -> None:
    today = DAYS[2]
    everything = await db.read(assignments.of_plan)
    fits: dict[str, Callable[[Assignment], bool]] = {
        "lights": lambda one: one.light(today, CALENDAR, LIMITS).sign in "🔴🟡",
        "overdue": lambda one: progress_class.of(one, today, LIMITS) is Standing.OVERDUE,
        "pending": lambda one: one.state is State.PENDING,
        "review": lambda one: one.state is State.SUBMITTED,
        "missing": lambda one: one.state in (State.PENDING, State.ACTIVE) and one.reported_at is None,
        "all": lambda one: bool(one.id),
    }
    path = next(one.path for one in everything if one.unit == "运用促进处")
    wanted = [one for one in everything if one.path == path and fits[name](one)]
    listed: list[Assignment] = []
    for page in range(-(-len(wanted) // 8) or 1):
        total, shown = await db.read(
            lambda db, page=page: progress_counts.shares(db, today, name, progress_counts.below([path]), page)  # type: ignore[misc]
        )
        assert total == len(wanted)
        listed += shown
    assert await db.read(lambda db: progress_counts.shares(db, today, name, progress_counts.below([path]), 99)) == (
        total,
        shown,
    )
    assert {one.id for one in listed} == {one.id for one in wanted}
    ranks = [-one.light(today, CALENDAR, LIMITS).rank for one in listed]
    assert ranks == sorted(ranks)


async def test_other_limits_turn_everything_anew(db: Database) -> None:
    today = DAYS[1]
    limits = Thresholds(1, 50, 90)

    async def change(db: Connection) -> None:
        assert await light_dates.up_to_date(db) is False  # never said so since the import
        await light_dates.follow_rules(db, await assignments.of_plan(db))
        assert await light_dates.up_to_date(db)
        for name, value in (("near_days", "1"), ("yellow_points", "50"), ("red_points", "90")):
            await db.execute(sa.text("INSERT INTO settings VALUES (0, :n, :v)"), {"n": name, "v": value})
        assert not await light_dates.up_to_date(db)
        await light_dates.follow_rules(db, await assignments.of_plan(db))

    await db.write(change)
    tasks = progress_class.tasks(await db.read(assignments.of_plan), today, CALENDAR, limits)
    counts = await db.read(lambda db: progress_counts.of_plan(db, today))
    assert (counts.red, counts.yellow) == tuple(sum(one.light.sign == sign for one in tasks) for sign in "🔴🟡")
    assert all(one.standing is Standing.CLOSED for one in tasks if {share.state for share in one.shares} <= OVER)
