"""The value that a handler is given: who asks, when, in which chat, and the open transaction."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from typing import Any, Literal

from markupsafe import Markup

from plan.assignment import Assignment
from plan.calendar import Calendar
from plan.evidence import StoredFile
from plan.evidence_quota import Quota
from plan.forecast import Forecast
from plan.light import Thresholds
from plan.permission import Post
from plan.person import Person
from plan.rules import Rules
from plan.texts import render
from plan.values import Duty
from storage.card_facts import CardFacts
from storage.database import Connection
from storage.plans import Task

ChatKind = Literal["private", "group"]


@dataclass(frozen=True)
class Chat:
    """The chat that a message came from. `thread_id` is the topic within a group; supergroups count as groups."""

    id: int
    kind: ChatKind
    title: str = ""
    thread_id: int | None = None


async def nothing_coming(_db: Connection, _now: datetime, _bureau: "Bureau") -> Forecast:
    return Forecast([], {})


@dataclass(frozen=True)
class Bureau:
    """Settings that apply to the whole bureau.

    `weekly` are the hours of the day at which groups get their weekly summary; `quota` limits the files of evidence.
    `forecast` returns the letters of the coming days; `bot` provides it, because handlers do not know the schedules.
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
    """A task as one person sees it.

    `own` is the assignment of the person's own unit, `readable` are all the task's assignments that they may read,
    and `files` is the number of files handed in with the assignments whose orders they may read.
    """

    me: Person
    task: Task
    own: Assignment | None
    readable: tuple[Assignment, ...]
    today: date
    papers: CardFacts
    files: int = 0

    @property
    def open_assignments(self) -> tuple[Assignment, ...]:
        return tuple(assignment for assignment in self.readable if assignment.open)

    @property
    def own_version(self) -> str:
        """Return the own assignment as buttons name it, such as `412 v7`; empty without one."""
        return f"{self.own.id} v{self.own.version}" if self.own else ""


@dataclass(frozen=True)
class Ask:
    """One use of a command.

    `now` is when it is handled, and `sent_at` when the person wrote or tapped; both are aware, in the bureau's time
    zone. Deadlines, words such as "tomorrow" and the dates of reports go by `sent_at`. `person` is None for strangers;
    `sender_id` and `sender_name` are those of the Telegram account. `files` came with the message, and their bytes are
    on disk already. `message_id` is the message that the person wrote, None for a tap; `is_forwarded` is whether they
    forwarded it.
    """

    db: Connection
    now: datetime
    sent_at: datetime
    chat: Chat
    sender_id: int
    sender_name: str
    person: Person | None
    bureau: Bureau
    files: tuple[StoredFile, ...] = ()
    message_id: int | None = None
    is_forwarded: bool = False

    @property
    def me(self) -> Person:
        """Return the person who asks. Only commands for strangers run without one: the gate checks it before."""
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
    def sent_on(self) -> date:
        """Return the day on which the person wrote."""
        return self.sent_at.date()

    @property
    def delivery_day(self) -> date:
        """Return the day on which an urgent letter queued now is delivered; the letter's dates are relative to it."""
        return self.bureau.calendar.send_time(self.now, urgent=True).date()

    def post_of(self, duty: Duty) -> Post:
        """Return the person's first post with this duty, which the right to the command guarantees."""
        return next(post for post in self.me.posts if post.duty is duty)

    def render(self, template: str, /, **values: Any) -> Markup:
        """Return the text of a template in `plan/texts/`, which reads dates relative to today."""
        return render(template, today=self.today, calendar=self.bureau.calendar, **values)

    def as_person(self, person: Person) -> "Ask":
        """Return the same request as asked by `person`, who has only now become known."""
        return replace(self, person=person)
