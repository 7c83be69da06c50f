"""What a handler is given: who asks, what, now, and the open transaction."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from typing import Literal

from plan.assignment import Assignment
from plan.calendar import Calendar
from plan.evidence import KeptFile
from plan.forecast import Forecast
from plan.light import Thresholds
from plan.quota import Quota
from plan.rules import Rules
from storage.card_facts import Papers
from storage.database import Connection
from storage.people import Person
from storage.plans import Task

ChatKind = Literal["private", "group"]


@dataclass(frozen=True)
class Chat:
    """A supergroup is a group; `thread_id` is the topic where something was said."""

    id: int
    kind: ChatKind
    title: str = ""
    thread_id: int | None = None


async def nothing_coming(_db: Connection, _now: datetime, _bureau: "Bureau") -> Forecast:
    return Forecast([], {})


@dataclass(frozen=True)
class Bureau:
    """What holds for everybody at this moment.

    `weekly` are the hours at which groups want their summary, `quota` how much evidence is taken. `forecast` returns
    the letters of the coming days; `bot` provides it, because handlers do not know the schedules.
    """

    calendar: Calendar
    limits: Thresholds
    bot_username: str
    rules: Rules = field(default_factory=Rules)
    weekly: tuple[int, ...] = ()
    quota: Quota = field(default_factory=Quota)
    forecast: Callable[[Connection, datetime, "Bureau"], Awaitable[Forecast]] = nothing_coming


@dataclass(frozen=True)
class View:
    """A task as one person looks at it: `own` is his own unit's share, `readable` are all that he may read.

    `files` is how many have been handed in with these.
    """

    me: Person
    task: Task
    own: Assignment | None
    readable: tuple[Assignment, ...]
    today: date
    papers: Papers
    files: int = 0

    @property
    def open(self) -> tuple[Assignment, ...]:
        return tuple(assignment for assignment in self.readable if assignment.open)

    @property
    def mine(self) -> str:
        """`412 v7`, as buttons name the own share; empty without one."""
        return f"{self.own.id} v{self.own.version}" if self.own else ""


@dataclass(frozen=True)
class Ask:
    """`now` is aware, in the bureau's time zone. `person` is None for a stranger; `sender` is his Telegram account.

    `files` came with what he said, their bytes on disk already.
    """

    db: Connection
    now: datetime
    chat: Chat
    sender_id: int
    sender_name: str
    person: Person | None
    bureau: Bureau
    files: tuple[KeptFile, ...] = ()

    @property
    def me(self) -> Person:
        """The gate lets only known people through to a command that is not for strangers."""
        assert self.person is not None
        return self.person

    @property
    def zone(self) -> tzinfo:
        assert self.now.tzinfo is not None
        return self.now.tzinfo

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def told_on(self) -> date:
        """The day on which others are told of what happens now: letters speak of dates as they stand then."""
        return self.bureau.calendar.told_at(self.now, urgent=True).date()

    def by(self, person: Person) -> "Ask":
        """The same, asked by somebody who has just become known."""
        return replace(self, person=person)
