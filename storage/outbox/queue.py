"""Queue letters, each once under its key, and look them up."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any

import sqlalchemy as sa

from plan import letter_kinds
from plan.letter_kinds import LetterKind
from storage.database import Connection
from storage.schema import Moment, outbox, owed
from storage.statements import among, insert_once


@dataclass(frozen=True)
class Out:
    """A letter and what became of it; `message_id` is that of its last message, None if it has none."""

    id: int
    state: str
    payload: str
    message_id: int | None
    due_at: datetime


@dataclass(frozen=True)
class New:
    """A row to be queued, for a person or a group; due at once unless `due_at` is given. A letter for a post names it
    in `post_id`, and its key ends with the person's id."""

    key: str
    rule: LetterKind
    payload: str
    person_id: int | None = None
    group_id: int | None = None
    urgent: bool = False
    due_at: datetime | None = None
    replaces: int | None = None
    post_id: int | None = None


async def put(
    db: Connection, key: str, kind: LetterKind, payload: str, now: datetime, *, person_id: int | None = None,
    group_id: int | None = None, urgent: bool = False, due_at: datetime | None = None,
    replaces: int | None = None,
) -> int | None:  # fmt: skip
    """Queue one letter; return its id, or None if its key is already there."""
    new = New(key, kind, payload, person_id, group_id, urgent, due_at, replaces)
    result = await db.execute(insert_once(outbox, db, outbox.c.id), _row(new, now))
    return result.scalar()


async def put_all(db: Connection, letters: Mapping[New, Iterable[str]], now: datetime) -> set[str]:
    """Queue the letters whose keys are new, each with the keys of the reminders in it, which are not owed again. Return
    the new letters' keys."""
    rows = [_row(letter, now) for letter in letters]
    if not rows:
        return set()
    new = await db.execute(insert_once(outbox, db, outbox.c.key, outbox.c.id), rows)
    ids = {row.key: row.id for row in new}
    told = [
        {"key": key, "letter_id": ids[letter.key]}
        for letter, keys in letters.items() if letter.key in ids for key in dict.fromkeys(keys)
    ]  # fmt: skip
    if told:
        await db.execute(owed.insert(), told)
    return set(ids)


def _row(new: New, now: datetime) -> dict[str, Any]:
    return vars(new) | {"state": "waiting", "due_at": new.due_at or now, "created_at": now}


async def again(db: Connection, key: str, due_at: datetime) -> None:
    """Queue a letter that was sent or given up again, under its key; one that still waits is left alone."""
    row = {"state": "waiting", "due_at": due_at, "created_at": due_at, "claimed_until": None, "retry_at": None}
    row |= {"attempts": 0, "parts": 0, "error": None}
    await db.execute(outbox.update().where(outbox.c.key == key, outbox.c.state != "waiting").values(row))


async def first_time(db: Connection, keys: Iterable[str]) -> set[str]:
    """Return the keys of reminders that no letter has told yet."""
    keys = list(keys)
    known: set[str] = set()
    for batch in batched(keys):
        known |= set((await db.execute(sa.select(owed.c.key).where(owed.c.key.in_(batch)))).scalars())
    return set(keys) - known


def batched(keys: Collection[str]) -> Iterator[list[str]]:
    """Yield the keys in batches that fit into one statement."""
    each = iter(keys)
    while batch := list(islice(each, 500)):
        yield batch


@dataclass(frozen=True)
class Sent:
    """A letter that its receiver asks about."""

    id: int
    kind: LetterKind


async def of_person(db: Connection, person_id: int, key: str) -> Sent | None:
    query = sa.select(outbox.c.id, outbox.c.rule).where(outbox.c.key == key, outbox.c.person_id == person_id)
    row = (await db.execute(query)).first()
    return Sent(*row) if row else None


async def reminder_keys(db: Connection, letter_id: int) -> list[str]:
    """Return the keys of the reminders that this letter was the first to tell."""
    return list((await db.execute(sa.select(owed.c.key).where(owed.c.letter_id == letter_id))).scalars())


