"""What happened and others must know at once: a letter to each of them, in the transaction of what happened."""

from collections.abc import Iterable
from datetime import datetime

from plan.calendar import Calendar
from plan.reply import Reply
from storage import outbox
from storage.database import Connection
from storage.people import Person


async def tell(
    db: Connection, rule: str, key: str, reply: Reply, to: Iterable[Person], now: datetime, calendar: Calendar
) -> None:
    """Once under `key` for each; outside of the hours it waits for the next working morning."""
    for person in to:
        await outbox.put(
            db, f"{rule}:{key}:{person.id}", rule, reply.dump(), now, person_id=person.id, urgent=True,
            due_at=calendar.next_open(now),
        )  # fmt: skip
