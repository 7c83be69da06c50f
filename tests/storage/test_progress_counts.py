"""The database counts and sorts tasks and shares exactly as the rules of `plan` do one by one."""

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
from plan.progress_class import ProgressClass, TaskProgress
from plan.values import OVER, State
from storage import assignments, importing, light_dates, progress_counts
from storage.database import Connection, Database, Work
from storage.progress_counts import Counts
from tests.storage.small_plan import NOW

CALENDAR, LIMITS = Calendar(), Thresholds()
DAYS = (date(2020, 3, 2), date(2020, 6, 29), date(2020, 9, 30), date(2020, 12, 31), date(2021, 1, 4))


async def in_progress(db: Connection) -> None:
    """The built-in plan, with each share in a random state."""
    chance = random.Random(7)
    await importing.apply(db, builtin.load(), NOW.date(), NOW)
    for assignment in await assignments.of_plan(db):
        state = chance.choice(list(State))
        percent = 100 if state in (State.SUBMITTED, State.CLOSED) else chance.randrange(0, 100, 5)
        reported = NOW + timedelta(days=1) if chance.random() < 0.5 else None
        await assignments.save(db, replace(assignment, state=state, percent=percent, reported_at=reported))


@pytest.fixture
def contents() -> Work[None]:
    return in_progress


def counted(standings: list[TaskProgress], states: Counter[State]) -> Counts:
    signs = Counter(task_standing.light.sign for task_standing in standings)
    classes = Counter(task_standing.standing for task_standing in standings)
    return Counts(
        len(standings),
        states[State.PENDING],
        states[State.SUBMITTED],
        states[State.CLOSED] + states[State.WAIVED],
        signs["🔴"],
        signs["🟡"],
        classes[ProgressClass.OVERDUE],
        classes[ProgressClass.BEHIND],
        classes[ProgressClass.AHEAD],
    )


def each_alone(shares: list[Assignment], today: date) -> list[TaskProgress]:
    """Return each share's standing, as if it were a task of its own."""
    return [
        task_standing for share in shares for task_standing in progress_class.tasks([share], today, CALENDAR, LIMITS)
    ]


async def test_counts_and_order(db: Database) -> None:
    shares = await db.read(assignments.of_plan)
    for today in DAYS:
        tasks = progress_class.tasks(shares, today, CALENDAR, LIMITS)
        counts = await db.read(lambda db, today=today: progress_counts.of_plan(db, today))  # type: ignore[misc]
        assert counts == counted(
            tasks, Counter(progress_class.state_of(task_standing.shares) for task_standing in tasks)
        )
        assert counts.green == sum(task_standing.light.sign == "🟢" for task_standing in tasks)
        assert counts.on_pace == sum(task_standing.standing is ProgressClass.ON_PACE for task_standing in tasks)
        everywhere = await db.read(lambda db, today=today: progress_counts.of_places(db, today, ["/"]))  # type: ignore[misc]
        assert everywhere == counted(each_alone(shares, today), Counter(assignment.state for assignment in shares))
        for part in await db.read(lambda db, today=today: progress_counts.by_unit(db, today, ["/"])):  # type: ignore[misc]
            own = [assignment for assignment in shares if assignment.unit_id == part.id]
            assert part.counts == counted(each_alone(own, today), Counter(assignment.state for assignment in own)), (
                part.name
            )
        total = await db.read(lambda db, today=today: progress_counts.count_tasks(db, today, "lights"))  # type: ignore[misc]
        first = await db.read(lambda db, today=today: progress_counts.tasks(db, today, "lights", 0))  # type: ignore[misc]
        lit = sorted(
            (task_standing for task_standing in tasks if task_standing.light.sign in "🔴🟡"),
            key=lambda task_standing: (-task_standing.light.rank, task_standing.deadline or date.max),
        )
        assert total == len(lit)
        assert list(dict.fromkeys(assignment.code for assignment in first)) == [
            task_standing.code for task_standing in lit[:8]
        ]


@pytest.mark.parametrize("name", ["lights", "overdue", "pending", "review", "missing", "all"])
async def test_lists_of_shares(db: Database, name: str) -> None:
    today = DAYS[2]
    everything = await db.read(assignments.of_plan)
    fits: dict[str, Callable[[Assignment], bool]] = {
        "lights": lambda assignment: assignment.light(today, CALENDAR, LIMITS).sign in "🔴🟡",
        "overdue": lambda assignment: progress_class.of(assignment, today, LIMITS) is ProgressClass.OVERDUE,
        "pending": lambda assignment: assignment.state is State.PENDING,
        "review": lambda assignment: assignment.state is State.SUBMITTED,
        "missing": lambda assignment: (
            assignment.state in (State.PENDING, State.ACTIVE) and assignment.reported_at is None
        ),
        "all": lambda assignment: bool(assignment.id),
    }
    path = next(assignment.path for assignment in everything if assignment.unit == "运用促进处")
    expected = [assignment for assignment in everything if assignment.path == path and fits[name](assignment)]
    listed: list[Assignment] = []
    for page in range(-(-len(expected) // 8) or 1):
        listing = await db.read(
            lambda db, page=page: progress_counts.shares(db, today, name, progress_counts.below([path]), page)  # type: ignore[misc]
        )
        assert listing.total == len(expected)
        assert listing.pending == sum(assignment.state is State.PENDING for assignment in expected)
        listed += listing.assignments
    beyond = await db.read(lambda db: progress_counts.shares(db, today, name, progress_counts.below([path]), 99))
    assert beyond == listing
    assert {assignment.id for assignment in listed} == {assignment.id for assignment in expected}
    ranks = [-assignment.light(today, CALENDAR, LIMITS).rank for assignment in listed]
    assert ranks == sorted(ranks)


async def test_other_limits_change_all_light_dates(db: Database) -> None:
    today = DAYS[1]
    limits = Thresholds(1, 50, 90)

    async def change(db: Connection) -> None:
        assert await light_dates.up_to_date(db) is False  # The import does not set the fingerprint.
        await light_dates.follow_rules(db, await assignments.of_plan(db))
        assert await light_dates.up_to_date(db)
        for name, value in (("near_days", "1"), ("yellow_points", "50"), ("red_points", "90")):
            await db.execute(sa.text("INSERT INTO settings VALUES (0, :n, :v)"), {"n": name, "v": value})
        assert not await light_dates.up_to_date(db)
        await light_dates.follow_rules(db, await assignments.of_plan(db))

    await db.write(change)
    tasks = progress_class.tasks(await db.read(assignments.of_plan), today, CALENDAR, limits)
    counts = await db.read(lambda db: progress_counts.of_plan(db, today))
    assert (counts.red, counts.yellow) == tuple(
        sum(task_standing.light.sign == sign for task_standing in tasks) for sign in "🔴🟡"
    )
    assert all(
        task_standing.standing is ProgressClass.CLOSED
        for task_standing in tasks
        if {share.state for share in task_standing.shares} <= OVER
    )
