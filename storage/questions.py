"""Open questions of the bot: for each person, the command line that their next message completes."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.database import Connection
from storage.schema import people, questions
from storage.statements import insert_once

VALID_FOR = timedelta(hours=12)
q = questions.c


def line_of(person_id: sa.ColumnElement[int]) -> sa.Select[tuple[str]]:
    """Return the query for the person's open command line, unless it was asked before the parameter `since`."""
    return sa.select(q.line).where(q.person_id == person_id, q.asked_at > sa.bindparam("since"))


OPEN = line_of(sa.bindparam("person_id"))


async def ask(db: Connection, person_id: int, line: str, now: datetime) -> None:
    await db.execute(insert_once(questions, db).values(person_id=person_id, line=line, asked_at=now))
    await db.execute(questions.update().where(questions.c.person_id == person_id).values(line=line, asked_at=now))


async def open_of(db: Connection, person_id: int, now: datetime) -> str | None:
    line: str | None = await db.scalar(OPEN, {"person_id": person_id, "since": now - VALID_FOR})
    return line


PERSON_ID = sa.select(people.c.id).where(people.c.telegram_id == sa.bindparam("telegram_id"))
FORGET = questions.delete().where(q.person_id == PERSON_ID.scalar_subquery())


async def forget(db: Connection, telegram_id: int) -> None:
    await db.execute(FORGET, {"telegram_id": telegram_id})
