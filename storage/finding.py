"""Tasks that fit what somebody looks for, the most urgent first; by their shares only as far as he may read these."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from plan.assignment import Assignment
from plan.finding import CLASSES, LIGHTS, STATES, TURNING, Fact, Wanted
from plan.permission import readable
from plan.values import OVER, State
from storage import assignments as shares_of
from storage import board, plans
from storage import units as tree
from storage.database import Connection
from storage.people import Person
from storage.plans import Task
from storage.schema import assignments, tasks, units
from storage.units import Unit

T, A, U = tasks.c, assignments.c, units.c
Condition = sa.ColumnElement[bool]


@dataclass(frozen=True)
class Hit:
    """`shares` are those that he looked for, else all; of either only what he may read."""

    task: Task
    shares: tuple[Assignment, ...]


async def search(db: Connection, wanted: Wanted, me: Person, today: date, near: Sequence[str] = ()) -> list[int]:
    """The tasks' ids; `near` are names of tasks or units, one of which is to stand for the words."""
    query = sa.select(T.id).where(*board.LIVING, *_of_task(wanted))
    rank, *then = board.urgency(T, today)
    shares = _of_share(wanted, me, today, near) if wanted.of_shares else [_theirs(me)]
    if not wanted.of_shares:
        query = query.where(*_named(wanted, near))
    if "/" in readable(me.posts) and not wanted.of_some_units:
        query = query.where(*_of_whole(wanted, today, shares)) if wanted.of_shares else query
        return list((await db.execute(query.order_by(rank, *then))).scalars())
    worst = sa.select(A.task_id, sa.func.min(board.urgency(A, today)[0]).label("rank")).where(*shares)
    mine = worst.group_by(A.task_id).subquery()
    query = query.join(mine, mine.c.task_id == T.id, isouter=not wanted.of_shares)
    return list((await db.execute(query.order_by(mine.c.rank.is_(None), mine.c.rank, *then))).scalars())


async def hits(
    db: Connection, ids: Sequence[int], wanted: Wanted, me: Person, today: date, near: Sequence[str] = ()
) -> list[Hit]:
    """One page of what was found, in this order."""
    looked_for = _of_share(wanted, me, today, near) if wanted.of_shares else [_theirs(me)]
    query = sa.select(A.id).where(A.task_id.in_(list(ids)), *looked_for)
    shares = await shares_of.of_ids(db, list((await db.execute(query)).scalars()))
    found = {task.id: task for task in await plans.of_ids(db, ids)}
    return [Hit(found[id], tuple(one for one in shares if one.task_id == id)) for id in ids if id in found]


async def the_unit(db: Connection, wanted: Wanted) -> Unit | None:
    """The one unit that a single word means, where it means no other."""
    if wanted.of_shares or len(wanted.words) != 1:
        return None
    ((_, named),) = _meant(wanted, ())
    found = list(await db.execute(sa.select(*tree.COLUMNS).where(named).limit(2)))
    return tree.unit(found[0]) if len(found) == 1 else None


async def names(db: Connection) -> list[str]:
    """Of all units, and of all tasks whose titles may be told."""
    titles = sa.select(T.title).where(*board.LIVING, T.restricted.is_(False))
    return list(dict.fromkeys((await db.execute(titles.union_all(sa.select(U.name)))).scalars()))


def filters(wanted: Wanted, today: date, c: Any = A) -> list[Condition]:
    """What must hold for a share today: one of the wanted facts of each kind. `c` may be the columns of tasks instead,
    for lights and classes: that of its deciding shares which is worst stands for a task."""
    late, red = sa.func.coalesce(c.overdue_on <= today, sa.false()), sa.func.coalesce(c.red_on <= today, sa.false())
    holds: dict[Fact, Condition] = {
        Fact.RED: red, Fact.YELLOW: sa.and_(c.yellow_on <= today, sa.not_(red)),
        Fact.OVERDUE: late, Fact.BEHIND: sa.and_(c.behind_on <= today, sa.not_(late)),
    }  # fmt: skip
    found = [sa.or_(*(holds[fact] for fact in sorted(facts))) for kind in TURNING if (facts := wanted.facts & kind)]
    # Said so that no index of states leads away from that of units, which holds all that is asked for.
    if states := wanted.facts & STATES:
        found.append(A.state.not_in(sorted(STATES - states)))
    if Fact.UNREPORTED in wanted.facts:
        found.append(sa.and_(A.state.not_in((State.SUBMITTED, *sorted(OVER))), A.reported_at.is_(None)))
    return found


