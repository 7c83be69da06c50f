"""Phone calls (通话) of the clerk: who answered, what was said, and the day that was promised."""

from collections.abc import Iterable
from datetime import date, datetime, tzinfo

import sqlalchemy as sa

from plan.assignment import Assignment
from plan.permission import Post
from plan.person import Person
from plan.phone import Call
from plan.values import Duty
from storage.database import Connection, Row
from storage.schema import calls, posts, units

c = calls.c
SELECT = (
    sa.select(
        c.id,
        c.unit_id,
        c.assignment_id,
        c.spoke_to,
        c.words,
        c.promised,
        c.at,
        posts.c.duty,
        units.c.name.label("unit"),
    )
    .join(posts, posts.c.id == c.post_id)
    .join(units, units.c.id == posts.c.unit_id)
    .order_by(c.id)
)

LAST, PROMISED = sa.select(sa.func.max(c.id)), c.promised.is_not(None)
OF_UNIT = LAST.group_by(c.unit_id)
LATEST = SELECT.where(sa.or_(c.id.in_(OF_UNIT), c.id.in_(OF_UNIT.where(PROMISED))))
PROMISES = SELECT.where(
    c.id.in_(LAST.where(PROMISED).group_by(c.unit_id, c.assignment_id)),
    c.promised > sa.bindparam("after"), c.promised <= sa.bindparam("until"),
)  # fmt: skip


def _call(row: Row, zone: tzinfo) -> Call:
    return Call(
        row.id, row.unit_id, row.assignment_id, row.spoke_to, row.words, row.promised, row.unit + Duty(row.duty).label,
        row.at.astimezone(zone),
    )  # fmt: skip


async def record(
    db: Connection, unit_id: int, share: Assignment | None, spoke_to: str, words: str, promised: date | None,
    me: Person, post: Post, now: datetime,
) -> None:  # fmt: skip
    row = {
        "unit_id": unit_id, "assignment_id": share.id if share else None, "spoke_to": spoke_to, "words": words,
        "promised": promised, "person_id": me.id, "post_id": post.id, "at": now,
    }  # fmt: skip
    await db.execute(calls.insert(), row)


async def of_shares(db: Connection, shares: Iterable[Assignment], zone: tzinfo) -> list[Call]:
    """Return the calls about these assignments, or about all that their units owe, the oldest first."""
    ids, unit_ids = zip(*((assignment.id, assignment.unit_id) for assignment in shares), strict=True)
    about_shares = sa.or_(c.assignment_id.in_(ids), sa.and_(c.assignment_id.is_(None), c.unit_id.in_(unit_ids)))
    return [_call(row, zone) for row in await db.execute(SELECT.where(about_shares))]


async def latest(db: Connection, zone: tzinfo) -> list[Call]:
    """Return each unit's last call, and its last one with a promise, the oldest first."""
    return [_call(row, zone) for row in await db.execute(LATEST)]


async def promises(db: Connection, after: date, until: date, zone: tzinfo) -> list[Call]:
    """Return the calls with a promise for a day after `after`, up to `until`.

    A later promise about the same assignment replaces an earlier one.
    """
    return [_call(row, zone) for row in await db.execute(PROMISES, {"after": after, "until": until})]
