"""What happened and others must know at once: a letter to each of them, in the transaction of what happened."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from plan.calendar import Calendar
from plan.reply import Button, Reply
from plan.rules import urgent
from storage import outbox
from storage.database import Connection, among
from storage.people import Person
from storage.schema import outbox as letters
from storage.schema import owed


async def tell(
    db: Connection, rule: str, key: str, reply: Reply, to: Iterable[Person], now: datetime, calendar: Calendar,
    said: Iterable[str] = (),
) -> None:  # fmt: skip
    """Once under `key` for each; outside of the hours it waits for the next working morning, unless the bureau wants
    what is urgent told at once. A button says why. `said` are the keys of what it tells, where it tells of several
    things.
    """
    said = tuple(said)
    for person in to:
        own = f"{rule}:{key}:{person.id}"
        told = replace(reply, buttons=(*reply.buttons, (Button("为什么收到", f"/why {own}"),)))
        letter_id = await outbox.put(
            db, own, rule, told.dump(), now, person_id=person.id, urgent=True,
            due_at=calendar.told_at(now, urgent=urgent(rule)),
        )  # fmt: skip
        if letter_id is not None:
            await outbox.mark(db, {letter_id: said})


async def take_back(db: Connection, rule: str) -> dict[int, set[str]]:
    """Those of a rule that have not gone out are dropped: what they said is as if it never had been, and the answer, by
    the receiver."""
    waiting = (letters.c.rule == rule, letters.c.state == "waiting", letters.c.claimed_until.is_(None))
    query = sa.select(letters.c.id, letters.c.person_id, owed.c.key)
    rows = (await db.execute(query.outerjoin(owed, owed.c.letter_id == letters.c.id).where(*waiting))).all()
    ids = sorted({id for id, *_ in rows})
    await db.execute(letters.update().where(among(letters.c.id, ids)).values(state="dropped"))
    await db.execute(owed.delete().where(among(owed.c.letter_id, ids)))
    found: dict[int, set[str]] = defaultdict(set)
    for _, person_id, key in rows:
        if person_id is not None and key is not None:
            found[person_id].add(key)
    return found
