"""Groups, or topics of groups, that a clerk has bound to the plan."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage.database import Connection, insert_once
from storage.schema import groups


@dataclass(frozen=True)
class Group:
    id: int
    chat_id: int
    thread_id: int | None
    title: str


async def bound(db: Connection) -> list[Group]:
    columns = (groups.c.id, groups.c.chat_id, groups.c.thread_id, groups.c.title)
    return [Group(*row) for row in await db.execute(sa.select(*columns).where(groups.c.active).order_by(groups.c.id))]


async def bind(db: Connection, chat_id: int, thread_id: int | None, title: str, person_id: int, now: datetime) -> bool:
    """False where this group, or topic, is bound already; its title is brought up to date."""
    row = {
        "chat_id": chat_id, "thread_id": thread_id, "title": title, "active": True, "bound_by": person_id,
        "bound_at": now,
    }  # fmt: skip
    new = (await db.execute(insert_once(groups, db).values(row))).rowcount > 0
    here = (groups.c.chat_id == chat_id, sa.func.coalesce(groups.c.thread_id, 0) == (thread_id or 0))
    woken = await db.execute(groups.update().where(*here, groups.c.active.is_(False)).values(row))
    await db.execute(groups.update().where(*here).values(title=title))
    return new or woken.rowcount > 0


async def unbind(db: Connection, chat_id: int, thread_id: int | None = None) -> bool:
    """Without a topic: every binding of the group, as when the bot was put out of it."""
    here = [groups.c.chat_id == chat_id, groups.c.active]
    if thread_id is not None:
        here.append(groups.c.thread_id == thread_id)
    return (await db.execute(groups.update().where(*here).values(active=False))).rowcount > 0


async def move(db: Connection, old_chat_id: int, new_chat_id: int) -> None:
    """A group that became a supergroup has a new id and stays bound. Said twice, it is done once.

    Where somebody was quicker and has bound the new one too, that binding is the one that holds.
    """
    here, topic = groups.c.chat_id == old_chat_id, sa.func.coalesce(groups.c.thread_id, 0)
    bound_there = sa.select(topic).where(groups.c.chat_id == new_chat_id)
    await db.execute(groups.update().where(here, topic.not_in(bound_there)).values(chat_id=new_chat_id))
    await db.execute(groups.update().where(here).values(active=False))
