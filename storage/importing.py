"""Put a plan document into force: over the plan of the same year, beside those of other years."""

from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from plan.diff import Diff, KnownTask, compare
from plan.import_rules import first_day_of_plan, units_of, without_reordered_units
from plan.initials import initials
from plan.paper import PaperTask, PlanPaper
from plan.values import Basis, Role
from storage import allocation, assignments, events, light_dates, workdays
from storage import plans as current_plans
from storage import units as unit_tree
from storage.database import Connection
from storage.schema import items, plans, sections, targets, tasks


async def preview(db: Connection, paper: PlanPaper) -> Diff:
    """Return what the document adds to the plan of the same year, changes in it, and removes from it."""
    return without_reordered_units(compare(await _known(db, paper.year), paper.tasks))


async def apply(db: Connection, paper: PlanPaper, today: date, now: datetime) -> Diff:
    """Put the document into force.

    Tasks are updated or retired, never deleted, so that signatures and reports are kept; a retired task that comes back
    gets back its shares and reports.
    """
    diff = await preview(db, paper)
    returning = compare(await _known(db, paper.year, retired=True), diff.added).kept
    plan_id = await _plan(db, paper, today, now)
    retired = [known.id for known in diff.gone]
    await db.execute(tasks.update().where(tasks.c.id.in_(retired)).values(retired=True))
    for known, _ in diff.kept:  # Two tasks may swap their numbers, so all numbers are freed first.
        await db.execute(tasks.update().where(tasks.c.id == known.id).values(code=f"#{known.id}"))
    by_name = await unit_tree.ensure(db, units_of(paper))
    told_on = (await workdays.calendar(db)).send_time(now, urgent=True).date()
    task_ids = {id(new): known.id for known, new in (*diff.kept, *returning)}
    await db.execute(sections.update().where(sections.c.plan_id == plan_id).values(position=sections.c.position + 1000))
    position, new_shares = 0, []
    for number, section in enumerate(paper.sections):
        section_id = await _insert(db, sections, plan_id=plan_id, no=section.no, title=section.title, position=number)
        for order, item in enumerate(section.items):
            item_id = await _insert(db, items, section_id=section_id, no=item.no, title=item.title, position=order)
            for task in item.tasks:
                position += 1
                task_id = await _task(db, plan_id, item_id, task, position, task_ids.get(id(task)))
                new_shares += await allocation.share_out(db, task_id, task, by_name, now, told_on)
    await db.execute(items.delete().where(items.c.id.not_in(sa.select(tasks.c.item_id))))
    await db.execute(sections.delete().where(sections.c.id.not_in(sa.select(items.c.section_id))))
    await light_dates.of_tasks(db, await assignments.of_plan(db))
    counts = {"year": paper.year, "added": len(diff.added), "changed": len(diff.changed), "gone": len(diff.gone)}
    await events.happened(db, "import", now, None, counts)
    return replace(diff, given=tuple(new_shares))


async def _known(db: Connection, year: int, *, retired: bool = False) -> list[KnownTask]:
    t = tasks.c
    query = sa.select(t.id, t.code, t.title, t.sentence, t.deadline, t.basis, t.local).join(
        plans, plans.c.id == t.plan_id
    )
    rows = (await db.execute(query.where(plans.c.year == year, t.retired.is_(retired)).order_by(t.position))).all()
    lead, support = await allocation.names(db, year, Role.LEAD), await allocation.names(db, year, Role.SUPPORT)
    known = []
    for row in rows:
        task_targets = tuple(await current_plans.targets_of(db, row.id))
        fields = PaperTask(
            row.code, row.title, row.sentence, row.deadline, Basis(row.basis), task_targets, lead.get(row.id, ()),
            support.get(row.id, ()), row.local,
        )  # fmt: skip
        known.append(KnownTask(row.id, row.code, fields))
    return known


async def _plan(db: Connection, paper: PlanPaper, today: date, now: datetime) -> int:
    await db.execute(plans.update().values(current=False))
    plan_id = (await db.execute(sa.select(plans.c.id).where(plans.c.year == paper.year))).scalar()
    if plan_id is None:
        return await _insert(
            db, plans, title=paper.title, issuer=paper.issuer, year=paper.year, current=True, imported_at=now,
            starts=first_day_of_plan(paper.year, today),
        )  # fmt: skip
    values = {"title": paper.title, "issuer": paper.issuer, "current": True, "imported_at": now}
    await db.execute(plans.update().where(plans.c.id == plan_id).values(values))
    return int(plan_id)


async def _task(db: Connection, plan_id: int, item_id: int, task: PaperTask, position: int, known: int | None) -> int:
    """Insert a task, or update the one with the id `known`, and return its id."""
    values: dict[str, Any] = {
        "plan_id": plan_id, "item_id": item_id, "code": task.code, "title": task.title, "sentence": task.text,
        "deadline": task.deadline, "basis": task.basis, "local": task.local, "position": position, "retired": False,
        "initials": initials(task.title),
    }  # fmt: skip
    if known is None:
        known = await _insert(db, tasks, **values)
    else:
        await allocation.follow(db, known, task.deadline)
        await db.execute(tasks.update().where(tasks.c.id == known).values(values))
        await db.execute(targets.delete().where(targets.c.task_id == known))
    for order, target in enumerate(task.targets):
        row = asdict(target)
        row["words"] = row.pop("text")
        await _insert(db, targets, task_id=known, position=order, **row)
    return known


async def _insert(db: Connection, table: sa.Table, **values: Any) -> int:
    return int((await db.execute(table.insert(), values)).inserted_primary_key[0])  # type: ignore[index]
