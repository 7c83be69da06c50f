"""Queue updates of the pinned boards: each group has one letter, which is queued again when its board changes."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from plan.letter_kinds import BOARD
from storage import outbox
from storage.database import Connection
from storage.groups import Group
from storage.schema import outbox as letters

INTERVAL = timedelta(minutes=1)
"""Between two updates of one board."""


async def want(db: Connection, stale: Iterable[Group], now: datetime) -> None:
    """Queue updates of these groups' boards, at most one a minute each, even if the clock was ahead at the last one.
    The content is determined when they are sent."""
    for group in stale:
        due_at = min(max(now, group.board.at + INTERVAL), now + INTERVAL) if group.board.at else now
        key = _key(group.id)
        if await outbox.put(db, key, BOARD, "{}", now, group_id=group.id, due_at=due_at) is None:
            await outbox.again(db, key, due_at)


async def close(db: Connection, group_ids: Sequence[int], now: datetime) -> None:
    """Drop everything that waits for groups that were unbound, signed bulletins too, and queue the notice that closes
    their boards."""
    waiting = (letters.c.group_id.in_(group_ids), letters.c.state == "waiting")
    await db.execute(letters.update().where(*waiting).values(state="dropped"))
    for id in group_ids:
        await outbox.again(db, _key(id), now)


def _key(group_id: int) -> str:
    return f"{BOARD.name}:{group_id}"
