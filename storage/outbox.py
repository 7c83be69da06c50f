"""Letters: what others must know, each under a key that is owed once, kept until Telegram has taken it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from plan.reply import DRAWING, Reply
from storage.database import Connection, insert_once
from storage.schema import groups, outbox, owed, people

LEASE = timedelta(seconds=60)
"""Longer than any one sending takes: a letter in flight when its sender died is tried again after it."""
NOBODY = 0
"""No chat has this id: a letter to somebody who has never opened the bot fails, and is seen to have failed."""


@dataclass(frozen=True)
class Letter:
    """`payload` is a reply as JSON; exactly one of person and group is the receiver."""

    id: int
    key: str
    rule: str
    payload: str
    chat_id: int
    thread_id: int | None
    person_id: int | None
    group_id: int | None
    attempts: int


async def put(
    db: Connection, key: str, rule: str, payload: str, now: datetime, *, person_id: int | None = None,
    group_id: int | None = None, urgent: bool = False, due_at: datetime | None = None,
) -> int | None:  # fmt: skip
    """The letter's id, or None where this key was owed before."""
    row = {
        "key": key, "rule": rule, "payload": payload, "person_id": person_id, "group_id": group_id, "urgent": urgent,
        "state": "waiting", "due_at": due_at or now, "created_at": now,
    }  # fmt: skip
    result = await db.execute(insert_once(outbox, db, outbox.c.id), row)
    return result.scalar()


async def again(db: Connection, key: str, due_at: datetime) -> None:
    """One that has gone out, or will never, is owed once more under its key; one that waits goes as it is."""
    row = {"state": "waiting", "due_at": due_at, "claimed_until": None, "attempts": 0, "error": None}
    await db.execute(outbox.update().where(outbox.c.key == key, outbox.c.state != "waiting").values(row))


async def first_time(db: Connection, keys: Iterable[str]) -> set[str]:
    """Those of the keys under which nothing was owed yet."""
    keys = list(keys)
    known: set[str] = set()
    for start in range(0, len(keys), 500):
        query = sa.select(owed.c.key).where(owed.c.key.in_(keys[start : start + 500]))
        known |= set((await db.execute(query)).scalars())
    return set(keys) - known


async def mark(db: Connection, letter_id: int, keys: Iterable[str]) -> None:
    """The letter has said these; none of them is owed again."""
    rows = [{"key": key, "letter_id": letter_id} for key in keys]
    if rows:
        await db.execute(owed.insert(), rows)


@dataclass(frozen=True)
class Sent:
    """A letter as its receiver may ask about it."""

    id: int
    rule: str


async def of_person(db: Connection, person_id: int, key: str) -> Sent | None:
    query = sa.select(outbox.c.id, outbox.c.rule).where(outbox.c.key == key, outbox.c.person_id == person_id)
    row = (await db.execute(query)).first()
    return Sent(*row) if row else None


async def said(db: Connection, letter_id: int) -> list[str]:
    """The keys of what a letter was the first to say."""
    return list((await db.execute(sa.select(owed.c.key).where(owed.c.letter_id == letter_id))).scalars())


async def any_due(db: Connection, now: datetime) -> bool:
    """Asked every second: a look costs no writing."""
    due = (outbox.c.state == "waiting", outbox.c.due_at <= now)
    free = sa.or_(outbox.c.claimed_until.is_(None), outbox.c.claimed_until < now)
    return (await db.execute(sa.select(outbox.c.id).where(*due, free).limit(1))).first() is not None


async def any_waiting(db: Connection, now: datetime) -> bool:
    """Due, claimed by somebody or not."""
    due = (outbox.c.state == "waiting", outbox.c.due_at <= now)
    return (await db.execute(sa.select(outbox.c.id).where(*due).limit(1))).first() is not None


async def last_id(db: Connection) -> int:
    return int((await db.execute(sa.select(sa.func.coalesce(sa.func.max(outbox.c.id), 0)))).scalar_one())


