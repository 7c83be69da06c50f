"""Query the database that the bot uses, over connections that are closed at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.lease import file_of
from storage.schema import inbox, outbox, reminders

PATIENT = 4
"""After so many tries without a clear result the next one comes in half an hour."""
Rows = Sequence[sa.Row[*tuple[Any, ...]]]


class Look:
    """`await look(statement)` answers with all rows."""

    def __init__(self, url: str) -> None:
        path = file_of(url)
        self._engine: AsyncEngine = create_async_engine(
            f"sqlite+aiosqlite:///file:{path}?mode=ro&uri=true" if path else url, poolclass=sa.NullPool
        )

    async def __call__(self, statement: sa.Select[*tuple[Any, ...]]) -> Rows:
        async with self._engine.connect() as db:
            return (await db.execute(statement)).all()

    async def left(self, now: datetime) -> dict[str, int]:
        """Return how many updates, answers, letters and reminders are unfinished.

        What is tried again only in half an hour, after many tries without a clear result, is left out.
        """
        due = (outbox.c.state == "waiting", outbox.c.attempts < PATIENT, outbox.c.due_at <= now)
        counts = {
            "updates new": sa.select(sa.func.count()).where(inbox.c.state == "new"),
            "answers owed": sa.select(sa.func.count()).where(inbox.c.state == "handled", inbox.c.attempts < PATIENT),
            "letters owed": sa.select(sa.func.count()).where(*due),
            "reminders to come": sa.select(sa.func.count()).where(reminders.c.state == "open"),
        }
        counted = {name: int((await self(query))[0][0]) for name, query in counts.items()}
        return {name: number for name, number in counted.items() if number}
