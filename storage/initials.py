"""Store initials for tasks and units from before there were initials."""

import sqlalchemy as sa

from plan.initials import initials
from storage.database import Connection
from storage.schema import tasks, units


async def fill(db: Connection) -> None:
    """Fill in the missing initials; a second call changes nothing."""
    for table, name in ((tasks, tasks.c.title), (units, units.c.name)):
        missing = (await db.execute(sa.select(table.c.id, name).where(table.c.initials == ""))).all()
        rows = [{"key": id, "letters": initials(text)} for id, text in missing]
        if rows:
            query = table.update().where(table.c.id == sa.bindparam("key"))
            await db.execute(query.values(initials=sa.bindparam("letters")), rows)
