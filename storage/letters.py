"""What happened and others must know at once: a letter to each of them, in the transaction of what happened."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from plan.calendar import Calendar
from plan.reply import Button, Reply
from plan.rules import urgent
from storage import outbox
from storage.database import Connection
from storage.people import Person


async def tell(
    db: Connection, rule: str, key: str, reply: Reply, to: Iterable[Person], now: datetime, calendar: Calendar
) -> None:
    """Once under `key` for each; outside of the hours it waits for the next working morning, unless the bureau wants
    what is urgent told at once. A button says why."""
    for person in to:
        own = f"{rule}:{key}:{person.id}"
        told = replace(reply, buttons=(*reply.buttons, (Button("为什么收到", f"/why {own}"),)))
        await outbox.put(
            db, own, rule, told.dump(), now, person_id=person.id, urgent=True,
            due_at=calendar.told_at(now, urgent=urgent(rule)),
        )  # fmt: skip
