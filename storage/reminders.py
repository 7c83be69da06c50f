"""Personal reminders (个人提醒): they belong to a person and not to a post."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from plan.reply import PAGE
from storage.database import Connection
from storage.schema import plans, reminders, tasks

OPEN, SENT, GONE = "open", "sent", "gone"
r = reminders.c


@dataclass(frozen=True)
class Reminder:
    """`at` is in UTC. `words` are the person's own and may be empty. `lapsed` tasks are not in the current plan."""

    id: int
    person_id: int
    task_id: int
    at: datetime
    words: str
    state: str
    code: str
    title: str
    restricted: bool
    lapsed: bool


LAPSED = sa.or_(tasks.c.retired, ~plans.c.current)
SELECT = (
    sa.select(
        r.id, r.person_id, r.task_id, r.at, r.words, r.state, tasks.c.code, tasks.c.title, tasks.c.restricted, LAPSED,
    )
    .join(tasks, tasks.c.id == r.task_id)
    .join(plans, plans.c.id == tasks.c.plan_id)
)  # fmt: skip


async def add(db: Connection, person_id: int, task_id: int, at: datetime, words: str) -> int:
    """Add a reminder, unless the same one exists, and return its id."""
    same = (r.person_id == person_id, r.task_id == task_id, r.at == at, r.words == words, r.state == OPEN)
    known = (await db.execute(sa.select(r.id).where(*same))).scalar()
    row = {"person_id": person_id, "task_id": task_id, "at": at, "words": words, "state": OPEN}
    return known or int((await db.execute(reminders.insert(), row)).inserted_primary_key[0])  # type: ignore[index]


async def get(db: Connection, id: int, person_id: int) -> Reminder | None:
    row = (await db.execute(SELECT.where(r.id == id, r.person_id == person_id))).first()
    return Reminder(*list(row)) if row else None


async def count(db: Connection, person_id: int) -> int:
    is_open = (r.person_id == person_id, r.state == OPEN)
    return int((await db.execute(sa.select(sa.func.count()).where(*is_open))).scalar_one())


async def page(db: Connection, person_id: int, first: int) -> list[Reminder]:
    query = SELECT.where(r.person_id == person_id, r.state == OPEN).order_by(r.at, r.id).limit(PAGE).offset(first)
    return [Reminder(*list(row)) for row in await db.execute(query)]


async def become(db: Connection, id: int, state: str, at: datetime | None = None) -> None:
    """Set the state, and the moment if it is given."""
    values = {"state": state} | ({"at": at} if at else {})
    await db.execute(reminders.update().where(r.id == id).values(values))


ANY_DUE = sa.select(r.id).where(r.state == OPEN, r.at <= sa.bindparam("now")).limit(1)


async def any_due(db: Connection, now: datetime) -> bool:
    return (await db.execute(ANY_DUE, {"now": now})).first() is not None


async def due(db: Connection, now: datetime) -> list[Reminder]:
    return [
        Reminder(*list(row))
        for row in await db.execute(SELECT.where(r.state == OPEN, r.at <= now).order_by(r.at, r.id))
    ]


async def next_due(db: Connection, after: datetime) -> datetime | None:
    moment: datetime | None = await db.scalar(sa.select(sa.func.min(r.at)).where(r.state == OPEN, r.at > after))
    return moment
