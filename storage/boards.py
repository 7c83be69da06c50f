"""The pinned board of a group is one letter, owed again whenever the board has something else to say."""

from datetime import datetime, timedelta

from storage import outbox
from storage.database import Connection
from storage.groups import Group

RULE = "board"
EACH = timedelta(minutes=1)


async def want(db: Connection, group: Group, now: datetime) -> None:
    """At most once a minute. What it says is found when it is sent."""
    due_at = max(now, group.board.at + EACH) if group.board.at else now
    key = f"{RULE}:{group.id}"
    if await outbox.put(db, key, RULE, "{}", now, group_id=group.id, due_at=due_at) is None:
        await outbox.again(db, key, due_at)
