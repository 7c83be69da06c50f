"""Reports (汇报): written with each progress report, never deleted; an undone one (撤销) stays and is not shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

import sqlalchemy as sa

from plan.assignment import Assignment
from plan.permission import Post
from plan.person import Person
from plan.values import Duty, State, Status
from storage import units as unit_tree
from storage.database import Connection, Row
from storage.events import LAST_ID
from storage.reader_cache import cached
from storage.schema import assignments, plans, posts, reports, tasks, units


@dataclass(frozen=True)
class Report:
    """`by` is the post that reported; `on_behalf` is true if the clerk reported for the unit. `at` is local time.

    `value` is the measured figure in this report, if any. `unchanged` marks a report of 无变化. `repeated` marks one
    whose words repeat the one before, for the clerk to see. `percent_stated` is false where nobody stated the percent.
    `returned` marks one of 已完成 whose assignment was sent back. `message_id` is the message in which it was written.
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
    percent_stated: bool
    returned: bool
    message_id: int | None

    @property
    def stated_percent(self) -> int | None:
        return self.percent if self.percent_stated else None


r = reports.c
INSERT = reports.insert()
holder_units = units.alias()
SELECT = (
    sa.select(
        r.id, tasks.c.code, tasks.c.restricted, units.c.name.label("unit"), r.status, r.percent, r.words, r.at,
        posts.c.duty, holder_units.c.name.label("holder"), r.on_behalf, r.value, r.unchanged, r.repeated,
        r.percent_stated, assignments.c.state, assignments.c.status.label("now"), r.message_id,
    )
    .join(assignments, assignments.c.id == r.assignment_id)
    .join(tasks, tasks.c.id == assignments.c.task_id)
    .join(units, units.c.id == assignments.c.unit_id)
    .join(posts, posts.c.id == r.post_id)
    .join(holder_units, holder_units.c.id == posts.c.unit_id)
    .where(r.undone.is_(False))
    .order_by(r.id.desc())
)  # fmt: skip
LAST = SELECT.where(r.assignment_id == sa.bindparam("assignment_id")).limit(1)
COUNT = sa.select(sa.func.count()).where(
    r.assignment_id == sa.bindparam("assignment_id"), r.at >= sa.bindparam("since"), r.undone.is_(False)
)
WITH_WORDS = (
    r.assignment_id == sa.bindparam("assignment_id"), r.undone.is_(False), r.unchanged.is_(False), r.words != ""
)  # fmt: skip
LAST_WORDS = sa.select(r.words).where(*WITH_WORDS).order_by(r.id.desc()).limit(1)


def _report(row: Row, zone: tzinfo) -> Report:
    returned = row.status == Status.DONE and row.state == State.ACTIVE and row.now != Status.DONE
    return Report(
        row.id, row.code, row.unit, Status(row.status), row.percent, row.words, row.at.astimezone(zone),
        row.holder + Duty(row.duty).label, row.on_behalf, row.restricted, row.value,
        row.unchanged, row.repeated, row.percent_stated, returned, row.message_id,
    )  # fmt: skip


async def add(
    db: Connection, me: Person, post: Post, at: datetime, after: Assignment, *, value: float | None = None,
    unchanged: bool = False, repeated: bool = False, message_id: int | None = None,
) -> int:  # fmt: skip
    """Store a report, which has led to the assignment `after`, and return its id. `at` is when the person reported."""
    row = {
        "assignment_id": after.id, "status": after.status, "percent": after.percent, "words": after.words,
        "person_id": me.id, "post_id": post.id, "on_behalf": post.unit_id != after.unit_id, "at": at,
        "value": value, "unchanged": unchanged, "repeated": repeated, "percent_stated": after.percent_stated,
        "message_id": message_id,
    }  # fmt: skip
    return int((await db.execute(INSERT, row)).inserted_primary_key[0])  # type: ignore[index]


async def undo_last(db: Connection, assignment_id: int) -> None:
    """Mark the assignment's last report as undone."""
    last = sa.select(sa.func.max(r.id)).where(r.assignment_id == assignment_id, r.undone.is_(False))
    await db.execute(reports.update().where(r.id == last.scalar_subquery()).values(undone=True))


async def last(db: Connection, assignment_id: int, zone: tzinfo) -> Report | None:
    row = (await db.execute(LAST, {"assignment_id": assignment_id})).first()
    return _report(row, zone) if row else None


async def last_of_person(db: Connection, person_id: int) -> tuple[int, int | None] | None:
    """Return the assignment of the person's last report, and the message in which they wrote it, if they did."""
    query = sa.select(r.assignment_id, r.message_id).where(r.person_id == person_id, r.undone.is_(False))
    row = (await db.execute(query.order_by(r.id.desc()).limit(1))).first()
    return (row.assignment_id, row.message_id) if row else None


async def count(db: Connection, assignment_id: int, since: datetime) -> int:
    return int((await db.execute(COUNT, {"assignment_id": assignment_id, "since": since})).scalar_one())


async def last_words(db: Connection, assignment_id: int) -> str:
    """Return the words of the last report that has any; reports of 无变化 are passed over."""
    return (await db.execute(LAST_WORDS, {"assignment_id": assignment_id})).scalar() or ""


async def recent(db: Connection, below: Iterable[str], zone: tzinfo, limit: int = 5) -> list[Report]:
    """Return the latest reports of the current plan, of units at or below any of these paths.

    Cached until the next event.
    """
    paths = list(below)

    async def query_reports() -> list[Report]:
        query = SELECT.join(plans, plans.c.id == tasks.c.plan_id).where(plans.c.current).limit(limit)
        if "/" not in paths:  # Searching these units' few shares is faster than searching all reports ever made.
            query = query.where(r.assignment_id.in_(_last_reported(paths, limit)))
        return [_report(row, zone) for row in await db.execute(query)]

    return await cached(db, f"recent {limit} {zone} {' '.join(paths)}", await db.scalar(LAST_ID), query_reports)


def _last_reported(paths: Iterable[str], limit: int) -> sa.Select[tuple[int]]:
    a = assignments.c
    reported = (a.unit_id.in_(sa.select(units.c.id).where(unit_tree.under(paths))), a.reported_at.is_not(None))
    return sa.select(a.id).where(*reported).order_by(a.reported_at.desc()).limit(limit)
