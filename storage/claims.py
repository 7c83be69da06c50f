"""Letters on their way: claimed for a limited time, and settled: sent, later, or for good not."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.database import Connection, among, of_id
from storage.schema import Moment, groups, outbox, people

LEASE = timedelta(seconds=60)
"""Longer than any one sending takes: a letter in flight when its sender died is tried again after it."""
NOBODY = 0
"""No chat has this id: a letter to somebody who has never opened the bot fails, and is seen to have failed."""
PERHAPS = "perhaps delivered"
Receiver = tuple[int | None, int | None]
"""The ids of a person and of a group, one of them None."""


@dataclass(frozen=True)
class Letter:
    """`payload` is a reply as JSON; the receiver is either a person or a group; `until` ends its lease. `replaces` is
    the id of an earlier letter, whose message becomes this one. `error` is why its last try failed.
    """

    id: int
    key: str
    rule: str
    payload: str
    chat_id: int
    thread_id: int | None
    person_id: int | None
    group_id: int | None
    attempts: int
    until: datetime
    replaces: int | None = None
    error: str | None = None

    @property
    def doubtful(self) -> bool:
        """Whether the last try may have brought it there."""
        return self.error == PERHAPS

    @property
    def receiver(self) -> Receiver:
        return self.person_id, self.group_id


NOW = sa.bindparam("now", type_=Moment)
FREE = (
    outbox.c.state == "waiting",
    outbox.c.due_at <= NOW,
    sa.or_(outbox.c.claimed_until.is_(None), outbox.c.claimed_until < NOW),
    ~among(sa.func.coalesce(outbox.c.person_id, 0), "people"),
    ~among(sa.func.coalesce(outbox.c.group_id, 0), "groups"),
)
"""Due, claimed by nobody, and for somebody who is not busy."""
ORDER = (outbox.c.urgent.desc(), outbox.c.id)
ANY = sa.select(outbox.c.id).where(*FREE).limit(1)
IDS = sa.select(outbox.c.id).where(*FREE).order_by(*ORDER).limit(sa.bindparam("most"))
IDS = IDS.with_for_update(skip_locked=True)
CHAT: sa.ColumnElement[int] = sa.func.coalesce(people.c.telegram_id, groups.c.chat_id, NOBODY)
COLUMNS: tuple[sa.ColumnElement[Any], ...] = (
    outbox.c.id, outbox.c.key, outbox.c.rule, outbox.c.payload, CHAT, groups.c.thread_id, outbox.c.person_id,
    outbox.c.group_id, outbox.c.attempts, outbox.c.due_at, outbox.c.replaces,
    outbox.c.error,
)  # fmt: skip
LETTERS = (
    sa.select(*COLUMNS)
    .outerjoin(people, people.c.id == outbox.c.person_id)
    .outerjoin(groups, groups.c.id == outbox.c.group_id)
    .where(among(outbox.c.id, "ids"))
    .order_by(*ORDER)
)
CLAIM = (
    outbox.update()
    .where(among(outbox.c.id, "ids"))
    .values(claimed_until=sa.bindparam("until"), attempts=outbox.c.attempts + 1)
)


def _now(now: datetime, busy: Collection[Receiver]) -> dict[str, Any]:
    people_busy = [person_id for person_id, _ in busy if person_id is not None]
    return {"now": now, "people": people_busy, "groups": [group_id for _, group_id in busy if group_id is not None]}


async def any_due(db: Connection, now: datetime, busy: Collection[Receiver] = ()) -> bool:
    """Asked every second: a look costs no writing."""
    return (await db.execute(ANY, _now(now, busy))).first() is not None


async def next_due(db: Connection, after: datetime) -> datetime | None:
    """The nearest moment after this one at which a letter is to go."""
    waiting = (outbox.c.state == "waiting", outbox.c.due_at > after)
    found: datetime | None = await db.scalar(sa.select(sa.func.min(outbox.c.due_at)).where(*waiting))
    return found


async def any_waiting(db: Connection, now: datetime) -> bool:
    """Due, claimed by somebody or not."""
    due = (outbox.c.state == "waiting", outbox.c.due_at <= now)
    return (await db.execute(sa.select(outbox.c.id).where(*due).limit(1))).first() is not None


async def claim(db: Connection, now: datetime, limit: int, busy: Collection[Receiver] = ()) -> list[Letter]:
    """Due letters, urgent ones first, for LEASE: those whose sender died in between come again.

    At most one for each receiver, and none for those who are `busy`, so that theirs stay in order: that of their
    writing, for one that had to wait is due later than those behind it.
    """
    first: dict[Receiver, Letter] = {}
    for letter in await _due(db, now, limit, busy):
        first.setdefault(letter.receiver, letter)
    if not first:
        return []
    until = now + LEASE
    await db.execute(CLAIM, {"ids": [one.id for one in first.values()], "until": until})
    return [replace(one, attempts=one.attempts + 1, until=until) for one in first.values()]


async def _due(db: Connection, now: datetime, limit: int, busy: Collection[Receiver]) -> list[Letter]:
    """Chosen by number first: thousands that wait are sorted without their texts."""
    ids = list((await db.execute(IDS, {"most": limit, **_now(now, busy)})).scalars())
    return [Letter(*list(row)) for row in await db.execute(LETTERS, {"ids": ids})]


async def sent(db: Connection, id: int, message_id: int | None, now: datetime) -> None:
    await _settle(db, id, state="sent", sent_at=now, message_id=message_id, error=None)


async def later(db: Connection, id: int, due_at: datetime, error: str) -> None:
    await _settle(db, id, due_at=due_at, error=error)


async def perhaps(db: Connection, id: int) -> None:
    """It comes again after its lease."""
    await db.execute(of_id(outbox), {"which": id, "error": PERHAPS})


async def put_back(db: Connection, letter: Letter) -> None:
    """Claimed, but not tried: as if it had not been, unless its lease is over and it is somebody else's by now."""
    mine = (outbox.c.id == letter.id, outbox.c.state == "waiting", outbox.c.claimed_until == letter.until)
    await db.execute(outbox.update().where(*mine).values(claimed_until=None, attempts=outbox.c.attempts - 1))


async def failed(db: Connection, id: int, error: str) -> None:
    """For good: nobody is there to take it."""
    await _settle(db, id, state="failed", error=error)


async def _settle(db: Connection, id: int, **values: object) -> None:
    await db.execute(of_id(outbox), {"which": id, "claimed_until": None, **values})
