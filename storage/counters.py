"""Numbers of papers, one series a counter: without gaps, without one given twice."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Connection
from storage.schema import counters

c = counters.c


async def take(db: Connection, series: str) -> int:
    """The next number, 1 for a new series. Given back where the transaction is undone; until it ends, nobody else gets
    one of this series."""
    insert = (sqlite if db.dialect.name == "sqlite" else postgresql).insert(counters).values(name=series, value=1)
    given = insert.on_conflict_do_update(index_elements=[c.name], set_={"value": c.value + 1}).returning(c.value)
    return int((await db.execute(given)).scalar_one())


async def peek(db: Connection, series: str) -> int:
    """The number that `take` would give now."""
    return (await db.scalar(sa.select(c.value).where(c.name == series)) or 0) + 1


def of_nudges(level: str, year: int) -> str:
    return f"nudge:{level}:{year}"


def of_bulletins(year: int) -> str:
    return f"bulletin:{year}"
