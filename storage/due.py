"""Search for tasks by their deadlines, the nearest first."""

from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from plan.permission import readable_paths
from plan.person import Person
from plan.search_query import SearchQuery
from storage import progress_counts
from storage.database import Connection
from storage.search_conditions import A, Condition, T, has_share, in_time, of_share, of_task, positions_of
from storage.search_index import Match, SearchIndex
from storage.statements import among


async def positions(
    db: Connection, wanted: SearchQuery, me: Person, today: date, matches: list[Match], index: SearchIndex
) -> list[int]:
    """Return the positions of the tasks that are due as wanted.

    Where the person may read a share that is meant, its own deadline counts, which may have been extended, and only
    while it is open. Of other tasks the deadline of the task counts, which everybody may know.
    """
    may_read, values = progress_counts.below(readable_paths(me.posts))
    deadline = sa.func.min(A.deadline).label("deadline")
    shares = sa.select(A.task_id, deadline).where(may_read, *of_share(wanted, me, matches, index))
    soonest = shares.group_by(A.task_id).subquery()
    of_shares_only = bool(wanted.facts or wanted.mine)
    query = sa.select(T.id).join(soonest, soonest.c.task_id == T.id, isouter=not of_shares_only)
    query = query.where(*progress_counts.LIVING, *of_task(wanted))
    if not of_shares_only:
        timeless = of_share(replace(wanted, due=None, undated=False), me, matches, index)
        others = _of_others(wanted, matches, index, sa.and_(may_read, *timeless))
        query = query.where(sa.or_(soonest.c.task_id.is_not(None), sa.and_(*others)))
    nearest = sa.func.coalesce(soonest.c.deadline, T.deadline, date.max)
    ids = (await db.execute(query.order_by(nearest, T.position), {"today": today, **values})).scalars()
    return [index.positions[id] for id in ids if id in index.positions]


def _of_others(
    wanted: SearchQuery, matches: list[Match], index: SearchIndex, readable: Condition
) -> list[Condition]:  # fmt: skip
    """Return the conditions on tasks without a share that is meant and that the person may read (`readable`)."""
    conditions = [in_time(T.deadline, wanted), T.id.not_in(sa.select(A.task_id).where(readable))]
    if wanted.role:
        conditions.append(has_share([A.role == wanted.role]))
    if matches:
        conditions.append(among(T.id, [index.ids[position] for position in positions_of(matches, index)]))
    return conditions
