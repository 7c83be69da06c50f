"""Evidence (成果材料): files that wait for their sender's report, and files that were submitted with a report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any

import sqlalchemy as sa

from plan.evidence import StoredFile
from storage.database import Connection
from storage.schema import assignments, evidence, reports, units
from storage.statements import among

e = evidence.c
Conditions = tuple[sa.ColumnElement[bool], ...]


@dataclass(frozen=True)
class Evidence:
    """A file of a report that was not undone. `at` is local time."""

    id: int
    unit: str
    kind: str
    name: str
    size: int
    sha256: str
    at: datetime


def _waiting(person_id: Any, assignment_id: Any) -> Conditions:
    """Return the conditions for waiting files. None stands for files whose assignment is not known yet."""
    waiting_files = (e.person_id == person_id, e.report_id.is_(None), e.dropped.is_(False))
    return (*waiting_files, e.assignment_id.is_not_distinct_from(assignment_id))


COUNT = sa.select(sa.func.count())
WAITING = COUNT.where(*_waiting(sa.bindparam("person_id"), sa.bindparam("assignment_id", type_=e.assignment_id.type)))
IN_REPORT = COUNT.where(e.report_id == sa.bindparam("report_id"), e.dropped.is_(False))


async def wait(
    db: Connection, person_id: int, files: Iterable[StoredFile], now: datetime, assignment_id: int | None = None
) -> None:
    """Store files that wait for a report; the same file is stored once.

    Earlier files of the same album whose assignment was not known are moved to this assignment.
    """
    for file in files:
        if file.album and assignment_id is not None:
            await _move(db, (*_waiting(person_id, None), e.album == file.album), person_id, assignment_id)
        known = sa.select(e.id).where(*_waiting(person_id, assignment_id), e.sha256 == file.sha256)
        if (await db.execute(known)).first() is None:
            row = {**vars(file), "person_id": person_id, "assignment_id": assignment_id, "at": now}
            await db.execute(evidence.insert(), row)


async def lead(db: Connection, person_id: int, assignment_id: int) -> None:
    """Let the files whose assignment was not known wait for a report on this assignment."""
    await _move(db, _waiting(person_id, None), person_id, assignment_id)


async def _move(db: Connection, source: Conditions, person_id: int, assignment_id: int) -> None:
    await _drop_duplicates(db, source, _waiting(person_id, assignment_id))
    await db.execute(evidence.update().where(*source).values(assignment_id=assignment_id))


async def hand_in(db: Connection, person_id: int, assignment_id: int, report_id: int) -> None:
    """Submit the waiting files with this report."""
    source = _waiting(person_id, assignment_id)
    await _drop_duplicates(db, source, (e.report_id == report_id, e.dropped.is_(False)))
    await db.execute(evidence.update().where(*source).values(report_id=report_id))


async def move(db: Connection, old_report_id: int, new_report_id: int) -> None:
    """Hand the files of a report over to the one that replaces it."""
    source = (e.report_id == old_report_id,)
    await _drop_duplicates(db, source, (e.report_id == new_report_id, e.dropped.is_(False)))
    await db.execute(evidence.update().where(*source).values(report_id=new_report_id))


async def _drop_duplicates(db: Connection, source: Conditions, target: Conditions) -> None:
    """Drop those files of `source` whose content is in `target` already."""
    known = sa.select(e.sha256).where(*target)
    await db.execute(evidence.update().where(*source, e.sha256.in_(known)).values(dropped=True))


async def drop(db: Connection, person_id: int, assignment_id: int | None) -> None:
    """Drop the waiting files, because their sender has withdrawn them."""
    await db.execute(evidence.update().where(*_waiting(person_id, assignment_id)).values(dropped=True))


async def waiting(db: Connection, person_id: int, assignment_id: int | None) -> int:
    """Count the waiting files."""
    return await _count(db, WAITING, person_id=person_id, assignment_id=assignment_id)


async def album_of(db: Connection, person_id: int, album: str) -> int | None:
    """Return the assignment of the earlier files of an album, None if there are none."""
    query = sa.select(e.assignment_id).where(e.person_id == person_id, e.album == album, e.assignment_id.is_not(None))
    return (await db.execute(query.order_by(e.id.desc()).limit(1))).scalar() if album else None


SUBMITTED: sa.Select[Any] = (
    sa.select(e.id, units.c.name, e.kind, e.name, e.size, e.sha256, e.at)
    .join(reports, reports.c.id == e.report_id)
    .join(assignments, assignments.c.id == e.assignment_id)
    .join(units, units.c.id == assignments.c.unit_id)
    .where(reports.c.undone.is_(False), e.dropped.is_(False))
    .order_by(e.id.desc())
)

SUBMITTED_COUNT = SUBMITTED.where(among(e.assignment_id, "ids")).order_by(None).with_only_columns(sa.func.count())


async def of(db: Connection, assignment_ids: Sequence[int], zone: tzinfo) -> list[Evidence]:
    """Return the submitted files of these assignments, the latest first, without those of undone reports."""
    rows = await db.execute(SUBMITTED.where(e.assignment_id.in_(assignment_ids)))
    return [replace(Evidence(*row), at=row.at.astimezone(zone)) for row in rows]


async def count(db: Connection, assignment_ids: Sequence[int]) -> int:
    """Count the submitted files of these assignments."""
    return await _count(db, SUBMITTED_COUNT, ids=assignment_ids)


async def albums(db: Connection, report_id: int) -> set[str]:
    """Return the albums of a report's files; "" for files that were sent by themselves."""
    query = sa.select(e.album).distinct().where(e.report_id == report_id, e.dropped.is_(False))
    return set((await db.execute(query)).scalars())


async def in_report(db: Connection, report_id: int) -> int:
    """Count the files of a report."""
    return await _count(db, IN_REPORT, report_id=report_id)


async def sent_since(db: Connection, person_id: int, since: datetime) -> int:
    """Return the bytes that this person has sent since then, without files that have been deleted."""
    query = sa.select(sa.func.coalesce(sa.func.sum(e.size), 0)).where(e.person_id == person_id, e.at >= since)
    return int((await db.execute(query)).scalar_one())


async def total(db: Connection) -> int:
    """Return the bytes on disk: files of the same content are stored once."""
    copies = sa.select(sa.func.max(e.size).label("size")).group_by(e.sha256).subquery()
    return int((await db.execute(sa.select(sa.func.coalesce(sa.func.sum(copies.c.size), 0)))).scalar_one())


async def _count(db: Connection, query: sa.Select[Any], **values: object) -> int:
    return int((await db.execute(query, values)).scalar_one())


async def named(db: Connection, sha256: str) -> bool:
    """Return whether any row refers to the file with this digest."""
    return (await db.execute(sa.select(e.id).where(e.sha256 == sha256).limit(1))).first() is not None


async def forget(db: Connection, before: datetime) -> set[str]:
    """Delete withdrawn files, and files that have waited since before `before`.

    Returns the digests of the files that no row refers to any more.
    """
    abandoned = sa.or_(e.dropped.is_(True), sa.and_(e.report_id.is_(None), e.at < before))
    deleted = set((await db.execute(evidence.delete().where(abandoned).returning(e.sha256))).scalars())
    return {sha256 for sha256 in deleted if not await named(db, sha256)}
