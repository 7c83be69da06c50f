"""Compute the moments of schedules from their crontab lines, the working days and the bureau's hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from functools import lru_cache

from apscheduler.triggers.cron import CronTrigger

from handlers.ask import Bureau
from plan.calendar import Calendar
from schedules.registry import Schedule

MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Moment:
    """A nominal time that is run at `now`, when the bureau's hours allow it; `since` is the one run before."""

    at: datetime
    since: datetime
    now: datetime


def following(schedule: Schedule, bureau: Bureau, after: datetime) -> datetime:
    """Return the first nominal time after this moment that falls on a working day; `after` is in the bureau's time
    zone."""
    assert after.tzinfo is not None
    return _following(schedule.crontab(bureau.rules, bureau.weekly), after.tzinfo, bureau.calendar, after)


def start_of(schedule: Schedule, bureau: Bureau, now: datetime) -> datetime:
    """Return the moment that counts as done when the schedule starts at `now`: nothing before the start is owed. If a
    daily schedule is still to come today, that is the end of yesterday."""
    is_still_to_come = schedule.is_daily and following(schedule, bureau, now).date() == now.date()
    return datetime.combine(now.date(), time(), now.tzinfo) - MOMENT if is_still_to_come else now


def latest(schedule: Schedule, bureau: Bureau, since: datetime, now: datetime) -> datetime | None:
    """Return the last nominal time in (since, now] that may be run by now: all that was missed is run as this one. A
    nominal time outside the bureau's hours is run at the next opening."""
    last = None
    at = following(schedule, bureau, _done(schedule, since))
    while at <= now:
        last = at if bureau.calendar.next_open(at) <= now else last
        at = following(schedule, bureau, at)
    return last


def coming(schedule: Schedule, bureau: Bureau, since: datetime, now: datetime, until: datetime) -> Iterator[Moment]:
    """Yield the moments that the scheduler would run from `now` to `until` if `since` is the last one done."""
    opening = bureau.calendar.next_open
    at = following(schedule, bureau, _done(schedule, since))
    while (run_at := opening(max(at, now))) <= until:
        after = following(schedule, bureau, at)
        if opening(max(after, now)) > run_at:
            yield Moment(at, since, run_at)
            since = at
        at = after


def _done(schedule: Schedule, since: datetime) -> datetime:
    """A daily schedule is done for the whole day, whatever its hour is changed to."""
    return datetime.combine(since, time.max, since.tzinfo) if schedule.is_daily else since


@lru_cache(maxsize=64)
def _trigger(line: str, zone: tzinfo) -> CronTrigger:
    return CronTrigger.from_crontab(line, timezone=zone)


@lru_cache(maxsize=64)
def _following(line: str, zone: tzinfo, calendar: Calendar, after: datetime) -> datetime:
    """Cached, because the scheduler asks the same question every minute until the moment has come."""
    at: datetime = _trigger(line, zone).get_next_fire_time(None, after + MOMENT)
    while not calendar.works(at.date()):
        morning = datetime.combine(calendar.next_working(at.date()), time(), at.tzinfo)
        at = _trigger(line, zone).get_next_fire_time(None, morning)
    return at
