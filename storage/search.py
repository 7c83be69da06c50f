"""Search tasks, the most urgent first. The state of a share is found only by people who may read it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa

from plan.assignment import Assignment
from plan.calendar import DAY
from plan.permission import readable_paths
from plan.person import Person
from plan.reply import PAGE
from plan.search_query import SearchQuery
from plan.search_terms import OPEN, STATES
from storage import assignments as share_queries
from storage import due, progress_counts, search_index
from storage.database import Connection
from storage.schema import assignments, tasks
from storage.search_conditions import Condition, has_share, of_share, of_task, of_whole_plan, positions_of
from storage.search_index import Entry, Match, SearchIndex
from storage.statements import among

T, A = tasks.c, assignments.c


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
    if wanted.of_deadlines:
        positions = await due.positions(db, wanted, me, today, matches, index)
        return SearchResult(index, len(positions), positions, matches)
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
    query = sa.select(T.id).where(*progress_counts.LIVING, *of_task(wanted))
    rank, *then = progress_counts.urgency(T)
    may_read, values = progress_counts.below(readable_paths(me.posts))
    shares = of_share(wanted, me, matches, index)
    if "/" in readable_paths(me.posts) and not wanted.of_some_units:
        query = query.where(*of_whole_plan(wanted, shares))
    else:
        worst = sa.select(A.task_id, sa.func.min(progress_counts.urgency(A)[0]).label("rank")).where(may_read, *shares)
        per_task = worst.group_by(A.task_id).subquery()
        query = query.join(per_task, per_task.c.task_id == T.id, isouter=not wanted.facts)
        query = query if wanted.facts else query.where(has_share(shares))
        rank = sa.func.coalesce(per_task.c.rank, len(STATES))
    ids = (await db.execute(query.order_by(rank, *then), {"today": today, **values})).scalars()
    return [index.positions[id] for id in ids if id in index.positions]


async def _by_words(db: Connection, wanted: SearchQuery, matches: list[Match], index: SearchIndex) -> set[int]:
    """Return the positions of the tasks for which each word matches the task, or a unit that has a share of it."""
    positions = positions_of(matches, index)
    if conditions := of_task(wanted):
        ids = (await db.execute(sa.select(T.id).where(*conditions))).scalars()
        positions &= {index.positions[id] for id in ids if id in index.positions}
    return positions


LIMIT: sa.BindParameter[int] = sa.bindparam("until")
RANK, DEADLINE, _ = progress_counts.urgency(A)
WORST = sa.select(A.task_id, sa.func.min(RANK).label("rank"), sa.func.min(DEADLINE).label("deadline")).group_by(
    A.task_id
)
TASKS_BY_URGENCY = sa.select(T.id).order_by(*progress_counts.urgency(T)).limit(LIMIT)
# Adding 0 keeps SQLite from using the index on tasks: the one on units covers all columns that are needed.
SHARE_AMONG_TASKS = among(A.task_id + 0, "ids")
# Conditions are built once: statements are cached by them, and building one takes longer than running it.
AMONG_TASKS, SHARE_OF_TASKS = among(T.id, "ids"), among(A.task_id, "ids")


async def _sort_by_task(db: Connection, _me: Person, values: dict[str, Any], result: SearchResult) -> SearchResult:
    """Sort by the urgency of the tasks themselves, for people who may read the whole plan."""
    ids = [result.index.ids[position] for position in result.tasks]
    query = progress_counts.having(TASKS_BY_URGENCY, AMONG_TASKS)
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
    shares = await share_queries.those(db, _most_urgent(may_read), **values)
    positions = list(dict.fromkeys(result.index.positions[assignment.task_id] for assignment in shares))
    if len(positions) < values["until"]:
        positions += [position for position in result.tasks if position not in readable_tasks]
    return replace(result, tasks=positions, shares=shares)


@cache
def _most_urgent(may_read: Condition) -> sa.Select[*tuple[Any, ...]]:
    worst = WORST.where(may_read, SHARE_AMONG_TASKS).order_by("rank", "deadline", A.task_id).limit(LIMIT).subquery()
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
    tells_state = wanted.facts or wanted.of_deadlines or not wanted.of_shares
    query = progress_counts.having(share_queries.SELECT, SHARE_OF_TASKS, *((may_read,) if tells_state else ()))
    if wanted.of_shares or wanted.of_deadlines:
        query = query.where(*of_share(wanted, me, result.matches, result.index))
    return await share_queries.those(db, query, ids=[task.id for task in page], today=today, **values)


async def next_due(db: Connection, wanted: SearchQuery, me: Person, today: date) -> Hit | None:
    """Return what is due next, after the days of the query, among the assignments that it is about."""
    last = wanted.due[1] if wanted.due else date.min
    if last == date.max:
        return None
    facts = OPEN if wanted.facts else wanted.facts  # With facts it was about readable assignments only.
    following = replace(wanted, facts=facts, undated=False, due=(max(today, last + DAY), date.max))
    result = await search(db, following, me, today, 1)
    return next(iter(await hits(db, result, 0, following, me, today)), None)


def _matches(index: SearchIndex, wanted: SearchQuery, near: Sequence[str]) -> list[Match]:
    """Return what each word matches. Several units are alternatives: 苏州、无锡 没报 is about either."""
    if near:
        of_names = [index.named[name] for name in near if name in index.named]
        tasks_ = [position for match in of_names for position in match.tasks]
        return [Match(tasks_, [id for match in of_names for id in match.units])]
    units = named_units(index, wanted)
    if len(units) > 1 or (units and (wanted.of_shares or wanted.of_deadlines)):
        words = [word for word in wanted.words if not index.units_named(word)]
        return [Match((), index.units_below(units)), *(_match(index, word) for word in words)]
    return [_match(index, word) for word in wanted.words]


def _match(index: SearchIndex, word: str) -> Match:
    return Match(index.tasks.matching(word), index.units.matching(word))


def named_units(index: SearchIndex, wanted: SearchQuery) -> list[int]:
    """Return the units that the query's words name, in the order of the words."""
    return list(dict.fromkeys(id for word in wanted.words for id in index.units_named(word)))
