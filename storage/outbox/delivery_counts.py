"""Count the letters of one day by kind and state, and list those that have not arrived."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

import sqlalchemy as sa

from plan.letter_kinds import LetterKind, kinds
from plan.unsent import UnsentReason
from storage import people
from storage.database import Connection
from storage.schema import groups, outbox

LATE = ("waiting", "failed", "unclear")
NOT_SENT = sa.func.coalesce(outbox.c.state, "").in_(LATE)
"""With coalesce, so that the index on days is used and not that on states: in a year very many may have failed."""


@dataclass(frozen=True)
class Count:
    """The number of letters of one kind in one state. `reason` is why they have not arrived, None without a try."""

    kind: LetterKind
    state: str
    reason: UnsentReason | None
    count: int


@dataclass(frozen=True)
class Unsent:
    """`who` is the receiver's posts or group; `name` is empty for a group."""

    kind: LetterKind
    who: str
    name: str
    state: str
    reason: UnsentReason | None
    due_at: datetime


def _of(day: date, zone: tzinfo) -> tuple[sa.ColumnElement[bool], ...]:
    """Select the letters queued on that day. A person's menu is not a letter."""
    start = datetime.combine(day, time(), zone)
    end = start + timedelta(days=1)
    return (outbox.c.created_at >= start, outbox.c.created_at < end, outbox.c.rule.not_in(kinds(shown_as="menu")))


async def counts(db: Connection, day: date, zone: tzinfo) -> list[Count]:
    reason = sa.case((outbox.c.state != "sent", outbox.c.error))
    columns = (outbox.c.rule, outbox.c.state, reason)
    query = sa.select(*columns, sa.func.count()).where(*_of(day, zone)).group_by(*columns)
    query = query.order_by(sa.func.min(outbox.c.id))
    return [Count(*row) for row in await db.execute(query)]


async def waiting(db: Connection, morning: datetime) -> list[tuple[LetterKind, int | None, datetime]]:
    """Return kind, person and due time of all messages that wait. Left out are edits of sent ones, and letters of their
    day that were written before this `morning`: what they say becomes part of the next one."""
    query = sa.select(outbox.c.rule, outbox.c.person_id, outbox.c.due_at)
    query = query.where(sa.or_(outbox.c.rule.not_in(kinds(is_of_its_day=True)), outbox.c.created_at >= morning))
    messages = (outbox.c.state == "waiting", outbox.c.rule.not_in(kinds(is_message=False)), outbox.c.replaces.is_(None))
    return [(kind, person_id, due_at) for kind, person_id, due_at in await db.execute(query.where(*messages))]


async def unclear_since(db: Connection, since: datetime) -> int:
    """Count the letters last tried from `since` on that may or may not have arrived."""
    unclear = (outbox.c.state == "unclear", outbox.c.sent_at >= since, outbox.c.rule.not_in(kinds(shown_as="menu")))
    return int((await db.execute(sa.select(sa.func.count()).where(*unclear))).scalar_one())


async def late_count(db: Connection, day: date, zone: tzinfo, of: Collection[LetterKind]) -> int:
    query = sa.select(sa.func.count()).where(*_of(day, zone), outbox.c.rule.in_(of), NOT_SENT)
    return int((await db.execute(query)).scalar_one())


async def late(
    db: Connection, day: date, zone: tzinfo, of: Collection[LetterKind], first: int, size: int, today: date
) -> list[Unsent]:  # fmt: skip
    """List those not sent: the failed ones, then the unclear ones, then those that wait."""
    query = (
        sa.select(outbox.c.rule, outbox.c.person_id, groups.c.title, outbox.c.state, outbox.c.error, outbox.c.due_at)
        .outerjoin(groups, groups.c.id == outbox.c.group_id)
        .where(*_of(day, zone), outbox.c.rule.in_(of), NOT_SENT)
        .order_by(outbox.c.state, outbox.c.id).offset(first).limit(size)
    )  # fmt: skip
    unsent = []
    for kind, person_id, title, state, reason, due_at in (await db.execute(query)).all():
        person = None if person_id is None else await people.get(db, person_id, today)
        posts = "、".join(post.title for post in person.posts) if person else ""
        who = f"群“{title}”" if title is not None else posts or "暂无岗位"
        unsent.append(Unsent(kind, who, person.name if person else "", state, reason, due_at.astimezone(zone)))
    return unsent