def _of_task(wanted: Wanted) -> list[Condition]:
    """What everybody may know of a task; the deadline of one that is 不上机 is not told by finding it."""
    found: list[Condition] = [T.restricted] if wanted.restricted else []
    if wanted.month:
        found += [sa.extract("month", T.deadline) == wanted.month, T.restricted.is_(False)]
    if wanted.numbers:
        found.append(sa.or_(*(sa.or_(T.code == one, T.code.startswith(f"{one}.")) for one in wanted.numbers)))
    return found


def _of_whole(wanted: Wanted, today: date, shares: list[Condition]) -> list[Condition]:
    """For him who reads all of it a task is red where the board counts it as red; nobody else knows its worst share."""
    if wanted.facts <= LIGHTS | CLASSES:
        return filters(wanted, today, T)
    return [T.id.in_(sa.select(A.task_id).where(*shares))]


def _named(wanted: Wanted, near: Sequence[str]) -> list[Condition]:
    """Each word fits the task, or a unit that has a share of it."""
    return [
        sa.or_(task, T.id.in_(sa.select(A.task_id).where(A.unit_id.in_(sa.select(U.id).where(unit)))))
        for task, unit in _meant(wanted, near)
    ]


def _of_share(wanted: Wanted, me: Person, today: date, near: Sequence[str]) -> list[Condition]:
    """The words fit the unit of this share, or its task: `常州 没报` is what 常州 has not reported."""
    found = filters(wanted, today)
    found += [_theirs(me)] if wanted.facts else []
    found += [A.unit_id.in_(me.unit_ids)] if wanted.mine else []
    found += [A.role == wanted.role] if wanted.role else []
    for task, unit in _meant(wanted, near):
        named = sa.select(T.id).where(*board.LIVING, task).correlate(None)
        found.append(sa.or_(A.unit_id.in_(sa.select(U.id).where(unit)), A.task_id.in_(named)))
    return found


def _theirs(me: Person) -> Condition:
    """Shares that he may read."""
    if "/" in readable(me.posts):
        return sa.true()
    return A.unit_id.in_(sa.select(U.id).where(tree.under(readable(me.posts))))


def _meant(wanted: Wanted, near: Sequence[str]) -> list[tuple[Condition, Condition]]:
    """Of each word, which tasks fit it and which units. One that is 不上机 has no words: they would tell its title."""
    open_ = T.restricted.is_(False)
    if near:
        return [(sa.and_(open_, T.title.in_(near)), U.name.in_(near))]
    return [
        (
            sa.and_(open_, sa.or_(_has(T.title, word), _has(T.sentence, word), *_spelt(T.initials, word))),
            sa.or_(_has(U.name, word), *_spelt(U.initials, word)),
        )
        for word in wanted.words
    ]


def _has(column: sa.ColumnElement[str], word: str) -> Condition:
    """Of Chinese there are no capitals: it is found in half the time where they are not asked for."""
    cased = word.lower() != word.upper()
    return column.icontains(word, autoescape=True) if cased else column.contains(word, autoescape=True)


def _spelt(column: sa.ColumnElement[str], word: str) -> list[Condition]:
    """Two letters are initials; four may also be the beginning of a syllable written out."""
    letters = word.lower()
    if not (letters.isascii() and letters.isalnum() and len(letters) > 1):
        return []
    return [column.like(f"%{letters}%" if len(letters) > 3 else f"%{letters}% %")]
