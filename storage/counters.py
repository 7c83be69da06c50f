"""Numbers of papers, from one counter for each series: no gaps, and no number twice."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Connection
from storage.schema import counters

c = counters.c


async def take(db: Connection, series: str) -> int:
    """Take the next number of a series, 1 for a new one.

    A rollback gives the number back. Until the transaction ends, others who take a number of this series wait.
    """
    insert = (sqlite if db.dialect.name == "sqlite" else postgresql).insert(counters).values(name=series, value=1)
    upsert = insert.on_conflict_do_update(index_elements=[c.name], set_={"value": c.value + 1}).returning(c.value)
    return int((await db.execute(upsert)).scalar_one())


async def peek(db: Connection, series: str) -> int:
    """Return the number that `take` would return now."""
    return (await db.scalar(sa.select(c.value).where(c.name == series)) or 0) + 1


def of_nudges(level: str, year: int) -> str:
    return f"nudge:{level}:{year}"


def of_bulletins(year: int) -> str:
    return f"bulletin:{year}"
