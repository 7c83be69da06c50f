"""Moments of the schedules: each nominal time is claimed once, whoever runs it."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.database import Connection, insert_once
from storage.schema import runs

DRIFT = timedelta(minutes=5)
"""By so much the clocks of two machines may differ, or one be set right: no reason to do anything again."""


async def last(db: Connection, schedule: str) -> datetime | None:
    """The latest nominal time that is behind us."""
    query = sa.select(sa.func.max(runs.c.nominal)).where(runs.c.schedule == schedule, runs.c.state == "done")
    found: datetime | None = (await db.execute(query)).scalar()
    return found


async def claim(db: Connection, schedule: str, nominal: datetime, now: datetime) -> bool:
    """In the schedule's own transaction: True for the one that may do it."""
    row = {"schedule": schedule, "nominal": nominal, "state": "done", "at": now}
    if (await db.execute(insert_once(runs, db).values(row))).rowcount > 0:
        return True
    again = (runs.c.schedule == schedule, runs.c.nominal == nominal, runs.c.state != "done")
    return (await db.execute(runs.update().where(*again).values(state="done", at=now))).rowcount > 0


async def any_ahead(db: Connection, now: datetime) -> bool:
    return (await db.execute(sa.select(runs.c.schedule).where(*_ahead(now)).limit(1))).first() is not None


async def forget_ahead(db: Connection, now: datetime) -> None:
    """The clock has been put back: what it was ahead of has its moment again; the keys of letters say nothing twice."""
    await db.execute(runs.update().where(*_ahead(now)).values(state="ahead"))


def _ahead(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (runs.c.state == "done", runs.c.nominal > now + DRIFT)


async def failed(db: Connection, schedule: str, nominal: datetime, now: datetime, error: str) -> int:
    """Kept to be tried again; answers how often it has failed."""
    row = {"schedule": schedule, "nominal": nominal, "state": "failed", "at": now}
    await db.execute(insert_once(runs, db).values(row))
    mine = (runs.c.schedule == schedule, runs.c.nominal == nominal)
    values = {"attempts": runs.c.attempts + 1, "error": error, "at": now}
    await db.execute(runs.update().where(*mine).values(values))
    return int((await db.execute(sa.select(runs.c.attempts).where(*mine))).scalar_one())
