"""Record the moments of the schedules: each nominal time is claimed once, whichever process runs it."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache

import sqlalchemy as sa

from storage.database import Connection
from storage.schema import runs
from storage.statements import insert_once

DRIFT = timedelta(minutes=5)
"""Clocks of two machines may differ by this much, or a clock be corrected by it, without anything being run again."""


async def last(db: Connection, schedules: Iterable[str]) -> dict[str, datetime]:
    """Return the latest nominal time that each of these schedules has done, if any."""
    names = tuple(schedules)
    row = (await db.execute(_last(*names))).one()
    return {name: nominal for name, nominal in zip(names, row, strict=True) if nominal}


@cache
def _last(*names: str) -> sa.Select[*tuple[datetime | None, ...]]:
    """One subquery per schedule, so that each reads one row of the index, however many there are."""
    done = sa.select(runs.c.nominal).where(runs.c.state == "done").order_by(runs.c.nominal.desc()).limit(1)
    return sa.select(*(done.where(runs.c.schedule == name).scalar_subquery() for name in names))


async def day_before(db: Connection, schedule: str, moment: datetime) -> date | None:
    """Return the last day that was done before the day of `moment`, which is in the bureau's time zone."""
    midnight = datetime.combine(moment, time.min, moment.tzinfo)
    earlier = (runs.c.schedule == schedule, runs.c.state == "done", runs.c.nominal < midnight)
    at: datetime | None = await db.scalar(sa.select(sa.func.max(runs.c.nominal)).where(*earlier))
    return at.astimezone(moment.tzinfo).date() if at else None


async def claim(db: Connection, schedule: str, nominal: datetime, now: datetime) -> bool:
    """Claim a nominal time in the schedule's own transaction; return whether the caller may run it."""
    row = {"schedule": schedule, "nominal": nominal, "state": "done", "at": now}
    if (await db.execute(insert_once(runs, db), row)).rowcount > 0:
        return True
    again = (runs.c.schedule == schedule, runs.c.nominal == nominal, runs.c.state != "done")
    return (await db.execute(runs.update().where(*again).values(state="done", at=now))).rowcount > 0


def ahead(last: dict[str, datetime], now: datetime) -> bool:
    """Return whether a moment that is still to come was done, by a clock that was ahead."""
    return any(nominal > now + DRIFT for nominal in last.values())


async def forget_ahead(db: Connection, now: datetime) -> None:
    """After the clock was put back, let the moments that it was ahead of run again. The keys of letters prevent
    duplicates."""
    ahead = (runs.c.state == "done", runs.c.nominal > now + DRIFT)
    await db.execute(runs.update().where(*ahead).values(state="ahead"))


async def reopen(db: Connection, schedule: str, since: datetime, before: datetime) -> None:
    """Mark the moments from the day of `since` on and before `before` as not done, because their letters were taken
    back. The schedule's first moment stays done: nothing is owed before it. Moments are in the bureau's time zone."""
    if await day_before(db, schedule, since) is None:
        return
    midnight = datetime.combine(since, time.min, since.tzinfo)
    done = (runs.c.schedule == schedule, runs.c.state == "done", runs.c.nominal >= midnight, runs.c.nominal < before)
    await db.execute(runs.update().where(*done).values(state="again"))


async def failed(db: Connection, schedule: str, nominal: datetime, now: datetime, error: str) -> int:
    """Record a failure, to be tried again; return how often this moment has failed."""
    row = {"schedule": schedule, "nominal": nominal, "state": "failed", "at": now}
    await db.execute(insert_once(runs, db).values(row))
    moment = (runs.c.schedule == schedule, runs.c.nominal == nominal)
    values = {"attempts": runs.c.attempts + 1, "error": error, "at": now}
    await db.execute(runs.update().where(*moment).values(values))
    return int((await db.execute(sa.select(runs.c.attempts).where(*moment))).scalar_one())
