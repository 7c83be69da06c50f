"""The menu behind the button differs by duty: a change of posts is a letter that sets it anew."""

from datetime import datetime

import sqlalchemy as sa

from storage import outbox
from storage.database import Connection
from storage.schema import people, posts

RULE = "menu"


async def changed(db: Connection, person_id: int, now: datetime) -> None:
    await outbox.put(db, f"menu:{person_id}:{now.timestamp()}", RULE, "{}", now, person_id=person_id, urgent=True)


async def all_changed(db: Connection, version: str, now: datetime) -> None:
    """After an update of the program: everybody who holds a post gets the new menu, once per `version` of it."""
    query = sa.select(people.c.id).join(posts, posts.c.person_id == people.c.id).where(people.c.reachable).distinct()
    for person_id in (await db.execute(query)).scalars().all():
        await outbox.put(db, f"menu:{person_id}:{version}", RULE, "{}", now, person_id=person_id)
