"""The events of a task as people read them (轨迹), the latest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

import sqlalchemy as sa

from plan.values import Duty
from storage import units as tree
from storage.database import Connection, Row
from storage.schema import assignments, events, posts, units


@dataclass(frozen=True)
class Event:
    """`by` is the post from which it was done, empty for an import. `at` is local; `before` and `after` are facts.
    `path` is the place of its unit in the tree."""

    at: datetime
    action: str
    unit: str
    path: str
    by: str
    before: dict[str, Any]
    after: dict[str, Any]


holder_units = units.alias()
e = events.c
SELECT = (
    sa.select(
        e.at,
        e.action,
        units.c.name.label("unit"),
        units.c.path,
        holder_units.c.name.label("holder"),
        posts.c.duty,
        e.before,
        e.after,
    )
    .join(assignments, assignments.c.id == e.assignment_id)
    .join(units, units.c.id == assignments.c.unit_id)
    .outerjoin(posts, posts.c.id == e.post_id)
    .outerjoin(holder_units, holder_units.c.id == posts.c.unit_id)
    .order_by(e.id.desc())
)


async def of_task(db: Connection, task_id: int, below: Iterable[str], zone: tzinfo) -> list[Event]:
    """Those of the task's shares of units under any of these paths."""
    return [_event(row, zone) for row in await db.execute(SELECT.where(e.task_id == task_id, tree.under(below)))]


def _event(row: Row, zone: tzinfo) -> Event:
    by = row.holder + Duty(row.duty).label if row.duty else ""
    return Event(row.at.astimezone(zone), row.action, row.unit, row.path, by, row.before or {}, row.after or {})
