"""Read the data of the phone list: a few queries about all units, and more about the units of one page."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, tzinfo

import sqlalchemy as sa

from plan.light import Thresholds
from plan.nudge import LACKS, lack_of
from plan.phone import Contact, PhoneEntry, PhoneFacts, UnitToCall, to_call
from plan.values import OVER, Duty, State
from storage import assignments as shares
from storage import calls, units
from storage.database import Connection
from storage.deputies import RECEIVER
from storage.schema import assignments, invitations, nudges, people, plans, posts, tasks

a = assignments.c
OWING = (plans.c.current, tasks.c.retired.is_(False), a.state.not_in((*OVER, State.SUBMITTED)))
POSTS_WITH_RECEIVERS = posts.join(people, people.c.id == RECEIVER)
TODAY = sa.bindparam("today", type_=a.deadline.type)
SHARES = assignments.join(tasks, tasks.c.id == a.task_id).join(plans, plans.c.id == tasks.c.plan_id)
UNITS_OF_POSTS = sa.select(posts.c.unit_id).distinct().select_from(POSTS_WITH_RECEIVERS)
WITH_LIAISON = UNITS_OF_POSTS.where(posts.c.duty == Duty.LIAISON)
WITH_UNREACHABLE_PERSON = UNITS_OF_POSTS.where(people.c.reachable.is_(False), posts.c.duty != Duty.OBSERVER)
OVERDUE = sa.func.sum(sa.case((a.deadline < TODAY, 1), else_=0))
OWES = sa.select(a.unit_id, sa.func.count(), OVERDUE).select_from(SHARES).where(*OWING).group_by(a.unit_id)
UNANSWERED = sa.select(a.unit_id, nudges.c.at).select_from(SHARES.join(nudges, nudges.c.assignment_id == a.id))
UNANSWERED = UNANSWERED.where(*OWING, nudges.c.answered_at.is_(None))


async def facts(db: Connection, today: date, zone: tzinfo) -> PhoneFacts:
    """Read the facts about all units, with five statements for any number of units and people."""
    return PhoneFacts(
        {unit_id: (count, late) for unit_id, count, late in await db.execute(OWES, {"today": today})},
        set((await db.execute(WITH_LIAISON, {"today": today})).scalars()),
        set((await db.execute(WITH_UNREACHABLE_PERSON, {"today": today})).scalars()),
        [(unit_id, at.astimezone(zone).date()) for unit_id, at in await db.execute(UNANSWERED)],
        await calls.latest(db, zone),
    )


async def contacts(db: Connection, unit_ids: Collection[int]) -> dict[int, list[Contact]]:
    """Return, by the unit's id, the people who hold a post in these units or are invited to a vacant one."""
    invited = sa.and_(invitations.c.post_id == posts.c.id, invitations.c.used_at.is_(None), posts.c.person_id.is_(None))
    query = (
        sa.select(
            posts.c.unit_id, posts.c.duty, people.c.id, people.c.telegram_id, people.c.name, people.c.phone,
            people.c.reachable, invitations.c.name.label("invited"),
        )
        .outerjoin(people, people.c.id == posts.c.person_id).outerjoin(invitations, invited)
        .where(posts.c.unit_id.in_(unit_ids), sa.or_(people.c.id.is_not(None), invitations.c.id.is_not(None)))
        .order_by(posts.c.id)
    )  # fmt: skip
    by_unit: dict[int, list[Contact]] = defaultdict(list)
    for row in await db.execute(query):
        name, phone = (row.name, row.phone) if row.id is not None else (row.invited, "")
        bound = row.telegram_id is not None
        by_unit[row.unit_id].append(
            Contact(row.unit_id, Duty(row.duty), name, phone, bound, row.reachable is not False)
        )
    return by_unit


async def entries(db: Connection, rows: Sequence[UnitToCall], today: date, limits: Thresholds) -> list[PhoneEntry]:
    """Return the entries of one page, with names, phone numbers, and the tasks for which something is missing."""
    ids = [row.unit_id for row in rows]
    by_id, contacts_of = await units.by_id(db, ids), await contacts(db, ids)
    codes = await _missing_codes(db, ids, today, limits)
    return [
        PhoneEntry(row, by_id[id].name, by_id[id].short, to_call(contacts_of[id]), codes[id])
        for id, row in zip(ids, rows, strict=True)
    ]


async def _missing_codes(
    db: Connection, unit_ids: list[int], today: date, limits: Thresholds
) -> dict[int, tuple[str, ...]]:  # fmt: skip
    by_unit: dict[int, list[tuple[int, date, str]]] = defaultdict(list)
    for assignment in await shares.of_units(db, unit_ids):
        if lack := lack_of(assignment, today, limits):
            by_unit[assignment.unit_id].append((LACKS.index(lack), assignment.deadline or date.max, assignment.code))
    return {id: tuple(code for *_, code in sorted(by_unit[id])) for id in unit_ids}
