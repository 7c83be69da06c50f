"""Letters: what others must know, each under a key that is owed once, kept until Telegram has taken it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any

import sqlalchemy as sa

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
    rule: str


async def of_person(db: Connection, person_id: int, key: str) -> Sent | None:
    query = sa.select(outbox.c.id, outbox.c.rule).where(outbox.c.key == key, outbox.c.person_id == person_id)
    row = (await db.execute(query)).first()
    return Sent(*row) if row else None


async def said(db: Connection, letter_id: int) -> list[str]:
    """The keys of what a letter was the first to say."""
    return list((await db.execute(sa.select(owed.c.key).where(owed.c.letter_id == letter_id))).scalars())


async def told(db: Connection, keys: Collection[str]) -> set[tuple[str, int]]:
    """Which of these have been said to whom."""
    found: set[tuple[str, int]] = set()
    sent = sa.select(owed.c.key, outbox.c.person_id).join(outbox, outbox.c.id == owed.c.letter_id)
    for several in batched(keys):
        rows = await db.execute(sent.where(owed.c.key.in_(several), outbox.c.person_id.is_not(None)))
        found |= {(key, person_id) for key, person_id in rows}
    return found


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
    """Of one rule what has not gone out: the letters, what they say to whom, and since when the first of them waits."""

    ids: list[int]
    said: dict[int, set[str]]
    since: datetime | None

    @property
    def keys(self) -> set[str]:
        return {key for said in self.said.values() for key in said}


async def untold(db: Connection, rule: str, now: datetime, before: datetime | None = None) -> Untold:
    """Of those that came to be owed `before`, where a moment is named; not what is on its way."""
    unclaimed = sa.or_(outbox.c.claimed_until.is_(None), outbox.c.claimed_until < now)
    waiting = [outbox.c.rule == rule, outbox.c.state == "waiting", unclaimed]
    if before is not None:
        waiting.append(outbox.c.created_at < before)
    query = sa.select(outbox.c.id, outbox.c.person_id, outbox.c.created_at, owed.c.key)
    rows = (await db.execute(query.outerjoin(owed, owed.c.letter_id == outbox.c.id).where(*waiting))).all()
    said: dict[int, set[str]] = defaultdict(set)
    for _, person_id, _, key in rows:
        if person_id is not None and key is not None:
            said[person_id].add(key)
    return Untold(sorted({id for id, *_ in rows}), said, min((at for _, _, at, _ in rows), default=None))


async def take_back(db: Connection, rule: str, now: datetime) -> Untold:
    """Those of a rule that have not gone out are dropped, and what they said is as if it never had been."""
    found = await untold(db, rule, now)
    await db.execute(outbox.update().where(among(outbox.c.id, found.ids)).values(state="dropped", claimed_until=None))
    await db.execute(owed.delete().where(among(owed.c.letter_id, found.ids)))
    return found


async def close_earlier(db: Connection, closes: datetime, now: datetime) -> None:
    """What somebody wants at an hour of his own that lies after the new closing of today is said then."""
    later = (outbox.c.state == "waiting", outbox.c.due_at > closes, outbox.c.rule == "digest")
    await db.execute(outbox.update().where(*later).values(due_at=max(now, closes)))


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


async def any_of(db: Connection, keys: Collection[str]) -> bool:
    """Whether there is a letter under one of them."""
    return (await db.execute(sa.select(outbox.c.id).where(outbox.c.key.in_(keys)).limit(1))).first() is not None


async def got_today(db: Connection, group_id: int, rule: str, now: datetime) -> bool:
    """By `now`, a local moment."""
    begin = datetime.combine(now, time.min, now.tzinfo)
    got = (outbox.c.group_id == group_id, outbox.c.rule == rule, outbox.c.state == "sent")
    today = (outbox.c.sent_at >= begin, outbox.c.sent_at < begin + timedelta(days=1))
    return (await db.execute(sa.select(outbox.c.id).where(*got, *today).limit(1))).first() is not None


async def give_way(db: Connection, group_id: int, rule: str) -> None:
    """An older one that has not gone out is dropped: a newer one says more."""
    waiting = (outbox.c.group_id == group_id, outbox.c.rule == rule, outbox.c.state == "waiting")
    await db.execute(outbox.update().where(*waiting, outbox.c.claimed_until.is_(None)).values(state="dropped"))


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
    his = (outbox.c.rule == HIS_OWN, outbox.c.rule.not_in(ABOUT_HIM))
    await db.execute(outbox.update().where(*waiting, his[0]).values(state="dropped"))
    for id, key in (await db.execute(sa.select(outbox.c.id, outbox.c.key).where(*waiting, his[1]))).all():
        await hand(db, id, key, to)


async def hand(db: Connection, id: int, key: str, to: int | None) -> None:
    """A letter for a person's post is for another by now; who has got the same already is not told twice, and where
    nobody has the post, nobody is."""
    base, _, _ = key.rpartition(":")
    same = (outbox.c.person_id == to, outbox.c.key.startswith(f"{base}:", autoescape=True), outbox.c.id != id)
    known = to is None or (await db.execute(sa.select(outbox.c.id).where(*same).limit(1))).first()
    await db.execute(of_id(outbox), {"which": id, **({"state": "dropped"} if known else {"person_id": to})})


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
