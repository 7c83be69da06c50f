"""Read posts (岗位) with their holders, deputies, leaves and invitations."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from plan.leave import Leave
from plan.person import Person
from plan.seat import Seat
from plan.values import Duty
from storage.database import Connection, Row
from storage.schema import invitations, leaves, people, posts, units


def _person_columns(from_clause: sa.FromClause) -> tuple[sa.ColumnElement[Any], ...]:
    return (
        from_clause.c.id,
        from_clause.c.telegram_id,
        from_clause.c.name,
        from_clause.c.phone,
        from_clause.c.reachable,
        from_clause.c.version,
    )


NOW, TODAY = sa.bindparam("now", type_=invitations.c.expires_at.type), sa.bindparam("today", type_=sa.Date)
OPEN_INVITATION = (invitations.c.used_at.is_(None), invitations.c.expires_at > NOW)
holders, deputies = people.alias("holders"), people.alias("standing_in")
invited = (
    sa.select(invitations.c.name)
    .where(invitations.c.post_id == posts.c.id, *OPEN_INVITATION)
    .order_by(invitations.c.id.desc())
    .limit(1)
    .correlate(posts)
    .scalar_subquery()
)
next_leave = (
    sa.select(leaves.c.id)
    .where(leaves.c.person_id == posts.c.person_id, leaves.c.last >= TODAY)
    .order_by(leaves.c.first)
    .limit(1)
    .correlate(posts)
    .scalar_subquery()
)
SEATS = (
    sa.select(
        posts.c.id, posts.c.duty, posts.c.unit_id, units.c.name, posts.c.version, leaves.c.first, leaves.c.last,
        invited, *_person_columns(holders), *_person_columns(deputies),
    )
    .select_from(
        posts.join(units, units.c.id == posts.c.unit_id)
        .outerjoin(holders, holders.c.id == posts.c.person_id)
        .outerjoin(deputies, deputies.c.id == posts.c.deputy_id)
        .outerjoin(leaves, leaves.c.id == next_leave)
    )
    .order_by(posts.c.unit_id, posts.c.id)
)  # fmt: skip


def _seat(row: Row) -> Seat:
    id, duty, unit_id, unit, version, first, last, name, *person_columns = row
    holder, deputy = _person(*person_columns[:6]), _person(*person_columns[6:])
    leave = Leave(first, last) if first else None
    return Seat(id, Duty(duty), unit_id, unit, version, holder, deputy, leave, name)


def _person(
    id: int | None, telegram_id: int | None, name: str, phone: str, reachable: bool, version: int
) -> Person | None:
    return None if id is None else Person(id, telegram_id, name, (), phone, reachable, version)


async def _seats(db: Connection, now: datetime, *where: sa.ColumnElement[bool]) -> list[Seat]:
    rows = await db.execute(SEATS.where(*where), {"now": now, "today": now.date()})
    return [_seat(row) for row in rows]


async def get(db: Connection, id: int, now: datetime) -> Seat | None:
    seats = await _seats(db, now, posts.c.id == id)
    return seats[0] if seats else None


async def of_units(db: Connection, unit_ids: Iterable[int], now: datetime) -> list[Seat]:
    return await _seats(db, now, posts.c.unit_id.in_(list(unit_ids)))


async def of_duty(db: Connection, duty: Duty, now: datetime) -> list[Seat]:
    return await _seats(db, now, posts.c.duty == duty)


async def held_by(db: Connection, person_id: int, now: datetime) -> list[Seat]:
    return await _seats(db, now, posts.c.person_id == person_id)
