"""Changes of posts (岗位): a new one, another holder, another deputy."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from plan.refusal import Refusal
from plan.values import Duty
from storage.database import Connection
from storage.post_holders import OPEN_INVITATION, Seat
from storage.schema import invitations, posts


async def add(db: Connection, unit_id: int, duty: Duty) -> int:
    result = await db.execute(posts.insert().values(unit_id=unit_id, duty=duty))
    return int(result.inserted_primary_key[0])  # type: ignore[index]


async def vacant(db: Connection, unit_id: int, duty: Duty, now: datetime) -> int:
    """A post of this duty that nobody holds and nobody is invited to, made where there is none."""
    asked = sa.select(invitations.c.post_id).where(*OPEN_INVITATION)
    query = sa.select(posts.c.id).where(
        posts.c.unit_id == unit_id, posts.c.duty == duty, posts.c.person_id.is_(None), posts.c.id.not_in(asked)
    )
    found = (await db.execute(query.limit(1), {"now": now})).scalar()
    return await add(db, unit_id, duty) if found is None else int(found)


async def take(db: Connection, id: int, person_id: int | None, now: datetime, *, seen: int | None = None) -> None:
    """From now on he holds the post, or nobody. Open invitations to it are void: a forgotten link must put nobody out.

    Refuses where the post is no longer as it was `seen`.
    """
    away = sa.func.nullif(posts.c.deputy_id, person_id)  # nobody stands in for himself
    await _change(db, id, seen, person_id=person_id, since=now, deputy_id=away)
    unused = (invitations.c.post_id == id, invitations.c.used_at.is_(None), invitations.c.expires_at > now)
    await db.execute(invitations.update().where(*unused).values(expires_at=now))


async def set_deputy(db: Connection, seat: Seat, person_id: int | None) -> None:
    await _change(db, seat.id, seat.version, deputy_id=person_id)


async def _change(db: Connection, id: int, seen: int | None, **values: Any) -> None:
    mine = [posts.c.id == id, *([] if seen is None else [posts.c.version == seen])]
    changed = await db.execute(posts.update().where(*mine).values(version=posts.c.version + 1, **values))
    if changed.rowcount == 0:
        raise Refusal("这个岗位刚刚被他人调整，请查看最新情况后再操作。")
