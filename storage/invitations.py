"""One-time links into a post. The database keeps only a hash: who reads it can't use it."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from plan.values import Duty
from storage import posts as roster
from storage.database import Connection
from storage.schema import invitations, posts, units

VALID_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Invitation:
    id: int
    post_id: int
    name: str
    unit: str
    duty: Duty


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


async def create(db: Connection, unit_id: int, duty: Duty, name: str, now: datetime) -> str:
    """The code of a new invitation to a vacant post of this duty, made where there is none."""
    return await create_for(db, await roster.vacant(db, unit_id, duty, now), name, now)


async def create_for(db: Connection, post_id: int, name: str, now: datetime) -> str:
    """The code of a new invitation, 22 characters of a deep link's alphabet; shown once, known to nobody later."""
    code = secrets.token_urlsafe(16)
    row = {"code_hash": _hash(code), "post_id": post_id, "name": name, "created_at": now, "expires_at": now + VALID_FOR}
    await db.execute(invitations.insert(), row)
    return code


async def use(db: Connection, code: str, person_id: int, now: datetime) -> bool:
    """Takes the post; False where the code is unknown, used or expired. Two at once: one gets it."""
    mine = (invitations.c.code_hash == _hash(code), invitations.c.used_at.is_(None), invitations.c.expires_at > now)
    taken = await db.execute(invitations.update().where(*mine).values(used_at=now, used_by=person_id))
    if taken.rowcount == 0:
        return False
    post_id = (
        await db.execute(sa.select(invitations.c.post_id).where(invitations.c.code_hash == _hash(code)))
    ).scalar_one()
    await roster.take(db, post_id, person_id, now)
    return True


async def usable(db: Connection, code: str, now: datetime) -> Invitation | None:
    query = (
        sa.select(invitations.c.id, invitations.c.post_id, invitations.c.name, units.c.name.label("unit"), posts.c.duty)
        .join(posts, posts.c.id == invitations.c.post_id)
        .join(units, units.c.id == posts.c.unit_id)
        .where(invitations.c.code_hash == _hash(code), invitations.c.used_at.is_(None), invitations.c.expires_at > now)
    )
    row = (await db.execute(query)).first()
    return Invitation(row.id, row.post_id, row.name, row.unit, Duty(row.duty)) if row else None


async def used_by(db: Connection, code: str, person_id: int) -> bool:
    """Whether this person has already opened this link: a second tap is greeted again."""
    query = sa.select(invitations.c.id).where(
        invitations.c.code_hash == _hash(code), invitations.c.used_by == person_id
    )
    return (await db.execute(query)).first() is not None
