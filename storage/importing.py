"""Putting a paper into force: beside the plans of other years, over the one of its own year."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from plan.diff import Diff, Known, compare
from plan.paper import PaperTask, PaperUnit, PlanPaper
from plan.values import OVER, Basis, Role, UnitKind
from storage import plans as current_plans
from storage import units as tree
from storage.database import Connection, insert_once
from storage.schema import assignments, items, plans, sections, targets, tasks, units


async def preview(db: Connection, paper: PlanPaper) -> Diff:
    """What the paper adds, changes and no longer has, against the plan of the same year."""
    return compare(await _known(db, paper.year), paper.tasks)


async def apply(db: Connection, paper: PlanPaper, today: date, now: datetime) -> Diff:
    """Puts the paper into force. What was signed or reported stays: tasks are updated or retired, never deleted."""
    diff = await preview(db, paper)
    plan_id = await _plan(db, paper, today, now)
    retired = [known.id for known in diff.gone]
    await db.execute(tasks.update().where(tasks.c.id.in_(retired)).values(retired=True))
    for known, _ in diff.kept:  # numbers may trade places: free them all first
        await db.execute(tasks.update().where(tasks.c.id == known.id).values(code=f"#{known.id}"))
    by_name = await tree.ensure(db, _units(paper))
    kept = {id(new): known.id for known, new in diff.kept}
    await db.execute(sections.update().where(sections.c.plan_id == plan_id).values(position=sections.c.position + 1000))
    position = 0
    for number, section in enumerate(paper.sections):
        section_id = await _insert(db, sections, plan_id=plan_id, no=section.no, title=section.title, position=number)
        for order, item in enumerate(section.items):
            item_id = await _insert(db, items, section_id=section_id, no=item.no, title=item.title, position=order)
            for task in item.tasks:
                position += 1
                task_id = await _task(db, plan_id, item_id, task, position, kept.get(id(task)))
                await _share_out(db, task_id, task, by_name, today)
    return diff


async def _known(db: Connection, year: int) -> list[Known]:
    t = tasks.c
    query = sa.select(t.id, t.code, t.title, t.sentence, t.deadline, t.basis, t.local).join(
        plans, plans.c.id == t.plan_id
    )
    rows = (await db.execute(query.where(plans.c.year == year, t.retired.is_(False)).order_by(t.position))).all()
    lead, support = await _shares(db, year, Role.LEAD), await _shares(db, year, Role.SUPPORT)
    known = []
    for row in rows:
        aims = tuple(await current_plans.targets_of(db, row.id))
        fields = PaperTask(
            row.code, row.title, row.sentence, row.deadline, Basis(row.basis), aims, lead.get(row.id, ()),
            support.get(row.id, ()), row.local,
        )  # fmt: skip
        known.append(Known(row.id, row.code, fields))
    return known


async def _shares(db: Connection, year: int, role: Role) -> dict[int, tuple[str, ...]]:
    query = (
        sa.select(assignments.c.task_id, units.c.name)
        .join(units, units.c.id == assignments.c.unit_id)
        .join(tasks, tasks.c.id == assignments.c.task_id)
        .join(plans, plans.c.id == tasks.c.plan_id)
        .where(plans.c.year == year, assignments.c.role == role)
        .order_by(assignments.c.id)
    )
    shares: dict[int, tuple[str, ...]] = {}
    for task_id, name in (await db.execute(query)).all():
        shares[task_id] = (*shares.get(task_id, ()), name)
    return shares


async def _plan(db: Connection, paper: PlanPaper, today: date, now: datetime) -> int:
    await db.execute(plans.update().values(current=False))
    found = (await db.execute(sa.select(plans.c.id).where(plans.c.year == paper.year))).scalar()
    if found is None:
        starts = today if today.year == paper.year else date(paper.year, 1, 1)
        return await _insert(
            db, plans, title=paper.title, issuer=paper.issuer, year=paper.year, current=True, starts=starts,
            imported_at=now,
        )  # fmt: skip
    values = {"title": paper.title, "issuer": paper.issuer, "current": True, "imported_at": now}
    await db.execute(plans.update().where(plans.c.id == found).values(values))
    return int(found)


def _units(paper: PlanPaper) -> list[PaperUnit]:
    """The paper's own units; a name that only a task mentions is an outside body until the clerk says otherwise."""
    named = {unit.name for unit in paper.units}
    mentioned = dict.fromkeys(name for task in paper.tasks for name in (*task.lead, *task.support))
    outside = [PaperUnit(name, UnitKind.OUTSIDE) for name in mentioned if name not in named]
    return [*paper.units, *outside]


async def _task(db: Connection, plan_id: int, item_id: int, task: PaperTask, position: int, known: int | None) -> int:
    values: dict[str, Any] = {
        "plan_id": plan_id, "item_id": item_id, "code": task.code, "title": task.title, "sentence": task.text,
        "deadline": task.deadline, "basis": task.basis, "local": task.local, "position": position,
    }  # fmt: skip
    if known is None:
        known = await _insert(db, tasks, **values)
    else:
        await _move_deadline(db, known, task.deadline)
        await db.execute(tasks.update().where(tasks.c.id == known).values(values))
        await db.execute(targets.delete().where(targets.c.task_id == known))
    for order, target in enumerate(task.targets):
        row = asdict(target)
        row["words"] = row.pop("text")
        await _insert(db, targets, task_id=known, position=order, **row)
    return known


async def _move_deadline(db: Connection, task_id: int, deadline: date | None) -> None:
    """The shares follow their task, but a date of their own (an extension) stays."""
    old = sa.select(tasks.c.deadline).where(tasks.c.id == task_id).scalar_subquery()
    follows = (assignments.c.task_id == task_id, assignments.c.deadline.is_not_distinct_from(old))
    await db.execute(assignments.update().where(*follows).values(deadline=deadline))


async def _share_out(db: Connection, task_id: int, task: PaperTask, by_name: dict[str, tree.Unit], today: date) -> None:
    """One assignment per unit, lead first. A unit keeps what it has; one that is no longer named is let off."""
    roles: dict[int, Role] = {}
    if task.local:
        roles |= {unit.id: Role.CITY for unit in by_name.values() if unit.kind is UnitKind.CITY}
    roles |= {by_name[name].id: Role.LEAD for name in task.lead}
    roles |= {by_name[name].id: Role.SUPPORT for name in task.support if by_name[name].id not in roles}
    year = task.deadline.year if task.deadline else today.year
    starts = today if today.year >= year else date(year, 1, 1)
    for unit_id, role in roles.items():
        row = {"task_id": task_id, "unit_id": unit_id, "role": role, "state": "pending", "assigned_on": today}
        await db.execute(insert_once(assignments, db).values(**row, starts=starts, deadline=task.deadline))
        mine = (assignments.c.task_id == task_id, assignments.c.unit_id == unit_id)
        await db.execute(assignments.update().where(*mine, assignments.c.role != role).values(role=role))
    rest = (assignments.c.task_id == task_id, assignments.c.unit_id.not_in(roles), assignments.c.state.not_in(OVER))
    await db.execute(assignments.update().where(*rest).values(state="waived", version=assignments.c.version + 1))


async def _insert(db: Connection, table: sa.Table, **values: Any) -> int:
    return int((await db.execute(table.insert().values(values))).inserted_primary_key[0])  # type: ignore[index]
