"""Moments of the schedules: each nominal time is claimed once, whoever runs it."""

from datetime import datetime

import sqlalchemy as sa

from storage.database import Connection, insert_once
from storage.schema import runs


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
    again = (runs.c.schedule == schedule, runs.c.nominal == nominal, runs.c.state == "failed")
    return (await db.execute(runs.update().where(*again).values(state="done", at=now))).rowcount > 0


async def failed(db: Connection, schedule: str, nominal: datetime, now: datetime, error: str) -> int:
    """Kept to be tried again; answers how often it has failed."""
    row = {"schedule": schedule, "nominal": nominal, "state": "failed", "at": now}
    await db.execute(insert_once(runs, db).values(row))
    mine = (runs.c.schedule == schedule, runs.c.nominal == nominal)
    values = {"attempts": runs.c.attempts + 1, "error": error, "at": now}
    await db.execute(runs.update().where(*mine).values(values))
    return int((await db.execute(sa.select(runs.c.attempts).where(*mine))).scalar_one())
