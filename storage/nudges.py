"""Nudges (催办): numbered papers to a unit about an assignment, and the unit's answers."""

from collections.abc import Collection
from datetime import datetime, tzinfo

import sqlalchemy as sa

from plan.nudge import Level, Nudge
from plan.permission import Post
from plan.person import Person
from plan.values import Duty
from storage import counters
from storage.database import Connection, Row
from storage.schema import nudges, posts, units

n = nudges.c
senders, sender_units = posts.alias(), units.alias()
answerers, answerer_units = posts.alias(), units.alias()
SELECT = (
    sa.select(
        n.id, n.assignment_id, n.level, n.year, n.number, n.words, n.person_id, n.at, n.answer, n.answered_at,
        senders.c.duty, sender_units.c.name.label("unit"), answerers.c.duty.label("answerer"),
        answerer_units.c.name.label("answerer_unit"),
    )
    .join(senders, senders.c.id == n.post_id)
    .join(sender_units, sender_units.c.id == senders.c.unit_id)
    .outerjoin(answerers, answerers.c.id == n.answered_by)
    .outerjoin(answerer_units, answerer_units.c.id == answerers.c.unit_id)
    .order_by(n.id)
)  # fmt: skip


def _nudge(row: Row, zone: tzinfo) -> Nudge:
    return Nudge(
        row.id, row.assignment_id, Level(row.level), row.year, row.number, row.words, row.person_id,
        row.unit + Duty(row.duty).label, row.at.astimezone(zone), row.answer,
        row.answerer_unit + Duty(row.answerer).label if row.answerer else "",
        row.answered_at.astimezone(zone) if row.answered_at else None,
    )  # fmt: skip


async def of_shares(db: Connection, ids: Collection[int], zone: tzinfo) -> list[Nudge]:
    """Return the nudges of these assignments, the oldest first."""
    return [_nudge(row, zone) for row in await db.execute(SELECT.where(n.assignment_id.in_(ids)))]


async def get(db: Connection, id: int, zone: tzinfo) -> Nudge | None:
    row = (await db.execute(SELECT.where(n.id == id))).first()
    return _nudge(row, zone) if row else None


async def issue(
    db: Connection, assignment_id: int, level: Level, words: str, me: Person, post: Post, now: datetime
) -> Nudge:
    """Issue a nudge under the next number of its level and year. `now` is in the bureau's time zone."""
    row = {
        "assignment_id": assignment_id, "level": level, "year": now.year, "words": words, "person_id": me.id,
        "post_id": post.id, "at": now,
        "number": await counters.take(db, counters.of_nudges(level, now.year)),
    }  # fmt: skip
    id = (await db.execute(nudges.insert(), row)).inserted_primary_key[0]  # type: ignore[index]
    assert now.tzinfo is not None
    issued = await get(db, id, now.tzinfo)
    assert issued is not None
    return issued


ANSWER = nudges.update().where(n.assignment_id == sa.bindparam("of_assignment"), n.answered_at.is_(None))


async def answered(db: Connection, assignment_id: int, words: str, post: Post, now: datetime) -> None:
    """Store an answer to every nudge of the assignment that has none."""
    answer = {"answer": words, "answered_by": post.id, "answered_at": now}
    await db.execute(ANSWER, {"of_assignment": assignment_id, **answer})


async def take_back_answer(db: Connection, assignment_id: int, at: datetime | None) -> None:
    """Remove the answers given by the report of this moment, because the report is undone."""
    answered_then = (n.assignment_id == assignment_id, n.answered_at == at)
    await db.execute(nudges.update().where(*answered_then).values(answer="", answered_by=None, answered_at=None))
