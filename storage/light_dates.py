"""Store the dates on which the light of each share and task changes, so that queries need not compute lights."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from plan import light_dates, progress_class
from plan.assignment import Assignment
from plan.calendar import KNOWN_UNTIL, Calendar
from plan.light import Thresholds
from storage import settings, workdays
from storage.database import Connection
from storage.schema import assignments, tasks
from storage.statements import of_id

RULES = "turning.rules"
VERSION = 1
"""Version of the computation in plan.light_dates. When it changes, all dates are computed anew at the next start."""


async def of_tasks(db: Connection, shares: Iterable[Assignment]) -> None:
    """Store the dates of tasks and of their shares. `shares` are all shares of these tasks, sorted by task."""
    own = await settings.of_bureau(db)
    await _write(db, shares, workdays.calendar_in(own), settings.thresholds_in(own))


async def of_share(db: Connection, changed: Assignment, shares: Iterable[Assignment]) -> dict[str, date | None]:
    """Store the dates of a task after a change of one of its `shares`, and return the dates of the changed share.

    The caller stores these together with the share. The dates of the other shares do not change.
    """
    own = await settings.of_bureau(db)
    of_shares, of_task = _computed(shares, workdays.calendar_in(own), settings.thresholds_in(own))
    await db.execute(of_id(tasks), of_task)
    return of_shares[changed.id]


async def follow_rules(db: Connection, shares: Iterable[Assignment]) -> None:
    """Store the dates of all shares of the current plan, computed by the present limits, calendar and version."""
    calendar, limits = await workdays.calendar(db), await settings.thresholds(db)
    await _write(db, shares, calendar, limits)
    await settings.put(db, settings.BUREAU, RULES, _fingerprint(calendar, limits))


async def up_to_date(db: Connection) -> bool:
    """Return whether the stored dates were computed by the present limits, calendar and version."""
    calendar, limits = await workdays.calendar(db), await settings.thresholds(db)
    return await settings.get(db, settings.BUREAU, RULES) == _fingerprint(calendar, limits)


def _fingerprint(calendar: Calendar, limits: Thresholds) -> str:
    """Return all that the dates depend on, also the last year that the calendar library knows."""
    return f"{VERSION} {limits} {workdays.mark(calendar)} {KNOWN_UNTIL}"


async def _write(db: Connection, shares: Iterable[Assignment], calendar: Calendar, limits: Thresholds) -> None:
    of_shares, of_tasks = _computed(shares, calendar, limits)
    if of_shares:  # Tasks are written first everywhere, so that two transactions cannot deadlock.
        await db.execute(of_id(tasks), of_tasks)
        await db.execute(of_id(assignments), [{"which": id, **days} for id, days in of_shares.items()])


def _computed(
    shares: Iterable[Assignment], calendar: Calendar, limits: Thresholds
) -> tuple[dict[int, dict[str, date | None]], list[dict[str, Any]]]:
    """Return the dates of each share by its id, and the rows of their tasks."""
    of_shares: dict[int, dict[str, date | None]] = {}
    of_tasks = []
    for task_id, group in groupby(shares, key=lambda assignment: assignment.task_id):
        of_task = list(group)
        dates = {assignment.id: light_dates.of(assignment, calendar, limits) for assignment in of_task}
        deciding = progress_class.deciding(of_task)
        percent, state = progress_class.percent_of(deciding), progress_class.state_of(deciding)
        facts = {"which": task_id, "state": state, "percent": percent}
        of_shares |= {id: vars(of_share) for id, of_share in dates.items()}
        of_tasks.append(facts | vars(light_dates.earliest(dates[assignment.id] for assignment in deciding)))
    return of_shares, of_tasks
