"""Which units have a share of a task, as an import says it: nothing that a unit has done is lost by it."""

from datetime import date, datetime

import sqlalchemy as sa

from plan.paper import PaperTask
from plan.values import OVER, Role, State, UnitKind
from storage.database import Connection
from storage.schema import assignments, events, plans, tasks, units
from storage.units import Unit

a, e = assignments.c, events.c
LET_OFF, NAMED_AGAIN = "let_off", "named_again"
LAST = sa.select(sa.func.max(e.id)).where(e.action.in_((LET_OFF, NAMED_AGAIN))).group_by(e.assignment_id)
AWAY = sa.select(e.assignment_id).where(e.id.in_(LAST), e.action == LET_OFF)
"""Shares that an import has let off; not those that the clerk has waived."""


async def names(db: Connection, year: int, role: Role) -> dict[int, tuple[str, ...]]:
    """Of each task, the units that have a share in this role, without those let off."""
    query = (
        sa.select(a.task_id, units.c.name)
        .join(units, units.c.id == a.unit_id)
        .join(tasks, tasks.c.id == a.task_id)
        .join(plans, plans.c.id == tasks.c.plan_id)
        .where(plans.c.year == year, a.role == role, a.id.not_in(AWAY))
        .order_by(a.id)
    )
    shares: dict[int, tuple[str, ...]] = {}
    for task_id, name in (await db.execute(query)).all():
        shares[task_id] = (*shares.get(task_id, ()), name)
    return shares


async def follow(db: Connection, task_id: int, deadline: date | None) -> None:
    """The shares follow their task, but a date of their own (an extension) stays."""
    old = sa.select(tasks.c.deadline).where(tasks.c.id == task_id).scalar_subquery()
    follows = (a.task_id == task_id, a.deadline.is_not_distinct_from(old))
    await db.execute(assignments.update().where(*follows).values(deadline=deadline))


async def share_out(
    db: Connection, task_id: int, task: PaperTask, by_name: dict[str, Unit], now: datetime, told_on: date
) -> list[int]:  # fmt: skip
    """One assignment per unit, lead first; answers with the new ones, of which their units hear on the day `told_on`. A
    unit keeps what it has; one that is no longer named is let off."""
    roles = _roles(task, by_name)
    today = now.date()
    year = task.deadline.year if task.deadline else today.year
    starts = today if today.year >= year else date(year, 1, 1)
    shares = (await db.execute(sa.select(a.id, a.unit_id, a.role, a.state).where(a.task_id == task_id))).all()
    same = {"task_id": task_id, "state": "pending", "assigned_on": told_on, "starts": starts, "deadline": task.deadline}
    known = {one.unit_id for one in shares}
    new = [{**same, "unit_id": unit_id, "role": role} for unit_id, role in roles.items() if unit_id not in known]
    given = list((await db.execute(assignments.insert().returning(a.id), new)).scalars()) if new else []
    theirs = sa.select(e.assignment_id, e.before).where(e.id.in_(LAST.where(e.task_id == task_id)), e.action == LET_OFF)
    away = {row.assignment_id: row.before["state"] for row in await db.execute(theirs)}
    for one in shares:
        if roles.get(one.unit_id, one.role) != one.role:
            await db.execute(assignments.update().where(a.id == one.id).values(role=roles[one.unit_id]))
        if one.unit_id in roles and one.id in away:
            await _become(db, one.id, task_id, NAMED_AGAIN, one.state, away[one.id], now)
        elif one.unit_id not in roles and one.id not in away:
            after = one.state if one.state in OVER else State.WAIVED
            await _become(db, one.id, task_id, LET_OFF, one.state, after, now)
    return given


def _roles(task: PaperTask, by_name: dict[str, Unit]) -> dict[int, Role]:
    roles: dict[int, Role] = {}
    if task.local:
        roles |= {unit.id: Role.CITY for unit in by_name.values() if unit.kind is UnitKind.CITY}
    roles |= {by_name[name].id: Role.LEAD for name in task.lead}
    return roles | {by_name[name].id: Role.SUPPORT for name in task.support if by_name[name].id not in roles}


async def _become(db: Connection, id: int, task_id: int, action: str, before: str, after: str, now: datetime) -> None:
    await db.execute(assignments.update().where(a.id == id).values(state=after, version=a.version + 1))
    row = {"at": now, "action": action, "assignment_id": id, "task_id": task_id}
    await db.execute(events.insert().values(**row, before={"state": before}, after={"state": after}))
