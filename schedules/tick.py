"""The moment at which a schedule runs, in earnest or for a forecast."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any, ParamSpec, TypeVar

from plan.calendar import Calendar
from plan.light import Thresholds
from plan.mornings import Morning
from plan.rules import Rules
from storage.database import Connection
from storage.groups import Group
from storage.outbox.pending import NOTHING_UNTOLD, Untold

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Outlook:
    """What a forecast adds to its ticks, because the moments before them have not written anything.

    `asked_at` is when the forecast is made, `days` are those of all of its moments of this schedule. `told` and `keys`
    are the keys of the reminders and letters of its earlier moments, and `put_off` says of groups whether their card
    was put off at the last of these. The ticks of one forecast share `memory`.
    """

    asked_at: datetime
    days: tuple[date, ...]
    told: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    put_off: dict[int, bool] = field(default_factory=dict)
    memory: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Tick:
    """One moment of a schedule: `at` is its nominal time, `since` that of the last one done, both in the bureau's time
    zone.

    `now` is later than `at` if the bot was stopped, or outside the bureau's hours. `done` is the last day of which
    everything was told. `untold` is what letters of a kind that is of its day have not told yet; they are taken back.
    `outlook` is only there in a forecast.
    """

    db: Connection
    at: datetime
    since: datetime
    now: datetime
    calendar: Calendar
    limits: Thresholds
    rules: Rules
    done: date
    untold: Untold = NOTHING_UNTOLD
    outlook: Outlook | None = None

    @property
    def zone(self) -> tzinfo:
        assert self.now.tzinfo is not None
        return self.now.tzinfo

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def asked_at(self) -> datetime:
        """The moment as of which the outbox is read: in a forecast, before `now`."""
        return self.outlook.asked_at if self.outlook else self.now

    @property
    def mornings(self) -> list[Morning]:
        """This morning and, in a forecast, those after it: what is read for all of them is read once."""
        later = [day for day in self.outlook.days if day > self.today] if self.outlook else []
        days = [self.today, *later]
        return [self.morning(done, day) for done, day in zip([self.done, *days], days, strict=False)]

    def morning(self, done: date, today: date | None = None) -> Morning:
        return Morning(done, today or self.today, self.calendar, self.limits, self.rules, self.zone)

    def told_before(self) -> set[str]:
        """Return the keys of the reminders that earlier moments of the same forecast would tell."""
        return self.outlook.told if self.outlook else set()

    def has_key(self, key: str) -> bool:
        """Return whether an earlier moment of the same forecast would write a letter under this key."""
        return self.outlook is not None and key in self.outlook.keys

    def is_put_off(self, group: Group) -> bool:
        return self.outlook.put_off.get(group.id, group.put_off) if self.outlook else group.put_off

    async def once(self, name: str, make: Callable[[], Awaitable[T]]) -> T:
        """Return what `make` returned at the first tick of the same forecast."""
        if self.outlook is None:
            return await make()
        if name not in self.outlook.memory:
            self.outlook.memory[name] = await make()
        result: T = self.outlook.memory[name]
        return result

    async def computed(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the function's result. A forecast computes it in a thread: it may take seconds, and others are
        answered meanwhile."""
        if self.outlook is None:
            return function(*args, **kwargs)
        return await asyncio.to_thread(function, *args, **kwargs)
