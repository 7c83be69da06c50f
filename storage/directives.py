"""Directives (批示): what leaders wrote about a task, with a receipt for each unit that was told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from plan.assignment import Assignment
from plan.permission import Post
from plan.person import Person
from plan.values import OVER, Duty, State
from storage.database import Connection, Row
from storage.schema import assignments, directives, plans, posts, receipts, tasks, units


@dataclass(frozen=True)
class Receipt:
    """A unit's receipt. `acknowledged_by` is the id of a post, None until the unit has acknowledged the directive."""

    id: int
    assignment_id: int
    unit_id: int
    unit: str
    path: str
    state: State
    acknowledged_by: int | None
    acknowledged_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether the unit has yet to acknowledge the directive; not if its share is over."""
        return self.acknowledged_by is None and self.state not in OVER


@dataclass(frozen=True)
class Directive:
    """`by` is the name of the leader's post. `at` is aware."""

    id: int
    task_id: int
    code: str
    title: str
    restricted: bool
    words: str
    person_id: int
    post_id: int
    by: str
    at: datetime
    receipts: tuple[Receipt, ...]

    @property
    def waiting(self) -> tuple[Receipt, ...]:
        return tuple(receipt for receipt in self.receipts if receipt.waits)


d, r, a = directives.c, receipts.c, assignments.c
writers = units.alias()
SELECT = (
    sa.select(
        d.id, d.task_id, tasks.c.code, tasks.c.title, tasks.c.restricted, d.words, d.person_id, d.post_id,
        writers.c.name.label("writer"), posts.c.duty, d.at, r.id.label("receipt_id"), r.assignment_id, a.unit_id,
        units.c.name.label("unit"), units.c.path, a.state, r.acknowledged_by, r.acknowledged_at,
    )
    .join(tasks, tasks.c.id == d.task_id)
    .join(plans, plans.c.id == tasks.c.plan_id)
    .join(posts, posts.c.id == d.post_id)
    .join(writers, writers.c.id == posts.c.unit_id)
    .join(receipts, r.directive_id == d.id)
    .join(assignments, a.id == r.assignment_id)
    .join(units, units.c.id == a.unit_id)
    .where(plans.c.current, tasks.c.retired.is_(False))
    .order_by(d.id, r.id)
)  # fmt: skip
WAITING = (
    sa.select(r.directive_id)
    .join(assignments, a.id == r.assignment_id)
    .where(r.acknowledged_by.is_(None), a.state.not_in(OVER))
)
ALL_WAITING = SELECT.where(d.id.in_(WAITING))


def _receipt(row: Row) -> Receipt:
    return Receipt(
        row.receipt_id, row.assignment_id, row.unit_id, row.unit, row.path, State(row.state), row.acknowledged_by,
        row.acknowledged_at,
    )  # fmt: skip


async def _all(db: Connection, where: sa.ColumnElement[bool]) -> list[Directive]:
    """Return directives of the current plan, the oldest first."""
    return await _directives(db, SELECT.where(where))


async def _directives(db: Connection, query: sa.Select[Any]) -> list[Directive]:
    result = []
    for _, group in groupby(await db.execute(query), key=lambda row: row.id):
        rows = list(group)
        row, receipts_of = rows[0], tuple(_receipt(row) for row in rows)
        by = row.writer + Duty(row.duty).label
        result.append(Directive(
            row.id, row.task_id, row.code, row.title, row.restricted, row.words, row.person_id, row.post_id, by, row.at,
            receipts_of,
        ))  # fmt: skip
    return result


async def of_task(db: Connection, task_id: int) -> list[Directive]:
    return await _all(db, d.task_id == task_id)


async def waiting(db: Connection) -> list[Directive]:
    """Return the directives that some unit has yet to acknowledge."""
    return await _directives(db, ALL_WAITING)


async def unanswered(db: Connection, post_ids: Iterable[int]) -> list[Directive]:
    """Return the directives written from these posts that some unit has yet to acknowledge."""
    return await _all(db, sa.and_(d.post_id.in_(list(post_ids)), d.id.in_(WAITING)))


async def awaiting(db: Connection, unit_ids: Iterable[int]) -> list[Directive]:
    """Return the directives that one of these units has yet to acknowledge."""
    return await _all(db, d.id.in_(WAITING.where(a.unit_id.in_(list(unit_ids)))))


async def of_receipt(db: Connection, receipt_id: int) -> Directive | None:
    matches = await _all(db, d.id == sa.select(r.directive_id).where(r.id == receipt_id).scalar_subquery())
    return matches[0] if matches else None


async def write(
    db: Connection, task_id: int, words: str, told: Sequence[Assignment], me: Person, post: Post, now: datetime
) -> Directive:
    row = {"task_id": task_id, "words": words, "person_id": me.id, "post_id": post.id, "at": now}
    id = (await db.execute(directives.insert(), row)).inserted_primary_key[0]  # type: ignore[index]
    await db.execute(receipts.insert(), [{"directive_id": id, "assignment_id": assignment.id} for assignment in told])
    return (await _all(db, d.id == id))[0]


async def acknowledge(db: Connection, receipt_id: int, post: Post, now: datetime) -> bool:
    """Acknowledge a directive, and return whether this was the first time."""
    values = {"acknowledged_by": post.id, "acknowledged_at": now}
    is_open = (r.id == receipt_id, r.acknowledged_by.is_(None))
    return (await db.execute(receipts.update().where(*is_open).values(values))).rowcount > 0
