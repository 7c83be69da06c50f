"""What was sent, to whom and with what it said; and how every share stood over the year: a record to be checked."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from plan.letter_kinds import LetterKind, kinds
from storage.database import Connection
from storage.schema import calls, events, extensions, groups, outbox, owed, people


@dataclass(frozen=True)
class Sent:
    """`said` are the keys of what it reminds of. Of person and group one is there. Moments are aware."""

    key: str
    kind: LetterKind
    payload: str
    due_at: datetime
    sent_at: datetime
    person_id: int | None
    person: str | None
    group: str | None
    said: tuple[str, ...]


async def letters(db: Connection) -> list[Sent]:
    """All that people have got by themselves; a menu is no letter to them, nor is what a board is edited to."""
    said: dict[int, list[str]] = defaultdict(list)
    for letter_id, key in await db.execute(sa.select(owed.c.letter_id, owed.c.key).order_by(owed.c.key)):
        said[letter_id].append(key)
    o = outbox.c
    query = (
        sa.select(
            o.id, o.key, o.rule, o.payload, o.due_at, o.sent_at, o.person_id, people.c.name, groups.c.title
        )
        .outerjoin(people, people.c.id == o.person_id)
        .outerjoin(groups, groups.c.id == o.group_id)
        .where(o.state == "sent", o.rule.not_in(kinds(is_message=False)))
        .order_by(o.sent_at, o.due_at, o.rule, o.key)
    )  # fmt: skip
    return [Sent(*row[1:], said=tuple(said[row[0]])) for row in await db.execute(query)]


@dataclass(frozen=True)
class Turn:
    """How a share stood from this moment on; None is the beginning."""

    at: datetime | None
    action: str
    state: str
    deadline: date | None


async def turns(db: Connection) -> dict[int, list[Turn]]:
    """Of each share that was changed how it was at first, and then every change."""
    e = events.c
    columns = (e.assignment_id, e.at, e.action, e.before, e.after)
    query = sa.select(*columns).where(e.assignment_id.is_not(None)).order_by(e.id)
    found: dict[int, list[Turn]] = defaultdict(list)
    for id, at, action, before, after in await db.execute(query):
        if "state" in (after or {}):
            if id not in found:
                found[id].append(Turn(None, "", before["state"], _day(before["deadline"])))
            found[id].append(Turn(at, action, after["state"], _day(after.get("deadline"))))
    return found


async def touched(db: Connection, since: int) -> tuple[int, set[int]]:
    """The shares that something has happened to after the event `since`, and the last event now."""
    rows = (await db.execute(sa.select(events.c.id, events.c.assignment_id).where(events.c.id > since))).all()
    return max((row.id for row in rows), default=since), {row.assignment_id for row in rows if row.assignment_id}


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


@dataclass(frozen=True)
class Abouts:
    """Of each call its assignment, if it was about one, its unit and the promised day; of each request its share."""

    calls: dict[int, tuple[int | None, int, date | None]]
    requests: dict[int, int]


async def abouts(db: Connection) -> Abouts:
    c, x = calls.c, extensions.c
    said = await db.execute(sa.select(c.id, c.assignment_id, c.unit_id, c.promised))
    asked = await db.execute(sa.select(x.id, x.assignment_id))
    return Abouts({row[0]: (row[1], row[2], row[3]) for row in said}, {row[0]: row[1] for row in asked})