async def claim(db: Connection, now: datetime, limit: int) -> list[Letter]:
    """Due letters, urgent ones first, for LEASE: those whose sender died in between come again."""
    free = sa.or_(outbox.c.claimed_until.is_(None), outbox.c.claimed_until < now)
    due = (outbox.c.state == "waiting", outbox.c.due_at <= now, free)
    order = (outbox.c.urgent.desc(), outbox.c.due_at, outbox.c.id)
    chosen = sa.select(outbox.c.id).where(*due).order_by(*order).limit(limit).with_for_update(skip_locked=True)
    ids = list((await db.execute(chosen)).scalars())
    if not ids:
        return []
    mine = outbox.c.id.in_(ids)
    taken = {"claimed_until": now + LEASE, "attempts": outbox.c.attempts + 1}
    await db.execute(outbox.update().where(mine).values(taken))
    query = (
        sa.select(
            outbox.c.id, outbox.c.key, outbox.c.rule, outbox.c.payload,
            sa.func.coalesce(people.c.telegram_id, groups.c.chat_id, NOBODY), groups.c.thread_id, outbox.c.person_id,
            outbox.c.group_id, outbox.c.attempts,
        )
        .outerjoin(people, people.c.id == outbox.c.person_id)
        .outerjoin(groups, groups.c.id == outbox.c.group_id)
        .where(mine)
        .order_by(*order)
    )  # fmt: skip
    return [Letter(*row) for row in await db.execute(query)]


async def sent(db: Connection, id: int, message_id: int | None, now: datetime) -> None:
    await _settle(db, id, state="sent", sent_at=now, message_id=message_id, error=None)


async def later(db: Connection, id: int, due_at: datetime, error: str) -> None:
    await _settle(db, id, due_at=due_at, error=error)


async def put_back(db: Connection, ids: Iterable[int], due_at: datetime) -> None:
    """Claimed, but not tried: as if it had not been."""
    untried = {"claimed_until": None, "due_at": due_at, "attempts": outbox.c.attempts - 1}
    await db.execute(outbox.update().where(outbox.c.id.in_(list(ids))).values(untried))


async def failed(db: Connection, id: int, error: str) -> None:
    """For good: nobody is there to take it."""
    await _settle(db, id, state="failed", error=error)


async def _settle(db: Connection, id: int, **values: object) -> None:
    await db.execute(outbox.update().where(outbox.c.id == id).values(claimed_until=None, **values))


async def drop(db: Connection, about: str) -> int:
    """What was to be told of a change that is taken back, and has not gone out yet: no longer true, so not sent."""
    waiting = (outbox.c.state == "waiting", outbox.c.claimed_until.is_(None), outbox.c.key.contains(f":{about}:"))
    return (await db.execute(outbox.update().where(*waiting).values(state="dropped"))).rowcount


async def readdress(db: Connection, person_id: int, to: int | None) -> None:
    """What waits for somebody who has no post any more is for the one who has it now; where nobody has, for nobody."""
    waiting = (outbox.c.state == "waiting", outbox.c.claimed_until.is_(None), outbox.c.person_id == person_id)
    values = {"state": "dropped"} if to is None else {"person_id": to}
    await db.execute(outbox.update().where(*waiting).values(values))


async def say_less(db: Connection, code: str) -> None:
    """Letters that mention a task which has become 不上机 meanwhile go out with their buttons alone; a picture may show
    it where the words don't, so none goes out."""
    named = outbox.c.payload.contains(code, autoescape=True)
    waiting = (outbox.c.state == "waiting", sa.or_(named, outbox.c.payload.contains(f'"{DRAWING}"')))
    for id, payload in (await db.execute(sa.select(outbox.c.id, outbox.c.payload).where(*waiting))).all():
        reply = Reply.load(payload)
        text = "您有新的督办事项，请点下方按钮查看。" if code in payload else reply.text
        less = replace(reply, text=text, files=tuple(one for one in reply.files if one.kind != DRAWING)).dump()
        await db.execute(outbox.update().where(outbox.c.id == id).values(payload=less))


async def counts(db: Connection) -> dict[str, int]:
    query = sa.select(outbox.c.state, sa.func.count()).group_by(outbox.c.state)
    return {row[0]: row[1] for row in await db.execute(query)}
