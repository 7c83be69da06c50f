"""Give the units of a task their shares, as an imported plan names them. Nothing that a unit has done is lost."""

from datetime import date, datetime

import sqlalchemy as sa

from plan.import_rules import first_day_of_share, roles, state_when_dropped
from plan.paper import PaperTask
from plan.values import Role, State, UnitKind
from storage.database import Connection
from storage.schema import assignments, events, plans, tasks, units
from storage.units import Unit

a, e = assignments.c, events.c
LET_OFF, NAMED_AGAIN = "let_off", "named_again"
LAST = sa.select(sa.func.max(e.id)).where(e.action.in_((LET_OFF, NAMED_AGAIN))).group_by(e.assignment_id)
DROPPED = sa.select(e.assignment_id).where(e.id.in_(LAST), e.action == LET_OFF)
"""Shares whose units the plan no longer names. Shares that the clerk has waived are not among them."""


async def names(db: Connection, year: int, role: Role) -> dict[int, tuple[str, ...]]:
    """Return, by the task's id, the units that have a share in this role, without dropped shares."""
    query = (
        sa.select(a.task_id, units.c.name)
        .join(units, units.c.id == a.unit_id)
        .join(tasks, tasks.c.id == a.task_id)
        .join(plans, plans.c.id == tasks.c.plan_id)
        .where(plans.c.year == year, a.role == role, a.id.not_in(DROPPED))
        .order_by(a.id)
    )
    unit_names: dict[int, tuple[str, ...]] = {}
    for task_id, name in (await db.execute(query)).all():
        unit_names[task_id] = (*unit_names.get(task_id, ()), name)
    return unit_names


async def follow(db: Connection, task_id: int, deadline: date | None) -> None:
    """Give the shares the task's new deadline, except those that have one of their own (an extension)."""
    old = sa.select(tasks.c.deadline).where(tasks.c.id == task_id).scalar_subquery()
    has_tasks_deadline = (a.task_id == task_id, a.deadline.is_not_distinct_from(old))
    await db.execute(assignments.update().where(*has_tasks_deadline).values(deadline=deadline))


async def share_out(
    db: Connection, task_id: int, task: PaperTask, by_name: dict[str, Unit], now: datetime, told_on: date
) -> list[int]:  # fmt: skip
    """Give each unit of the task one share, and return the ids of the new shares.

    `told_on` is the day on which the units hear of new shares. A unit that is named again gets back what it had; a
    share whose unit is no longer named is dropped.
    """
    cities = (unit.id for unit in by_name.values() if unit.kind is UnitKind.CITY)
    role_of = roles(task, {name: unit.id for name, unit in by_name.items()}, cities)
    shares = (await db.execute(sa.select(a.id, a.unit_id, a.role, a.state).where(a.task_id == task_id))).all()
    values = {
        "task_id": task_id, "state": "pending", "assigned_on": told_on, "deadline": task.deadline,
        "starts": first_day_of_share(task.deadline, now.date()),
    }  # fmt: skip
    existing = {share.unit_id for share in shares}
    rows = [
        {**values, "unit_id": unit_id, "role": role} for unit_id, role in role_of.items() if unit_id not in existing
    ]
    new_ids = list((await db.execute(assignments.insert().returning(a.id), rows)).scalars()) if rows else []
    state_before = await _dropped(db, task_id)
    for share in shares:
        if role_of.get(share.unit_id, share.role) != share.role:
            await db.execute(assignments.update().where(a.id == share.id).values(role=role_of[share.unit_id]))
        if share.unit_id in role_of and share.id in state_before:
            await _change_state(db, share.id, task_id, NAMED_AGAIN, share.state, state_before[share.id], now)
        elif share.unit_id not in role_of and share.id not in state_before:
            after = state_when_dropped(State(share.state))
            await _change_state(db, share.id, task_id, LET_OFF, share.state, after, now)
    return new_ids


async def _dropped(db: Connection, task_id: int) -> dict[int, str]:
    """Return the task's dropped shares by their ids, each with the state that it had before."""
    last = LAST.where(e.task_id == task_id)
    rows = await db.execute(sa.select(e.assignment_id, e.before).where(e.id.in_(last), e.action == LET_OFF))
    return {row.assignment_id: row.before["state"] for row in rows}


async def _change_state(
    db: Connection, id: int, task_id: int, action: str, before: str, after: str, now: datetime
) -> None:
    await db.execute(assignments.update().where(a.id == id).values(state=after, version=a.version + 1))
    row = {"at": now, "action": action, "assignment_id": id, "task_id": task_id}
    await db.execute(events.insert().values(**row, before={"state": before}, after={"state": after}))
