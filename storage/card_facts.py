"""Whether there is anything of a kind to say about a task: asked once, before each kind is asked for what it says."""

from dataclasses import dataclass

import sqlalchemy as sa

from storage.database import Connection
from storage.schema import assignments, directives, evidence, extensions, nudges, targets


@dataclass(frozen=True)
class Papers:
    """Requests for more time, nudges, files, directives, targets."""

    extensions: bool = False
    nudges: bool = False
    files: bool = False
    directives: bool = False
    targets: bool = False


def _any(table: sa.Table) -> sa.Exists:
    share = sa.and_(assignments.c.id == table.c.assignment_id, assignments.c.task_id == sa.bindparam("task_id"))
    return sa.exists(sa.select(table.c.id).join(assignments, share))


def _of_task(table: sa.Table) -> sa.Exists:
    return sa.exists(sa.select(table.c.id).where(table.c.task_id == sa.bindparam("task_id")))


QUERY = sa.select(_any(extensions), _any(nudges), _any(evidence), _of_task(directives), _of_task(targets))


async def of_task(db: Connection, task_id: int) -> Papers:
    row = (await db.execute(QUERY, {"task_id": task_id})).one()
    return Papers(*(bool(one) for one in row))
