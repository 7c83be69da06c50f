"""What happened, appended and never rewritten: who, for which post, when, what it was, what it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

import sqlalchemy as sa

from plan.assignment import Assignment
from plan.permission import Post
from plan.values import Duty, Status
from storage.database import Connection, Row
from storage.people import Person
from storage.schema import assignments, events, plans, posts, reports, tasks, units

FACTS = ("state", "percent", "status", "words", "deadline")


def _facts(assignment: Assignment) -> dict[str, Any]:
    values = {name: getattr(assignment, name) for name in FACTS}
    return {name: str(value) if value is not None and name != "percent" else value for name, value in values.items()}


async def changed(
    db: Connection, action: str, me: Person, post: Post, now: datetime, before: Assignment, after: Assignment,
    *, reason: str = "",
) -> None:  # fmt: skip
    """`reason` is what a return or a waiver gave, kept with what it has become."""
    row = {
        "at": now, "person_id": me.id, "post_id": post.id, "action": action, "assignment_id": after.id,
        "task_id": after.task_id, "before": _facts(before),
        "after": _facts(after) | ({"reason": reason} if reason else {}),
    }  # fmt: skip
    await db.execute(events.insert().values(row))


async def happened(db: Connection, action: str, now: datetime, me: Person | None, after: dict[str, Any]) -> None:
    """An event that belongs to no assignment: an import, an invitation, a group bound."""
    row = {"at": now, "person_id": me.id if me else None, "action": action, "after": after}
    await db.execute(events.insert().values(row))


@dataclass(frozen=True)
class Report:
    """`by` is the post that reported; `on_behalf` where it was the clerk in the unit's stead. `at` is local."""

    code: str
    unit: str
    status: Status
    percent: int
    words: str
    at: datetime
    by: str
    on_behalf: bool


r = reports.c
holder_units = units.alias()
REPORT = (
    sa.select(
        tasks.c.code, tasks.c.restricted, units.c.name.label("unit"), r.status, r.percent, r.words, r.at, posts.c.duty,
        holder_units.c.name.label("holder"), r.on_behalf,
    )
    .join(assignments, assignments.c.id == r.assignment_id)
    .join(tasks, tasks.c.id == assignments.c.task_id)
    .join(units, units.c.id == assignments.c.unit_id)
    .join(posts, posts.c.id == r.post_id)
    .join(holder_units, holder_units.c.id == posts.c.unit_id)
    .order_by(r.id.desc())
)  # fmt: skip


def _report(row: Row, zone: tzinfo) -> Report:
    return Report(
        row.code, row.unit, Status(row.status), row.percent, row.words, row.at.astimezone(zone),
        row.holder + Duty(row.duty).label, row.on_behalf,
    )  # fmt: skip


async def reported(db: Connection, me: Person, post: Post, now: datetime, after: Assignment) -> None:
    row = {
        "assignment_id": after.id, "status": after.status, "percent": after.percent, "words": after.words,
        "person_id": me.id, "post_id": post.id, "on_behalf": post.unit_id != after.unit_id, "at": now,
    }  # fmt: skip
    await db.execute(reports.insert().values(row))


async def last_report(db: Connection, assignment_id: int, zone: tzinfo) -> Report | None:
    row = (await db.execute(REPORT.where(r.assignment_id == assignment_id).limit(1))).first()
    return _report(row, zone) if row else None


async def recent(db: Connection, below: Iterable[str], zone: tzinfo, limit: int = 5) -> list[Report]:
    """The latest reports of the current plan, of units under any of these paths."""
    theirs = sa.or_(sa.false(), *(units.c.path.startswith(path, autoescape=True) for path in below))
    query = REPORT.join(plans, plans.c.id == tasks.c.plan_id).where(plans.c.current, theirs).limit(limit)
    return [_report(row, zone) for row in await db.execute(query)]
