"""What happened, appended and never rewritten: who, for which post, when, what it was, what it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Any

import sqlalchemy as sa

from plan.assignment import Assignment
from plan.permission import Post
from plan.values import Duty, State, Status
from storage import units as tree
from storage.database import Connection, Row, kept
from storage.people import Person
from storage.schema import assignments, events, plans, posts, reports, tasks, units

NUMBERS = ("percent", "version", "value")
FACTS = ("state", "status", "words", "deadline", "signed_at", "reported_at", *NUMBERS)
HAPPENED, REPORTED = events.insert(), reports.insert()
EXTENDED, NOT_EXTENDED = "extend", "refuse_extension"
UNDONE = "undo"
UNDOABLE = ("sign", "report", "close", "return", "waive", "reopen", EXTENDED, NOT_EXTENDED)


def _facts(assignment: Assignment) -> dict[str, Any]:
    values = {name: getattr(assignment, name) for name in FACTS}
    return {name: value if value is None or name in NUMBERS else str(value) for name, value in values.items()}


@dataclass(frozen=True)
class Change:
    """Somebody's change of an assignment; `version` is the one that it made."""

    assignment_id: int
    post_id: int
    action: str
    before: dict[str, Any]
    version: int


def as_it_was(assignment: Assignment, change: Change) -> Assignment:
    """With the facts before a change put back. The version stays, and so does the deadline, unless it was put off by
    that very change: an import may move it too."""
    facts = change.before
    return replace(
        assignment,
        state=State(facts["state"]),
        status=Status(facts["status"]) if facts["status"] else None,
        percent=facts["percent"],
        words=facts["words"],
        signed_at=_moment(facts["signed_at"]),
        reported_at=_moment(facts["reported_at"]),
        deadline=date.fromisoformat(facts["deadline"]) if change.action == EXTENDED else assignment.deadline,
        value=facts.get("value"),
    )


def _moment(fact: str | None) -> datetime | None:
    return datetime.fromisoformat(fact) if fact else None


async def last_of(db: Connection, person_id: int, since: datetime, assignment_id: int | None = None) -> Change | None:
    """His last change after `since`, of one assignment or of any: an `undo` where he has taken it back already."""
    e = events.c
    mine = [e.person_id == person_id, e.at >= since, e.action.in_((*UNDOABLE, UNDONE)), e.assignment_id.is_not(None)]
    if assignment_id is not None:
        mine.append(e.assignment_id == assignment_id)
    query = sa.select(e.assignment_id, e.post_id, e.action, e.before, e.after).where(*mine).order_by(e.id.desc())
    row = (await db.execute(query.limit(1))).first()
    if row is None or "version" not in (row.after or {}):
        return None
    return Change(row.assignment_id, row.post_id, row.action, row.before, row.after["version"])


async def take_back_report(db: Connection, assignment_id: int) -> None:
    """The last one: it stays on record, and is shown no more."""
    last = sa.select(sa.func.max(reports.c.id)).where(
        reports.c.assignment_id == assignment_id, reports.c.undone.is_(False)
    )
    await db.execute(reports.update().where(reports.c.id == last.scalar_subquery()).values(undone=True))


async def changed(
    db: Connection, action: str, me: Person, post: Post, now: datetime, before: Assignment, after: Assignment,
    *, reason: str = "", files: int = 0,
) -> None:  # fmt: skip
    """`reason` is what a return or a waiver gave, `files` how many came with it: kept with what it has become."""
    more = {name: value for name, value in (("reason", reason), ("files", files)) if value}
    row = {
        "at": now, "person_id": me.id, "post_id": post.id, "action": action, "assignment_id": after.id,
        "task_id": after.task_id, "before": _facts(before),
        "after": _facts(after) | more,
    }  # fmt: skip
    await db.execute(HAPPENED, row)


async def noted(
    db: Connection, action: str, me: Person, post: Post, now: datetime, assignment: Assignment, said: str
) -> None:
    """What was done about an assignment without changing it: a paper sent, a call made."""
    row = {
        "at": now, "person_id": me.id, "post_id": post.id, "action": action, "assignment_id": assignment.id,
        "task_id": assignment.task_id, "after": {"said": said},
    }  # fmt: skip
    await db.execute(HAPPENED, row)


