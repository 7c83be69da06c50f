"""Bulletins (通报): drafts, the signed ones under their numbers, corrections; and the facts that are told in them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

import sqlalchemy as sa
from markupsafe import Markup

from plan.bulletin import OUT, Bulletin, Stage
from plan.permission import Post
from plan.refusal import Refusal
from plan.reply import PAGE
from plan.values import OVER
from storage import counters, people
from storage.database import Connection, Row
from storage.people import Person
from storage.plans import Plan
from storage.schema import assignments, bulletin_groups, bulletins, events, plans, receipts, tasks

b = bulletins.c
SELECT = sa.select(bulletins)
ISSUED = SELECT.where(b.stage.in_(OUT)).order_by(b.id.desc())


async def _all(db: Connection, query: sa.Select[Any], zone: tzinfo) -> list[Bulletin]:
    rows = (await db.execute(query)).all()
    titles = await people.titles(db, [id for row in rows for id in (row.post_id, row.returned_by, row.signed_by)])
    chosen: dict[int, list[int]] = {row.id: [] for row in rows}
    g = bulletin_groups.c
    mine = sa.select(g.bulletin_id, g.group_id).where(g.bulletin_id.in_(list(chosen))).order_by(g.group_id)
    for bulletin_id, group_id in await db.execute(mine):
        chosen[bulletin_id].append(group_id)
    return [_bulletin(row, titles, chosen[row.id], zone) for row in rows]


def _bulletin(row: Row, titles: dict[int, str], groups: Sequence[int], zone: tzinfo) -> Bulletin:
    text = Markup(row.text)  # noqa: S704 - written by a template
    return Bulletin(
        row.id, row.plan_id, Stage(row.stage), row.first, row.last, row.words, text, row.dated, row.year, row.number,
        row.counts, frozenset(row.hidden.split()), frozenset(map(int, row.hands.split())), row.corrects,
        titles[row.post_id], row.remark, titles.get(row.returned_by, ""), titles.get(row.signed_by, ""), row.signer_id,
        row.signed_at.astimezone(zone) if row.signed_at else None, row.version, tuple(groups),
    )  # fmt: skip


async def get(db: Connection, id: int, zone: tzinfo) -> Bulletin | None:
    found = await _all(db, SELECT.where(b.id == id), zone)
    return found[0] if found else None


async def open_ones(db: Connection, zone: tzinfo, *stages: Stage) -> list[Bulletin]:
    """Drafts and what waits for a signature, the oldest first."""
    wanted = stages or (Stage.DRAFT, Stage.REVIEW)
    return await _all(db, SELECT.where(b.stage.in_(wanted)).order_by(b.id), zone)


async def count(db: Connection) -> int:
    query = sa.select(sa.func.count()).select_from(bulletins).where(b.stage.in_(OUT))
    return int((await db.execute(query)).scalar_one())


async def page(db: Connection, first: int, zone: tzinfo) -> list[Bulletin]:
    """Of those that were sent, the latest first."""
    return await _all(db, ISSUED.limit(PAGE).offset(first), zone)


async def before(db: Connection, plan_id: int, zone: tzinfo, id: int | None = None) -> Bulletin | None:
    """The last one of this plan that holds; of those before `id` where one is given."""
    query = ISSUED.where(b.plan_id == plan_id, b.stage == Stage.SIGNED)
    if id is not None:
        query = query.where(sa.func.coalesce(b.corrects, b.id) < id)
    found = await _all(db, query.limit(1), zone)
    return found[0] if found else None


async def correction_of(db: Connection, id: int, zone: tzinfo) -> Bulletin | None:
    found = await _all(db, SELECT.where(b.corrects == id, b.stage != Stage.DROPPED), zone)
    return found[0] if found else None


async def draft(
    db: Connection, plan: Plan, post: Post, me: Person, groups: Iterable[int], values: dict[str, Any],
    corrected: Bulletin | None = None,
) -> int:  # fmt: skip
    """`values` are the period, the words, and what was written of them; a correction has its number already."""
    more = {"corrects": corrected.id, "number": corrected.number, "year": corrected.year} if corrected else {}
    row = {"plan_id": plan.id, "stage": Stage.DRAFT, "post_id": post.id, "hands": str(me.id), **values, **more}
    id = int((await db.execute(bulletins.insert(), row)).inserted_primary_key[0])  # type: ignore[index]
    await choose(db, id, groups)
    return id


async def choose(db: Connection, id: int, groups: Iterable[int]) -> None:
    await db.execute(bulletin_groups.delete().where(bulletin_groups.c.bulletin_id == id))
    rows = [{"bulletin_id": id, "group_id": group_id} for group_id in groups]
    if rows:
        await db.execute(bulletin_groups.insert(), rows)


async def change(db: Connection, bulletin: Bulletin, **values: Any) -> None:
    """Refuses where somebody else has changed it since `one` was read."""
    mine = (b.id == bulletin.id, b.version == bulletin.version)
    changed = await db.execute(bulletins.update().where(*mine).values(version=bulletin.version + 1, **values))
    if changed.rowcount == 0:
        raise Refusal("这份通报刚刚被他人更新，请查看最新情况后再操作。")


async def next_number(db: Connection, year: int, *, take: bool) -> int:
    """Taken at signing off alone: what is dropped before has none, so that there is no gap. A preview shows it."""
    series = counters.of_bulletins(year)
    return await (counters.take(db, series) if take else counters.peek(db, series))


async def closed_between(db: Connection, first: date, last: date, zone: tzinfo) -> set[int]:
    """The assignments that were closed on one of these days."""
    e = events.c
    begin, end = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
    query = sa.select(e.assignment_id).where(e.action == "close", e.at >= begin, e.at < end)
    return {id for id in (await db.execute(query)).scalars() if id is not None}


async def directives_pending(db: Connection) -> int:
    """Directives of the current plan that some unit has yet to acknowledge."""
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
    """Its text and groups as they were sent to the leader under this version."""
    e = events.c
    mine = (e.after["bulletin"].as_integer() == id, e.after["version"].as_integer() == version - 1)
    query = sa.select(e.after).where(e.action == "bulletin_submitted", *mine).order_by(e.id.desc()).limit(1)
    return (await db.execute(query)).scalar()


async def restricted(db: Connection, plan_id: int) -> Collection[str]:
    """The numbers of the tasks that are 不上机 now."""
    query = sa.select(tasks.c.code).where(tasks.c.plan_id == plan_id, tasks.c.restricted)
    return set((await db.execute(query)).scalars())
