"""Read what was sent to whom, and how every assignment changed over the year, for the simulation's record."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from plan.letter_kinds import LetterKind, kinds
from storage.database import Connection
from storage.schema import calls, events, extensions, groups, outbox, owed, people


@dataclass(frozen=True)
class DeliveredLetter:
    """A sent letter to a person or to a group; `reminders` are the keys of the reminders in it. Moments are aware."""

    key: str
    kind: LetterKind
    payload: str
    due_at: datetime
    sent_at: datetime
    person_id: int | None
    person: str | None
    group: str | None
    reminders: tuple[str, ...]


async def letters(db: Connection) -> list[DeliveredLetter]:
    """Return all messages that were sent; menus and pinned boards are not messages."""
    reminders: dict[int, list[str]] = defaultdict(list)
    for letter_id, key in await db.execute(sa.select(owed.c.letter_id, owed.c.key).order_by(owed.c.key)):
        reminders[letter_id].append(key)
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
    return [DeliveredLetter(*row[1:], reminders=tuple(reminders[row[0]])) for row in await db.execute(query)]


@dataclass(frozen=True)
class Turn:
    """The state of an assignment from `at` on; `at` is None for its first state."""

    at: datetime | None
    action: str
    state: str
    deadline: date | None


async def turns(db: Connection) -> dict[int, list[Turn]]:
    """Return for each assignment that was changed its first state and every change, by its id."""
    e = events.c
    columns = (e.assignment_id, e.at, e.action, e.before, e.after)
    query = sa.select(*columns).where(e.assignment_id.is_not(None)).order_by(e.id)
    changes: dict[int, list[Turn]] = defaultdict(list)
    for id, at, action, before, after in await db.execute(query):
        if "state" in (after or {}):
            if id not in changes:
                changes[id].append(Turn(None, "", before["state"], _day(before["deadline"])))
            changes[id].append(Turn(at, action, after["state"], _day(after.get("deadline"))))
    return changes


async def touched(db: Connection, since: int) -> tuple[int, set[int]]:
    """Return the id of the last event, and the ids of the assignments with events after the event `since`."""
    rows = (await db.execute(sa.select(events.c.id, events.c.assignment_id).where(events.c.id > since))).all()
    return max((row.id for row in rows), default=since), {row.assignment_id for row in rows if row.assignment_id}


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


@dataclass(frozen=True)
class Abouts:
    """For each call its assignment, if it was about one, its unit and the promised day; for each request its
    assignment. Keys and values are ids."""

    calls: dict[int, tuple[int | None, int, date | None]]
    requests: dict[int, int]


async def abouts(db: Connection) -> Abouts:
    c, x = calls.c, extensions.c
    made = await db.execute(sa.select(c.id, c.assignment_id, c.unit_id, c.promised))
    asked = await db.execute(sa.select(x.id, x.assignment_id))
    return Abouts({row[0]: (row[1], row[2], row[3]) for row in made}, {row[0]: row[1] for row in asked})
