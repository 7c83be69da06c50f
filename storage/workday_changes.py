"""Change the bureau's calendar, and recompute what was computed by the old one."""

from datetime import date, datetime, time

from plan.calendar import Calendar
from plan.holidays import Notice
from plan.hours import Hours
from storage import assignments, light_dates, runs, settings, workdays
from storage.database import Connection
from storage.outbox import pending
from storage.settings import BUREAU


async def set_notice(db: Connection, notice: Notice, now: datetime) -> Calendar:
    """Store a notice, in place of an earlier one for its year, and return the new calendar."""
    before = await workdays.calendar(db)
    await settings.put(db, BUREAU, f"{workdays.NOTICE}{notice.year}", workdays.dump(notice))
    return await _recomputed(db, before, now)


async def set_day(db: Connection, day: date, works: bool | None, now: datetime) -> Calendar:
    """Declare a day a working day or a day off, whatever the notices say; None removes the declaration."""
    before = await workdays.calendar(db)
    if works is None:
        await settings.drop(db, BUREAU, f"{workdays.DAY}{day}")
    else:
        await settings.put(db, BUREAU, f"{workdays.DAY}{day}", str(int(works)))
    return await _recomputed(db, before, now)


async def set_hours(db: Connection, hours: Hours, now: datetime) -> Calendar:
    before = await workdays.calendar(db)
    await settings.put(db, BUREAU, workdays.HOURS, workdays.written(hours))
    return await _recomputed(db, before, now)


async def _recomputed(db: Connection, before: Calendar, now: datetime) -> Calendar:
    """Recompute the dates of lights, the moments of waiting letters, and the last morning's digest.

    That digest may have moved reminders to another day because of a day off that has become a working day.
    """
    after = await workdays.calendar(db)
    await pending.close_earlier(db, datetime.combine(now, after.hours.closes, now.tzinfo), now)
    if workdays.mark(before) != workdays.mark(after):
        await light_dates.follow_rules(db, await assignments.of_plan(db))
        last = datetime.combine(after.last_working(now.date()), time.min, now.tzinfo)
        await runs.reopen(db, "digest", last, now)
    return after
