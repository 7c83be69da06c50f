"""Declare a schedule: the kind of its letters, its times, and the function that says who is owed one."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time

from plan.letter_kinds import LetterKind
from plan.person import Person
from plan.picture import Picture
from plan.reply import Reply
from plan.rules import Rules
from schedules.tick import Tick
from storage.groups import Group
from storage.outbox.claims import Letter


@dataclass(frozen=True)
class Content:
    """What a letter says.

    `pictures` are sent with it, by file name. `counts` is what the group's next letter of this kind is compared with.
    """

    reply: Reply
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    counts: Mapping[str, int] | None = None


Compose = Callable[[str], Awaitable[Content]]
"""Given the letter's key. Called only when the letter is written, not for a forecast."""


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A letter that a schedule owes.

    A `content` that is a Reply gets the button 为什么收到 if it goes to a person.
    `about` completes its key `<kind>:<about>`. A key is written once, however often the schedule runs; without `about`
    it names receiver and day, so there is one letter a day. `reminders` are the keys of the reminders in it. It is due
    at once, unless `due_at` is given.
    """

    to: Person | Group
    content: Reply | Compose
    about: str = ""
    reminders: Sequence[str] = ()
    due_at: datetime | None = None

    @property
    def person_id(self) -> int | None:
        return None if isinstance(self.to, Group) else self.to.id

    @property
    def group_id(self) -> int | None:
        return self.to.id if isinstance(self.to, Group) else None

    def key(self, kind: LetterKind, tick: Tick) -> str:
        receiver = f"g{self.to.id}" if isinstance(self.to, Group) else f"{self.to.id}"
        return f"{kind.name}:{self.about or f'{receiver}:{tick.today}'}"


@dataclass(frozen=True)
class PutOff:
    """The group's letter is due on the next working day instead."""

    group: Group


Owes = Callable[[Tick], Awaitable[Sequence[NewLetter | PutOff]]]
"""A schedule's function: it only reads, so that the forecast can call it too."""
Rebuild = Callable[[Tick, Letter], Awaitable[Reply | None]]


@dataclass(frozen=True)
class Schedule:
    """`cron` is a crontab line in the bureau's time zone, with weekdays by name. Times on days off are left out.
    `{weekly}` in it stands for the hours that groups have chosen for their summary; `setting` names the time in `Rules`
    that replaces its hour and minute.
    """

    kind: LetterKind
    cron: str
    owes: Owes
    setting: str = ""

    @property
    def name(self) -> str:
        return self.kind.name

    @property
    def label(self) -> str:
        return self.kind.label

    @property
    def is_daily(self) -> bool:
        """Whether it fires once on every day. A daily schedule that has fired does not fire again on that day when its
        time is changed to a later one."""
        minute, hour, *days = self.cron.split()
        return minute.isdecimal() and hour.isdecimal() and days == ["*", "*", "*"]

    def crontab(self, rules: Rules, weekly: Sequence[int]) -> str:
        if not self.setting:
            return self.cron.format(weekly=",".join(map(str, weekly)) or DEFAULT_HOUR)
        at: time = getattr(rules, self.setting)
        return f"{at.minute} {at.hour} {' '.join(self.cron.split()[2:])}"


DEFAULT_HOUR = "9"
SCHEDULES: dict[str, Schedule] = {}
REBUILDS: dict[LetterKind, Rebuild] = {}


def schedule(kind: LetterKind, *, cron: str, setting: str = "") -> Callable[[Owes], Owes]:
    """Declare the function that returns the letters of this kind; one schedule per kind."""

    def declare(owes: Owes) -> Owes:
        if kind.name in SCHEDULES:
            raise ValueError(f"{kind.name} is declared twice")
        SCHEDULES[kind.name] = Schedule(kind, cron, owes, setting)
        return owes

    return declare


def rebuilds(kind: LetterKind) -> Callable[[Rebuild], Rebuild]:
    """Declare the function that returns what a delayed letter of this kind says when it is sent, or None if nothing is
    left of it. Kinds without one are sent as they were written, if their `condition` holds."""

    def declare(rebuild: Rebuild) -> Rebuild:
        if kind in REBUILDS:
            raise ValueError(f"{kind.name} is declared twice")
        REBUILDS[kind] = rebuild
        return rebuild

    return declare
