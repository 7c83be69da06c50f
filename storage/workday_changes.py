"""Changes of the bureau's calendar, with all that was computed by the old one."""

from datetime import date, datetime, time

from plan.calendar import Calendar
from plan.holidays import Notice
from plan.hours import Hours
from storage import assignments, light_dates, runs, settings, workdays
from storage.database import Connection
from storage.outbox import pending
from storage.settings import BUREAU


async def set_notice(db: Connection, notice: Notice, now: datetime) -> Calendar:
    """Instead of an earlier one for that year. Answers, as the others do, with the calendar that it makes."""
    before = await workdays.calendar(db)
    await settings.put(db, BUREAU, f"{workdays.NOTICE}{notice.year}", workdays.dump(notice))
    return await _followed(db, before, now)


async def set_day(db: Connection, day: date, works: bool | None, now: datetime) -> Calendar:
    """The bureau's own word about one day; None takes it back."""
    before = await workdays.calendar(db)
    if works is None:
        await settings.drop(db, BUREAU, f"{workdays.DAY}{day}")
    else:
        await settings.put(db, BUREAU, f"{workdays.DAY}{day}", str(int(works)))
    return await _followed(db, before, now)


async def set_hours(db: Connection, hours: Hours, now: datetime) -> Calendar:
    before = await workdays.calendar(db)
    await settings.put(db, BUREAU, workdays.HOURS, workdays.written(hours))
    return await _followed(db, before, now)


async def _followed(db: Connection, before: Calendar, now: datetime) -> Calendar:
    """What was computed by the old one is computed anew: when lights turn, when waiting letters may go, and what the
    last morning was to say, as a reminder for a day that was to work."""
    after = await workdays.calendar(db)
    await pending.close_earlier(db, datetime.combine(now, after.hours.closes, now.tzinfo), now)
    if workdays.mark(before) != workdays.mark(after):
        await light_dates.follow_rules(db, await assignments.of_plan(db))
        last = datetime.combine(after.last_working(now.date()), time.min, now.tzinfo)
        await runs.reopen(db, "digest", last, now)
    return after
