"""What became of letters: how many of each rule on one day, and those that have not arrived."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

import sqlalchemy as sa

from plan.letter_kinds import MENU, LetterKind, kinds
from plan.unsent import UnsentReason
from storage import people
from storage.database import Connection
from storage.schema import groups, outbox

LATE = ("waiting", "failed", "unclear")
NOT_SENT = sa.func.coalesce(outbox.c.state, "").in_(LATE)
"""So worded that the day's index is used, not that of states: over a year very many may have failed."""


@dataclass(frozen=True)
class Count:
    """The number of letters of one kind in one state. `reason` is why they have not arrived, None without a try."""

    kind: LetterKind
    state: str
    reason: UnsentReason | None
    count: int


@dataclass(frozen=True)
class Unsent:
    """`who` is the receiver's posts, or his group; `name` is empty for a group."""

    kind: LetterKind
    who: str
    name: str
    state: str
    reason: UnsentReason | None
    due_at: datetime


def _of(day: date, zone: tzinfo) -> tuple[sa.ColumnElement[bool], ...]:
    """The letters that were owed on that day; a menu is no letter to anybody."""
    start = datetime.combine(day, time(), zone)
    end = start + timedelta(days=1)
    return (outbox.c.created_at >= start, outbox.c.created_at < end, outbox.c.rule != MENU)


async def counts(db: Connection, day: date, zone: tzinfo) -> list[Count]:
    reason = sa.case((outbox.c.state != "sent", outbox.c.error))
    kinds = (outbox.c.rule, outbox.c.state, reason)
    query = (
        sa.select(*kinds, sa.func.count()).where(*_of(day, zone)).group_by(*kinds).order_by(sa.func.min(outbox.c.id))
    )
    return [Count(*row) for row in await db.execute(query)]


async def waiting(db: Connection, morning: datetime) -> list[tuple[LetterKind, int | None, datetime]]:
    """All that is owed and has not gone out: rule, person, and when it is due. A board is only edited; a digest of
    before this `morning` is said by the next one."""
    query = sa.select(outbox.c.rule, outbox.c.person_id, outbox.c.due_at)
    query = query.where(sa.or_(outbox.c.rule.not_in(kinds(is_of_its_day=True)), outbox.c.created_at >= morning))
    mine = (outbox.c.state == "waiting", outbox.c.rule.not_in(kinds(is_message=False)), outbox.c.replaces.is_(None))
    return [(kind, person_id, due_at) for kind, person_id, due_at in await db.execute(query.where(*mine))]


async def unclear_since(db: Connection, since: datetime) -> int:
    """Count the letters that were tried for the last time from then on, and may or may not have arrived."""
    mine = (outbox.c.state == "unclear", outbox.c.sent_at >= since, outbox.c.rule != MENU)
    return int((await db.execute(sa.select(sa.func.count()).where(*mine))).scalar_one())


async def late_count(db: Connection, day: date, zone: tzinfo, of: Collection[LetterKind]) -> int:
    query = sa.select(sa.func.count()).where(*_of(day, zone), outbox.c.rule.in_(of), NOT_SENT)
    return int((await db.execute(query)).scalar_one())


async def late(
    db: Connection, day: date, zone: tzinfo, of: Collection[LetterKind], first: int, size: int, today: date
) -> list[Unsent]:  # fmt: skip
    """Those that have failed before those of which it is unclear, before those that wait."""
    query = (
        sa.select(outbox.c.rule, outbox.c.person_id, groups.c.title, outbox.c.state, outbox.c.error, outbox.c.due_at)
        .outerjoin(groups, groups.c.id == outbox.c.group_id)
        .where(*_of(day, zone), outbox.c.rule.in_(of), NOT_SENT)
        .order_by(outbox.c.state, outbox.c.id).offset(first).limit(size)
    )  # fmt: skip
    found = []
    for kind, person_id, title, state, reason, due_at in (await db.execute(query)).all():
        person = None if person_id is None else await people.get(db, person_id, today)
        posts = "、".join(post.title for post in person.posts) if person else ""
        who = f"群“{title}”" if title is not None else posts or "暂无岗位"
        found.append(Unsent(kind, who, person.name if person else "", state, reason, due_at.astimezone(zone)))
    return found
