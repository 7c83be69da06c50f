"""Search tasks, the most urgent first. The state of a share is found only by people who may read it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa

from plan.assignment import Assignment
from plan.permission import readable_paths
from plan.person import Person
from plan.reply import PAGE
from plan.search_query import CLASSES, DATE_DEPENDENT, LIGHTS, STATES, Fact, SearchQuery
from storage import assignments as share_queries
from storage import progress_counts, search_index
from storage.database import Connection
from storage.progress_counts import TODAY
from storage.schema import assignments, tasks
from storage.search_index import Entry, Match, SearchIndex
from storage.statements import among

T, A = tasks.c, assignments.c
Condition = sa.ColumnElement[bool]


@dataclass(frozen=True)
class Hit:
    """A task, with the shares that were searched for, or else those that the person may read."""

    task: Entry
    shares: tuple[Assignment, ...]


@dataclass(frozen=True)
class SearchResult:
    """`total` counts the tasks. `tasks` are positions in the index, of the most urgent ones first.

    `matches` are what each of the words matches. `shares` are the shares that the person may read, if the search has
    read them, else None.
    """

    index: SearchIndex
    total: int
    tasks: list[int]
    matches: list[Match]
    shares: list[Assignment] | None = None


async def search(
    db: Connection, wanted: SearchQuery, me: Person, today: date, until: int, near: Sequence[str] = ()
) -> SearchResult:  # fmt: skip
    """Search for `me`, and sort at least the first `until` results.

    `near` are full names of tasks or units similar to the words; if given, tasks need to match only one of them.
    """
    index = await search_index.load(db)
    matches = _matches(index, wanted, near)
    if wanted.of_shares:
        positions = await _by_shares(db, wanted, me, today, matches, index)
        return SearchResult(index, len(positions), positions, matches)
    matching = await _by_words(db, wanted, matches, index)
    sort = _sort_by_task if "/" in readable_paths(me.posts) else _sort_by_readable_shares
    result = SearchResult(index, len(matching), sorted(matching), matches)
    return await sort(db, me, {"today": today, "until": until}, result)


async def _by_shares(
    db: Connection, wanted: SearchQuery, me: Person, today: date, matches: list[Match], index: SearchIndex
) -> list[int]:
    """Return the positions of tasks of which some unit's share is as wanted.

    Everybody may know which units have a share. Its state is for those who may read it: only their shares are searched
    for facts, and only these determine how urgent a task is.
    """
    query = sa.select(T.id).where(*progress_counts.LIVING, *_of_task(wanted))
    rank, *then = progress_counts.urgency(T)
    may_read, values = progress_counts.below(readable_paths(me.posts))
    shares = _of_share(wanted, me, matches, index)
    if "/" in readable_paths(me.posts) and not wanted.of_some_units:
        query = query.where(*_of_whole_plan(wanted, shares))
    else:
        worst = sa.select(A.task_id, sa.func.min(progress_counts.urgency(A)[0]).label("rank")).where(may_read, *shares)
        per_task = worst.group_by(A.task_id).subquery()
        query = query.join(per_task, per_task.c.task_id == T.id, isouter=not wanted.facts)
        query = query if wanted.facts else query.where(_has_share(shares))
        rank = sa.func.coalesce(per_task.c.rank, len(STATES))
    ids = (await db.execute(query.order_by(rank, *then), {"today": today, **values})).scalars()
    return [index.positions[id] for id in ids if id in index.positions]


def _has_share(conditions: list[Condition]) -> Condition:
    return T.id.in_(sa.select(A.task_id).where(*conditions))


async def _by_words(db: Connection, wanted: SearchQuery, matches: list[Match], index: SearchIndex) -> set[int]:
    """Return the positions of the tasks for which each word matches the task, or a unit that has a share of it."""
    sets = [index.of_units(match.units).union(match.tasks) for match in matches]
    if conditions := _of_task(wanted):
        ids = (await db.execute(sa.select(T.id).where(*conditions))).scalars()
        sets.append({index.positions[id] for id in ids if id in index.positions})
    return set.intersection(*sets) if sets else set(index.positions.values())


LIMIT: sa.BindParameter[int] = sa.bindparam("until")
RANK, DEADLINE, _ = progress_counts.urgency(A)
WORST = sa.select(A.task_id, sa.func.min(RANK).label("rank"), sa.func.min(DEADLINE).label("deadline")).group_by(
    A.task_id
)
TASKS_BY_URGENCY = sa.select(T.id).order_by(*progress_counts.urgency(T)).limit(LIMIT)
# Adding 0 keeps SQLite from using the index on tasks: the one on units covers all columns that are needed.
TASK_ID = A.task_id + 0


async def _sort_by_task(db: Connection, _me: Person, values: dict[str, Any], result: SearchResult) -> SearchResult:
    """Sort by the urgency of the tasks themselves, for people who may read the whole plan."""
    ids = [result.index.ids[position] for position in result.tasks]
    query = progress_counts.having(TASKS_BY_URGENCY, among(T.id, "ids"))
    rows = await db.execute(query, values | {"ids": ids})
    return replace(result, tasks=[result.index.positions[id] for id in rows.scalars()])


async def _sort_by_readable_shares(
    db: Connection, me: Person, values: dict[str, Any], result: SearchResult
) -> SearchResult:  # fmt: skip
    """Sort first the tasks with shares that the person may read, by these shares' urgency; then the others."""
    may_read, paths = progress_counts.below(readable_paths(me.posts))
    readable_tasks = result.index.below(*readable_paths(me.posts)).intersection(result.tasks)
    if not readable_tasks:
        return replace(result, shares=[])
    values |= {"ids": [result.index.ids[position] for position in readable_tasks], **paths}
    shares = await share_queries.those(db, _most_urgent(may_read, among(TASK_ID, "ids")), **values)
    positions = list(dict.fromkeys(result.index.positions[assignment.task_id] for assignment in shares))
    if len(positions) < values["until"]:
        positions += [position for position in result.tasks if position not in readable_tasks]
    return replace(result, tasks=positions, shares=shares)


