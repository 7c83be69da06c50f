"""The menu behind the button differs by duty: a change of posts is a letter that sets it anew."""

from datetime import datetime

import sqlalchemy as sa

from plan.letter_kinds import MENU
from storage import outbox
from storage.database import Connection
from storage.schema import people, posts


async def changed(db: Connection, person_id: int, now: datetime, due_at: datetime | None = None) -> None:
    """`due_at` where what he may do changes only then. The menu is that of the moment in which it is set."""
    key = f"menu:{person_id}:{(due_at or now).timestamp()}"
    await outbox.put(db, key, MENU, "{}", now, person_id=person_id, urgent=True, due_at=due_at)


async def all_changed(db: Connection, version: str, now: datetime) -> None:
    """After an update of the program: all holders of posts and their deputies get the new menu, once per `version`."""
    has_a_post = people.c.id.in_((posts.c.person_id, posts.c.deputy_id))
    query = sa.select(people.c.id).join(posts, has_a_post).where(people.c.reachable).distinct()
    for person_id in (await db.execute(query)).scalars().all():
        await outbox.put(db, f"menu:{person_id}:{version}", MENU, "{}", now, person_id=person_id)
