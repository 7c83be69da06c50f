"""Which kinds of records exist for a task, in one query, so that its card asks only for those that do."""

from dataclasses import dataclass

import sqlalchemy as sa

from storage.database import Connection
from storage.schema import assignments, directives, evidence, extensions, nudges, targets


@dataclass(frozen=True)
class CardFacts:
    """True for each kind of which the task has at least one; `extensions` are requests, `files` are evidence."""

    extensions: bool = False
    nudges: bool = False
    files: bool = False
    directives: bool = False
    targets: bool = False


def _of_its_assignments(table: sa.Table) -> sa.Exists:
    of_task = sa.and_(assignments.c.id == table.c.assignment_id, assignments.c.task_id == sa.bindparam("task_id"))
    return sa.exists(sa.select(table.c.id).join(assignments, of_task))


def _of_task(table: sa.Table) -> sa.Exists:
    return sa.exists(sa.select(table.c.id).where(table.c.task_id == sa.bindparam("task_id")))


QUERY = sa.select(
    _of_its_assignments(extensions), _of_its_assignments(nudges), _of_its_assignments(evidence), _of_task(directives),
    _of_task(targets),
)  # fmt: skip


async def of_task(db: Connection, task_id: int) -> CardFacts:
    row = (await db.execute(QUERY, {"task_id": task_id})).one()
    return CardFacts(*(bool(exists) for exists in row))
