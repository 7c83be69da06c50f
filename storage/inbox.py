"""The inbox: raw updates, stored before they are acknowledged to Telegram.

States: new → handled (the change is committed, the answer is still owed) → done, or unclear if no attempt to answer was
confirmed. A command that changes nothing goes from new to done or unclear, when its answer is settled. An update that
cannot be handled is poison.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from storage.database import Connection
from storage.schema import inbox
from storage.statements import among, insert_once, of_id

State = Literal["new", "handled", "done", "unclear", "poison"]
Effect = Literal["", "changed", "told"]
"""What came of a message: nothing but an answer, a change, or the answer that an edit of it changes nothing."""
OPEN = ("new", "handled")
NEAR = 1000
"""So many rows back, messages that were sent at once are searched for."""


@dataclass(frozen=True)
class Update:
    """An update. `raw` is its JSON. `chat_id` is None for an update without a chat.

    `identity` identifies the update, whatever number Telegram gives it. `id` is the number of the row, ascending in the
    order of arrival, and 0 for an update that is not stored yet.
    """

    identity: str
    chat_id: int | None
    raw: str
    id: int = 0
    received_at: datetime | None = None


@dataclass(frozen=True)
class Unfinished:
    """An update that was not finished when the bot stopped.

    `answer` is the one that is owed, None if the update must still be handled. So many messages of the answer (`parts`)
    have arrived; for the next one there were `attempts` without a clear result.
    """

    update: Update
    answer: str | None
    parts: int
    attempts: int


class Missing(Exception):
    """The row does not exist. This is an error of the program, because an update is stored before it is handled."""


class Handled(Exception):
    """The update has taken effect before, so this transaction must be rolled back."""


async def put(db: Connection, bot: int, updates: Sequence[Update], now: datetime) -> list[Update]:
    """Store updates, and return the new ones with their ids, in the order of `updates`."""
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
    """Store an update as poison, unless it is stored already."""
    for new in await put(db, bot, [update], now):
        await poisoned(db, [new.id], error)


async def adopt(db: Connection, bot: int, identity_of: Callable[[str], str | None]) -> None:
    """Compute the identities of rows that were stored by an earlier version without them.

    So an update that Telegram delivers again after the upgrade is recognised.
    """
    rows = (await db.execute(sa.select(inbox.c.id, inbox.c.raw).where(inbox.c.bot == 0))).all()
    for row in rows:
        identity = identity_of(row.raw) if row.raw else None
        await db.execute(of_id(inbox), {"which": row.id, "bot": bot, **({"identity": identity} if identity else {})})


async def unfinished(db: Connection) -> list[Unfinished]:
    """Return the updates that were not finished when the bot stopped, in the order of arrival."""
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
    """Return those of the chats in which an update still waits to be handled."""
    query = sa.select(inbox.c.chat_id).where(inbox.c.state == "new", among(inbox.c.chat_id, list(chat_ids)))
    return set((await db.execute(query)).scalars())


async def answer_owed(db: Connection, id: int) -> str | None:
    """Return the answer that is still owed to an update that has taken effect, None if there is none."""
    owed: str | None = await db.scalar(sa.select(inbox.c.answer).where(inbox.c.id == id, inbox.c.state == "handled"))
    return owed


async def before_in_chat(db: Connection, id: int, chat_id: int, count: int) -> list[Update]:
    """Return the updates of the chat among the latest before `id`, at most `count`, the latest first."""
    columns = (inbox.c.identity, inbox.c.chat_id, inbox.c.raw, inbox.c.id, inbox.c.received_at)
    recent = (inbox.c.id < id, inbox.c.id >= id - NEAR, inbox.c.chat_id == chat_id, inbox.c.raw.is_not(None))
    rows = await db.execute(sa.select(*columns).where(*recent).order_by(inbox.c.id.desc()).limit(count))
    return [Update(*row) for row in rows]


@dataclass(frozen=True)
class Version:
    """A message as it was before an edit. `raw` is its JSON, None if it was emptied."""

    raw: str | None
    effect: Effect


async def earlier_versions(db: Connection, id: int) -> list[Version]:
    """Return the message and its edits that arrived before the edit `id`, the oldest first.

    Identities of one message differ in what follows the last colon, the date of the edit.
    """
    own = (await db.execute(sa.select(inbox.c.bot, inbox.c.identity).where(inbox.c.id == id))).one()
    message = own.identity.rpartition(":")[0] + ":"
    # The range lets the database search an index; the prefix holds in every order of characters.
    of_message = (inbox.c.identity > message, inbox.c.identity < f"{message}A")
    exactly = inbox.c.identity.startswith(message, autoescape=True)
    query = sa.select(inbox.c.raw, inbox.c.effect).where(inbox.c.bot == own.bot, *of_message, exactly, inbox.c.id < id)
    return [Version(row.raw, row.effect) for row in await db.execute(query.order_by(inbox.c.id))]


TAKE = inbox.update().where(inbox.c.id == sa.bindparam("which"), inbox.c.state == "new")


async def take(
    db: Connection, id: int, answer: str | None, effect: Effect = "", parts: Collection[int] = ()
) -> None:  # fmt: skip
    """Mark an update as handled, and those with the other `parts` of its text, in the handler's own transaction.

    Raises Handled if it has taken effect before, Missing if it is not in the inbox.
    """
    values = {"state": "done" if answer is None else "handled", "answer": answer, "effect": effect}
    if (await db.execute(TAKE, {"which": id, **values})).rowcount == 0:
        if await db.scalar(sa.select(inbox.c.id).where(inbox.c.id == id)) is None:
            raise Missing(f"update {id} is not in the inbox")
        raise Handled
    if parts:
        await db.execute(TAKE, [{"which": part, "state": "done", "answer": None, "effect": effect} for part in parts])


SETTLE = (
    inbox.update()
    .where(inbox.c.id == sa.bindparam("which"), sa.or_(*(inbox.c.state == state for state in OPEN)))
    .values(state=sa.bindparam("to"), answer=sa.null(), error=sa.bindparam("why"))
)


async def done(db: Connection, ids: Collection[int]) -> None:
    """Mark updates as done: their answers have arrived, or there are none."""
    await db.execute(SETTLE, [{"which": id, "to": "done", "why": None} for id in ids])


async def refused(db: Connection, id: int, error: str) -> None:
    """Mark an update as done although its answer was refused for good, as by somebody who has blocked the bot."""
    await db.execute(SETTLE, {"which": id, "to": "done", "why": error})


async def unclear(db: Connection, id: int, error: str) -> None:
    """Mark an update as unclear: no attempt to answer was confirmed. `error` is that of the last attempt."""
    await db.execute(SETTLE, {"which": id, "to": "unclear", "why": error})


async def tried(db: Connection, id: int, parts: int, attempts: int) -> None:
    """Store how much of an answer has arrived, for a start after a kill."""
    row = inbox.update().where(inbox.c.id == id, inbox.c.state == "handled")
    await db.execute(row.values(parts=parts, attempts=attempts))


async def poisoned(db: Connection, ids: Collection[int], error: str) -> None:
    """Mark updates as poison: they cannot be handled, and must not block those behind them."""
    await db.execute(of_id(inbox), [{"which": id, "state": "poison", "error": error} for id in ids])


async def set_aside(db: Connection) -> list[tuple[int, str]]:
    """Return the ids of poison updates, with their errors."""
    query = sa.select(inbox.c.id, inbox.c.error).where(inbox.c.state == "poison").order_by(inbox.c.id)
    return [(row.id, row.error or "") for row in await db.execute(query)]


async def unanswered(db: Connection, first: datetime, until: datetime) -> int:
    """Count the updates received from `first` to before `until` whose answers were never confirmed."""
    unclear_then = (inbox.c.state == "unclear", inbox.c.received_at >= first, inbox.c.received_at < until)
    return int((await db.execute(sa.select(sa.func.count()).where(*unclear_then))).scalar_one())


async def empty(db: Connection, before: datetime) -> None:
    """Delete the text of settled updates received before `before`; their identities stay."""
    old = (inbox.c.state.in_(("done", "unclear")), inbox.c.received_at < before, inbox.c.raw.is_not(None))
    await db.execute(inbox.update().where(*old).values(raw=None))
