"""Command lines that are too long for a button: the button carries the number of the stored line."""

from datetime import datetime

import sqlalchemy as sa

from storage.database import Connection
from storage.schema import button_lines, people

B = button_lines.c
PERSON_ID = sa.select(people.c.id).where(people.c.telegram_id == sa.bindparam("telegram_id")).scalar_subquery()
MOST = 50_000
"""Previews that nobody confirms must not fill the database before they are removed by their age."""


async def add(db: Connection, telegram_id: int, line: str, now: datetime) -> int:
    """Store a line for this person alone, and return its number. Only the last MOST lines are kept."""
    values = {"line": line, "at": now, "telegram_id": telegram_id}
    result = await db.execute(button_lines.insert().values(person_id=PERSON_ID), values)
    id = int(result.inserted_primary_key[0])  # type: ignore[index]
    await db.execute(button_lines.delete().where(B.id <= id - MOST))
    return id


async def get(db: Connection, id: int, telegram_id: int) -> str | None:
    """Return the line with this number, None if there is none or if it is somebody else's."""
    query = sa.select(B.line).where(B.id == id, B.person_id == PERSON_ID)
    line: str | None = await db.scalar(query, {"telegram_id": telegram_id})
    return line


async def remove(db: Connection, before: datetime) -> int:
    """Delete the lines stored before this moment, and return their number."""
    return (await db.execute(button_lines.delete().where(B.at < before))).rowcount
