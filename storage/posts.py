"""Change posts (岗位): add one, set its holder or its deputy."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from plan.seat import Seat
from plan.stale import stale_post
from plan.values import Duty
from storage.database import Connection
from storage.post_holders import OPEN_INVITATION
from storage.schema import invitations, posts


async def add(db: Connection, unit_id: int, duty: Duty) -> int:
    result = await db.execute(posts.insert().values(unit_id=unit_id, duty=duty))
    return int(result.inserted_primary_key[0])  # type: ignore[index]


async def vacant(db: Connection, unit_id: int, duty: Duty, now: datetime) -> int:
    """Return the id of a post of this duty without holder and open invitation, added if there is none."""
    invited = sa.select(invitations.c.post_id).where(*OPEN_INVITATION)
    query = sa.select(posts.c.id).where(
        posts.c.unit_id == unit_id, posts.c.duty == duty, posts.c.person_id.is_(None), posts.c.id.not_in(invited)
    )
    id = (await db.execute(query.limit(1), {"now": now})).scalar()
    return await add(db, unit_id, duty) if id is None else int(id)


async def take(db: Connection, id: int, person_id: int | None, now: datetime, *, seen: int | None = None) -> None:
    """Set the holder of a post, or leave it vacant (None). Open invitations expire, so that no old link replaces them.

    `seen` is the version of the post on which the change is based. Raises Refusal if the post has changed since.
    """
    deputy_id = sa.func.nullif(posts.c.deputy_id, person_id)  # Nobody is their own deputy.
    await _change(db, id, seen, person_id=person_id, since=now, deputy_id=deputy_id)
    unused = (invitations.c.post_id == id, invitations.c.used_at.is_(None), invitations.c.expires_at > now)
    await db.execute(invitations.update().where(*unused).values(expires_at=now))


async def set_deputy(db: Connection, seat: Seat, person_id: int | None) -> None:
    await _change(db, seat.id, seat.version, deputy_id=person_id)


async def _change(db: Connection, id: int, seen: int | None, **values: Any) -> None:
    unchanged = [posts.c.id == id, *([] if seen is None else [posts.c.version == seen])]
    result = await db.execute(posts.update().where(*unchanged).values(version=posts.c.version + 1, **values))
    if result.rowcount == 0:
        raise stale_post()
