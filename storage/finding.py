"""Tasks that fit what somebody looks for, the most urgent first; by their shares only as far as he may read these."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa

from plan.assignment import Assignment
from plan.finding import CLASSES, LIGHTS, STATES, TURNING, Fact, Wanted
from plan.permission import readable
from plan.reply import PAGE
from storage import assignments as shares_of
from storage import progress_counts
from storage.database import Connection, among
from storage.people import Person
from storage.progress_counts import TODAY
from storage.schema import assignments, tasks
from storage.search_index import Entry, Meant, Names, names

T, A = tasks.c, assignments.c
Condition = sa.ColumnElement[bool]


@dataclass(frozen=True)
class Hit:
    """`shares` are those that he looked for, else those that he may read."""

    task: Entry
    shares: tuple[Assignment, ...]


@dataclass(frozen=True)
class Found:
    """How many tasks there are, and the most urgent of them by their places among the entries; what each of the words
    means; and the shares that he may read, where they have been read already."""

    known: Names
    total: int
    tasks: list[int]
    meant: list[Meant]
    shares: list[Assignment] | None = None


async def search(
    db: Connection, wanted: Wanted, me: Person, today: date, until: int, near: Sequence[str] = ()
) -> Found:  # fmt: skip
    """At least as many as `until` are sorted. `near` are names of tasks or units, one of which stands for the words."""
    known = await names(db)
    meant = _meant(known, wanted, near)
    if wanted.of_shares:
        tasks = await _by_shares(db, wanted, me, today, meant, known)
        return Found(known, len(tasks), tasks, meant)
    fitting = await _by_words(db, wanted, meant, known)
    by = _whole if "/" in readable(me.posts) else _his
    return await by(db, me, {"today": today, "until": until}, Found(known, len(fitting), sorted(fitting), meant))


async def _by_shares(
    db: Connection, wanted: Wanted, me: Person, today: date, meant: list[Meant], known: Names
) -> list[int]:
    """Tasks of which some unit's share is as wanted. Who has one, everybody may know; how it stands, only who may read
    it: his alone are found by that, and tell how urgent a task is."""
    query = sa.select(T.id).where(*progress_counts.LIVING, *_of_task(wanted))
    rank, *then = progress_counts.urgency(T)
    theirs, values = progress_counts.below(readable(me.posts))
    shares = _of_share(wanted, me, meant, known)
    if "/" in readable(me.posts) and not wanted.of_some_units:
        query = query.where(*_of_whole(wanted, shares))
    else:
        worst = sa.select(A.task_id, sa.func.min(progress_counts.urgency(A)[0]).label("rank")).where(theirs, *shares)
        mine = worst.group_by(A.task_id).subquery()
        query = query.join(mine, mine.c.task_id == T.id, isouter=not wanted.facts)
        query = query if wanted.facts else query.where(_some(shares))
        rank = sa.func.coalesce(mine.c.rank, len(STATES))
    ids = (await db.execute(query.order_by(rank, *then), {"today": today, **values})).scalars()
    return [known.places[id] for id in ids if id in known.places]


def _some(shares: list[Condition]) -> Condition:
    return T.id.in_(sa.select(A.task_id).where(*shares))


async def _by_words(db: Connection, wanted: Wanted, meant: list[Meant], known: Names) -> set[int]:
    """Each word fits the task, or a unit that has a share of it."""
    several = [known.of_units(one.units).union(one.tasks) for one in meant]
    if conditions := _of_task(wanted):
        ids = (await db.execute(sa.select(T.id).where(*conditions))).scalars()
        several.append({known.places[id] for id in ids if id in known.places})
    return set.intersection(*several) if several else set(known.places.values())


FIRST: sa.BindParameter[int] = sa.bindparam("until")
RANK, DEADLINE, _ = progress_counts.urgency(A)
WORST = sa.select(A.task_id, sa.func.min(RANK).label("rank"), sa.func.min(DEADLINE).label("deadline")).group_by(
    A.task_id
)
WHOLE = sa.select(T.id).order_by(*progress_counts.urgency(T)).limit(FIRST)
# Said so that no index of tasks leads away from that of units, which holds all that is asked for.
OF_ONE = A.task_id + 0


async def _whole(db: Connection, _me: Person, values: dict[str, Any], found: Found) -> Found:
    """Where the whole plan is read, each task's own urgency counts."""
    ids = [found.known.ids[place] for place in found.tasks]
    rows = await db.execute(progress_counts.having(WHOLE, among(T.id, "ids")), values | {"ids": ids})
    return replace(found, tasks=[found.known.places[id] for id in rows.scalars()])


