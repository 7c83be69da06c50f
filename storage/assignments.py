"""Assignments (承办), the shares of units in tasks: read them with data of their task and unit, and save changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from plan import milestones
from plan.assignment import Assignment
from plan.reply import PAGE
from plan.stale import stale_assignment
from plan.values import OVER, Cycle, Role, State, Status
from storage import light_dates
from storage.database import Connection
from storage.schema import assignments, plans, tasks, units
from storage.statements import among

a = assignments.c
CYCLES = {cycle.value: cycle for cycle in Cycle}
ROLES, STATES = {role.value: role for role in Role}, {state.value: state for state in State}
SELECT = (
    sa.select(
        a.id, a.task_id, tasks.c.code, tasks.c.title, tasks.c.restricted, a.unit_id, units.c.name.label("unit"),
        units.c.path, a.role, a.state, a.percent, a.status, a.words, a.assigned_on, a.starts, a.deadline, a.signed_at,
        a.reported_at, a.version, tasks.c.milestones, a.value, tasks.c.cycle, a.percent_stated,
        tasks.c.position,
    )
    .join(tasks, tasks.c.id == a.task_id)
    .join(plans, plans.c.id == tasks.c.plan_id)
    .join(units, units.c.id == a.unit_id)
    .order_by(tasks.c.position, a.id)
)  # fmt: skip
CURRENT = SELECT.where(plans.c.current, tasks.c.retired.is_(False))
OF_UNITS = CURRENT.where(among(a.unit_id, "unit_ids"))
OF_IDS, OF_TASKS = SELECT.where(among(a.id, "ids")), SELECT.where(among(a.task_id, "task_ids"))
CURRENT_OF_IDS = CURRENT.where(among(a.id, "ids"))
OF_TASK = SELECT.where(a.task_id == sa.bindparam("task_id"))
OWES = (a.state == State.PENDING, a.deadline <= sa.bindparam("last"))
UNREPORTED = (a.reported_at.is_(None), a.reported_at < sa.bindparam("reported_before"))
OPEN = CURRENT.where(a.state.not_in(OVER), a.state != State.SUBMITTED, tasks.c.state.not_in(OVER))
GET = CURRENT.where(a.id == sa.bindparam("id"))
IDS = (
    sa.select(
        a.id,
        sa.func.count().over().label("total"),
        sa.func.sum(sa.case((a.state == State.PENDING, 1), else_=0)).over().label("pending"),
    )
    .join(tasks, tasks.c.id == a.task_id)
    .join(plans, plans.c.id == tasks.c.plan_id)
    .where(plans.c.current, tasks.c.retired.is_(False))
    .limit(PAGE)
    .offset(sa.bindparam("first"))
)


def _assignment(row: Sequence[Any]) -> Assignment:
    """Read a row by position, in the order of SELECT: by name it takes too long for the rows of a long list."""
    id, task_id, code, title, restricted, unit_id, unit, path, role, state, percent, status, *rest = row
    words, assigned_on, starts, deadline, signed_at, reported_at, version, steps, value, cycle, stated, _ = rest
    return Assignment(
        id, task_id, code, title, restricted, unit_id, unit, path, ROLES[role], STATES[state], percent,
        Status(status) if status else None, words, assigned_on, starts, deadline, signed_at, reported_at, version,
        milestones.load(steps), value, CYCLES[cycle], stated,
    )  # fmt: skip


async def _all(db: Connection, query: sa.Select[*tuple[Any, ...]], **values: object) -> list[Assignment]:
    return [_assignment(row) for row in await db.execute(query, values)]


async def get(db: Connection, id: int) -> Assignment | None:
    """Return an assignment of the current plan, None for one of an earlier plan or of a retired task."""
    matches = await _all(db, GET, id=id)
    return matches[0] if matches else None


async def of_units(db: Connection, unit_ids: Sequence[int]) -> list[Assignment]:
    """Return the units' assignments in the current plan, in the plan's order."""
    return await _all(db, OF_UNITS, unit_ids=unit_ids)


async def of_task(db: Connection, task_id: int) -> list[Assignment]:
    return await _all(db, OF_TASK, task_id=task_id)


async def of_tasks(db: Connection, task_ids: Sequence[int]) -> list[Assignment]:
    return await _all(db, OF_TASKS, task_ids=task_ids)


async def of_ids(db: Connection, ids: Sequence[int]) -> list[Assignment]:
    return await _all(db, OF_IDS, ids=ids)


async def living(db: Connection, ids: Sequence[int]) -> list[Assignment]:
    """Return those of the assignments that belong to the current plan."""
    return await _all(db, CURRENT_OF_IDS, ids=ids)


class ListPage(NamedTuple):
    """One page of a list: how many assignments the list has, how many of these are not signed yet, and the page."""

    total: int
    pending: int
    assignments: list[Assignment]


def page_of(ids: sa.Select[tuple[int, int, int]], *order: sa.ColumnElement[Any]) -> sa.Select[*tuple[Any, ...]]:
    """Return the query for `page`. `ids`, derived from IDS, selects the assignments.

    They are sorted and cut to a page by an index alone; only then the other columns are read.
    """
    chosen = ids.order_by(*order).subquery()
    return (
        SELECT.add_columns(chosen.c.total, chosen.c.pending)
        .join(chosen, chosen.c.id == a.id)
        .order_by(None)
        .order_by(*order)
    )


async def page(db: Connection, query: sa.Select[*tuple[Any, ...]], **values: object) -> ListPage:
    """Return the page that begins at the offset `first` of `values`."""
    rows = (await db.execute(query, values)).all()
    total, pending = rows[0][-2:] if rows else (0, 0)
    return ListPage(total, int(pending), [_assignment(row[:-2]) for row in rows])


async def those(db: Connection, query: sa.Select[*tuple[Any, ...]], **values: object) -> list[Assignment]:
    """Return the results of `query`, which must be derived from SELECT."""
    return await _all(db, query, **values)


async def of_plan(db: Connection) -> list[Assignment]:
    return await _all(db, CURRENT)


async def unsigned(db: Connection, unit_ids: Sequence[int] | None = None) -> list[Assignment]:
    """Return what these units, or all units, have not signed for yet, in the plan's order."""
    if unit_ids is None:
        return await _all(db, CURRENT.where(a.state == State.PENDING))
    return await _all(db, OF_UNITS.where(a.state == State.PENDING), unit_ids=unit_ids)


