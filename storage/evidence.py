"""Evidence (成果材料): files that wait with their sender for a report, and those that were handed in with one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any

import sqlalchemy as sa

from plan.evidence import KeptFile
from storage.database import Connection, among
from storage.schema import assignments, evidence, reports, units

e = evidence.c
Conditions = tuple[sa.ColumnElement[bool], ...]


@dataclass(frozen=True)
class Evidence:
    """One file of a report that stands. `at` is local."""

    id: int
    unit: str
    kind: str
    name: str
    size: int
    sha256: str
    at: datetime


def _waiting(person_id: Any, assignment_id: Any) -> Conditions:
    """Without an assignment it is not known yet which it is."""
    mine = (e.person_id == person_id, e.report_id.is_(None), e.dropped.is_(False))
    return (*mine, e.assignment_id.is_not_distinct_from(assignment_id))


COUNT = sa.select(sa.func.count())
WAITING = COUNT.where(*_waiting(sa.bindparam("person_id"), sa.bindparam("assignment_id", type_=e.assignment_id.type)))
IN_REPORT = COUNT.where(e.report_id == sa.bindparam("report_id"), e.dropped.is_(False))


async def wait(
    db: Connection, person_id: int, files: Iterable[KeptFile], now: datetime, assignment_id: int | None = None
) -> None:
    """The same file twice waits once; those of its album that came before are led to the same place."""
    for kept_file in files:
        if kept_file.album and assignment_id is not None:
            await _move(db, (*_waiting(person_id, None), e.album == kept_file.album), person_id, assignment_id)
        known = sa.select(e.id).where(*_waiting(person_id, assignment_id), e.sha256 == kept_file.sha256)
        if (await db.execute(known)).first() is None:
            row = {**vars(kept_file), "person_id": person_id, "assignment_id": assignment_id, "at": now}
            await db.execute(evidence.insert(), row)


async def lead(db: Connection, person_id: int, assignment_id: int) -> None:
    """What waited to be told where it belongs now waits for a report on this assignment."""
    await _move(db, _waiting(person_id, None), person_id, assignment_id)


async def _move(db: Connection, source: Conditions, person_id: int, assignment_id: int) -> None:
    await _but_once(db, source, _waiting(person_id, assignment_id))
    await db.execute(evidence.update().where(*source).values(assignment_id=assignment_id))


async def hand_in(db: Connection, person_id: int, assignment_id: int, report_id: int) -> None:
    source = _waiting(person_id, assignment_id)
    await _but_once(db, source, (e.report_id == report_id, e.dropped.is_(False)))
    await db.execute(evidence.update().where(*source).values(report_id=report_id))


async def _but_once(db: Connection, source: Conditions, there: Conditions) -> None:
    known = sa.select(e.sha256).where(*there)
    await db.execute(evidence.update().where(*source, e.sha256.in_(known)).values(dropped=True))


async def drop(db: Connection, person_id: int, assignment_id: int | None) -> None:
    """Its sender takes it back before it was handed in."""
    await db.execute(evidence.update().where(*_waiting(person_id, assignment_id)).values(dropped=True))


async def waiting(db: Connection, person_id: int, assignment_id: int | None) -> int:
    return await _count(db, WAITING, person_id=person_id, assignment_id=assignment_id)


async def album_of(db: Connection, person_id: int, album: str) -> int | None:
    """The assignment to which the first files of an album went."""
    query = sa.select(e.assignment_id).where(e.person_id == person_id, e.album == album, e.assignment_id.is_not(None))
    return (await db.execute(query.order_by(e.id.desc()).limit(1))).scalar() if album else None


HANDED_IN: sa.Select[Any] = (
    sa.select(e.id, units.c.name, e.kind, e.name, e.size, e.sha256, e.at)
    .join(reports, reports.c.id == e.report_id)
    .join(assignments, assignments.c.id == e.assignment_id)
    .join(units, units.c.id == assignments.c.unit_id)
    .where(reports.c.undone.is_(False), e.dropped.is_(False))
    .order_by(e.id.desc())
)

HOW_MANY = HANDED_IN.where(among(e.assignment_id, "ids")).order_by(None).with_only_columns(sa.func.count())


async def of(db: Connection, assignment_ids: Sequence[int], zone: tzinfo) -> list[Evidence]:
    """The latest first; of a report taken back, none."""
    rows = await db.execute(HANDED_IN.where(e.assignment_id.in_(assignment_ids)))
    return [replace(Evidence(*row), at=row.at.astimezone(zone)) for row in rows]


async def count(db: Connection, assignment_ids: Sequence[int]) -> int:
    return await _count(db, HOW_MANY, ids=assignment_ids)


async def in_report(db: Connection, report_id: int) -> int:
    return await _count(db, IN_REPORT, report_id=report_id)


async def sent_since(db: Connection, person_id: int, since: datetime) -> int:
    """Bytes that this person has sent since then, as far as rows still name them."""
    query = sa.select(sa.func.coalesce(sa.func.sum(e.size), 0)).where(e.person_id == person_id, e.at >= since)
    return int((await db.execute(query)).scalar_one())


async def total(db: Connection) -> int:
    """Bytes on disk: rows of the same content share one copy."""
    copies = sa.select(sa.func.max(e.size).label("size")).group_by(e.sha256).subquery()
    return int((await db.execute(sa.select(sa.func.coalesce(sa.func.sum(copies.c.size), 0)))).scalar_one())


async def _count(db: Connection, query: sa.Select[Any], **values: object) -> int:
    return int((await db.execute(query, values)).scalar_one())


async def named(db: Connection, sha256: str) -> bool:
    """Whether any row still needs these bytes."""
    return (await db.execute(sa.select(e.id).where(e.sha256 == sha256).limit(1))).first() is not None


async def forget(db: Connection, before: datetime) -> set[str]:
    """What was taken back, and what has waited since `before`; the digests of what nobody needs any more."""
    abandoned = sa.or_(e.dropped.is_(True), sa.and_(e.report_id.is_(None), e.at < before))
    gone = set((await db.execute(evidence.delete().where(abandoned).returning(e.sha256))).scalars())
    return {sha256 for sha256 in gone if not await named(db, sha256)}
