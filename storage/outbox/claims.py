"""Letters on their way: claimed for a limited time, and settled: sent, later, or for good not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from plan.calendar import Calendar
from plan.hours import Urgent
from plan.letter_kinds import LetterKind, kinds
from plan.unsent import UnsentReason
from storage.database import Connection
from storage.deputies import RECEIVER
from storage.outbox.pending import hand
from storage.schema import Moment, groups, outbox, people, posts
from storage.statements import among, named, of_id

LEASE = timedelta(seconds=60)
"""A claim that its process has not settled is over by then; those of a process that died are released at the next
start, which knows by its lease that nobody else is sending."""
GRACE = timedelta(minutes=1)
"""What is due with the closing of the hours is on its way a moment later."""
MIN_TIME, NEVER = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
NOBODY = 0
"""No chat has this id: a letter to somebody who has never opened the bot fails, and is seen to have failed."""
Receiver = tuple[int | None, int | None]
"""The ids of a person and of a group, one of them None."""


@dataclass(frozen=True)
class Letter:
    """`payload` is a reply as JSON, `parts` of its messages have arrived, and `attempts` tries of the next one had no
    clear result; the receiver is either a person or a group. `due_at` is when it was meant to go, `written` when it
    came to be owed. `replaces` is the id of an earlier letter, whose message becomes this one.
    """

    id: int
    key: str
    kind: LetterKind
    payload: str
    chat_id: int
    thread_id: int | None
    person_id: int | None
    group_id: int | None
    attempts: int
    due_at: datetime
    written: datetime
    replaces: int | None = None
    parts: int = 0

    @property
    def receiver(self) -> Receiver:
        return self.person_id, self.group_id


NOW = sa.bindparam("now", type_=Moment)
MORNING = sa.bindparam("morning", type_=Moment)
MAY_BE_TRIED = sa.or_(outbox.c.retry_at.is_(None), outbox.c.retry_at <= NOW)
WAITING = (outbox.c.state == "waiting", outbox.c.due_at <= NOW, MAY_BE_TRIED)
SENDABLE_NOW = sa.or_(
    outbox.c.due_at <= sa.bindparam("until", type_=Moment),
    named(outbox.c.rule, "any_hour"),
    sa.and_(outbox.c.urgent, outbox.c.created_at >= sa.bindparam("at_once", type_=Moment)),
)
"""The hours are kept here, whenever a letter was due: a night may have come in between."""
OF_TODAY = sa.or_(~named(outbox.c.rule, "of_their_day"), outbox.c.created_at >= MORNING)
DUE = (*WAITING, SENDABLE_NOW, OF_TODAY, named(outbox.c.rule, "known"))
"""To be sent now. A digest of an earlier morning is for the next one to say; a kind that only a later version knows
waits for it."""
UNCLAIMED = sa.or_(outbox.c.claimed_until.is_(None), outbox.c.claimed_until < NOW)
NOT_BUSY = (
    ~among(sa.func.coalesce(outbox.c.person_id, 0), "people"),
    ~among(sa.func.coalesce(outbox.c.group_id, 0), "groups"),
)
CLAIMABLE = (*DUE, UNCLAIMED, *NOT_BUSY)
"""Claimed by nobody, and for somebody who is not busy."""
ORDER = (outbox.c.urgent.desc(), outbox.c.id)
ANY = sa.select(outbox.c.id).where(*CLAIMABLE).limit(1)
LEFT = sa.select(outbox.c.id).where(*DUE, *NOT_BUSY).limit(1)
IDS = sa.select(outbox.c.id).where(*CLAIMABLE).order_by(*ORDER).limit(sa.bindparam("most"))
IDS = IDS.with_for_update(skip_locked=True)
CHAT: sa.ColumnElement[int] = sa.func.coalesce(people.c.telegram_id, groups.c.chat_id, NOBODY)
COLUMNS: tuple[sa.ColumnElement[Any], ...] = (
    outbox.c.id, outbox.c.key, outbox.c.rule, outbox.c.payload, CHAT, groups.c.thread_id, outbox.c.person_id,
    outbox.c.group_id, outbox.c.attempts, outbox.c.due_at, outbox.c.created_at, outbox.c.replaces, outbox.c.parts,
)  # fmt: skip
LETTERS = (
    sa.select(*COLUMNS)
    .outerjoin(people, people.c.id == outbox.c.person_id)
    .outerjoin(groups, groups.c.id == outbox.c.group_id)
    .where(among(outbox.c.id, "ids"))
    .order_by(*ORDER)
)
CLAIM = outbox.update().where(among(outbox.c.id, "ids")).values(claimed_until=sa.bindparam("until"))


OF_EARLIER_DAYS = (
    sa.select(outbox.c.id, outbox.c.key, RECEIVER.label("receiver"))
    .join(posts, posts.c.id == outbox.c.post_id)
    .where(*DUE, UNCLAIMED, outbox.c.created_at < MORNING, RECEIVER.is_distinct_from(outbox.c.person_id))
)


def _values(now: datetime, calendar: Calendar, busy: Collection[Receiver] = ()) -> dict[str, Any]:
    morning = datetime.combine(now, time.min, now.tzinfo)
    return _kinds() | {
        "now": now, "morning": morning, "until": _until(now, calendar), "at_once": _at_once(morning, calendar),
        "people": [person_id for person_id, _ in busy if person_id is not None],
        "groups": [group_id for _, group_id in busy if group_id is not None],
    }  # fmt: skip


def _kinds() -> dict[str, list[str]]:
    return {
        "known": [kind.name for kind in kinds()],
        "any_hour": [kind.name for kind in kinds(any_hour=True)],
        "of_their_day": [kind.name for kind in kinds(is_of_its_day=True)],
    }


def _until(now: datetime, calendar: Calendar) -> datetime:
    """What was due by this moment may go out: anything that is due, within the hours."""
    closes = datetime.combine(now, calendar.hours.closes, now.tzinfo)
    return now if calendar.open(now) else closes if calendar.open(now - GRACE) else MIN_TIME


def _at_once(morning: datetime, calendar: Calendar) -> datetime:
    """What is urgent, and was written from this moment on, waits for no opening."""
    if calendar.hours.urgent is Urgent.ALWAYS:
        return MIN_TIME
    works = calendar.hours.urgent is Urgent.WORKDAYS and calendar.works(morning.date())
    return morning if works else NEVER


async def any_due(db: Connection, now: datetime, calendar: Calendar, busy: Collection[Receiver] = ()) -> bool:
    """Asked every second: a look costs no writing. `now` is in the bureau's time zone, here and below."""
    return (await db.execute(ANY, _values(now, calendar, busy))).first() is not None


