"""Updates as they came, kept before they are acknowledged.

States: new → handled (the change is committed, the answer is still owed) → done, or unclear where no try to answer was
confirmed. A command that changes nothing goes from new to done, or unclear, when its answer is settled. An update that
cannot be handled is poison.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from storage.database import Connection, among, insert_once, of_id
from storage.schema import inbox

State = Literal["new", "handled", "done", "unclear", "poison"]
OPEN = ("new", "handled")


@dataclass(frozen=True)
class Update:
    """`raw` is the update's JSON; `chat_id` is None for an update that names no chat; `identity` is the same for the
    same update and no other, whatever number Telegram gives it. `id` is this database's own, ascending in the order
    of arrival, and 0 for an update that is not in it yet.
    """

    identity: str
    chat_id: int | None
    raw: str
    id: int = 0
    received_at: datetime | None = None


@dataclass(frozen=True)
class Unfinished:
    """An update that a stop has left. `answer` is the one that is owed, None where it must still be handled; `parts` of
    its messages have arrived, and `attempts` tries of the next one had no clear result."""

    update: Update
    answer: str | None
    parts: int
    attempts: int


class Missing(Exception):
    """There is no such row: an error of the program, for an update is handled only after it is kept."""


class Handled(Exception):
    """This update has taken effect before: what was done now must be rolled back."""


async def put(db: Connection, bot: int, updates: Sequence[Update], now: datetime) -> list[Update]:
    """Return those that are new, with their ids, in the order of `updates`: the same update again changes nothing."""
    known = {update.identity: update for update in updates}
    rows = [
        {
            "bot": bot, "identity": update.identity, "chat_id": update.chat_id, "raw": update.raw, "state": "new",
            "received_at": now,
        }
        for update in known.values()
    ]  # fmt: skip
    if not rows:
        return []
    inserted = await db.execute(insert_once(inbox, db, inbox.c.identity, inbox.c.id), rows)
    ids = {row.identity: row.id for row in inserted}
    return [replace(known[name], id=ids[name], received_at=now) for name in known if name in ids]


async def put_aside(db: Connection, bot: int, update: Update, error: str, now: datetime) -> None:
    """Keep as poison what can't be kept for handling; the same again changes nothing."""
    for one in await put(db, bot, [update], now):
        await poisoned(db, one.id, error)


async def adopt(db: Connection, bot: int, identity_of: Callable[[str], str | None]) -> None:
    """Give rows from before there were identities theirs, computed from their JSON, so that Telegram's second delivery
    of an update that an earlier version has kept is recognised."""
    rows = (await db.execute(sa.select(inbox.c.id, inbox.c.raw).where(inbox.c.bot == 0))).all()
    for row in rows:
        identity = identity_of(row.raw) if row.raw else None
        await db.execute(of_id(inbox), {"which": row.id, "bot": bot, **({"identity": identity} if identity else {})})


async def unfinished(db: Connection) -> list[Unfinished]:
    """Return what a stop has left, in the order of arrival."""
    columns = (inbox.c.identity, inbox.c.chat_id, inbox.c.raw, inbox.c.id, inbox.c.received_at)
    more = (inbox.c.state, inbox.c.answer, inbox.c.parts, inbox.c.attempts)
    rows = await db.execute(sa.select(*columns, *more).where(inbox.c.state.in_(OPEN)).order_by(inbox.c.id))
    return [
        Unfinished(Update(*row[:5]), row.answer, row.parts, row.attempts)
        if row.state == "handled"
        else Unfinished(Update(*row[:5]), None, 0, 0)
        for row in rows
    ]


async def awaited(db: Connection, chat_ids: Collection[int]) -> set[int]:
    """Return those in whose chats something still waits to be handled."""
    query = sa.select(inbox.c.chat_id).where(inbox.c.state == "new", among(inbox.c.chat_id, list(chat_ids)))
    return set((await db.execute(query)).scalars())


async def answer_owed(db: Connection, id: int) -> str | None:
    """Return the answer to an update that has taken effect, None where none is owed, or no longer."""
    owed: str | None = await db.scalar(sa.select(inbox.c.answer).where(inbox.c.id == id, inbox.c.state == "handled"))
    return owed


TAKE = inbox.update().where(inbox.c.id == sa.bindparam("which"), inbox.c.state == "new")


async def take(db: Connection, id: int, answer: str | None) -> None:
    """Mark an update as handled, in the handler's own transaction.

    Raises Handled where it has taken effect before, Missing where the inbox does not hold it.
    """
    values = {"state": "done" if answer is None else "handled", "answer": answer}
    if (await db.execute(TAKE, {"which": id, **values})).rowcount == 0:
        if await db.scalar(sa.select(inbox.c.id).where(inbox.c.id == id)) is None:
            raise Missing(f"update {id} is not in the inbox")
        raise Handled


SETTLE = (
    inbox.update()
    .where(inbox.c.id == sa.bindparam("which"), sa.or_(*(inbox.c.state == state for state in OPEN)))
    .values(state=sa.bindparam("to"), answer=sa.null(), error=sa.bindparam("why"))
)


async def done(db: Connection, ids: Collection[int]) -> None:
    """The answers have arrived, or none are owed."""
    await db.execute(SETTLE, [{"which": id, "to": "done", "why": None} for id in ids])


async def refused(db: Connection, id: int, error: str) -> None:
    """Telegram will never take the answer, as from somebody who has blocked the bot."""
    await db.execute(SETTLE, {"which": id, "to": "done", "why": error})


async def unclear(db: Connection, id: int, error: str) -> None:
    """No try to answer was confirmed; `error` is the last one's."""
    await db.execute(SETTLE, {"which": id, "to": "unclear", "why": error})


async def tried(db: Connection, id: int, parts: int, attempts: int) -> None:
    """Note how far an answer has come, for a start after a kill."""
    row = inbox.update().where(inbox.c.id == id, inbox.c.state == "handled")
    await db.execute(row.values(parts=parts, attempts=attempts))


async def poisoned(db: Connection, id: int, error: str) -> None:
    """Set an update aside: it can't be handled, and must not hold up those behind it."""
    await db.execute(of_id(inbox), {"which": id, "state": "poison", "error": error})


async def set_aside(db: Connection) -> list[tuple[int, str]]:
    """Return the ids of poison updates, each with why."""
    query = sa.select(inbox.c.id, inbox.c.error).where(inbox.c.state == "poison").order_by(inbox.c.id)
    return [(row.id, row.error or "") for row in await db.execute(query)]


async def unanswered(db: Connection, first: datetime, until: datetime) -> int:
    """Count the updates of that time whose answers were never confirmed."""
    mine = (inbox.c.state == "unclear", inbox.c.received_at >= first, inbox.c.received_at < until)
    return int((await db.execute(sa.select(sa.func.count()).where(*mine))).scalar_one())


async def empty(db: Connection, before: datetime) -> None:
    """Forget what people wrote: the text of settled rows goes, their identities stay."""
    old = (inbox.c.state.in_(("done", "unclear")), inbox.c.received_at < before, inbox.c.raw.is_not(None))
    await db.execute(inbox.update().where(*old).values(raw=None))
