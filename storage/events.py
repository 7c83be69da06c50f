"""Events: what happened, by whom, from which post, when, and what it changed. Appended, never rewritten."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from plan.assignment import Assignment
from plan.permission import Post
from plan.person import Person
from plan.undo import UNDO, UNDOABLE, Change, facts
from storage.database import Connection, Row
from storage.schema import events

e = events.c
INSERT = events.insert()
LAST_ID = sa.select(sa.func.max(e.id))


CHANGES = sa.select(e.assignment_id, e.post_id, e.action, e.before, e.after, e.at).order_by(e.id.desc())


async def last_change(
    db: Connection, person_id: int, since: datetime | None, assignment_id: int | None = None,
    actions: Sequence[str] = (*UNDOABLE, UNDO),
) -> Change | None:  # fmt: skip
    """Return the person's last change by one of these actions, of one assignment or of any, after `since` if given.

    If they have already undone it, and `actions` include it, this is the `undo`.
    """
    conditions = [e.person_id == person_id, e.action.in_(actions), e.assignment_id.is_not(None)]
    if since is not None:
        conditions.append(e.at >= since)
    if assignment_id is not None:
        conditions.append(e.assignment_id == assignment_id)
    row = (await db.execute(CHANGES.where(*conditions).limit(1))).first()
    return _change(row) if row and "version" in (row.after or {}) else None


async def of_batch(db: Connection, person_id: int, since: datetime, batch: str) -> list[Change]:
    """Return the changes that the person made by one tap after `since`, the last first; or, if they have undone them,
    the `undo` of each."""
    in_batch = (e.person_id == person_id, e.at >= since, e.after["batch"].as_string() == batch)
    latest: dict[int, Change] = {}
    for row in await db.execute(CHANGES.where(*in_batch)):
        latest.setdefault(row.assignment_id, _change(row))
    return [*latest.values()]


def _change(row: Row) -> Change:
    return Change(row.assignment_id, row.post_id, row.action, row.before, row.after, row.at)


async def before_last_report(db: Connection, assignment_id: int) -> dict[str, Any] | None:
    """Return the facts of the assignment from before its last report."""
    query = sa.select(e.before).where(e.assignment_id == assignment_id, e.action == "report").order_by(e.id.desc())
    before: dict[str, Any] | None = await db.scalar(query.limit(1))
    return before


async def changed(
    db: Connection, action: str, me: Person, post: Post, now: datetime, before: Assignment, after: Assignment,
    **more: str | int,
) -> None:  # fmt: skip
    """Record a change of an assignment, with what else is to be said of it: the `reason` of a return or a waiver; the
    number of a report's `files`, and the `basis` of a status that was not stated; the `batch` of changes that were made
    by one tap, and are undone by one."""
    details = {name: value for name, value in more.items() if value}
    row = {
        "at": now, "person_id": me.id, "post_id": post.id, "action": action, "assignment_id": after.id,
        "task_id": after.task_id, "before": facts(before), "after": facts(after) | details,
    }  # fmt: skip
    await db.execute(INSERT, row)


async def noted(
    db: Connection, action: str, me: Person, post: Post, now: datetime, assignment: Assignment, said: str
) -> None:
    """Record what was done about an assignment without changing it, such as a paper sent or a call made."""
    row = {
        "at": now, "person_id": me.id, "post_id": post.id, "action": action, "assignment_id": assignment.id,
        "task_id": assignment.task_id, "after": {"said": said},
    }  # fmt: skip
    await db.execute(INSERT, row)


async def happened(
    db: Connection, action: str, now: datetime, me: Person | None, after: dict[str, Any],
    before: dict[str, Any] | None = None, *, task_id: int | None = None, post: Post | None = None,
) -> None:  # fmt: skip
    """Record an event that belongs to no assignment, such as an import, an invitation, or a mark on a task."""
    row = {
        "at": now, "person_id": me.id if me else None, "action": action, "task_id": task_id, "before": before,
        "after": after, "post_id": post.id if post else None,
    }  # fmt: skip
    await db.execute(INSERT, row)


async def last_rule(db: Connection, names: Sequence[str]) -> datetime | None:
    """Return when one of these settings of the bureau was last changed."""
    of_settings = (e.action == "rule", e.after["name"].as_string().in_(names))
    at: datetime | None = await db.scalar(sa.select(sa.func.max(e.at)).where(*of_settings))
    return at


async def last_id(db: Connection) -> int | None:
    """Return the id of the last event. While it stays the same, nothing has changed."""
    id: int | None = await db.scalar(LAST_ID)
    return id
