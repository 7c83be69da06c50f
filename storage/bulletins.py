"""Bulletins (通报): drafts, signed ones under their numbers, corrections, and the counts that they contain."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

import sqlalchemy as sa
from markupsafe import Markup

from plan.bulletin import PUBLISHED, Bulletin, BulletinStage
from plan.permission import Post
from plan.person import Person
from plan.reply import PAGE
from plan.stale import stale_bulletin
from plan.values import OVER
from storage import counters, people
from storage.database import Connection, Row
from storage.plans import Plan
from storage.schema import assignments, bulletin_groups, bulletins, events, plans, receipts, tasks

b = bulletins.c
SELECT = sa.select(bulletins)
ISSUED = SELECT.where(b.stage.in_(PUBLISHED)).order_by(b.id.desc())


async def _all(db: Connection, select: sa.Select[Any], zone: tzinfo) -> list[Bulletin]:
    rows = (await db.execute(select)).all()
    titles = await people.titles(db, [id for row in rows for id in (row.post_id, row.returned_by, row.signed_by)])
    groups_of: dict[int, list[int]] = {row.id: [] for row in rows}
    g = bulletin_groups.c
    query = sa.select(g.bulletin_id, g.group_id).where(g.bulletin_id.in_(list(groups_of))).order_by(g.group_id)
    for bulletin_id, group_id in await db.execute(query):
        groups_of[bulletin_id].append(group_id)
    return [_bulletin(row, titles, groups_of[row.id], zone) for row in rows]


def _bulletin(row: Row, titles: dict[int, str], groups: Sequence[int], zone: tzinfo) -> Bulletin:
    text = Markup(row.text)  # noqa: S704 - a template has produced it
    return Bulletin(
        row.id,
        row.plan_id,
        BulletinStage(row.stage),
        row.first,
        row.last,
        row.words,
        text,
        row.dated,
        row.year,
        row.number,
        row.counts,
        frozenset(row.hidden.split()),
        frozenset(map(int, row.hands.split())),
        row.corrects,
        titles[row.post_id],
        row.remark,
        titles.get(row.returned_by, ""),
        titles.get(row.signed_by, ""),
        row.signer_id,
        row.signed_at.astimezone(zone) if row.signed_at else None,
        row.version,
        tuple(groups),
    )


async def get(db: Connection, id: int, zone: tzinfo) -> Bulletin | None:
    matches = await _all(db, SELECT.where(b.id == id), zone)
    return matches[0] if matches else None


async def open_ones(db: Connection, zone: tzinfo, *stages: BulletinStage) -> list[Bulletin]:
    """Return the bulletins in these stages, by default drafts and those that await a signature, the oldest first."""
    wanted = stages or (BulletinStage.DRAFT, BulletinStage.REVIEW)
    return await _all(db, SELECT.where(b.stage.in_(wanted)).order_by(b.id), zone)


async def count(db: Connection) -> int:
    query = sa.select(sa.func.count()).select_from(bulletins).where(b.stage.in_(PUBLISHED))
    return int((await db.execute(query)).scalar_one())


async def page(db: Connection, first: int, zone: tzinfo) -> list[Bulletin]:
    """Return a page of the bulletins that were sent, the latest first."""
    return await _all(db, ISSUED.limit(PAGE).offset(first), zone)


async def before(db: Connection, plan_id: int, zone: tzinfo, id: int | None = None) -> Bulletin | None:
    """Return the last valid bulletin of this plan, or the last one before the bulletin `id`."""
    query = ISSUED.where(b.plan_id == plan_id, b.stage == BulletinStage.SIGNED)
    if id is not None:
        query = query.where(sa.func.coalesce(b.corrects, b.id) < id)
    matches = await _all(db, query.limit(1), zone)
    return matches[0] if matches else None


async def correction_of(db: Connection, id: int, zone: tzinfo) -> Bulletin | None:
    matches = await _all(db, SELECT.where(b.corrects == id, b.stage != BulletinStage.DROPPED), zone)
    return matches[0] if matches else None


async def draft(
    db: Connection, plan: Plan, post: Post, me: Person, groups: Iterable[int], values: dict[str, Any],
    corrected: Bulletin | None = None,
) -> int:  # fmt: skip
    """Create a draft and return its id.

    `values` are the columns for the period, the words and the text. A correction keeps the number of `corrected`.
    """
    more = {"corrects": corrected.id, "number": corrected.number, "year": corrected.year} if corrected else {}
    row = {"plan_id": plan.id, "stage": BulletinStage.DRAFT, "post_id": post.id, "hands": str(me.id), **values, **more}
    id = int((await db.execute(bulletins.insert(), row)).inserted_primary_key[0])  # type: ignore[index]
    await choose(db, id, groups)
    return id


async def choose(db: Connection, id: int, groups: Iterable[int]) -> None:
    """Set the ids of the groups to which the bulletin will go."""
    await db.execute(bulletin_groups.delete().where(bulletin_groups.c.bulletin_id == id))
    rows = [{"bulletin_id": id, "group_id": group_id} for group_id in groups]
    if rows:
        await db.execute(bulletin_groups.insert(), rows)


async def change(db: Connection, bulletin: Bulletin, **values: Any) -> None:
    """Change columns of a bulletin. Raises Refusal if it was changed by somebody else since `bulletin` was read."""
    unchanged = (b.id == bulletin.id, b.version == bulletin.version)
    result = await db.execute(bulletins.update().where(*unchanged).values(version=bulletin.version + 1, **values))
    if result.rowcount == 0:
        raise stale_bulletin()


async def next_number(db: Connection, year: int, *, take: bool) -> int:
    """Return the year's next number. `take` it only at signing, so that dropped drafts leave no gaps."""
    series = counters.of_bulletins(year)
    return await (counters.take(db, series) if take else counters.peek(db, series))


async def closed_between(db: Connection, first: date, last: date, zone: tzinfo) -> set[int]:
    """Return the ids of the assignments that were closed on these days, the last one included."""
    e = events.c
    begin, end = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
    query = sa.select(e.assignment_id).where(e.action == "close", e.at >= begin, e.at < end)
    return {id for id in (await db.execute(query)).scalars() if id is not None}


async def directives_pending(db: Connection) -> int:
    """Count the directives of the current plan that some unit has not acknowledged yet."""
    r, a = receipts.c, assignments.c
    query = (
        sa.select(sa.func.count(r.directive_id.distinct()))
        .join(assignments, a.id == r.assignment_id)
        .join(tasks, tasks.c.id == a.task_id)
        .join(plans, plans.c.id == tasks.c.plan_id)
        .where(plans.c.current, tasks.c.retired.is_(False), r.acknowledged_by.is_(None), a.state.not_in(OVER))
    )
    return int((await db.execute(query)).scalar_one())


async def handed_in(db: Connection, id: int, version: int) -> dict[str, Any] | None:
    """Return the text and the groups under which this version of the bulletin was submitted to the leader."""
    e = events.c
    of_version = (e.after["bulletin"].as_integer() == id, e.after["version"].as_integer() == version - 1)
    query = sa.select(e.after).where(e.action == "bulletin_submitted", *of_version).order_by(e.id.desc()).limit(1)
    return (await db.execute(query)).scalar()


async def restricted(db: Connection, plan_id: int) -> Collection[str]:
    """Return the numbers of the tasks that are restricted (不上机) now."""
    query = sa.select(tasks.c.code).where(tasks.c.plan_id == plan_id, tasks.c.restricted)
    return set((await db.execute(query)).scalars())
