"""Run the schedules: each nominal time once, in order, and all that a stop has missed as one."""

import logging
from collections.abc import Callable
from datetime import datetime

from bot import moments
from bot.clock import Clock
from bot.moments import MOMENT
from handlers.ask import Bureau
from plan import format
from plan.calendar import Calendar
from plan.letter_kinds import SCHEDULE_FAILED
from plan.reply import Reply
from plan.values import Duty
from schedules import SCHEDULES, personal_reminders
from schedules.registry import Schedule
from schedules.run import run
from schedules.tick import Tick
from storage import people, reminders, runs
from storage.database import Connection, Database
from storage.outbox import claims, letters

log = logging.getLogger(__name__)
REPORTED_AFTER = 3
"""Failures of one moment after which the clerks are told."""


class Scheduler:
    def __init__(self, db: Database, clock: Clock, bureau: Callable[[], Bureau]) -> None:
        self._db, self._clock, self._bureau = db, clock, bureau
        self._ahead: tuple[Bureau, datetime, datetime] | None = None
        self._looked_at: datetime | None = None

    async def begin(self) -> None:
        """Record the start of schedules that have never run: nothing from before their start is owed."""
        now, bureau = self._clock.now(), self._bureau()

        async def work(db: Connection) -> None:
            await runs.forget_ahead(db, now)
            await claims.put_back_clock(db, now)
            for name in SCHEDULES.keys() - await runs.last(db, SCHEDULES):
                await runs.claim(db, name, moments.start_of(SCHEDULES[name], bureau, now), now)

        await self._db.write(work)

    async def catch_up(self) -> None:
        """Run what is due and not done. A schedule that fails is tried again the next time; the others go on.

        Nothing runs outside the bureau's hours: what comes due then waits for the next opening.
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
                await self._catch_up(schedule, last[schedule.name].astimezone(self._clock.zone), self._clock.now())
            except Exception:
                log.exception("schedule %s could not be looked at", schedule.name)

    async def _personal(self) -> None:
        """Queue the reminders that people have set for themselves, at any hour."""
        now, calendar, limits = self._clock.now(), self._bureau().calendar, self._bureau().limits
        if not await self._db.read(lambda db: reminders.any_due(db, now)):
            return
        try:
            await self._db.write(lambda db: personal_reminders.remind(db, now, calendar, limits))
        except Exception:
            log.exception("personal reminders failed; tried again in a minute")

    async def _catch_up(self, schedule: Schedule, since: datetime, now: datetime) -> None:
        at = moments.latest(schedule, self._bureau(), since, now)
        if at is None:
            return
        try:
            await self._db.write(lambda db: self._run(db, schedule, at, since, now))
        except Exception as error:
            log.exception("schedule %s failed for %s", schedule.name, at)
            words = f"{type(error).__name__}: {error}"
            await self._db.write(lambda db: self._failed(db, schedule, at, now, words))

    async def _failed(self, db: Connection, schedule: Schedule, at: datetime, now: datetime, words: str) -> None:
        if await runs.failed(db, schedule.name, at, now, words) != REPORTED_AFTER:
            return
        clerks = await people.holders(db, (Duty.CLERK,), now.date())
        reply = Reply(
            f"请知悉：{format.moment(at, now.date())}的“{schedule.label}”连续{REPORTED_AFTER}次未能生成，"
            "系统每分钟自动重试，其他提醒照常。如今天仍未收到，请联系系统管理员。"
        )
        await letters.tell(db, SCHEDULE_FAILED, f"{schedule.name}:{at.timestamp():.0f}", reply, clerks, now)

    async def _run(self, db: Connection, schedule: Schedule, at: datetime, since: datetime, now: datetime) -> None:
        """Claim the nominal time and write what it owes, in one transaction."""
        if await runs.claim(db, schedule.name, at, now):
            bureau = self._bureau()
            done = since.date()
            await run(schedule, Tick(db, at, since, now, bureau.calendar, bureau.limits, bureau.rules, done))

    def next_moment(self) -> datetime:
        """Return the nearest moment after now at which there is something to do. What comes due on a day off or
        outside the hours is done at the next opening."""
        now, bureau = self._clock.now(), self._bureau()
        if self._ahead is None or self._ahead[0] is not bureau or not self._ahead[1] <= now < self._ahead[2]:
            self._ahead = bureau, now, _next(bureau, now, bureau.calendar)
        return self._ahead[2]


def _next(bureau: Bureau, now: datetime, calendar: Calendar) -> datetime:
    opening = calendar.next_open(now)
    if opening > now:
        return opening
    closed = datetime.combine(now.date(), calendar.hours.closes, now.tzinfo) + MOMENT
    coming = (moments.following(schedule, bureau, now) for schedule in SCHEDULES.values())
    return calendar.next_open(min(closed, *coming))