async def told(db: Connection, keys: Collection[str], but: Sequence[int] = ()) -> set[tuple[str, int]]:
    """Return which of these have been told to which person, by other letters than those with the ids in `but`."""
    told_to: set[tuple[str, int]] = set()
    receivers = sa.select(owed.c.key, outbox.c.person_id).join(outbox, outbox.c.id == owed.c.letter_id)
    of_persons = (outbox.c.person_id.is_not(None), ~among(outbox.c.id, but))
    for batch in batched(keys):
        rows = await db.execute(receivers.where(owed.c.key.in_(batch), *of_persons))
        told_to |= {(key, person_id) for key, person_id in rows}
    return told_to


async def firings(db: Connection, kind: LetterKind, day: date, zone: tzinfo) -> int:
    """Return at how many moments of that day letters of this kind were queued."""
    begin = datetime.combine(day, time.min, zone)
    of_day = (outbox.c.rule == kind, outbox.c.created_at >= begin, outbox.c.created_at < begin + timedelta(days=1))
    count = sa.select(sa.func.count(outbox.c.created_at.distinct())).where(*of_day)
    return int((await db.execute(count)).scalar_one())


async def last_id(db: Connection) -> int:
    return int((await db.execute(sa.select(sa.func.coalesce(sa.func.max(outbox.c.id), 0)))).scalar_one())


OUT = sa.select(outbox.c.id, outbox.c.state, outbox.c.payload, outbox.c.message_id, outbox.c.due_at)


async def get(db: Connection, id: int) -> Out | None:
    row = (await db.execute(OUT.where(outbox.c.id == id))).first()
    return Out(*row) if row else None


async def last_to(db: Connection, group_id: int, about: str) -> Out | None:
    """Return the latest letter to a group whose key begins with `about`."""
    theirs = (outbox.c.group_id == group_id, outbox.c.key.startswith(about, autoescape=True))
    row = (await db.execute(OUT.where(*theirs).order_by(outbox.c.id.desc()).limit(1))).first()
    return Out(*row) if row else None


async def any_of(db: Connection, keys: Collection[str]) -> bool:
    """Return whether there is a letter under one of these keys."""
    return (await db.execute(sa.select(outbox.c.id).where(outbox.c.key.in_(keys)).limit(1))).first() is not None


async def got_today(db: Connection, group_id: int, kind: LetterKind, now: datetime) -> bool:
    """Return whether a letter of this kind was sent to the group on the day of `now`, in the bureau's time zone."""
    begin = datetime.combine(now, time.min, now.tzinfo)
    got = (outbox.c.group_id == group_id, outbox.c.rule == kind, outbox.c.state == "sent")
    today = (outbox.c.sent_at >= begin, outbox.c.sent_at < begin + timedelta(days=1))
    return (await db.execute(sa.select(outbox.c.id).where(*got, *today).limit(1))).first() is not None


async def card_days(
    db: Connection, group_id: int, now: datetime, kinds: Collection[LetterKind] | None = None
) -> set[date]:  # fmt: skip
    """Return the days, from that of `now` on, on which a group has got or will get a new card of these kinds, by
    default of all. A card that is overdue will be sent today. `now` is in the bureau's time zone."""
    today = datetime.combine(now, time.min, now.tzinfo)
    at = sa.func.coalesce(outbox.c.sent_at, outbox.c.due_at, type_=Moment)
    new = (
        outbox.c.group_id == group_id,
        outbox.c.rule.in_(kinds or letter_kinds.kinds(is_card=True)),
        outbox.c.replaces.is_(None),
    )
    there = sa.or_(outbox.c.state == "waiting", sa.and_(outbox.c.state == "sent", at >= today))
    moments = (await db.execute(sa.select(at).where(*new, there))).scalars()
    return {max(moment.astimezone(now.tzinfo), today).date() for moment in moments}


async def counts(db: Connection) -> dict[str, int]:
    query = sa.select(outbox.c.state, sa.func.count()).group_by(outbox.c.state)
    return {row[0]: row[1] for row in await db.execute(query)}
