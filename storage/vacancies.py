"""Units that owe something, and where the bot reaches no liaison: whom the clerk has to call."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from plan.values import OVER, Duty
from storage import seats
from storage.database import Connection
from storage.deputies import RECEIVER
from storage.schema import assignments, people, plans, posts, tasks, units
from storage.seats import Seat


@dataclass(frozen=True)
class Vacancy:
    """What is known of it: `holder` and `phone` may be empty; `why` is 空缺, 未绑定 or 联系不上."""

    unit_id: int
    unit: str
    holder: str
    phone: str
    why: str


OWING = (
    sa.select(assignments.c.unit_id)
    .join(tasks, tasks.c.id == assignments.c.task_id)
    .join(plans, plans.c.id == tasks.c.plan_id)
    .where(plans.c.current, tasks.c.retired.is_(False), assignments.c.state.not_in(OVER))
)
REACHED = (
    sa.select(posts.c.unit_id)
    .select_from(posts.join(people, people.c.id == RECEIVER))
    .where(posts.c.duty == Duty.LIAISON, people.c.reachable)
)
UNREACHED = sa.select(units.c.id, units.c.name).where(units.c.id.in_(OWING), units.c.id.not_in(REACHED))


async def vacancies(db: Connection, now: datetime) -> list[Vacancy]:
    """In the order of the tree; one of each unit, of the liaison of whom most is known."""
    rows = (await db.execute(UNREACHED.order_by(units.c.position), {"today": now.date()})).all()
    liaisons: dict[int, Seat] = {}
    for seat in await seats.of_units(db, [row.id for row in rows], now):
        if seat.duty is Duty.LIAISON and (seat.unit_id not in liaisons or not liaisons[seat.unit_id].holder):
            liaisons[seat.unit_id] = seat
    return [_vacancy(row.id, row.name, liaisons.get(row.id)) for row in rows]


def _vacancy(unit_id: int, unit: str, seat: Seat | None) -> Vacancy:
    if seat is None:
        return Vacancy(unit_id, unit, "", "", "空缺")
    if seat.holder:
        return Vacancy(unit_id, unit, seat.holder.name, seat.holder.phone, seat.trouble)
    return Vacancy(unit_id, unit, seat.invited or "", "", seat.trouble)
