"""The history (轨迹) of a task, a share or a unit: pages of its events, the latest first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

import sqlalchemy as sa

from plan.reply import PAGE
from plan.values import Duty
from storage import units as unit_tree
from storage.database import Connection, Row
from storage.schema import assignments, events, posts, tasks, units


@dataclass(frozen=True)
class Event:
    """`by` is the name of the post from which it was done, empty for an import. `at` is local time.

    `before` and `after` are the facts that have changed. `unit` is empty if the task itself was changed.
    """

    at: datetime
    action: str
    code: str
    title: str
    restricted: bool
    unit: str
    by: str
    before: dict[str, Any]
    after: dict[str, Any]


Condition = sa.ColumnElement[bool]
holder_units = units.alias()
e = events.c
SELECT = (
    sa.select(
        e.at, e.action, tasks.c.code, tasks.c.title, tasks.c.restricted, units.c.name.label("unit"),
        holder_units.c.name.label("holder"), posts.c.duty, e.before, e.after,
    )
    .outerjoin(assignments, assignments.c.id == e.assignment_id)
    .join(tasks, tasks.c.id == sa.func.coalesce(assignments.c.task_id, e.task_id))
    .outerjoin(units, units.c.id == assignments.c.unit_id)
    .outerjoin(posts, posts.c.id == e.post_id)
    .outerjoin(holder_units, holder_units.c.id == posts.c.unit_id)
    .order_by(e.id.desc())
)  # fmt: skip
COUNT = (
    sa.select(sa.func.count())
    .select_from(events)
    .outerjoin(assignments, assignments.c.id == e.assignment_id)
    .outerjoin(units, units.c.id == assignments.c.unit_id)
)


def seen(below: Iterable[str], orders_below: Iterable[str], orders: Collection[str]) -> Condition:
    """Return the condition for events of units at or below the paths `below`.

    Events with one of the actions `orders` are limited to units at or below the paths `orders_below`.
    """
    return sa.and_(unit_tree.under(below), sa.or_(e.action.not_in(orders), unit_tree.under(orders_below)))


def of_task(task_id: int, seen: Condition) -> Condition:
    """Include changes of the task itself: it is part of the plan, which everybody may read."""
    shares = assignments.alias()
    of_shares = e.assignment_id.in_(sa.select(shares.c.id).where(shares.c.task_id == task_id))
    return sa.or_(sa.and_(of_shares, seen), sa.and_(e.task_id == task_id, e.assignment_id.is_(None)))


def of_unit(unit_id: int, seen: Condition) -> Condition:
    return sa.and_(assignments.c.unit_id == unit_id, seen)


def of_share(assignment_id: int, seen: Condition) -> Condition:
    return sa.and_(e.assignment_id == assignment_id, seen)


async def count(db: Connection, condition: Condition, actions: Collection[str] = ()) -> int:
    """Count the events, or only those with one of these actions."""
    query = COUNT.where(condition, e.action.in_(actions)) if actions else COUNT.where(condition)
    return int((await db.execute(query)).scalar_one())


async def page(db: Connection, condition: Condition, first: int, zone: tzinfo) -> list[Event]:
    rows = await db.execute(SELECT.where(condition).limit(PAGE).offset(first))
    return [_event(row, zone) for row in rows]


def _event(row: Row, zone: tzinfo) -> Event:
    by = row.holder + Duty(row.duty).label if row.duty else ""
    return Event(
        row.at.astimezone(zone), row.action, row.code, row.title, row.restricted, row.unit or "", by, row.before or {},
        row.after or {},
    )  # fmt: skip