async def next_due(db: Connection, after: datetime) -> datetime | None:
    """The nearest moment after this one at which a letter is to go, or is to be tried again."""
    at = sa.case((outbox.c.retry_at > outbox.c.due_at, outbox.c.retry_at), else_=outbox.c.due_at)
    waiting = (outbox.c.state == "waiting", sa.or_(outbox.c.due_at > after, outbox.c.retry_at > after))
    moment: datetime | None = await db.scalar(sa.select(sa.func.min(at, type_=Moment)).where(*waiting))
    return moment


async def any_left(db: Connection, now: datetime, calendar: Calendar, busy: Collection[Receiver]) -> bool:
    """To be said now, claimed by somebody or not."""
    return (await db.execute(LEFT, _values(now, calendar, busy))).first() is not None


async def claim(
    db: Connection, now: datetime, calendar: Calendar, limit: int, busy: Collection[Receiver] = ()
) -> list[Letter]:
    """Due letters, urgent ones first, for LEASE.

    At most one for each receiver, and none for those who are `busy`, so that theirs stay in order: that of their
    writing, for one that had to wait is due later than those behind it.
    """
    values = _values(now, calendar, busy)
    await _follow_posts(db, now.date(), values)
    first: dict[Receiver, Letter] = {}
    for letter in await _due(db, limit, values):
        first.setdefault(letter.receiver, letter)
    if not first:
        return []
    await db.execute(CLAIM, {"ids": [one.id for one in first.values()], "until": now + LEASE})
    return list(first.values())


async def _follow_posts(db: Connection, today: date, values: dict[str, Any]) -> None:
    """What has waited for another day is for whoever receives for its post on this one: a leave may have begun, or be
    over."""
    for id, key, receiver in (await db.execute(OF_EARLIER_DAYS, values | {"today": today})).all():
        await hand(db, id, key, receiver)


async def _due(db: Connection, limit: int, values: dict[str, Any]) -> list[Letter]:
    """Chosen by number first: thousands that wait are sorted without their texts."""
    ids = list((await db.execute(IDS, {"most": limit, **values})).scalars())
    return [Letter(*list(row)) for row in await db.execute(LETTERS, {"ids": ids})]


async def release(db: Connection) -> None:
    """Let go what a process that is no more has claimed: whoever calls this knows that no other is sending."""
    claimed = (outbox.c.state == "waiting", outbox.c.claimed_until.is_not(None))
    await db.execute(outbox.update().where(*claimed).values(claimed_until=None))


async def sent(db: Connection, id: int, message_id: int | None, now: datetime) -> None:
    await _settle(db, id, state="sent", sent_at=now, message_id=message_id, error=None, retry_at=None)


@dataclass(frozen=True)
class Try:
    """How a letter stands after a try: `parts` have arrived, as the reply `payload` where that is not what was written;
    `attempts` of the next part had no clear result. Not again before `retry_at`, where there is such a moment."""

    reason: UnsentReason
    attempts: int
    parts: int = 0
    payload: str | None = None
    retry_at: datetime | None = None


async def tried(db: Connection, id: int, last: Try) -> None:
    """It waits for another try."""
    changed = {"payload": last.payload} if last.payload is not None else {}
    values = {"error": last.reason, "attempts": last.attempts, "parts": last.parts, "retry_at": last.retry_at}
    await _settle(db, id, **values, **changed)


async def unclear(db: Connection, id: int, last: Try, now: datetime) -> None:
    """It was tried so often without a clear result that another message would do more harm than good."""
    state = {"state": "unclear", "sent_at": now, "retry_at": None}
    await _settle(db, id, **state, error=last.reason, attempts=last.attempts, parts=last.parts)


async def failed(db: Connection, id: int, reason: UnsentReason) -> None:
    """For good: nobody is there to take it."""
    await _settle(db, id, state="failed", error=reason)


async def dropped(db: Connection, id: int) -> None:
    """No longer true."""
    await _settle(db, id, state="dropped")


async def put_back_clock(db: Connection, now: datetime) -> None:
    """The clock was ahead and has been put right: what was to go by the wrong time goes now."""
    waiting = outbox.c.state == "waiting"
    await db.execute(outbox.update().where(waiting, outbox.c.retry_at > now).values(retry_at=None))
    ahead = (waiting, outbox.c.created_at > now, outbox.c.due_at > now)
    await db.execute(outbox.update().where(*ahead).values(due_at=now, created_at=now))


async def _settle(db: Connection, id: int, **values: object) -> None:
    await db.execute(of_id(outbox), {"which": id, "claimed_until": None, **values})
