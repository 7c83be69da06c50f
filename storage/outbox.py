"""Letters: what others must know, each under a key that is owed once, kept until Telegram has taken it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from plan import rules
from plan.calendar import Calendar
from plan.reply import DRAWING, Reply
from storage.database import Connection, among, insert_once
from storage.schema import Moment, groups, outbox, owed, people

LEASE = timedelta(seconds=60)
"""Longer than any one sending takes: a letter in flight when its sender died is tried again after it."""
NOBODY = 0
"""No chat has this id: a letter to somebody who has never opened the bot fails, and is seen to have failed."""
Receiver = tuple[int | None, int | None]
"""The ids of a person and of a group, one of them None."""


@dataclass(frozen=True)
class Letter:
    """`payload` is a reply as JSON; the receiver is either a person or a group; `until` ends its lease. `replaces` is
    the id of an earlier letter, whose message becomes this one.
    """

    id: int
    key: str
    rule: str
    payload: str
    chat_id: int
    thread_id: int | None
    person_id: int | None
    group_id: int | None
    attempts: int
    until: datetime
    replaces: int | None = None

    @property
    def receiver(self) -> Receiver:
        return self.person_id, self.group_id


@dataclass(frozen=True)
class Out:
    """What became of a letter; `message_id` of its last message, None where it has none."""

    id: int
    state: str
    payload: str
    message_id: int | None
    due_at: datetime


async def put(
    db: Connection, key: str, rule: str, payload: str, now: datetime, *, person_id: int | None = None,
    group_id: int | None = None, urgent: bool = False, due_at: datetime | None = None,
    replaces: int | None = None,
) -> int | None:  # fmt: skip
    """The letter's id, or None where this key was owed before."""
    row = {
        "key": key, "rule": rule, "payload": payload, "person_id": person_id, "group_id": group_id, "urgent": urgent,
        "state": "waiting", "due_at": due_at or now, "created_at": now, "replaces": replaces,
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
    """The letter has said these, whoever else is told them the same morning; none of them is owed again."""
    rows = [{"key": key, "letter_id": letter_id} for key in dict.fromkeys(keys)]
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


async def any_due(db: Connection, now: datetime, busy: Collection[Receiver] = ()) -> bool:
    """Asked every second: a look costs no writing."""
    return (await db.execute(sa.select(outbox.c.id).where(*_free(db, now, busy)).limit(1))).first() is not None


async def any_waiting(db: Connection, now: datetime) -> bool:
    """Due, claimed by somebody or not."""
    due = (outbox.c.state == "waiting", outbox.c.due_at <= now)
    return (await db.execute(sa.select(outbox.c.id).where(*due).limit(1))).first() is not None


async def last_id(db: Connection) -> int:
    return int((await db.execute(sa.select(sa.func.coalesce(sa.func.max(outbox.c.id), 0)))).scalar_one())


async def claim(db: Connection, now: datetime, limit: int, busy: Collection[Receiver] = ()) -> list[Letter]:
    """Due letters, urgent ones first, for LEASE: those whose sender died in between come again.

    At most one for each receiver, and none for those who are `busy`, so that theirs stay in order: that of their
    writing, for one that had to wait is due later than those behind it.
    """
    first: dict[Receiver, Letter] = {}
    for letter in await _due(db, now, limit, busy):
        first.setdefault(letter.receiver, letter)
    if not first:
        return []
    until = now + LEASE
    taken = {"claimed_until": until, "attempts": outbox.c.attempts + 1}
    await db.execute(outbox.update().where(outbox.c.id.in_([one.id for one in first.values()])).values(taken))
    return [replace(one, attempts=one.attempts + 1, until=until) for one in first.values()]


async def _due(db: Connection, now: datetime, limit: int, busy: Collection[Receiver]) -> list[Letter]:
    """Chosen by number first: thousands that wait are sorted without their texts."""
    order = (outbox.c.urgent.desc(), outbox.c.id)
    chosen = sa.select(outbox.c.id).where(*_free(db, now, busy)).order_by(*order).limit(limit)
    ids = list((await db.execute(chosen.with_for_update(skip_locked=True))).scalars())
    chat_id = sa.func.coalesce(people.c.telegram_id, groups.c.chat_id, NOBODY)
    columns: tuple[sa.ColumnElement[Any], ...] = (
        outbox.c.id, outbox.c.key, outbox.c.rule, outbox.c.payload, chat_id, groups.c.thread_id, outbox.c.person_id,
        outbox.c.group_id, outbox.c.attempts, outbox.c.due_at, outbox.c.replaces,
    )  # fmt: skip
    query = (
        sa.select(*columns)
        .outerjoin(people, people.c.id == outbox.c.person_id)
        .outerjoin(groups, groups.c.id == outbox.c.group_id)
        .where(among(db, outbox.c.id, ids))
        .order_by(*order)
    )  # fmt: skip
    return [Letter(*list(row)) for row in await db.execute(query)]


def _free(db: Connection, now: datetime, busy: Collection[Receiver]) -> tuple[sa.ColumnElement[bool], ...]:
    """Due, claimed by nobody, and for somebody who is not busy."""
    free = sa.or_(outbox.c.claimed_until.is_(None), outbox.c.claimed_until < now)
    people_busy = [person_id for person_id, _ in busy if person_id is not None]
    groups_busy = [group_id for _, group_id in busy if group_id is not None]
    return (
        outbox.c.state == "waiting",
        outbox.c.due_at <= now,
        free,
        ~among(db, sa.func.coalesce(outbox.c.person_id, 0), people_busy),
        ~among(db, sa.func.coalesce(outbox.c.group_id, 0), groups_busy),
    )


async def sent(db: Connection, id: int, message_id: int | None, now: datetime) -> None:
    await _settle(db, id, state="sent", sent_at=now, message_id=message_id, error=None)


async def later(db: Connection, id: int, due_at: datetime, error: str) -> None:
    await _settle(db, id, due_at=due_at, error=error)


async def put_back(db: Connection, letter: Letter) -> None:
    """Claimed, but not tried: as if it had not been, unless its lease is over and it is somebody else's by now."""
    mine = (outbox.c.id == letter.id, outbox.c.state == "waiting", outbox.c.claimed_until == letter.until)
    await db.execute(outbox.update().where(*mine).values(claimed_until=None, attempts=outbox.c.attempts - 1))


async def failed(db: Connection, id: int, error: str) -> None:
    """For good: nobody is there to take it."""
    await _settle(db, id, state="failed", error=error)


async def _settle(db: Connection, id: int, **values: object) -> None:
    await db.execute(outbox.update().where(outbox.c.id == id).values(claimed_until=None, **values))


async def drop(db: Connection, about: str) -> int:
    """What was to be told of a change that is taken back, and has not gone out yet: no longer true, so not sent."""
    waiting = (outbox.c.state == "waiting", outbox.c.claimed_until.is_(None), outbox.c.key.contains(f":{about}:"))
    return (await db.execute(outbox.update().where(*waiting).values(state="dropped"))).rowcount


async def keep_hours(db: Connection, before: Calendar, after: Calendar, now: datetime) -> None:
    """The working days or the hours have changed: what waited for the next opening waits for the new one."""
    waiting = (outbox.c.state == "waiting", outbox.c.claimed_until.is_(None), outbox.c.due_at > now)
    query = sa.select(outbox.c.id, outbox.c.rule).where(*waiting, outbox.c.due_at == before.next_open(now))
    rows = (await db.execute(query)).all()
    for urgent in (True, False):
        ids = [row.id for row in rows if rules.urgent(row.rule) is urgent]
        due_at = after.told_at(now, urgent=urgent)
        await db.execute(outbox.update().where(among(db, outbox.c.id, ids)).values(due_at=due_at))


OUT = sa.select(outbox.c.id, outbox.c.state, outbox.c.payload, outbox.c.message_id, outbox.c.due_at)
CARDS = ("summary", "bulletin")
"""Of these a group gets one a day."""


async def get(db: Connection, id: int) -> Out | None:
    row = (await db.execute(OUT.where(outbox.c.id == id))).first()
    return Out(*row) if row else None


async def last_to(db: Connection, group_id: int, about: str) -> Out | None:
    """The latest letter to a group whose key begins with this."""
    theirs = (outbox.c.group_id == group_id, outbox.c.key.startswith(about, autoescape=True))
    row = (await db.execute(OUT.where(*theirs).order_by(outbox.c.id.desc()).limit(1))).first()
    return Out(*row) if row else None


async def withdraw(db: Connection, id: int) -> bool:
    """Whether it had not gone out, and never will."""
    waiting = (outbox.c.id == id, outbox.c.state == "waiting", outbox.c.claimed_until.is_(None))
    return (await db.execute(outbox.update().where(*waiting).values(state="dropped"))).rowcount > 0


async def card_days(db: Connection, group_id: int, since: datetime) -> set[date]:
    """The days from `since`, a local moment, on which a group has got a new card, or is to get one."""
    at = sa.func.coalesce(outbox.c.sent_at, outbox.c.due_at, type_=Moment)
    new = (outbox.c.group_id == group_id, outbox.c.rule.in_(CARDS), outbox.c.replaces.is_(None))
    query = sa.select(at).where(*new, outbox.c.state.in_(("waiting", "sent")), at >= since)
    return {moment.astimezone(since.tzinfo).date() for moment in (await db.execute(query)).scalars()}


HIS_OWN, ABOUT_HIM, HIS_ANSWER = "remind", ("post", "menu", "leave", "back"), "feedback_answered:"
"""What is said to a person whatever his post: what he wanted to be reminded of, what is about himself, and the answer
to what he has written."""


async def readdress(db: Connection, person_id: int, to: int | None) -> None:
    """What waits for somebody who has no post any more is for the one who has it now; where nobody has, for nobody.

    What he wanted for himself is for nobody in any case; what is about himself stays his.
    """
    waiting = (outbox.c.state == "waiting", outbox.c.claimed_until.is_(None), outbox.c.person_id == person_id)
    his = sa.or_(outbox.c.rule.in_(ABOUT_HIM), outbox.c.key.startswith(HIS_ANSWER, autoescape=True))
    theirs = outbox.update().where(*waiting, ~his)
    await db.execute(theirs.where(outbox.c.rule == HIS_OWN).values(state="dropped"))
    await db.execute(theirs.values({"state": "dropped"} if to is None else {"person_id": to}))


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
