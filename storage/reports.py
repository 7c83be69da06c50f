"""What was reported before (汇报): how often, and in what words."""

from datetime import datetime

import sqlalchemy as sa

from storage.database import Connection
from storage.schema import reports

r = reports.c
COUNT = sa.select(sa.func.count()).where(
    r.assignment_id == sa.bindparam("share"), r.at >= sa.bindparam("since"), r.undone.is_(False)
)


async def count(db: Connection, assignment_id: int, since: datetime) -> int:
    return int((await db.execute(COUNT, {"share": assignment_id, "since": since})).scalar_one())


SAID = (r.assignment_id == sa.bindparam("share"), r.undone.is_(False), r.unchanged.is_(False), r.words != "")
LAST_WORDS = sa.select(r.words).where(*SAID).order_by(r.id.desc()).limit(1)


async def last_words(db: Connection, assignment_id: int) -> str:
    """Those of the last report that said something: a 无变化 in between makes nothing new."""
    return (await db.execute(LAST_WORDS, {"share": assignment_id})).scalar() or ""
