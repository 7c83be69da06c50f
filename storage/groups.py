"""Groups, or topics of groups, that a clerk has bound to the plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.database import Connection, insert_once, of_id
from storage.schema import groups, outbox, units


@dataclass(frozen=True)
class Board:
    """The pinned message, as it was when it was last brought up to date."""

    message_id: int | None
    hash: str
    at: datetime | None
    pinned: bool


@dataclass(frozen=True)
class Group:
    """Bound to the whole plan, or to `unit` and all below it (`path`). Its summary comes on `weekday` at `hour`;
    where it was `put_off` for a bulletin, on the next working day."""

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
    """At which some group wants its summary."""
    return tuple((await db.execute(HOURS)).scalars())


async def get(db: Connection, id: int) -> Group | None:
    """While it is bound."""
    row = (await db.execute(GET, {"id": id})).first()
    return _group(row) if row else None


async def left_board(db: Connection, id: int) -> int | None:
    """The message that was the board of a group which is not bound any more."""
    query = sa.select(c.board_message_id).where(c.id == id, c.active.is_(False))
    return (await db.execute(query)).scalar()


async def here(db: Connection, chat_id: int, thread_id: int | None) -> Group | None:
    row = (await db.execute(SELECT.where(*_place(chat_id, thread_id)))).first()
    return _group(row) if row else None


def _place(chat_id: int, thread_id: int | None) -> tuple[sa.ColumnElement[bool], ...]:
    return c.chat_id == chat_id, sa.func.coalesce(c.thread_id, 0) == (thread_id or 0)


UNKNOWN: dict[str, Any] = {"board_message_id": None, "board_hash": "", "board_pinned": False}
"""There is no board, or none that we could find: in a new chat the messages of the old one have other numbers."""


async def change(db: Connection, id: int, **values: Any) -> None:
    await db.execute(of_id(groups), {"which": id, **values})


async def bind(db: Connection, chat_id: int, thread_id: int | None, title: str, person_id: int, now: datetime) -> bool:
    """False where this group, or topic, is bound already; its title is brought up to date."""
    row = {
        "chat_id": chat_id, "thread_id": thread_id, "title": title, "active": True, "bound_by": person_id,
        "bound_at": now, "put_off": False,
    }  # fmt: skip
    new = (await db.execute(insert_once(groups, db).values(row))).rowcount > 0
    here = _place(chat_id, thread_id)
    woken = await db.execute(groups.update().where(*here, groups.c.active.is_(False)).values(row))
    await db.execute(groups.update().where(*here).values(title=title))
    return new or woken.rowcount > 0


async def unbind(db: Connection, chat_id: int, thread_id: int | None = None) -> list[int]:
    """The ids of what was bound. Without a topic: every binding of the group, as when the bot was put out of it."""
    here = [c.chat_id == chat_id, c.active]
    if thread_id is not None:
        here.append(c.thread_id == thread_id)
    ids = list((await db.execute(sa.select(c.id).where(*here))).scalars())
    await db.execute(groups.update().where(c.id.in_(ids)).values(active=False))
    return ids


async def move(db: Connection, old_chat_id: int, new_chat_id: int) -> None:
    """A group that became a supergroup has a new id and stays bound; its messages have other numbers there. Said twice,
    it is done once.

    Where somebody was quicker and has bound the new one too, that binding is the one that holds.
    """
    here, topic = groups.c.chat_id == old_chat_id, sa.func.coalesce(groups.c.thread_id, 0)
    bound_there = sa.select(topic).where(groups.c.chat_id == new_chat_id)
    theirs = outbox.c.group_id.in_(sa.select(groups.c.id).where(here))
    await db.execute(outbox.update().where(theirs).values(message_id=None))
    await db.execute(groups.update().where(here, topic.not_in(bound_there)).values(chat_id=new_chat_id, **UNKNOWN))
    await db.execute(groups.update().where(here).values(active=False))
