"""Keeps with every share, and with its task, the days on which it turns: what is red today is then a look, no sum."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from plan import light_dates, progress_class
from plan.assignment import Assignment
from plan.calendar import KNOWN_UNTIL, Calendar
from plan.light import Thresholds
from storage import settings, workdays
from storage.database import Connection, of_id
from storage.schema import assignments, tasks

RULES = "turning.rules"
VERSION = 1
"""Of what plan.turns computes: another one computes all anew at the next opening."""


async def of_tasks(db: Connection, shares: Iterable[Assignment]) -> None:
    """After a change; `shares` are all of one task or of several, sorted by task."""
    own = await settings.of_bureau(db)
    await _write(db, shares, workdays.calendar_in(own), settings.thresholds_in(own))


async def of_share(db: Connection, changed: Assignment, shares: Iterable[Assignment]) -> dict[str, date | None]:
    """Writes the task's after a change of one of its `shares`, and answers with those of that one, which is being
    written: the others are as they were."""
    own = await settings.of_bureau(db)
    of_shares, of_task = _turned(shares, workdays.calendar_in(own), settings.thresholds_in(own))
    await db.execute(of_id(tasks), of_task)
    return of_shares[changed.id]


async def follow_rules(db: Connection, shares: Iterable[Assignment]) -> None:
    """All of the current plan, where the limits, the calendar or the program have changed since the last time."""
    calendar, limits = await workdays.calendar(db), await settings.thresholds(db)
    await _write(db, shares, calendar, limits)
    await settings.put(db, settings.BUREAU, RULES, _print(calendar, limits))


async def up_to_date(db: Connection) -> bool:
    calendar, limits = await workdays.calendar(db), await settings.thresholds(db)
    return await settings.get(db, settings.BUREAU, RULES) == _print(calendar, limits)


def _print(calendar: Calendar, limits: Thresholds) -> str:
    """What the days depend on; the library, too, learns a year with each new version."""
    return f"{VERSION} {limits} {workdays.mark(calendar)} {KNOWN_UNTIL}"


async def _write(db: Connection, shares: Iterable[Assignment], calendar: Calendar, limits: Thresholds) -> None:
    of_shares, of_tasks = _turned(shares, calendar, limits)
    if of_shares:  # tasks first, as everybody: two who begin at different ends would wait for each other
        await db.execute(of_id(tasks), of_tasks)
        await db.execute(of_id(assignments), [{"which": id, **days} for id, days in of_shares.items()])


def _turned(
    shares: Iterable[Assignment], calendar: Calendar, limits: Thresholds
) -> tuple[dict[int, dict[str, date | None]], list[dict[str, Any]]]:
    """The days of every share, by its id, and the rows of their tasks."""
    of_shares: dict[int, dict[str, date | None]] = {}
    of_tasks = []
    for task_id, group in groupby(shares, key=lambda assignment: assignment.task_id):
        several = list(group)
        each = {assignment.id: light_dates.of(assignment, calendar, limits) for assignment in several}
        deciding = progress_class.deciding(several)
        percent = sum(assignment.percent for assignment in deciding) // len(deciding)
        facts = {"which": task_id, "state": progress_class.state_of(deciding), "percent": percent}
        of_shares |= {id: vars(turns) for id, turns in each.items()}
        of_tasks.append(facts | vars(light_dates.worst(each[assignment.id] for assignment in deciding)))
    return of_shares, of_tasks
