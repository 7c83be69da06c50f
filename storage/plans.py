"""The plan in force: its sections, items, tasks and targets."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from plan import milestones
from plan.milestones import Milestones
from plan.targets import Target
from plan.values import Basis, Cycle, TargetKind
from storage.database import Connection, Row
from storage.schema import items, plans, sections, targets, tasks


@dataclass(frozen=True)
class Plan:
    id: int
    title: str
    issuer: str
    year: int
    starts: date


@dataclass(frozen=True)
class Heading:
    """A section, or an item in it; `count` is the number of its tasks."""

    id: int
    no: str
    title: str
    count: int


@dataclass(frozen=True)
class Task:
    id: int
    code: str
    title: str
    sentence: str
    deadline: date | None
    basis: Basis
    local: bool
    restricted: bool
    section_id: int
    milestones: Milestones = ()
    cycle: Cycle = Cycle.MONTHLY


TASK = sa.select(
    tasks.c.id, tasks.c.code, tasks.c.title, tasks.c.sentence, tasks.c.deadline, tasks.c.basis, tasks.c.local,
    tasks.c.restricted, items.c.section_id, tasks.c.milestones, tasks.c.cycle,
).join(plans, plans.c.id == tasks.c.plan_id).join(items, items.c.id == tasks.c.item_id)  # fmt: skip
PLAN = sa.select(plans.c.id, plans.c.title, plans.c.issuer, plans.c.year, plans.c.starts).where(plans.c.current)
t = targets.c
TARGETS = sa.select(t.words, t.kind, t.op, t.value, t.unit).order_by(t.position)
TARGETS = TARGETS.where(t.task_id == sa.bindparam("task_id"))
OF_SHARE = TASK.where(tasks.c.id == sa.bindparam("task_id"))
CURRENT = TASK.where(plans.c.current, tasks.c.retired.is_(False)).order_by(tasks.c.position)
# Written as a condition on plan and code, so that the index on both is used. A join would scan all plans' codes.
IN_FORCE = tasks.c.plan_id.in_(sa.select(plans.c.id).where(plans.c.current))
BY_CODE = CURRENT.where(IN_FORCE, tasks.c.code == sa.bindparam("code"))


def _task(row: Row) -> Task:
    return Task(
        row.id, row.code, row.title, row.sentence, row.deadline, Basis(row.basis), row.local, row.restricted,
        row.section_id, milestones.load(row.milestones), Cycle(row.cycle),
    )  # fmt: skip


async def current(db: Connection) -> Plan | None:
    row = (await db.execute(PLAN)).first()
    return Plan(*row) if row else None


async def headings(db: Connection, section_id: int | None = None) -> list[Heading]:
    """Return the sections of the current plan, or the items of one of them."""
    count = sa.func.count(tasks.c.id)
    is_current = sa.and_(tasks.c.item_id == items.c.id, tasks.c.retired.is_(False))
    if section_id is None:
        query = (
            sa.select(sections.c.id, sections.c.no, sections.c.title, count)
            .join(plans, plans.c.id == sections.c.plan_id)
            .join(items, items.c.section_id == sections.c.id)
            .outerjoin(tasks, is_current)
            .where(plans.c.current)
            .group_by(sections.c.id)
            .order_by(sections.c.position)
        )
    else:
        query = (
            sa.select(items.c.id, items.c.no, items.c.title, count)
            .outerjoin(tasks, is_current)
            .where(items.c.section_id == section_id)
            .group_by(items.c.id)
            .order_by(items.c.position)
        )
    return [Heading(*row) for row in await db.execute(query) if row[3]]


async def section(db: Connection, id: int) -> Heading | None:
    row = (
        await db.execute(sa.select(sections.c.id, sections.c.no, sections.c.title).where(sections.c.id == id))
    ).first()
    return Heading(row.id, row.no, row.title, 0) if row else None


async def place_of(db: Connection, task_id: int) -> str:
    """Return the section and the item of a task, as `二 创造运用 · （二）专利转化`."""
    columns = (sections.c.no, sections.c.title, items.c.no.label("item_no"), items.c.title.label("item"))
    query = (
        sa.select(*columns).join(items, items.c.section_id == sections.c.id).join(tasks, tasks.c.item_id == items.c.id)
    )
    row = (await db.execute(query.where(tasks.c.id == task_id))).one()
    headings = (f"{row.no} {row.title}".strip(), f"{row.item_no} {row.item}".strip())
    return " · ".join(heading for heading in headings if heading)


async def tasks_of_section(db: Connection, section_id: int) -> list[Task]:
    query = CURRENT.where(items.c.section_id == section_id)
    return [_task(row) for row in await db.execute(query)]


async def task(db: Connection, code: str) -> Task | None:
    row = (await db.execute(BY_CODE, {"code": code})).first()
    return _task(row) if row else None


async def of_share(db: Connection, task_id: int) -> Task:
    """Return the task of an existing assignment, by the task's id."""
    return _task((await db.execute(OF_SHARE, {"task_id": task_id})).one())


async def restrict(db: Connection, task_id: int, *, restricted: bool) -> None:
    await db.execute(tasks.update().where(tasks.c.id == task_id).values(restricted=restricted))


async def set_milestones(db: Connection, task_id: int, new: Milestones) -> None:
    await db.execute(tasks.update().where(tasks.c.id == task_id).values(milestones=milestones.dump(new)))


async def set_cycle(db: Connection, task_id: int, cycle: Cycle) -> None:
    await db.execute(tasks.update().where(tasks.c.id == task_id).values(cycle=cycle))


async def targets_of(db: Connection, task_id: int) -> list[Target]:
    rows = await db.execute(TARGETS, {"task_id": task_id})
    return [Target(row.words, TargetKind(row.kind), row.op, row.value, row.unit) for row in rows]