async def happened(
    db: Connection, action: str, now: datetime, me: Person | None, after: dict[str, Any],
    before: dict[str, Any] | None = None, *, task_id: int | None = None, post: Post | None = None,
) -> None:  # fmt: skip
    """An event that belongs to no assignment: an import, an invitation, a post handed over, a task marked."""
    row = {
        "at": now, "person_id": me.id if me else None, "action": action, "task_id": task_id, "before": before,
        "after": after, "post_id": post.id if post else None,
    }  # fmt: skip
    await db.execute(HAPPENED, row)


@dataclass(frozen=True)
class Report:
    """`by` is the post that reported; `on_behalf` where it was the clerk in the unit's stead. `at` is local.

    `unchanged` says 无变化; `repeated` is for the clerk's eyes.
    """

    id: int
    code: str
    unit: str
    status: Status
    percent: int
    words: str
    at: datetime
    by: str
    on_behalf: bool
    restricted: bool
    value: float | None
    unchanged: bool
    repeated: bool


r = reports.c
LAST = sa.select(sa.func.max(events.c.id))
holder_units = units.alias()
REPORT = (
    sa.select(
        r.id, tasks.c.code, tasks.c.restricted, units.c.name.label("unit"), r.status, r.percent, r.words, r.at,
        posts.c.duty, holder_units.c.name.label("holder"), r.on_behalf, r.value, r.unchanged, r.repeated,
    )
    .join(assignments, assignments.c.id == r.assignment_id)
    .join(tasks, tasks.c.id == assignments.c.task_id)
    .join(units, units.c.id == assignments.c.unit_id)
    .join(posts, posts.c.id == r.post_id)
    .join(holder_units, holder_units.c.id == posts.c.unit_id)
    .where(r.undone.is_(False))
    .order_by(r.id.desc())
)  # fmt: skip


def _report(row: Row, zone: tzinfo) -> Report:
    return Report(
        row.id, row.code, row.unit, Status(row.status), row.percent, row.words, row.at.astimezone(zone),
        row.holder + Duty(row.duty).label, row.on_behalf, row.restricted, row.value,
        row.unchanged, row.repeated,
    )  # fmt: skip


async def reported(
    db: Connection, me: Person, post: Post, now: datetime, after: Assignment, *, value: float | None = None,
    unchanged: bool = False, repeated: bool = False,
) -> int:  # fmt: skip
    """The report's id. `value` is what this report says, not what an earlier one did."""
    row = {
        "assignment_id": after.id, "status": after.status, "percent": after.percent, "words": after.words,
        "person_id": me.id, "post_id": post.id, "on_behalf": post.unit_id != after.unit_id, "at": now,
        "value": value, "unchanged": unchanged, "repeated": repeated,
    }  # fmt: skip
    return int((await db.execute(REPORTED, row)).inserted_primary_key[0])  # type: ignore[index]


LAST_REPORT = REPORT.where(r.assignment_id == sa.bindparam("assignment_id")).limit(1)


async def last_report(db: Connection, assignment_id: int, zone: tzinfo) -> Report | None:
    row = (await db.execute(LAST_REPORT, {"assignment_id": assignment_id})).first()
    return _report(row, zone) if row else None


async def last_rule(db: Connection, names: Sequence[str]) -> datetime | None:
    """When one of these settings of the bureau was changed last."""
    mine = (events.c.action == "rule", events.c.after["name"].as_string().in_(names))
    at: datetime | None = await db.scalar(sa.select(sa.func.max(events.c.at)).where(*mine))
    return at


async def last_id(db: Connection) -> int | None:
    """Another one says that something has happened."""
    found: int | None = await db.scalar(LAST)
    return found


async def recent(db: Connection, below: Iterable[str], zone: tzinfo, limit: int = 5) -> list[Report]:
    """The latest reports of the current plan, of units under any of these paths; kept until the next event."""
    places = list(below)

    async def look() -> list[Report]:
        query = REPORT.join(plans, plans.c.id == tasks.c.plan_id).where(plans.c.current).limit(limit)
        if "/" not in places:  # theirs are few: looked for among their shares, not among all that was ever reported
            query = query.where(r.assignment_id.in_(_reported_last(places, limit)))
        return [_report(row, zone) for row in await db.execute(query)]

    return await kept(db, f"recent {limit} {zone} {' '.join(places)}", await db.scalar(LAST), look)


def _reported_last(places: Iterable[str], limit: int) -> sa.Select[tuple[int]]:
    a = assignments.c
    theirs = (a.unit_id.in_(sa.select(units.c.id).where(tree.under(places))), a.reported_at.is_not(None))
    return sa.select(a.id).where(*theirs).order_by(a.reported_at.desc()).limit(limit)