@cache
def _most_urgent(may_read: Condition, of_tasks: Condition) -> sa.Select[*tuple[Any, ...]]:
    worst = WORST.where(may_read, of_tasks).order_by("rank", "deadline", A.task_id).limit(LIMIT).subquery()
    query = share_queries.SELECT.join(worst, worst.c.task_id == A.task_id).where(may_read)
    return query.order_by(None).order_by(worst.c.rank, worst.c.deadline, A.task_id, A.id)


async def hits(
    db: Connection, result: SearchResult, first: int, wanted: SearchQuery, me: Person, today: date
) -> list[Hit]:
    """Return the page of the result that begins at `first`, with the shares."""
    page = [result.index.entries[position] for position in result.tasks[first : first + PAGE]]
    shares = result.shares
    if shares is None:
        shares = await _shares_of(db, page, result, wanted, me, today)
    return [Hit(task, tuple(assignment for assignment in shares if assignment.task_id == task.id)) for task in page]


async def _shares_of(
    db: Connection, page: list[Entry], result: SearchResult, wanted: SearchQuery, me: Person, today: date
) -> list[Assignment]:  # fmt: skip
    may_read, values = progress_counts.below(readable_paths(me.posts))
    conditions = (among(A.task_id, "ids"), *((may_read,) if wanted.facts or not wanted.of_shares else ()))
    query = progress_counts.having(share_queries.SELECT, *conditions)
    if wanted.of_shares:
        query = query.where(*_of_share(wanted, me, result.matches, result.index))
    return await share_queries.those(db, query, ids=[task.id for task in page], today=today, **values)


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
    return conditions


def _of_task(wanted: SearchQuery) -> list[Condition]:
    """Return the conditions on what everybody may know of a task; not the deadline of a restricted one (不上机)."""
    conditions: list[Condition] = [T.restricted] if wanted.restricted else []
    if wanted.due:
        conditions += [T.deadline.between(*wanted.due), T.restricted.is_(False)]
    if wanted.numbers:
        numbers = (sa.or_(T.code == number, T.code.startswith(f"{number}.")) for number in wanted.numbers)
        conditions.append(sa.or_(*numbers))
    return conditions


def _of_whole_plan(wanted: SearchQuery, shares: list[Condition]) -> list[Condition]:
    """Return the conditions for people who may read the whole plan: a task is red if the board counts it as red."""
    if wanted.facts <= LIGHTS | CLASSES:
        return filters(wanted, T)
    return [_has_share(shares)]


def _of_share(wanted: SearchQuery, me: Person, matches: list[Match], index: SearchIndex) -> list[Condition]:
    """Return the conditions on a share. Each word must match its unit or its task.

    So 常州 没报 finds what 常州 has not reported.
    """
    conditions = filters(wanted)
    conditions += [A.unit_id.in_(me.unit_ids)] if wanted.mine else []
    conditions += [A.role == wanted.role] if wanted.role else []
    for match in matches:
        ids = [index.ids[position] for position in match.tasks]
        conditions.append(sa.or_(A.unit_id.in_(match.units), among(A.task_id, ids)))
    return conditions


def _matches(index: SearchIndex, wanted: SearchQuery, near: Sequence[str]) -> list[Match]:
    if near:
        of_names = [index.named[name] for name in near if name in index.named]
        tasks_ = [position for match in of_names for position in match.tasks]
        return [Match(tasks_, [id for match in of_names for id in match.units])]
    return [Match(index.tasks.matching(word), index.units.matching(word)) for word in wanted.words]