UNSIGNED = (
    sa.select(a.id)
    .join(tasks, tasks.c.id == a.task_id)
    .join(plans, plans.c.id == tasks.c.plan_id)
    .where(plans.c.current, tasks.c.retired.is_(False), a.state == State.PENDING, among(a.unit_id, "unit_ids"))
    .limit(1)
)


async def has_unsigned(db: Connection, unit_ids: Sequence[int]) -> bool:
    return (await db.execute(UNSIGNED, {"unit_ids": unit_ids})).first() is not None


async def under_review(db: Connection) -> list[Assignment]:
    """Return what waits for the clerk's review, the oldest first."""
    query = CURRENT.where(a.state == State.SUBMITTED).order_by(None).order_by(a.reported_at, a.id)
    return await _all(db, query)


async def open_until(db: Connection, last: date, reported_before: datetime | None) -> list[Assignment]:
    """Return open assignments that may be owed a reminder, of tasks that are not over.

    They are not signed yet, or due by `last`, or have no report since `reported_before`, if that is given.
    """
    if reported_before is None:
        return await _all(db, OPEN.where(sa.or_(*OWES)), last=last)
    return await _all(db, OPEN.where(sa.or_(*OWES, *UNREPORTED)), last=last, reported_before=reported_before)


OPEN_OF_IDS = OPEN.where(among(a.id, "ids"))


async def open_among(db: Connection, ids: Sequence[int]) -> list[Assignment]:
    """Return those of the assignments that may still be owed a reminder."""
    return await _all(db, OPEN_OF_IDS, ids=ids)


LOCKED = OF_TASK.with_for_update(of=tasks)
"""Locks the task on PostgreSQL, so that no other transaction changes it or its light dates meanwhile."""
SAVE = assignments.update().where(a.id == sa.bindparam("which"), a.version == sa.bindparam("seen"))


async def save(db: Connection, changed: Assignment) -> tuple[Assignment, list[Assignment]]:
    """Save a changed assignment, and return it in its new version, with all shares of its task.

    Raises Refusal if somebody else has changed the assignment since `changed.version` was read.
    """
    saved = replace(
        changed, version=changed.version + 1, signed_at=_utc(changed.signed_at), reported_at=_utc(changed.reported_at)
    )
    stored = await _all(db, LOCKED, task_id=saved.task_id)
    shares = [saved if assignment.id == saved.id else assignment for assignment in stored]
    values = {
        "state": saved.state, "percent": saved.percent, "status": saved.status, "words": saved.words,
        "signed_at": saved.signed_at, "reported_at": saved.reported_at, "deadline": saved.deadline,
        "version": saved.version, "value": saved.value, "percent_stated": saved.percent_stated,
    } | await light_dates.of_share(db, saved, shares)  # fmt: skip
    if (await db.execute(SAVE, {"which": saved.id, "seen": changed.version, **values})).rowcount == 0:
        raise stale_assignment(changed.code)
    return saved, shares


def _utc(moment: datetime | None) -> datetime | None:
    """Return the moment as the database will return it."""
    return moment.astimezone(UTC) if moment else None
