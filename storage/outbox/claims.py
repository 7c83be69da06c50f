"""Claim due letters for a limited time, and record what became of each: sent, to be tried again, or given up."""

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
from storage.outbox.pending import hand_over
from storage.schema import Moment, groups, outbox, people, posts
from storage.statements import among, named, of_id

LEASE = timedelta(seconds=60)
"""How long a claim lasts unless its letter is settled. The claims of a process that died are released at the next
start, whose lease on the database proves that no other process is sending."""
GRACE = timedelta(minutes=1)
"""Letters due at the closing of the hours are sent shortly after it."""
MIN_TIME, NEVER = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
NOBODY = 0
"""No chat has this id: a letter to somebody who has never opened the bot is recorded as failed."""
Receiver = tuple[int | None, int | None]
"""The ids of a person and of a group, one of them None."""


@dataclass(frozen=True)
class Letter:
    """A letter to a person or to a group. `payload` is a reply as JSON; `parts` of its messages have arrived, and
    `attempts` tries of the next one had no clear result. `written` is when it was queued. `replaces` is the id of an
    earlier letter whose message is edited to say this.
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
"""Quiet hours are enforced here, because a letter that was due in the day may be sent in the night."""
OF_TODAY = sa.or_(~named(outbox.c.rule, "of_their_day"), outbox.c.created_at >= MORNING)
DUE = (*WAITING, SENDABLE_NOW, OF_TODAY, named(outbox.c.rule, "known"))
"""To be sent now. A digest of an earlier morning becomes part of the next one; a kind that only a later version
declares waits for that version."""
UNCLAIMED = sa.or_(outbox.c.claimed_until.is_(None), outbox.c.claimed_until < NOW)
NOT_BUSY = (
    ~among(sa.func.coalesce(outbox.c.person_id, 0), "people"),
    ~among(sa.func.coalesce(outbox.c.group_id, 0), "groups"),
)
CLAIMABLE = (*DUE, UNCLAIMED, *NOT_BUSY)
"""Claimed by no process, to a receiver for whom no letter is in flight."""
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
    """Return the moment up to which due letters may be sent: now within the hours, shortly after them their end."""
    closes = datetime.combine(now, calendar.hours.closes, now.tzinfo)
    return now if calendar.open(now) else closes if calendar.open(now - GRACE) else MIN_TIME


def _at_once(morning: datetime, calendar: Calendar) -> datetime:
    """Return the moment from which on urgent letters that were written are sent outside the hours too."""
    if calendar.hours.urgent is Urgent.ALWAYS:
        return MIN_TIME
    works = calendar.hours.urgent is Urgent.WORKDAYS and calendar.works(morning.date())
    return morning if works else NEVER


async def any_due(db: Connection, now: datetime, calendar: Calendar, busy: Collection[Receiver] = ()) -> bool:
    """Return whether a letter can be claimed. It only reads, because it is asked every second. `now` is in the bureau's
    time zone, here and below."""
    return (await db.execute(ANY, _values(now, calendar, busy))).first() is not None


async def next_due(db: Connection, after: datetime) -> datetime | None:
    """Return the nearest moment after this one at which a letter is due or is to be tried again."""
    at = sa.case((outbox.c.retry_at > outbox.c.due_at, outbox.c.retry_at), else_=outbox.c.due_at)
    waiting = (outbox.c.state == "waiting", sa.or_(outbox.c.due_at > after, outbox.c.retry_at > after))
    moment: datetime | None = await db.scalar(sa.select(sa.func.min(at, type_=Moment)).where(*waiting))
    return moment


async def any_left(db: Connection, now: datetime, calendar: Calendar, busy: Collection[Receiver]) -> bool:
    """Return whether a letter is due now, claimed or not."""
    return (await db.execute(LEFT, _values(now, calendar, busy))).first() is not None


async def claim(
    db: Connection, now: datetime, calendar: Calendar, limit: int, busy: Collection[Receiver] = ()
) -> list[Letter]:
    """Claim due letters for LEASE and return them, urgent ones first.

    At most one per receiver, and none for those who are `busy`, so that each receiver's letters arrive in the order in
    which they were written. A letter that had to wait is due later than those written after it.
    """
    values = _values(now, calendar, busy)
    await _follow_posts(db, now.date(), values)
    first: dict[Receiver, Letter] = {}
    for letter in await _due(db, limit, values):
        first.setdefault(letter.receiver, letter)
    if not first:
        return []
    await db.execute(CLAIM, {"ids": [letter.id for letter in first.values()], "until": now + LEASE})
    return list(first.values())


async def _follow_posts(db: Connection, today: date, values: dict[str, Any]) -> None:
    """Readdress letters of earlier days to those who receive for their posts today: a leave may have begun or ended."""
    for id, key, receiver in (await db.execute(OF_EARLIER_DAYS, values | {"today": today})).all():
        await hand_over(db, id, key, receiver)


async def _due(db: Connection, limit: int, values: dict[str, Any]) -> list[Letter]:
    """Select ids first, so that thousands of waiting letters are sorted without their texts."""
    ids = list((await db.execute(IDS, {"most": limit, **values})).scalars())
    return [Letter(*list(row)) for row in await db.execute(LETTERS, {"ids": ids})]


async def release(db: Connection) -> None:
    """Release the claims of a process that has ended. The caller must know that no other process is sending."""
    claimed = (outbox.c.state == "waiting", outbox.c.claimed_until.is_not(None))
    await db.execute(outbox.update().where(*claimed).values(claimed_until=None))


async def sent(db: Connection, id: int, message_id: int | None, now: datetime) -> None:
    await _settle(db, id, state="sent", sent_at=now, message_id=message_id, error=None, retry_at=None)


@dataclass(frozen=True)
class Try:
    """The state of a letter after a try. `parts` have arrived, of the reply `payload` if that differs from what was
    written; `attempts` of the next part had no clear result. It is not tried again before `retry_at`."""

    reason: UnsentReason
    attempts: int
    parts: int = 0
    payload: str | None = None
    retry_at: datetime | None = None


async def tried(db: Connection, id: int, last: Try) -> None:
    """Record that it waits for another try."""
    changed = {"payload": last.payload} if last.payload is not None else {}
    values = {"error": last.reason, "attempts": last.attempts, "parts": last.parts, "retry_at": last.retry_at}
    await _settle(db, id, **values, **changed)


async def unclear(db: Connection, id: int, last: Try, now: datetime) -> None:
    """Record that it is not tried again: it may have arrived, and a further copy would do more harm than good."""
    state = {"state": "unclear", "sent_at": now, "retry_at": None}
    await _settle(db, id, **state, error=last.reason, attempts=last.attempts, parts=last.parts)


async def failed(db: Connection, id: int, reason: UnsentReason) -> None:
    """Record that it can never be delivered."""
    await _settle(db, id, state="failed", error=reason)


async def dropped(db: Connection, id: int) -> None:
    """Record that it is not sent, because it no longer holds."""
    await _settle(db, id, state="dropped")


async def put_back_clock(db: Connection, now: datetime) -> None:
    """Make due now what a clock that was ahead has put off; the clock has been corrected."""
    waiting = outbox.c.state == "waiting"
    await db.execute(outbox.update().where(waiting, outbox.c.retry_at > now).values(retry_at=None))
    ahead = (waiting, outbox.c.created_at > now, outbox.c.due_at > now)
    await db.execute(outbox.update().where(*ahead).values(due_at=now, created_at=now))


async def _settle(db: Connection, id: int, **values: object) -> None:
    await db.execute(of_id(outbox), {"which": id, "claimed_until": None, **values})
