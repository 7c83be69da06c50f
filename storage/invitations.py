"""Invitations, one-time links into a post. Only a hash of the code is stored, so the database holds no usable code."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from plan.values import Duty
from storage import posts as post_changes
from storage.database import Connection, Row
from storage.schema import invitations, posts, units

VALID_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Invitation:
    """`name` is whom it is for, which may be empty; `used_by` is the id of the person who has used it."""

    id: int
    code_hash: str
    post_id: int
    name: str
    unit: str
    duty: Duty
    expires_at: datetime
    used_by: int | None

    @property
    def title(self) -> str:
        return f"{self.unit}{self.duty.label}"

    def is_usable(self, now: datetime) -> bool:
        return self.used_by is None and self.expires_at > now

    def check(self, telegram_id: int) -> str:
        """Return what the buttons under this invitation carry for one Telegram account: 16 hexadecimal digits.

        Only an account that has opened the link is given them, and they are of no use to another one.
        """
        return hashlib.sha256(f"{self.code_hash}:{telegram_id}".encode()).hexdigest()[:16]


def hash_of(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


async def create(db: Connection, unit_id: int, duty: Duty, name: str, now: datetime) -> str:
    """Create an invitation to a vacant post of this duty, adding the post if there is none, and return the code."""
    return await create_for(db, await post_changes.vacant(db, unit_id, duty, now), name, now)


async def create_for(db: Connection, post_id: int, name: str, now: datetime) -> str:
    """Create an invitation to this post, and return its code: 22 characters that a deep link may contain.

    The code cannot be retrieved later.
    """
    code = secrets.token_urlsafe(16)
    row = {
        "code_hash": hash_of(code), "post_id": post_id, "name": name, "created_at": now, "expires_at": now + VALID_FOR,
    }  # fmt: skip
    await db.execute(invitations.insert(), row)
    return code


async def use(db: Connection, invitation: Invitation, person_id: int, now: datetime) -> bool:
    """Give the post to the person. Return False if the invitation is used or expired; of two people, one gets it."""
    unused = (invitations.c.id == invitation.id, invitations.c.used_at.is_(None), invitations.c.expires_at > now)
    taken = await db.execute(invitations.update().where(*unused).values(used_at=now, used_by=person_id))
    if taken.rowcount == 0:
        return False
    await post_changes.take(db, invitation.post_id, person_id, now)
    return True


i = invitations.c
SELECT = (
    sa.select(i.id, i.code_hash, i.post_id, i.name, units.c.name.label("unit"), posts.c.duty, i.expires_at, i.used_by)
    .join(posts, posts.c.id == i.post_id)
    .join(units, units.c.id == posts.c.unit_id)
)


async def by_hash(db: Connection, code_hash: str) -> Invitation | None:
    """Return the invitation with this hash of its code, used and expired ones too."""
    return _invitation((await db.execute(SELECT.where(i.code_hash == code_hash))).first())


async def opened(db: Connection, id: int, telegram_id: int, check: str) -> Invitation | None:
    """Return the invitation if `check` was given to this Telegram account when it opened the link, else None."""
    invitation = _invitation((await db.execute(SELECT.where(i.id == id))).first())
    if invitation is None or not hmac.compare_digest(invitation.check(telegram_id), check):
        return None
    return invitation


def _invitation(row: Row | None) -> Invitation | None:
    return (
        Invitation(row.id, row.code_hash, row.post_id, row.name, row.unit, Duty(row.duty), row.expires_at, row.used_by)
        if row
        else None
    )
