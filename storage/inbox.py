"""Updates as they came, kept before they are acknowledged: new → handled (its answer waits to be sent) → done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from storage.database import Connection, insert_once
from storage.schema import inbox

State = Literal["new", "handled", "done", "poison"]


@dataclass(frozen=True)
class Arrived:
    """`raw` is the update's JSON; `chat_id` is None for an update of a kind that names no chat."""

    id: int
    chat_id: int | None
    raw: str


async def put(db: Connection, updates: Sequence[Arrived], now: datetime) -> list[Arrived]:
    """Answers with those that are new: the same update again changes nothing."""
    rows = [{"id": u.id, "chat_id": u.chat_id, "raw": u.raw, "state": "new", "received_at": now} for u in updates]
    new = set((await db.execute(insert_once(inbox, db, inbox.c.id), rows)).scalars())
    return [u for u in {u.id: u for u in updates}.values() if u.id in new]


async def waiting(db: Connection) -> list[Arrived]:
    """What a stop has left unhandled, in the order of arrival."""
    query = sa.select(inbox.c.id, inbox.c.chat_id, inbox.c.raw).where(inbox.c.state == "new").order_by(inbox.c.id)
    return [Arrived(*row) for row in await db.execute(query)]


class Handled(Exception):
    """This update has taken effect before: what it did now must not be kept."""


TAKE = inbox.update().where(inbox.c.id == sa.bindparam("which"), inbox.c.state == "new")


async def take(db: Connection, id: int, answer: str | None) -> None:
    """Marks it handled in the handler's own transaction. Raises Handled where another has done so already."""
    values = {"state": "done" if answer is None else "handled", "answer": answer}
    if (await db.execute(TAKE, {"which": id, **values})).rowcount == 0:
        raise Handled


async def unanswered(db: Connection) -> list[tuple[Arrived, str]]:
    """Handled, but perhaps not answered before a stop; each with its answer."""
    columns = (inbox.c.id, inbox.c.chat_id, inbox.c.raw, inbox.c.answer)
    query = sa.select(*columns).where(inbox.c.state == "handled").order_by(inbox.c.id)
    return [(Arrived(row.id, row.chat_id, row.raw), row.answer) for row in await db.execute(query)]


DONE = (
    inbox.update()
    .where(inbox.c.id == sa.bindparam("which"), inbox.c.state != "poison")
    .values(state="done", answer=sa.null())
)


async def done(db: Connection, ids: Iterable[int]) -> None:
    await db.execute(DONE, [{"which": id} for id in ids])


async def poisoned(db: Connection, id: int, error: str) -> None:
    """Set aside: it can't be handled, and must not hold up what comes behind it."""
    await db.execute(inbox.update().where(inbox.c.id == id).values(state="poison", error=error))


async def set_aside(db: Connection) -> list[tuple[int, str]]:
    query = sa.select(inbox.c.id, inbox.c.error).where(inbox.c.state == "poison").order_by(inbox.c.id)
    return [(row.id, row.error or "") for row in await db.execute(query)]


async def empty(db: Connection, before: datetime) -> None:
    """What people wrote is not kept: the text of handled rows goes, their ids stay."""
    old = (inbox.c.state == "done", inbox.c.received_at < before, inbox.c.raw.is_not(None))
    await db.execute(inbox.update().where(*old).values(raw=None))
