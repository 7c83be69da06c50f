"""A restore, or a loss of records: when it was, and what the lost time may have done and is not done again."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from plan.calendar import Calendar
from plan.letter_kinds import kinds
from plan.unsent import UnsentReason
from storage.database import Connection, among
from storage.records import RESTORED
from storage.schema import PROGRAM, inbox, outbox, settings

"""What makes no sound may be sent twice."""


@dataclass(frozen=True)
class Restored:
    """Between `known_until` and `noticed_at` nothing is known. Moments are aware; `told_at` is None before people have
    been told."""

    cause: Literal["backup", "copy", "shortened"]
    known_until: datetime
    noticed_at: datetime
    told_at: datetime | None = None


MINE = (settings.c.owner == PROGRAM, settings.c.name == RESTORED)


async def load(db: Connection) -> Restored | None:
    """The last time that this has happened."""
    value = await db.scalar(sa.select(settings.c.value).where(*MINE))
    return parsed(value) if value else None


def parsed(value: str) -> Restored:
    fields = json.loads(value)
    at = {
        name: fields[name] and datetime.fromisoformat(fields[name]) for name in ("known_until", "noticed_at", "told_at")
    }
    return Restored(fields["cause"], **at)


async def mark_told(db: Connection, restored: Restored, now: datetime) -> None:
    """People have been told of it."""
    values = {"cause": restored.cause} | {
        name: moment.isoformat()
        for name, moment in (
            ("known_until", restored.known_until),
            ("noticed_at", restored.noticed_at),
            ("told_at", now),
        )
    }
    await db.execute(settings.update().where(*MINE).values(value=json.dumps(values)))


async def settle_letters(db: Connection, since: datetime, now: datetime, calendar: Calendar) -> int:
    """Drop the letters that waited at `since` and may have been sent by `now`; how many. Those for which no moment has
    come in between, as in a night, still wait. Moments are in the bureau's time zone."""
    columns = (outbox.c.id, outbox.c.rule, outbox.c.due_at)
    waiting = sa.select(*columns).where(outbox.c.state == "waiting", outbox.c.rule.not_in(kinds(is_message=False)))
    ids = [
        row.id for row in await db.execute(waiting)
        if row.rule.speaks_at(row.due_at.astimezone(now.tzinfo), since, calendar) <= now
    ]  # fmt: skip
    drop = outbox.update().where(among(outbox.c.id, ids))
    await db.execute(drop.values(state="dropped", error=UnsentReason.RESTORED, claimed_until=None))
    return len(ids)


async def settle_answers(db: Connection) -> int:
    """Answers that were owed may have been given; how many."""
    waiting = inbox.update().where(inbox.c.state == "handled")
    return int((await db.execute(waiting.values(state="done", answer=sa.null()))).rowcount)
