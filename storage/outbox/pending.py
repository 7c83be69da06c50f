"""Letters that have not gone out yet: dropped, taken back, handed to somebody else, made to say less."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from plan.letter_kinds import LetterKind, kinds
from plan.reply import DRAWING, Reply
from storage.database import Connection, among, of_id
from storage.schema import outbox, owed


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


NOTHING_UNTOLD = Untold([], {}, None)


async def untold(db: Connection, kind: LetterKind, now: datetime, before: datetime | None = None) -> Untold:
    """Of those that came to be owed `before`, where a moment is named; not what is on its way."""
    unclaimed = sa.or_(outbox.c.claimed_until.is_(None), outbox.c.claimed_until < now)
    waiting = [outbox.c.rule == kind, outbox.c.state == "waiting", unclaimed]
    if before is not None:
        waiting.append(outbox.c.created_at < before)
    query = sa.select(outbox.c.id, outbox.c.person_id, outbox.c.created_at, owed.c.key)
    rows = (await db.execute(query.outerjoin(owed, owed.c.letter_id == outbox.c.id).where(*waiting))).all()
    said: dict[int, set[str]] = defaultdict(set)
    for _, person_id, _, key in rows:
        if person_id is not None and key is not None:
            said[person_id].add(key)
    return Untold(sorted({id for id, *_ in rows}), said, min((at for _, _, at, _ in rows), default=None))


async def take_back(db: Connection, kind: LetterKind, now: datetime) -> Untold:
    """Those of a rule that have not gone out are dropped, and what they said is as if it never had been."""
    found = await untold(db, kind, now)
    await db.execute(outbox.update().where(among(outbox.c.id, found.ids)).values(state="dropped", claimed_until=None))
    await db.execute(owed.delete().where(among(owed.c.letter_id, found.ids)))
    return found


async def close_earlier(db: Connection, closes: datetime, now: datetime) -> None:
    """What somebody wants at an hour of his own that lies after the new closing of today is said then."""
    later = (outbox.c.state == "waiting", outbox.c.due_at > closes, outbox.c.rule.in_(kinds(is_of_its_day=True)))
    await db.execute(outbox.update().where(*later).values(due_at=max(now, closes)))


async def withdraw(db: Connection, id: int) -> bool:
    """Whether it had surely not gone out, and never will."""
    waiting = (outbox.c.id == id, outbox.c.state == "waiting", outbox.c.claimed_until.is_(None))
    untried = (outbox.c.attempts == 0, outbox.c.parts == 0)
    return (await db.execute(outbox.update().where(*waiting, *untried).values(state="dropped"))).rowcount > 0


async def give_way(db: Connection, group_id: int, kind: LetterKind) -> None:
    """An older one that has not gone out is dropped: a newer one says more."""
    waiting = (outbox.c.group_id == group_id, outbox.c.rule == kind, outbox.c.state == "waiting")
    await db.execute(outbox.update().where(*waiting, outbox.c.claimed_until.is_(None)).values(state="dropped"))


async def readdress(db: Connection, person_id: int, to: int | None) -> None:
    """What waits for somebody who has no post any more is for the one who has it now; where nobody has, for nobody.

    What he wanted for himself is for nobody in any case; what is about himself stays his.
    """
    waiting = (outbox.c.state == "waiting", outbox.c.claimed_until.is_(None), outbox.c.person_id == person_id)
    of_nobody, of_person = (outbox.c.rule.in_(kinds(follows=whose)) for whose in ("nobody", "person"))
    await db.execute(outbox.update().where(*waiting, of_nobody).values(state="dropped"))
    of_post = sa.not_(sa.or_(of_nobody, of_person))
    for id, key in (await db.execute(sa.select(outbox.c.id, outbox.c.key).where(*waiting, of_post))).all():
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
    it where the words don't, so none goes out. Of one that has begun to arrive nothing is counted as arrived."""
    named = outbox.c.payload.contains(code, autoescape=True)
    waiting = (outbox.c.state == "waiting", sa.or_(named, outbox.c.payload.contains(f'"{DRAWING}"')))
    for id, payload in (await db.execute(sa.select(outbox.c.id, outbox.c.payload).where(*waiting))).all():
        reply = Reply.load(payload)
        text = "您有新的督办事项，请点下方按钮查看。" if code in payload else reply.text
        less = replace(reply, text=text, files=tuple(file for file in reply.files if file.kind != DRAWING)).dump()
        await db.execute(outbox.update().where(outbox.c.id == id).values(payload=less, parts=0))
