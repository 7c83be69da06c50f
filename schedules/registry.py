"""Declare a schedule once: its name, its label and when its moments are."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from plan.calendar import Calendar
from plan.light import Thresholds
from plan.mornings import Morning
from plan.rules import Rules
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
    rules: Rules

    @property
    def zone(self) -> tzinfo:
        assert self.now.tzinfo is not None
        return self.now.tzinfo

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def done(self) -> date:
        """The last day of which a daily schedule has had its moment."""
        return self.since.date()

    def morning(self, done: date) -> Morning:
        return Morning(done, self.today, self.calendar, self.limits, self.rules, self.zone)


Run = Callable[[Tick], Awaitable[None]]


@dataclass(frozen=True)
class Schedule:
    """`cron` is a crontab line in the bureau's time zone, weekdays by name, with `{weekly}` for the hours that groups
    have chosen; `setting` is the rule's time that takes the place of its hour and minute."""

    name: str
    label: str
    cron: str
    run: Run
    setting: str = ""

    @property
    def daily(self) -> bool:
        """Once a day, whatever its hour has been changed to meanwhile."""
        return "{weekly}" not in self.cron

    def crontab(self, rules: Rules, weekly: Sequence[int]) -> str:
        if not self.setting:
            return self.cron.format(weekly=",".join(map(str, weekly)) or NINE)
        at: time = getattr(rules, self.setting)
        return f"{at.minute} {at.hour} {' '.join(self.cron.split()[2:])}"


NINE = "9"
SCHEDULES: dict[str, Schedule] = {}


def schedule(name: str, label: str, *, cron: str, setting: str = "") -> Callable[[Run], Run]:
    def declare(run: Run) -> Run:
        if name in SCHEDULES:
            raise ValueError(f"{name} is declared twice")
        SCHEDULES[name] = Schedule(name, label, cron, run, setting)
        return run

    return declare
