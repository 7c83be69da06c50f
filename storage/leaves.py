"""Leaves (请假) of people."""

from datetime import date, timedelta

import sqlalchemy as sa

from plan.leave import Leave
from storage.database import Connection
from storage.schema import leaves


async def ahead(db: Connection, person_id: int, today: date) -> list[Leave]:
    """Return the present leave and future ones, the earliest first."""
    query = sa.select(leaves.c.first, leaves.c.last).where(leaves.c.person_id == person_id, leaves.c.last >= today)
    return [Leave(*row) for row in await db.execute(query.order_by(leaves.c.first))]


async def put(db: Connection, person_id: int, leave: Leave) -> None:
    """Store a leave, in place of all those that overlap with it."""
    overlap = (leaves.c.first <= leave.last, leaves.c.last >= leave.first)
    await db.execute(leaves.delete().where(leaves.c.person_id == person_id, *overlap))
    await db.execute(leaves.insert().values(person_id=person_id, first=leave.first, last=leave.last))


async def end(db: Connection, person_id: int, leave: Leave, today: date) -> None:
    """End a leave before today. A leave that begins today or later is deleted."""
    is_leave = (leaves.c.person_id == person_id, leaves.c.first == leave.first)
    if leave.first < today:
        await db.execute(leaves.update().where(*is_leave).values(last=today - timedelta(days=1)))
    else:
        await db.execute(leaves.delete().where(*is_leave))
