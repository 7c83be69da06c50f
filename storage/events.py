"""Events: what happened, by whom, from which post, when, and what it changed. Appended, never rewritten."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from plan.assignment import Assignment
from plan.permission import Post
from plan.person import Person
from plan.undo import UNDO, UNDOABLE, Change, facts
from storage.database import Connection
from storage.schema import events

e = events.c
INSERT = events.insert()
LAST_ID = sa.select(sa.func.max(e.id))


async def last_change(
    db: Connection, person_id: int, since: datetime, assignment_id: int | None = None
) -> Change | None:  # fmt: skip
    """Return the person's last change after `since`, of one assignment or of any.

    If they have already undone it, this is the `undo`.
    """
    conditions = [
        e.person_id == person_id, e.at >= since, e.action.in_((*UNDOABLE, UNDO)), e.assignment_id.is_not(None)
    ]  # fmt: skip
    if assignment_id is not None:
        conditions.append(e.assignment_id == assignment_id)
    query = sa.select(e.assignment_id, e.post_id, e.action, e.before, e.after).where(*conditions).order_by(e.id.desc())
    row = (await db.execute(query.limit(1))).first()
    if row is None or "version" not in (row.after or {}):
        return None
    return Change(row.assignment_id, row.post_id, row.action, row.before, row.after["version"])


async def changed(
    db: Connection, action: str, me: Person, post: Post, now: datetime, before: Assignment, after: Assignment,
    *, reason: str = "", files: int = 0,
) -> None:  # fmt: skip
    """Record a change of an assignment. `reason` is given for a return or a waiver, `files` counts a report's files."""
    more = {name: value for name, value in (("reason", reason), ("files", files)) if value}
    row = {
        "at": now, "person_id": me.id, "post_id": post.id, "action": action, "assignment_id": after.id,
        "task_id": after.task_id, "before": facts(before), "after": facts(after) | more,
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
