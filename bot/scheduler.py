"""Runs the schedules: each nominal time once, in order, and what a stop has missed as one."""

import logging
from collections.abc import Callable
from datetime import datetime, time, timedelta, tzinfo
from functools import lru_cache

from apscheduler.triggers.cron import CronTrigger

from bot.clock import Clock
from handlers.ask import Bureau
from plan import format
from plan.calendar import Calendar
from plan.letter_kinds import SCHEDULE_FAILED
from plan.reply import Reply
from plan.values import Duty
from schedules import SCHEDULES, personal_reminders
from schedules.registry import Schedule, Tick
from storage import people, reminders, runs
from storage.database import Connection, Database
from storage.outbox import claims, letters

log = logging.getLogger(__name__)
MOMENT = timedelta(microseconds=1)
TOLD_AFTER = 3


class Scheduler:
    def __init__(self, db: Database, clock: Clock, bureau: Callable[[], Bureau]) -> None:
        self._db, self._clock, self._bureau = db, clock, bureau
        self._ahead: tuple[Bureau, datetime, datetime] | None = None
        self._looked_at: datetime | None = None

    async def begin(self) -> None:
        """What lies before the first start of all is not owed."""
        now = self._clock.now()

        async def work(db: Connection) -> None:
            await runs.forget_ahead(db, now)
            await claims.put_back_clock(db, now)
            for name in SCHEDULES.keys() - await runs.last(db, SCHEDULES):
                await runs.claim(db, name, self._begins(SCHEDULES[name], now), now)

        await self._db.write(work)

    def _begins(self, schedule: Schedule, now: datetime) -> datetime:
        """As if it had been done now, or yesterday, where a daily one has its moment still to come today."""
        to_come = schedule.daily and self._following(schedule, now).date() == now.date()
        return datetime.combine(now.date(), time(), now.tzinfo) - MOMENT if to_come else now

    async def catch_up(self) -> None:
        """Runs what is due and not done. A schedule that fails is tried again the next time; the others go on.

        Outside of the bureau's hours nothing is said: what comes due then stays undone until the next working morning.
        """
        now = self._clock.now()
        last = await self._db.read(lambda db: runs.last(db, SCHEDULES))
        put_back = self._looked_at is not None and now < self._looked_at - runs.DRIFT
        self._looked_at = now
        if put_back or runs.ahead(last, now):
            log.warning("the clock has been put back to %s", now)
            await self.begin()
            last = await self._db.read(lambda db: runs.last(db, SCHEDULES))
        await self._personal()
        if not self._bureau().calendar.open(now):
            return
        for schedule in SCHEDULES.values():
            try:
                await self._catch_up(schedule, last[schedule.name], self._clock.now())
            except Exception:
                log.exception("schedule %s could not be looked at", schedule.name)

    async def _personal(self) -> None:
        """What people have set for themselves, at any hour."""
        now, calendar, limits = self._clock.now(), self._bureau().calendar, self._bureau().limits
        if not await self._db.read(lambda db: reminders.any_due(db, now)):
            return
        try:
            await self._db.write(lambda db: personal_reminders.remind(db, now, calendar, limits))
        except Exception:
            log.exception("personal reminders failed; tried again in a minute")

    async def _catch_up(self, schedule: Schedule, since: datetime, now: datetime) -> None:
        at = self._latest(schedule, since, now)
        if at is None:
            return
        try:
            await self._db.write(lambda db: self._run(db, schedule, at, since, now))
        except Exception as error:
            log.exception("schedule %s failed for %s", schedule.name, at)
            words = f"{type(error).__name__}: {error}"
            await self._db.write(lambda db: self._failed(db, schedule, at, now, words))

    async def _failed(self, db: Connection, one: Schedule, at: datetime, now: datetime, words: str) -> None:
        if await runs.failed(db, one.name, at, now, words) != TOLD_AFTER:
            return
        clerks = await people.holders(db, (Duty.CLERK,), now.date())
        said = format.moment(at, now.date())
        reply = Reply(
            f"请知悉：{said}的“{one.label}”连续{TOLD_AFTER}次未能生成，系统每分钟自动重试，其他提醒照常。"
            "如今天仍未收到，请联系系统管理员。"
        )
        await letters.tell(db, SCHEDULE_FAILED, f"{one.name}:{at.timestamp():.0f}", reply, clerks, now)

    async def _run(self, db: Connection, schedule: Schedule, at: datetime, since: datetime, now: datetime) -> None:
        if await runs.claim(db, schedule.name, at, now):
            bureau = self._bureau()
            zone = self._clock.zone
            await schedule.run(Tick(db, at, since.astimezone(zone), now, bureau.calendar, bureau.limits, bureau.rules))

    def _latest(self, schedule: Schedule, since: datetime, now: datetime) -> datetime | None:
        """The last nominal time in (since, now] on which the bot may speak: all that was missed becomes that one."""
        calendar, latest = self._bureau().calendar, None
        if schedule.daily:
            since = datetime.combine(since.astimezone(self._clock.zone), time.max, self._clock.zone)
        at = self._following(schedule, since)
        while at <= now:
            # One that lies outside of the hours is due with the next opening.
            latest = at if calendar.next_open(at) <= now else latest
            at = self._following(schedule, at)
        return latest

    def _following(self, schedule: Schedule, after: datetime) -> datetime:
        """The next nominal time on a working day."""
        bureau = self._bureau()
        return _following(schedule.crontab(bureau.rules, bureau.weekly), self._clock.zone, bureau.calendar, after)

    def next_moment(self) -> datetime:
        """The nearest moment after now at which there is something to do: on a day off, or outside of the hours, what
        comes due is done with the next opening."""
        now, bureau = self._clock.now(), self._bureau()
        if self._ahead is None or self._ahead[0] is not bureau or not self._ahead[1] <= now < self._ahead[2]:
            self._ahead = bureau, now, self._after(now, bureau.calendar)
        return self._ahead[2]

    def _after(self, now: datetime, calendar: Calendar) -> datetime:
        opening = calendar.next_open(now)
        if opening > now:
            return opening
        closed = datetime.combine(now.date(), calendar.hours.closes, now.tzinfo) + MOMENT
        return calendar.next_open(min(closed, *(self._following(schedule, now) for schedule in SCHEDULES.values())))


@lru_cache(maxsize=64)
def _trigger(line: str, zone: tzinfo) -> CronTrigger:
    return CronTrigger.from_crontab(line, timezone=zone)


@lru_cache(maxsize=64)
def _following(line: str, zone: tzinfo, calendar: Calendar, after: datetime) -> datetime:
    """Kept: until it has come, the same question is asked every minute."""
    at: datetime = _trigger(line, zone).get_next_fire_time(None, after + MOMENT)
    while not calendar.works(at.date()):
        morning = datetime.combine(calendar.next_working(at.date()), time(), at.tzinfo)
        at = _trigger(line, zone).get_next_fire_time(None, morning)
    return at
