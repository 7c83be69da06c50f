"""Requests for more time (延期): asked by a unit, settled once."""

from collections.abc import Iterable
from datetime import date, datetime

import sqlalchemy as sa

from plan.assignment import Assignment
from plan.extension import WORKED_ON, Extension, Stage
from plan.permission import Post
from plan.refusal import Refusal
from storage import assignments as shares
from storage.database import Connection, Row, insert_once
from storage.people import Person
from storage.schema import assignments, extensions, plans, tasks

x = extensions.c
SELECT = sa.select(
    x.id, x.assignment_id, x.was, x.wanted, x.reason, x.state, x.post_id, x.at, x.opinion, x.opinion_by, x.answer,
    x.decided_by, x.decided_at,
).order_by(x.id)  # fmt: skip
THEIRS = (
    sa.select(assignments.c.id)
    .join(tasks, tasks.c.id == assignments.c.task_id)
    .join(plans, plans.c.id == tasks.c.plan_id)
    .where(plans.c.current, tasks.c.retired.is_(False), assignments.c.state.in_(WORKED_ON))
)
WAITING = SELECT.where(x.state == Stage.OPEN, x.assignment_id.in_(THEIRS))


def _extension(row: Row) -> Extension:
    """By position: the order of SELECT is that of the fields."""
    id, assignment_id, was, wanted, reason, stage, *rest = row
    return Extension(id, assignment_id, was, wanted, reason, Stage(stage), *rest)


async def _all(db: Connection, *where: sa.ColumnElement[bool]) -> list[Extension]:
    return [_extension(row) for row in await db.execute(SELECT.where(*where))]


async def get(db: Connection, id: int) -> Extension | None:
    found = await _all(db, x.id == id)
    return found[0] if found else None


async def of_shares(db: Connection, ids: Iterable[int]) -> list[Extension]:
    """All that were ever asked for these assignments, the oldest first."""
    return await _all(db, x.assignment_id.in_(list(ids)))


async def open_of(db: Connection, assignment_id: int) -> Extension | None:
    found = await _all(db, x.assignment_id == assignment_id, x.state == Stage.OPEN)
    return found[0] if found else None


async def waiting(db: Connection) -> list[tuple[Extension, Assignment]]:
    """Those that can be decided now, the oldest first: of what waits for review nobody needs to know."""
    requests = [_extension(row) for row in await db.execute(WAITING)]
    if not requests:
        return []
    found = {
        assignment.id: assignment
        for assignment in await shares.of_ids(db, [request.assignment_id for request in requests])
    }
    return [(request, found[request.assignment_id]) for request in requests]


async def ask(
    db: Connection, assignment: Assignment, wanted: date, reason: str, me: Person, post: Post, now: datetime
) -> Extension:
    """Raises Refusal where one is open already: two who ask at the same moment ask once."""
    row = {
        "assignment_id": assignment.id,
        "was": assignment.deadline,
        "wanted": wanted,
        "reason": reason,
        "state": Stage.OPEN,
        "person_id": me.id,
        "post_id": post.id,
        "at": now,
    }
    id = (await db.execute(insert_once(extensions, db, x.id), row)).scalar()
    if id is None:
        raise Refusal(f"{assignment.code} {assignment.unit}刚刚已申请延期，请查看最新情况。")
    return (await _all(db, x.id == id))[0]


async def advise(db: Connection, id: int, opinion: str, post: Post) -> None:
    await db.execute(extensions.update().where(x.id == id).values(opinion=opinion, opinion_by=post.id))


async def settle(db: Connection, id: int, stage: Stage, post: Post, now: datetime, answer: str = "") -> bool:
    """Whether it was still open: of two who decide, the first one has."""
    values = {"state": stage, "decided_by": post.id, "decided_at": now, "answer": answer}
    return (await db.execute(extensions.update().where(x.id == id, x.state == Stage.OPEN).values(values))).rowcount > 0


async def open_again(db: Connection, id: int) -> None:
    """As it was before it was decided."""
    values = {"state": Stage.OPEN, "decided_by": None, "decided_at": None, "answer": ""}
    await db.execute(extensions.update().where(x.id == id).values(values))
