"""Queue updates of people's command menus, which depend on their posts, as letters of their own kind."""

from datetime import datetime

import sqlalchemy as sa

from plan.letter_kinds import MENU
from storage import outbox
from storage.database import Connection
from storage.schema import people, posts


async def changed(db: Connection, person_id: int, now: datetime, due_at: datetime | None = None) -> None:
    """Queue an update for one person, at `due_at` if their posts change only then.

    The menu is composed when the letter is sent.
    """
    key = f"menu:{person_id}:{(due_at or now).timestamp()}"
    await outbox.put(db, key, MENU, "{}", now, person_id=person_id, urgent=True, due_at=due_at)


async def all_changed(db: Connection, version: str, now: datetime) -> None:
    """Queue an update for all holders of posts and their deputies, once for each `version` of the program."""
    has_a_post = people.c.id.in_((posts.c.person_id, posts.c.deputy_id))
    query = sa.select(people.c.id).join(posts, has_a_post).where(people.c.reachable).distinct()
    for person_id in (await db.execute(query)).scalars().all():
        await outbox.put(db, f"menu:{person_id}:{version}", MENU, "{}", now, person_id=person_id)
