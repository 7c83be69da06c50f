"""What people wrote and the bot did not understand (没听懂的话), counted; it is not stored who wrote it."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from plan.masking import masked
from plan.reply import PAGE
from storage.database import Connection
from storage.schema import misunderstood

m = misunderstood.c
MOST = 500
"""So many rows are kept; beyond, the rarest words are dropped, of equally rare ones the oldest."""


@dataclass(frozen=True)
class Misunderstood:
    """`times` counts how often the words were written, `last_at` is the last time, in the bureau's time zone."""

    words: str
    times: int
    last_at: datetime


async def add(db: Connection, words: str, now: datetime) -> None:
    """Count these words. Long numbers and codes in them are masked, and they are cut to `plan.masking.LONGEST`."""
    if not (words := masked(words)):
        return
    insert = (sqlite if db.dialect.name == "sqlite" else postgresql).insert(misunderstood)
    again = {"times": m.times + 1, "last_at": now}
    upsert = insert.values(words=words, last_at=now).on_conflict_do_update(index_elements=[m.words], set_=again)
    id = (await db.execute(upsert.returning(m.id))).scalar_one()
    beyond = sa.select(m.id).where(m.id != id).order_by(m.times.desc(), m.last_at.desc(), m.id.desc()).offset(MOST - 1)
    await db.execute(misunderstood.delete().where(m.id.in_(beyond.limit(MOST))))


async def count(db: Connection) -> int:
    """Count the different words."""
    return int(await db.scalar(sa.select(sa.func.count()).select_from(misunderstood)) or 0)


async def page(db: Connection, first: int, zone: tzinfo) -> list[Misunderstood]:
    """Return a page that begins at `first`: the most frequent words first, of equally frequent ones the latest."""
    query = sa.select(m.words, m.times, m.last_at).order_by(m.times.desc(), m.last_at.desc(), m.id.desc())
    rows = await db.execute(query.limit(PAGE).offset(first))
    return [Misunderstood(words, times, last_at.astimezone(zone)) for words, times, last_at in rows]
