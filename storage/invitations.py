"""Invitations, one-time links into a post. Only a hash of the code is stored, so the database holds no usable code."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from plan.values import Duty
from storage import posts as post_changes
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
    """Create an invitation to a vacant post of this duty, adding the post if there is none, and return the code."""
    return await create_for(db, await post_changes.vacant(db, unit_id, duty, now), name, now)


async def create_for(db: Connection, post_id: int, name: str, now: datetime) -> str:
    """Create an invitation to this post, and return its code: 22 characters that a deep link may contain.

    The code cannot be retrieved later.
    """
    code = secrets.token_urlsafe(16)
    row = {"code_hash": _hash(code), "post_id": post_id, "name": name, "created_at": now, "expires_at": now + VALID_FOR}
    await db.execute(invitations.insert(), row)
    return code


async def use(db: Connection, code: str, person_id: int, now: datetime) -> bool:
    """Give the post to the person. Return False if the code is unknown, used or expired; of two people, one gets it."""
    unused = (
        invitations.c.code_hash == _hash(code),
        invitations.c.used_at.is_(None),
        invitations.c.expires_at > now,
    )
    taken = await db.execute(invitations.update().where(*unused).values(used_at=now, used_by=person_id))
    if taken.rowcount == 0:
        return False
    post_id = (
        await db.execute(sa.select(invitations.c.post_id).where(invitations.c.code_hash == _hash(code)))
    ).scalar_one()
    await post_changes.take(db, post_id, person_id, now)
    return True


async def usable(db: Connection, code: str, now: datetime) -> Invitation | None:
    """Return the invitation with this code, None if it is unknown, used or expired."""
    query = (
        sa.select(invitations.c.id, invitations.c.post_id, invitations.c.name, units.c.name.label("unit"), posts.c.duty)
        .join(posts, posts.c.id == invitations.c.post_id)
        .join(units, units.c.id == posts.c.unit_id)
        .where(invitations.c.code_hash == _hash(code), invitations.c.used_at.is_(None), invitations.c.expires_at > now)
    )
    row = (await db.execute(query)).first()
    return Invitation(row.id, row.post_id, row.name, row.unit, Duty(row.duty)) if row else None


async def used_by(db: Connection, code: str, person_id: int) -> bool:
    """Return whether this person has used this link before."""
    query = sa.select(invitations.c.id).where(
        invitations.c.code_hash == _hash(code), invitations.c.used_by == person_id
    )
    return (await db.execute(query)).first() is not None
