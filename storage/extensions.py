"""Requests for an extension (延期): made by a unit, decided once."""

from collections.abc import Iterable
from datetime import date, datetime

import sqlalchemy as sa

from plan.assignment import Assignment
from plan.extension import EXTENDABLE, Extension, ExtensionStage
from plan.permission import Post
from plan.person import Person
from plan.stale import extension_already_requested
from storage import assignments as shares
from storage.database import Connection, Row
from storage.schema import assignments, extensions, plans, tasks
from storage.statements import insert_once

x = extensions.c
SELECT = sa.select(
    x.id, x.assignment_id, x.was, x.wanted, x.reason, x.state, x.post_id, x.at, x.opinion, x.opinion_by, x.answer,
    x.decided_by, x.decided_at,
).order_by(x.id)  # fmt: skip
DECIDABLE = (
    sa.select(assignments.c.id)
    .join(tasks, tasks.c.id == assignments.c.task_id)
    .join(plans, plans.c.id == tasks.c.plan_id)
    .where(plans.c.current, tasks.c.retired.is_(False), assignments.c.state.in_(EXTENDABLE))
)
WAITING = SELECT.where(x.state == ExtensionStage.OPEN, x.assignment_id.in_(DECIDABLE))


def _extension(row: Row) -> Extension:
    """Read a row by position: SELECT has the order of the fields."""
    id, assignment_id, was, wanted, reason, stage, *rest = row
    return Extension(id, assignment_id, was, wanted, reason, ExtensionStage(stage), *rest)


async def _all(db: Connection, *where: sa.ColumnElement[bool]) -> list[Extension]:
    return [_extension(row) for row in await db.execute(SELECT.where(*where))]


async def get(db: Connection, id: int) -> Extension | None:
    matches = await _all(db, x.id == id)
    return matches[0] if matches else None


async def of_shares(db: Connection, ids: Iterable[int]) -> list[Extension]:
    """Return all requests ever made for these assignments, the oldest first."""
    return await _all(db, x.assignment_id.in_(list(ids)))


async def open_of(db: Connection, assignment_id: int) -> Extension | None:
    matches = await _all(db, x.assignment_id == assignment_id, x.state == ExtensionStage.OPEN)
    return matches[0] if matches else None


async def waiting(db: Connection) -> list[tuple[Extension, Assignment]]:
    """Return the open requests that can be decided now, the oldest first: not those of shares under review or over."""
    requests = [_extension(row) for row in await db.execute(WAITING)]
    if not requests:
        return []
    assignments_of = await shares.of_ids(db, [request.assignment_id for request in requests])
    by_id = {assignment.id: assignment for assignment in assignments_of}
    return [(request, by_id[request.assignment_id]) for request in requests]


async def ask(
    db: Connection, assignment: Assignment, wanted: date, reason: str, me: Person, post: Post, now: datetime
) -> Extension:
    """Create a request. Raises Refusal if one is open already, also if two people ask at the same moment."""
    row = {
        "assignment_id": assignment.id,
        "was": assignment.deadline,
        "wanted": wanted,
        "reason": reason,
        "state": ExtensionStage.OPEN,
        "person_id": me.id,
        "post_id": post.id,
        "at": now,
    }
    id = (await db.execute(insert_once(extensions, db, x.id), row)).scalar()
    if id is None:
        raise extension_already_requested(assignment.code, assignment.unit)
    return (await _all(db, x.id == id))[0]


async def advise(db: Connection, id: int, opinion: str, post: Post) -> None:
    await db.execute(extensions.update().where(x.id == id).values(opinion=opinion, opinion_by=post.id))


async def settle(db: Connection, id: int, stage: ExtensionStage, post: Post, now: datetime, answer: str = "") -> bool:
    """Decide a request, and return whether it was still open: of two decisions, the first one counts."""
    values = {"state": stage, "decided_by": post.id, "decided_at": now, "answer": answer}
    return (
        await db.execute(extensions.update().where(x.id == id, x.state == ExtensionStage.OPEN).values(values))
    ).rowcount > 0


async def open_again(db: Connection, id: int) -> None:
    """Undo the decision."""
    values = {"state": ExtensionStage.OPEN, "decided_by": None, "decided_at": None, "answer": ""}
    await db.execute(extensions.update().where(x.id == id).values(values))
