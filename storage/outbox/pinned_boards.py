"""The pinned board of a group is one letter, owed again whenever the board has something else to say."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from plan.letter_kinds import BOARD
from storage import outbox
from storage.database import Connection
from storage.groups import Group
from storage.schema import outbox as letters

EACH = timedelta(minutes=1)


async def want(db: Connection, stale: Iterable[Group], now: datetime) -> None:
    """Each at most once a minute, though the clock was ahead the last time. What they say is found when they are
    sent."""
    for group in stale:
        due_at = min(max(now, group.board.at + EACH), now + EACH) if group.board.at else now
        key = _key(group.id)
        if await outbox.put(db, key, BOARD, "{}", now, group_id=group.id, due_at=due_at) is None:
            await outbox.again(db, key, due_at)


async def close(db: Connection, group_ids: Sequence[int], now: datetime) -> None:
    """Of groups that were let go: what waits for them is not sent any more, a bulletin that was signed off neither; a
    board says that it is no longer kept."""
    waiting = (letters.c.group_id.in_(group_ids), letters.c.state == "waiting")
    await db.execute(letters.update().where(*waiting).values(state="dropped"))
    for id in group_ids:
        await outbox.again(db, _key(id), now)


def _key(group_id: int) -> str:
    return f"{BOARD.name}:{group_id}"
