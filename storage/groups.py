"""Groups, or topics in groups, that a clerk has bound to the plan, each with its pinned board."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.database import Connection
from storage.schema import groups, outbox, units
from storage.statements import insert_once, of_id


@dataclass(frozen=True)
class Board:
    """The pinned message of a group, as it was last updated; `hash` is that of its text."""

    message_id: int | None
    hash: str
    at: datetime | None
    pinned: bool


@dataclass(frozen=True)
class Group:
    """A group that is bound to the whole plan, or to `unit` and all units below it (`path`).

    Its summary comes on `weekday` (0 is Monday) at `hour`; if it was `put_off` because of a bulletin, on the next
    working day. `last` holds what the last summary counted, as JSON. `thread_id` is None for the group as a whole.
    """

    id: int
    chat_id: int
    thread_id: int | None
    title: str
    unit_id: int | None
    unit: str | None
    path: str
    weekday: int
    hour: int
    last: str
    put_off: bool
    bound_by: int
    bound_at: datetime
    board: Board


@dataclass(frozen=True)
class Binding:
    """Who has bound a group, and when, whether it is still bound or not."""

    title: str
    bound_by: int
    bound_at: datetime


c = groups.c
SELECT = (
    sa.select(
        c.id, c.chat_id, c.thread_id, c.title, c.unit_id, units.c.name, sa.func.coalesce(units.c.path, "/"), c.weekday,
        c.hour, c.last, c.put_off, c.bound_by, c.bound_at, c.board_message_id, c.board_hash, c.board_at, c.board_pinned,
    )
    .outerjoin(units, units.c.id == c.unit_id)
    .where(c.active)
    .order_by(c.id)
)  # fmt: skip

GET = SELECT.where(c.id == sa.bindparam("id"))


def _group(row: Sequence[Any]) -> Group:
    values: list[Any] = [*row[:13], Board(*row[13:])]
    return Group(*values)


async def bound(db: Connection) -> list[Group]:
    return [_group(row) for row in await db.execute(SELECT)]


HOURS = sa.select(c.hour).where(c.active).distinct().order_by(c.hour)


async def hours(db: Connection) -> tuple[int, ...]:
    """Return the hours at which some group gets its summary."""
    return tuple((await db.execute(HOURS)).scalars())


async def get(db: Connection, id: int) -> Group | None:
    """Return the group, None if it is not bound any more."""
    row = (await db.execute(GET, {"id": id})).first()
    return _group(row) if row else None


async def binding(db: Connection, id: int) -> Binding:
    return Binding(*(await db.execute(sa.select(c.title, c.bound_by, c.bound_at).where(c.id == id))).one())


async def left_board(db: Connection, id: int) -> int | None:
    """Return the id of the message that was the board of a group which is not bound any more."""
    query = sa.select(c.board_message_id).where(c.id == id, c.active.is_(False))
    return (await db.execute(query)).scalar()


async def here(db: Connection, chat_id: int, thread_id: int | None) -> Group | None:
    row = (await db.execute(SELECT.where(*_place(chat_id, thread_id)))).first()
    return _group(row) if row else None


def _place(chat_id: int, thread_id: int | None) -> tuple[sa.ColumnElement[bool], ...]:
    return c.chat_id == chat_id, sa.func.coalesce(c.thread_id, 0) == (thread_id or 0)


NO_BOARD: dict[str, Any] = {"board_message_id": None, "board_hash": "", "board_pinned": False}
"""The columns of a group without a board. A group with a new chat id has none: its messages have other ids there."""


async def change(db: Connection, id: int, **values: Any) -> None:
    await db.execute(of_id(groups), {"which": id, **values})


async def bind(db: Connection, chat_id: int, thread_id: int | None, title: str, person_id: int, now: datetime) -> bool:
    """Bind a group or topic, or update its title. Return False if it was bound already."""
    row = {
        "chat_id": chat_id, "thread_id": thread_id, "title": title, "active": True, "bound_by": person_id,
        "bound_at": now, "put_off": False,
    }  # fmt: skip
    new = (await db.execute(insert_once(groups, db).values(row))).rowcount > 0
    here = _place(chat_id, thread_id)
    rebound = await db.execute(groups.update().where(*here, groups.c.active.is_(False)).values(row))
    await db.execute(groups.update().where(*here).values(title=title))
    return new or rebound.rowcount > 0


async def unbind(db: Connection, chat_id: int, thread_id: int | None = None) -> list[int]:
    """Unbind a topic, or without `thread_id` the group with all its topics; return the ids of the bindings."""
    here = [c.chat_id == chat_id, c.active]
    if thread_id is not None:
        here.append(c.thread_id == thread_id)
    ids = list((await db.execute(sa.select(c.id).where(*here))).scalars())
    await db.execute(groups.update().where(c.id.in_(ids)).values(active=False))
    return ids


async def move(db: Connection, old_chat_id: int, new_chat_id: int) -> None:
    """Follow a group that has become a supergroup, and so has got a new chat id. Doing it twice changes nothing more.

    Messages have other ids in the new chat. If the new chat has been bound already, that binding is the valid one.
    """
    here, topic = groups.c.chat_id == old_chat_id, sa.func.coalesce(groups.c.thread_id, 0)
    bound_there = sa.select(topic).where(groups.c.chat_id == new_chat_id)
    of_group = outbox.c.group_id.in_(sa.select(groups.c.id).where(here))
    await db.execute(outbox.update().where(of_group).values(message_id=None))
    await db.execute(groups.update().where(here, topic.not_in(bound_there)).values(chat_id=new_chat_id, **NO_BOARD))
    await db.execute(groups.update().where(here).values(active=False))
