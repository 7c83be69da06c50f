"""Letters: what others must know, each under a key that is owed once, kept until Telegram has taken it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

import sqlalchemy as sa

from plan import rules
from plan.calendar import Calendar
from plan.reply import DRAWING, Reply
from storage.database import Connection, among, insert_once, of_id
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
    rule: str
    payload: str
    person_id: int | None = None
    group_id: int | None = None
    urgent: bool = False
    due_at: datetime | None = None
    replaces: int | None = None
    post_id: int | None = None


async def put(
    db: Connection, key: str, rule: str, payload: str, now: datetime, *, person_id: int | None = None,
    group_id: int | None = None, urgent: bool = False, due_at: datetime | None = None,
    replaces: int | None = None,
) -> int | None:  # fmt: skip
    """The letter's id, or None where this key was owed before."""
    new = New(key, rule, payload, person_id, group_id, urgent, due_at, replaces)
    result = await db.execute(insert_once(outbox, db, outbox.c.id), _row(new, now))
    return result.scalar()


async def put_all(db: Connection, letters: Mapping[New, Iterable[str]], now: datetime) -> None:
    """Those whose keys were not owed before, each with the keys of what it says, whoever else is told it the same
    morning: none of it is owed again."""
    rows = [_row(one, now) for one in letters]
    if not rows:
        return
    new = await db.execute(insert_once(outbox, db, outbox.c.key, outbox.c.id), rows)
    ids = {row.key: row.id for row in new}
    said = [
        {"key": key, "letter_id": ids[one.key]}
        for one, keys in letters.items() if one.key in ids for key in dict.fromkeys(keys)
    ]  # fmt: skip
    if said:
        await db.execute(owed.insert(), said)


def _row(new: New, now: datetime) -> dict[str, Any]:
    return vars(new) | {"state": "waiting", "due_at": new.due_at or now, "created_at": now}


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


async def firings(db: Connection, rule: str, day: date, zone: tzinfo) -> int:
    """How often letters by this rule have come to be owed on that day."""
    begin = datetime.combine(day, time.min, zone)
    of_day = (outbox.c.rule == rule, outbox.c.created_at >= begin, outbox.c.created_at < begin + timedelta(days=1))
    count = sa.select(sa.func.count(outbox.c.created_at.distinct())).where(*of_day)
    return int((await db.execute(count)).scalar_one())


async def last_id(db: Connection) -> int:
    return int((await db.execute(sa.select(sa.func.coalesce(sa.func.max(outbox.c.id), 0)))).scalar_one())


async def drop(db: Connection, about: str) -> int:
    """What was to be told of a change that is taken back, and has not gone out yet: no longer true, so not sent."""
    waiting = (outbox.c.state == "waiting", outbox.c.claimed_until.is_(None), outbox.c.key.contains(f":{about}:"))
    return (await db.execute(outbox.update().where(*waiting).values(state="dropped"))).rowcount


@dataclass(frozen=True)
class Untold:
    """Of one rule: what was to be said to whom, by the receiver, and since when the first of it has waited."""

    said: dict[int, set[str]]
    since: datetime | None


async def take_back(db: Connection, rule: str, now: datetime) -> Untold:
    """Those of a rule that have not gone out are dropped, and what they said is as if it never had been."""
    unclaimed = sa.or_(outbox.c.claimed_until.is_(None), outbox.c.claimed_until < now)
    waiting = (outbox.c.rule == rule, outbox.c.state == "waiting", unclaimed)
    query = sa.select(outbox.c.id, outbox.c.person_id, outbox.c.created_at, owed.c.key)
    rows = (await db.execute(query.outerjoin(owed, owed.c.letter_id == outbox.c.id).where(*waiting))).all()
    ids = sorted({id for id, *_ in rows})
    await db.execute(outbox.update().where(among(outbox.c.id, ids)).values(state="dropped", claimed_until=None))
    await db.execute(owed.delete().where(among(owed.c.letter_id, ids)))
    said: dict[int, set[str]] = defaultdict(set)
    for _, person_id, _, key in rows:
        if person_id is not None and key is not None:
            said[person_id].add(key)
    return Untold(said, min((at for _, _, at, _ in rows), default=None))


async def keep_hours(db: Connection, before: Calendar, after: Calendar, now: datetime) -> None:
    """The working days or the hours have changed: what waited for an opening waits for the new one, and what somebody
    wants at an hour of his own is still said today. What is due when it may not be said is kept back then."""
    waiting = (outbox.c.state == "waiting", outbox.c.claimed_until.is_(None), outbox.c.due_at > now)
    query = sa.select(outbox.c.id, outbox.c.rule, outbox.c.created_at, outbox.c.due_at).where(*waiting)
    closes = datetime.combine(now, after.hours.closes, now.tzinfo)
    for id, rule, created_at, due_at in (await db.execute(query)).all():
        at, urgent, new = created_at.astimezone(now.tzinfo), rules.urgent(rule), due_at
        if due_at in (before.told_at(at, urgent=urgent), before.next_open(now)):
            new = after.told_at(max(at, now), urgent=urgent)
        elif due_at.astimezone(now.tzinfo).date() == now.date():
            new = min(due_at, closes)
        if new != due_at:
            await db.execute(of_id(outbox), {"which": id, "due_at": max(now, new)})


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


async def card_days(
    db: Connection, group_id: int, now: datetime, rules: Collection[str] = CARDS
) -> set[date]:  # fmt: skip
    """The days from today, by `now`, a local moment, on which a group has got a new card, or is to get one: what should
    have gone out long ago goes out today."""
    today = datetime.combine(now, time.min, now.tzinfo)
    at = sa.func.coalesce(outbox.c.sent_at, outbox.c.due_at, type_=Moment)
    new = (outbox.c.group_id == group_id, outbox.c.rule.in_(rules), outbox.c.replaces.is_(None))
    there = sa.or_(outbox.c.state == "waiting", sa.and_(outbox.c.state == "sent", at >= today))
    moments = (await db.execute(sa.select(at).where(*new, there))).scalars()
    return {max(moment.astimezone(now.tzinfo), today).date() for moment in moments}


HIS_OWN, ABOUT_HIM = "remind", ("post", "menu", "leave", "back", "feedback_answered")
"""What is said to a person whatever his post: what he wanted to be reminded of, what is about himself, and the answer
to what he has written."""


async def readdress(db: Connection, person_id: int, to: int | None) -> None:
    """What waits for somebody who has no post any more is for the one who has it now; where nobody has, for nobody.

    What he wanted for himself is for nobody in any case; what is about himself stays his.
    """
    waiting = (outbox.c.state == "waiting", outbox.c.claimed_until.is_(None), outbox.c.person_id == person_id)
    theirs = outbox.update().where(*waiting, outbox.c.rule.not_in(ABOUT_HIM))
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
