"""The conditions of a search: on a task, on a share, on a deadline."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from plan.person import Person
from plan.search_query import SearchQuery
from plan.search_terms import CLASSES, DATE_DEPENDENT, LIGHTS, STATES, Fact
from plan.values import OVER, State, Status
from storage import progress_counts
from storage.progress_counts import TODAY
from storage.schema import assignments, tasks
from storage.search_index import Match, SearchIndex
from storage.statements import among

T, A = tasks.c, assignments.c
Condition = sa.ColumnElement[bool]
IS_OPEN = progress_counts.is_none_of(A.state, OVER)
STUCK = sa.and_(A.status == Status.STUCK, progress_counts.is_none_of(A.state, OVER | {State.SUBMITTED}))
"""The last report says 有困难, and the unit has not finished since."""


def has_share(conditions: list[Condition]) -> Condition:
    return T.id.in_(sa.select(A.task_id).where(*conditions))


def in_time(deadline: Any, wanted: SearchQuery) -> Condition:
    """Return the condition on a column of deadlines."""
    condition: Condition = deadline.between(*wanted.due) if wanted.due else deadline.is_(None)
    return condition


def positions_of(matches: Sequence[Match], index: SearchIndex) -> set[int]:
    """Return the positions of the tasks for which each word matches the task, or a unit that has a share of it."""
    sets = [index.of_units(match.units).union(match.tasks) for match in matches]
    return set.intersection(*sets) if sets else set(index.positions.values())


def filters(wanted: SearchQuery, c: Any = A) -> list[Condition]:
    """Return the conditions for the wanted facts: of each kind of facts, one must hold today.

    `c` are the columns of assignments, or for lights and classes also those of tasks: a task's dates are those of the
    worst of its deciding shares.
    """
    late, red = sa.func.coalesce(c.overdue_on <= TODAY, sa.false()), sa.func.coalesce(c.red_on <= TODAY, sa.false())
    holds: dict[Fact, Condition] = {
        Fact.RED: red, Fact.YELLOW: sa.and_(c.yellow_on <= TODAY, sa.not_(red)),
        Fact.OVERDUE: late, Fact.BEHIND: sa.and_(c.behind_on <= TODAY, sa.not_(late)),
    }  # fmt: skip
    conditions = [
        sa.or_(*(holds[fact] for fact in sorted(facts))) for kind in DATE_DEPENDENT if (facts := wanted.facts & kind)
    ]
    if states := wanted.facts & STATES:
        conditions.append(progress_counts.is_none_of(A.state, STATES - states))
    if Fact.UNREPORTED in wanted.facts:
        conditions.append(progress_counts.OF_SHARES["missing"])
    if Fact.STUCK in wanted.facts:
        conditions.append(STUCK)
    return conditions


def of_task(wanted: SearchQuery) -> list[Condition]:
    """Return the conditions on what everybody may know of a task; not the deadline of a restricted one (不上机)."""
    conditions: list[Condition] = [T.restricted] if wanted.restricted else []
    if wanted.of_deadlines:
        conditions.append(T.restricted.is_(False))
    if wanted.numbers:
        numbers = (sa.or_(T.code == number, T.code.startswith(f"{number}.")) for number in wanted.numbers)
        conditions.append(sa.or_(*numbers))
    return conditions


def of_whole_plan(wanted: SearchQuery, shares: list[Condition]) -> list[Condition]:
    """Return the conditions for people who may read the whole plan: a task is red if the board counts it as red."""
    if wanted.facts <= LIGHTS | CLASSES:
        return filters(wanted, T)
    return [has_share(shares)]


def of_share(wanted: SearchQuery, me: Person, matches: list[Match], index: SearchIndex) -> list[Condition]:
    """Return the conditions on a share. Each word must match its unit or its task.

    So 常州 没报 finds what 常州 has not reported. What is over is due no more, unless it is searched for.
    """
    conditions = filters(wanted)
    if wanted.of_deadlines:
        conditions += [in_time(A.deadline, wanted), *(() if wanted.facts & STATES else (IS_OPEN,))]
    conditions += [A.unit_id.in_(me.unit_ids)] if wanted.mine else []
    conditions += [A.role == wanted.role] if wanted.role else []
    for match in matches:
        ids = [index.ids[position] for position in match.tasks]
        conditions.append(sa.or_(A.unit_id.in_(match.units), among(A.task_id, ids)))
    return conditions
