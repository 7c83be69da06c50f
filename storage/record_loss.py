"""The last loss of records, by a restore or otherwise: its time, and what must not be sent twice because of it."""

import json
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from plan.calendar import Calendar
from plan.letter_kinds import kinds
from plan.unsent import UnsentReason
from storage.database import Connection
from storage.records import RECORD_LOSS, Cause
from storage.schema import PROGRAM, inbox, outbox, settings
from storage.statements import among


@dataclass(frozen=True)
class RecordLoss:
    """Records between `known_until` and `noticed_at` are missing.

    Moments are aware. `told_at` is None until people have been told.
    """

    cause: Cause
    known_until: datetime
    noticed_at: datetime
    told_at: datetime | None = None


ROW = (settings.c.owner == PROGRAM, settings.c.name == RECORD_LOSS)


async def load(db: Connection) -> RecordLoss | None:
    """Return the last loss, None if there never was one."""
    value = await db.scalar(sa.select(settings.c.value).where(*ROW))
    return parsed(value) if value else None


def parsed(value: str) -> RecordLoss:
    fields = json.loads(value)
    moments = {
        name: fields[name] and datetime.fromisoformat(fields[name]) for name in ("known_until", "noticed_at", "told_at")
    }
    return RecordLoss(fields["cause"], **moments)


async def mark_told(db: Connection, loss: RecordLoss, now: datetime) -> None:
    """Record that people have been told of the loss."""
    moments = {"known_until": loss.known_until, "noticed_at": loss.noticed_at, "told_at": now}
    values = {"cause": loss.cause} | {name: moment.isoformat() for name, moment in moments.items()}
    await db.execute(settings.update().where(*ROW).values(value=json.dumps(values)))


async def settle_letters(db: Connection, since: datetime, now: datetime, calendar: Calendar) -> int:
    """Drop the letters that waited at `since` and may have been sent by `now`, and return their number.

    Letters whose quiet hours lasted from `since` to `now` still wait. Changes of menus and boards are not dropped:
    doing them twice disturbs nobody. Moments are in the bureau's time zone.
    """
    columns = (outbox.c.id, outbox.c.rule, outbox.c.due_at)
    waiting = sa.select(*columns).where(outbox.c.state == "waiting", outbox.c.rule.not_in(kinds(is_message=False)))
    ids = [
        row.id for row in await db.execute(waiting)
        if row.rule.sendable_at(row.due_at.astimezone(now.tzinfo), since, calendar) <= now
    ]  # fmt: skip
    drop = outbox.update().where(among(outbox.c.id, ids))
    await db.execute(drop.values(state="dropped", error=UnsentReason.RESTORED, claimed_until=None))
    return len(ids)


async def settle_answers(db: Connection) -> int:
    """Give up the answers that were owed, because they may have been sent, and return their number."""
    owed = inbox.update().where(inbox.c.state == "handled")
    return int((await db.execute(owed.values(state="done", answer=sa.null()))).rowcount)
