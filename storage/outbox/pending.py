"""Change letters that have not been sent yet: drop them, take them back, readdress them, or shorten them."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from plan.letter_kinds import LetterKind, kinds
from plan.reply import DRAWING, Reply
from storage.database import Connection
from storage.schema import outbox, owed
from storage.statements import among, of_id


async def drop(db: Connection, about: str) -> int:
    """Drop the waiting letters about a change that was undone; return their number."""
    waiting = (outbox.c.state == "waiting", outbox.c.claimed_until.is_(None), outbox.c.key.contains(f":{about}:"))
    return (await db.execute(outbox.update().where(*waiting).values(state="dropped"))).rowcount


@dataclass(frozen=True)
class Untold:
    """The waiting letters of one kind: their ids, the keys of the reminders in them by person, and since when the first
    of them waits."""

    ids: list[int]
    reminders: dict[int, set[str]]
    since: datetime | None

    @property
    def keys(self) -> set[str]:
        return {key for keys in self.reminders.values() for key in keys}


NOTHING_UNTOLD = Untold([], {}, None)


async def untold(db: Connection, kind: LetterKind, now: datetime, before: datetime | None = None) -> Untold:
    """Return the waiting letters of a kind that are not in flight; only those queued `before` a moment, if given."""
    unclaimed = sa.or_(outbox.c.claimed_until.is_(None), outbox.c.claimed_until < now)
    waiting = [outbox.c.rule == kind, outbox.c.state == "waiting", unclaimed]
    if before is not None:
        waiting.append(outbox.c.created_at < before)
    query = sa.select(outbox.c.id, outbox.c.person_id, outbox.c.created_at, owed.c.key)
    rows = (await db.execute(query.outerjoin(owed, owed.c.letter_id == outbox.c.id).where(*waiting))).all()
    reminders: dict[int, set[str]] = defaultdict(set)
    for _, person_id, _, key in rows:
        if person_id is not None and key is not None:
            reminders[person_id].add(key)
    return Untold(sorted({id for id, *_ in rows}), reminders, min((at for _, _, at, _ in rows), default=None))


async def take_back(db: Connection, kind: LetterKind, now: datetime) -> Untold:
    """Drop the waiting letters of a kind and return them; the reminders in them count as not told."""
    taken_back = await untold(db, kind, now)
    await db.execute(
        outbox.update().where(among(outbox.c.id, taken_back.ids)).values(state="dropped", claimed_until=None)
    )
    await db.execute(owed.delete().where(among(owed.c.letter_id, taken_back.ids)))
    return taken_back


async def close_earlier(db: Connection, closes: datetime, now: datetime) -> None:
    """Send letters of today that are due after the new closing time at that time."""
    later = (outbox.c.state == "waiting", outbox.c.due_at > closes, outbox.c.rule.in_(kinds(is_of_its_day=True)))
    await db.execute(outbox.update().where(*later).values(due_at=max(now, closes)))


async def withdraw(db: Connection, id: int) -> bool:
    """Drop a letter that has certainly not been sent; return whether it was one."""
    waiting = (outbox.c.id == id, outbox.c.state == "waiting", outbox.c.claimed_until.is_(None))
    untried = (outbox.c.attempts == 0, outbox.c.parts == 0)
    return (await db.execute(outbox.update().where(*waiting, *untried).values(state="dropped"))).rowcount > 0


async def give_way(db: Connection, group_id: int, kind: LetterKind) -> None:
    """Drop an earlier waiting letter of this kind to the group: the new one says more."""
    waiting = (outbox.c.group_id == group_id, outbox.c.rule == kind, outbox.c.state == "waiting")
    await db.execute(outbox.update().where(*waiting, outbox.c.claimed_until.is_(None)).values(state="dropped"))


async def readdress(db: Connection, person_id: int, to: int | None) -> None:
    """Readdress the waiting letters of a person whose post is now held by `to`, None for nobody. Each kind declares
    whether its letters follow the post, stay with the person, or are dropped."""
    waiting = (outbox.c.state == "waiting", outbox.c.claimed_until.is_(None), outbox.c.person_id == person_id)
    of_nobody, of_person = (outbox.c.rule.in_(kinds(follows=follows)) for follows in ("nobody", "person"))
    await db.execute(outbox.update().where(*waiting, of_nobody).values(state="dropped"))
    of_post = sa.not_(sa.or_(of_nobody, of_person))
    for id, key in (await db.execute(sa.select(outbox.c.id, outbox.c.key).where(*waiting, of_post))).all():
        await hand_over(db, id, key, to)


async def hand_over(db: Connection, id: int, key: str, to: int | None) -> None:
    """Readdress a letter for a post to the person who now holds it. It is dropped if they have got the same letter
    already, or if nobody holds the post."""
    base, _, _ = key.rpartition(":")
    same = (outbox.c.person_id == to, outbox.c.key.startswith(f"{base}:", autoescape=True), outbox.c.id != id)
    is_dropped = to is None or (await db.execute(sa.select(outbox.c.id).where(*same).limit(1))).first()
    await db.execute(of_id(outbox), {"which": id, **({"state": "dropped"} if is_dropped else {"person_id": to})})


async def say_less(db: Connection, code: str) -> None:
    """Remove a task that has become 不上机 from waiting letters: those that mention it keep only their buttons, and no
    pictures are sent, because a picture may show it without the code. Partly sent letters start again."""
    named = outbox.c.payload.contains(code, autoescape=True)
    waiting = (outbox.c.state == "waiting", sa.or_(named, outbox.c.payload.contains(f'"{DRAWING}"')))
    for id, payload in (await db.execute(sa.select(outbox.c.id, outbox.c.payload).where(*waiting))).all():
        reply = Reply.load(payload)
        text = "您有新的督办事项，请点下方按钮查看。" if code in payload else reply.text
        less = replace(reply, text=text, files=tuple(file for file in reply.files if file.kind != DRAWING)).dump()
        await db.execute(outbox.update().where(outbox.c.id == id).values(payload=less, parts=0))
