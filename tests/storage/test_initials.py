"""Tasks and units without initials get them once."""

import sqlalchemy as sa

from storage import initials
from storage.database import Connection, Database
from tests.storage.small_plan import CENTRE, bring

QUERY = sa.text("SELECT initials FROM tasks UNION ALL SELECT initials FROM units WHERE name = '甲处'")
BOTH = ["jssfzx jiansheshifanzhongxin", "jc jiachu"]


async def letters(db: Connection) -> list[str]:
    return list((await db.execute(QUERY)).scalars())


async def test_written_with_the_plan_and_filled_in_where_missing(db: Database) -> None:
    await bring(db, CENTRE)
    assert await db.read(letters) == BOTH
    await db.write(lambda db: db.execute(sa.text("UPDATE tasks SET initials = ''")))
    await db.write(lambda db: db.execute(sa.text("UPDATE units SET initials = ''")))
    for _ in range(2):
        await db.write(initials.fill)
        assert await db.read(letters) == BOTH
