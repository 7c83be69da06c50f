"""Moments of the schedules: each nominal time is claimed once, whoever runs it."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache

import sqlalchemy as sa

from storage.database import Connection
from storage.schema import runs
from storage.statements import insert_once

DRIFT = timedelta(minutes=5)
"""By so much the clocks of two machines may differ, or one be set right: no reason to do anything again."""


async def last(db: Connection, schedules: Iterable[str]) -> dict[str, datetime]:
    """The latest nominal time that is behind us, of those that have one."""
    names = tuple(schedules)
    row = (await db.execute(_last(*names))).one()
    return {name: nominal for name, nominal in zip(names, row, strict=True) if nominal}


@cache
def _last(*names: str) -> sa.Select[*tuple[datetime | None, ...]]:
    """A look at the end of each, however long they have been running."""
    done = sa.select(runs.c.nominal).where(runs.c.state == "done").order_by(runs.c.nominal.desc()).limit(1)
    return sa.select(*(done.where(runs.c.schedule == name).scalar_subquery() for name in names))


async def day_before(db: Connection, schedule: str, moment: datetime) -> date | None:
    """The last day that was done before that of `moment`, which is in the bureau's time zone."""
    midnight = datetime.combine(moment, time.min, moment.tzinfo)
    earlier = (runs.c.schedule == schedule, runs.c.state == "done", runs.c.nominal < midnight)
    at: datetime | None = await db.scalar(sa.select(sa.func.max(runs.c.nominal)).where(*earlier))
    return at.astimezone(moment.tzinfo).date() if at else None


async def claim(db: Connection, schedule: str, nominal: datetime, now: datetime) -> bool:
    """In the schedule's own transaction: True for the one that may do it."""
    row = {"schedule": schedule, "nominal": nominal, "state": "done", "at": now}
    if (await db.execute(insert_once(runs, db), row)).rowcount > 0:
        return True
    again = (runs.c.schedule == schedule, runs.c.nominal == nominal, runs.c.state != "done")
    return (await db.execute(runs.update().where(*again).values(state="done", at=now))).rowcount > 0


def ahead(last: dict[str, datetime], now: datetime) -> bool:
    """Whether something was done that is still to come."""
    return any(nominal > now + DRIFT for nominal in last.values())


async def forget_ahead(db: Connection, now: datetime) -> None:
    """The clock has been put back: what it was ahead of has its moment again; the keys of letters say nothing twice."""
    ahead = (runs.c.state == "done", runs.c.nominal > now + DRIFT)
    await db.execute(runs.update().where(*ahead).values(state="ahead"))


async def reopen(db: Connection, schedule: str, since: datetime, before: datetime) -> None:
    """What was done from the day of `since` on, and before `before`, counts as not done: there is more to say of it.
    Not the first of all, before which nothing is owed. Moments are in the bureau's time zone."""
    if await day_before(db, schedule, since) is None:
        return
    midnight = datetime.combine(since, time.min, since.tzinfo)
    done = (runs.c.schedule == schedule, runs.c.state == "done", runs.c.nominal >= midnight, runs.c.nominal < before)
    await db.execute(runs.update().where(*done).values(state="again"))


async def failed(db: Connection, schedule: str, nominal: datetime, now: datetime, error: str) -> int:
    """Kept to be tried again; answers how often it has failed."""
    row = {"schedule": schedule, "nominal": nominal, "state": "failed", "at": now}
    await db.execute(insert_once(runs, db).values(row))
    mine = (runs.c.schedule == schedule, runs.c.nominal == nominal)
    values = {"attempts": runs.c.attempts + 1, "error": error, "at": now}
    await db.execute(runs.update().where(*mine).values(values))
    return int((await db.execute(sa.select(runs.c.attempts).where(*mine))).scalar_one())
