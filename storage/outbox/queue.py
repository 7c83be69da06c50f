"""Letters: what others must know, each under a key that is owed once, kept until Telegram has taken it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any

import sqlalchemy as sa

from plan import letter_kinds
from plan.letter_kinds import LetterKind
from storage.database import Connection, among, insert_once
from storage.schema import Moment, outbox, owed


@dataclass(frozen=True)
class Out:
    """What became of a letter; `message_id` of its last message, None where it has none."""

    id: int
    state: str
    payload: str
    message_id: int | None
    due_at: datetime


@dataclass(frozen=True)
class New:
    """A letter that is owed, to a person or to a group; at once where no moment is named. It is for a post, where
    `post_id` says so: the key ends with the person's id then."""

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
    """The letter's id, or None where this key was owed before."""
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
    said = [
        {"key": key, "letter_id": ids[letter.key]}
        for letter, keys in letters.items() if letter.key in ids for key in dict.fromkeys(keys)
    ]  # fmt: skip
    if said:
        await db.execute(owed.insert(), said)
    return set(ids)


def _row(new: New, now: datetime) -> dict[str, Any]:
    return vars(new) | {"state": "waiting", "due_at": new.due_at or now, "created_at": now}


async def again(db: Connection, key: str, due_at: datetime) -> None:
    """One that has gone out, or will never, is owed once more under its key; one that waits goes as it is."""
    row = {"state": "waiting", "due_at": due_at, "created_at": due_at, "claimed_until": None, "retry_at": None}
    row |= {"attempts": 0, "parts": 0, "error": None}
    await db.execute(outbox.update().where(outbox.c.key == key, outbox.c.state != "waiting").values(row))


async def first_time(db: Connection, keys: Iterable[str]) -> set[str]:
    """Those of the keys under which nothing was owed yet."""
    keys = list(keys)
    known: set[str] = set()
    for several in batched(keys):
        known |= set((await db.execute(sa.select(owed.c.key).where(owed.c.key.in_(several)))).scalars())
    return set(keys) - known


def batched(keys: Collection[str]) -> Iterator[list[str]]:
    """As many as a statement takes."""
    each = iter(keys)
    while several := list(islice(each, 500)):
        yield several


@dataclass(frozen=True)
class Sent:
    """A letter as its receiver may ask about it."""

    id: int
    kind: LetterKind


async def of_person(db: Connection, person_id: int, key: str) -> Sent | None:
    query = sa.select(outbox.c.id, outbox.c.rule).where(outbox.c.key == key, outbox.c.person_id == person_id)
    row = (await db.execute(query)).first()
    return Sent(*row) if row else None


async def said(db: Connection, letter_id: int) -> list[str]:
    """The keys of what a letter was the first to say."""
    return list((await db.execute(sa.select(owed.c.key).where(owed.c.letter_id == letter_id))).scalars())


async def told(db: Connection, keys: Collection[str], but: Sequence[int] = ()) -> set[tuple[str, int]]:
    """Return which of these have been told to which person, by other letters than those with the ids in `but`."""
    found: set[tuple[str, int]] = set()
    sent = sa.select(owed.c.key, outbox.c.person_id).join(outbox, outbox.c.id == owed.c.letter_id)
    theirs = (outbox.c.person_id.is_not(None), ~among(outbox.c.id, but))
    for several in batched(keys):
        rows = await db.execute(sent.where(owed.c.key.in_(several), *theirs))
        found |= {(key, person_id) for key, person_id in rows}
    return found


async def firings(db: Connection, kind: LetterKind, day: date, zone: tzinfo) -> int:
    """How often letters by this rule have come to be owed on that day."""
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
    """The latest letter to a group whose key begins with this."""
    theirs = (outbox.c.group_id == group_id, outbox.c.key.startswith(about, autoescape=True))
    row = (await db.execute(OUT.where(*theirs).order_by(outbox.c.id.desc()).limit(1))).first()
    return Out(*row) if row else None


async def any_of(db: Connection, keys: Collection[str]) -> bool:
    """Whether there is a letter under one of them."""
    return (await db.execute(sa.select(outbox.c.id).where(outbox.c.key.in_(keys)).limit(1))).first() is not None


async def got_today(db: Connection, group_id: int, kind: LetterKind, now: datetime) -> bool:
    """By `now`, a local moment."""
    begin = datetime.combine(now, time.min, now.tzinfo)
    got = (outbox.c.group_id == group_id, outbox.c.rule == kind, outbox.c.state == "sent")
    today = (outbox.c.sent_at >= begin, outbox.c.sent_at < begin + timedelta(days=1))
    return (await db.execute(sa.select(outbox.c.id).where(*got, *today).limit(1))).first() is not None


async def card_days(
    db: Connection, group_id: int, now: datetime, kinds: Collection[LetterKind] | None = None
) -> set[date]:  # fmt: skip
    """The days from today, by `now`, a local moment, on which a group has got a new card, or is to get one: what should
    have gone out long ago goes out today."""
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
