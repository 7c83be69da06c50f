"""Declare a schedule once: its name, its label and when its moments are."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from plan.calendar import Calendar
from plan.light import Thresholds
from storage.database import Connection


@dataclass(frozen=True)
class Tick:
    """One moment: `at` is its nominal time, `since` that of the last one done, both in the bureau's time zone.

    `now` is later than `at` where the bot has stood still in between.
    """

    db: Connection
    at: datetime
    since: datetime
    now: datetime
    calendar: Calendar
    limits: Thresholds

    @property
    def zone(self) -> tzinfo:
        assert self.now.tzinfo is not None
        return self.now.tzinfo

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def done(self) -> date:
        """The last day whose moment is behind us: that of the first start's day is not, where it comes later."""
        early = self.since.time() < self.at.time()
        return self.since.date() - timedelta(days=early)


Run = Callable[[Tick], Awaitable[None]]


@dataclass(frozen=True)
class Schedule:
    """`cron` is a crontab line in the bureau's time zone, weekdays by name."""

    name: str
    label: str
    cron: str
    run: Run


SCHEDULES: dict[str, Schedule] = {}


def schedule(name: str, label: str, *, cron: str) -> Callable[[Run], Run]:
    def declare(run: Run) -> Run:
        if name in SCHEDULES:
            raise ValueError(f"{name} is declared twice")
        SCHEDULES[name] = Schedule(name, label, cron, run)
        return run

    return declare