async def _his(db: Connection, me: Person, values: dict[str, Any], found: Found) -> Found:
    """Those first of which he may read a share, the most urgent before the others."""
    theirs, paths = progress_counts.below(readable(me.posts))
    his = found.known.below(*readable(me.posts)).intersection(found.tasks)
    if not his:
        return replace(found, shares=[])
    values |= {"ids": [found.known.ids[place] for place in his], **paths}
    shares = await shares_of.those(db, _first(theirs, among(OF_ONE, "ids")), **values)
    tasks = list(dict.fromkeys(found.known.places[assignment.task_id] for assignment in shares))
    if len(tasks) < values["until"]:
        tasks += [place for place in found.tasks if place not in his]
    return replace(found, tasks=tasks, shares=shares)


@cache
def _first(theirs: Condition, these: Condition) -> sa.Select[*tuple[Any, ...]]:
    worst = WORST.where(theirs, these).order_by("rank", "deadline", A.task_id).limit(FIRST).subquery()
    query = shares_of.SELECT.join(worst, worst.c.task_id == A.task_id).where(theirs)
    return query.order_by(None).order_by(worst.c.rank, worst.c.deadline, A.task_id, A.id)


async def hits(db: Connection, found: Found, first: int, wanted: Wanted, me: Person, today: date) -> list[Hit]:
    """The page of what was found that begins with the `first`, with the shares."""
    page = [found.known.entries[place] for place in found.tasks[first : first + PAGE]]
    shares = found.shares
    if shares is None:
        shares = await _shares_of(db, page, found, wanted, me, today)
    return [Hit(task, tuple(assignment for assignment in shares if assignment.task_id == task.id)) for task in page]


async def _shares_of(
    db: Connection, page: list[Entry], found: Found, wanted: Wanted, me: Person, today: date
) -> list[Assignment]:  # fmt: skip
    theirs, values = progress_counts.below(readable(me.posts))
    several = (among(A.task_id, "ids"), *((theirs,) if wanted.facts or not wanted.of_shares else ()))
    query = progress_counts.having(shares_of.SELECT, *several)
    if wanted.of_shares:
        query = query.where(*_of_share(wanted, me, found.meant, found.known))
    return await shares_of.those(db, query, ids=[one.id for one in page], today=today, **values)


def filters(wanted: Wanted, c: Any = A) -> list[Condition]:
    """What must hold for a share today: one of the wanted facts of each kind. `c` may be the columns of tasks instead,
    for lights and classes: that of its deciding shares which is worst stands for a task."""
    late, red = sa.func.coalesce(c.overdue_on <= TODAY, sa.false()), sa.func.coalesce(c.red_on <= TODAY, sa.false())
    holds: dict[Fact, Condition] = {
        Fact.RED: red, Fact.YELLOW: sa.and_(c.yellow_on <= TODAY, sa.not_(red)),
        Fact.OVERDUE: late, Fact.BEHIND: sa.and_(c.behind_on <= TODAY, sa.not_(late)),
    }  # fmt: skip
    found = [sa.or_(*(holds[fact] for fact in sorted(facts))) for kind in TURNING if (facts := wanted.facts & kind)]
    if states := wanted.facts & STATES:
        found.append(progress_counts.is_none_of(A.state, STATES - states))
    if Fact.UNREPORTED in wanted.facts:
        found.append(progress_counts.OF_SHARES["missing"])
    return found


def _of_task(wanted: Wanted) -> list[Condition]:
    """What everybody may know of a task; the deadline of one that is 不上机 is not told by finding it."""
    found: list[Condition] = [T.restricted] if wanted.restricted else []
    if wanted.month:
        found += [sa.extract("month", T.deadline) == wanted.month, T.restricted.is_(False)]
    if wanted.numbers:
        found.append(sa.or_(*(sa.or_(T.code == one, T.code.startswith(f"{one}.")) for one in wanted.numbers)))
    return found


def _of_whole(wanted: Wanted, shares: list[Condition]) -> list[Condition]:
    """For him who reads all of it a task is red where the board counts it as red; nobody else knows its worst share."""
    if wanted.facts <= LIGHTS | CLASSES:
        return filters(wanted, T)
    return [_some(shares)]


def _of_share(wanted: Wanted, me: Person, meant: list[Meant], known: Names) -> list[Condition]:
    """The words fit the unit of this share, or its task: `常州 没报` is what 常州 has not reported."""
    found = filters(wanted)
    found += [A.unit_id.in_(me.unit_ids)] if wanted.mine else []
    found += [A.role == wanted.role] if wanted.role else []
    for one in meant:
        ids = [known.ids[place] for place in one.tasks]
        found.append(sa.or_(A.unit_id.in_(one.units), among(A.task_id, ids)))
    return found


def _meant(known: Names, wanted: Wanted, near: Sequence[str]) -> list[Meant]:
    if near:
        several = [known.named[one] for one in near if one in known.named]
        return [Meant([place for one in several for place in one.tasks], [id for one in several for id in one.units])]
    return [Meant(known.tasks.having(word), known.units.having(word)) for word in wanted.words]
