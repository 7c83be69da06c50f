"""The pinned board of a group is one letter, owed again whenever the board has something else to say."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from storage import outbox
from storage.database import Connection
from storage.groups import Group

RULE = "board"
EACH = timedelta(minutes=1)


async def want(db: Connection, stale: Iterable[Group], now: datetime) -> None:
    """Each at most once a minute. What they say is found when they are sent."""
    for group in stale:
        due_at = max(now, group.board.at + EACH) if group.board.at else now
        key = f"{RULE}:{group.id}"
        if await outbox.put(db, key, RULE, "{}", now, group_id=group.id, due_at=due_at) is None:
            await outbox.again(db, key, due_at)
