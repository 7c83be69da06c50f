"""Tasks that fit what somebody looks for, the most urgent first; by their shares only as far as he may read these."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any

import sqlalchemy as sa

from plan.assignment import Assignment
from plan.finding import CLASSES, LIGHTS, STATES, TURNING, Fact, Wanted
from plan.permission import readable
from plan.values import OVER, State
from storage import assignments as shares_of
from storage import board, plans
from storage import units as tree
from storage.database import Connection, among, kept
from storage.people import Person
from storage.plans import Task
from storage.schema import assignments, events, tasks, units

T, A, U = tasks.c, assignments.c, units.c
Condition = sa.ColumnElement[bool]
Meant = list[tuple[Condition, list[int]]]


class Haystack:
    """Many texts in one: ten thousand are looked through in a millisecond."""

    def __init__(self, texts: Sequence[tuple[int, str]]) -> None:
        """Each under an id, in small letters."""
        self._ids = [id for id, _ in texts]
        self._all = "\n".join(text.replace("\n", " ") for _, text in texts)
        self._ends = list(accumulate(len(text) + 1 for _, text in texts))

    def having(self, letters: str) -> list[int]:
        """The ids of those in which `letters` stand."""
        found: list[int] = []
        at = self._all.find(letters)
        while at >= 0:
            place = bisect_right(self._ends, at)
            found.append(self._ids[place])
            at = self._all.find(letters, self._ends[place])
        return found


@dataclass(frozen=True)
class Words:
    """Of all tasks: titles and sentences, the initials of titles, and these with their syllables behind them."""

    texts: Haystack
    initials: Haystack
    spelt: Haystack

    def having(self, word: str) -> list[int]:
        letters = word.lower()
        found = self.texts.having(letters)
        if _spells(letters):
            found += (self.spelt if len(letters) > 3 else self.initials).having(letters)
        return found


@dataclass(frozen=True)
class Hit:
    """`shares` are those that he looked for, else all; of either only what he may read."""

    task: Task
    shares: tuple[Assignment, ...]


@dataclass(frozen=True)
class Found:
    """The ids of tasks, the most urgent first, and of the units that a single word means."""

    tasks: list[int]
    units: list[int]


async def search(db: Connection, wanted: Wanted, me: Person, today: date, near: Sequence[str] = ()) -> Found:
    """`near` are names of tasks or units, one of which is to stand for the words."""
    meant = await _meant(db, wanted, near)
    named = meant[0][1] if len(meant) == 1 and not wanted.of_shares else []
    return Found(await _tasks(db, wanted, me, today, meant), named)


async def _tasks(db: Connection, wanted: Wanted, me: Person, today: date, meant: Meant) -> list[int]:
    query = sa.select(T.id).where(*board.LIVING, *_of_task(wanted))
    rank, *then = board.urgency(T, today)
    shares = _of_share(wanted, me, today, meant) if wanted.of_shares else [_theirs(me)]
    if not wanted.of_shares:
        query = query.where(*await _named(db, meant))
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
    looked_for = _of_share(wanted, me, today, await _meant(db, wanted, near)) if wanted.of_shares else [_theirs(me)]
    shares = await shares_of.those(db, A.task_id.in_(list(ids)), *looked_for)
    found = {task.id: task for task in await plans.of_ids(db, ids)}
    return [Hit(found[id], tuple(one for one in shares if one.task_id == id)) for id in ids if id in found]


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


async def _named(db: Connection, meant: Meant) -> list[Condition]:
    """Each word fits the task, or a unit that has a share of it."""
    found = []
    for task, unit_ids in meant:
        theirs = sa.select(A.task_id).distinct().where(A.unit_id.in_(unit_ids))
        ids = list((await db.execute(theirs)).scalars()) if unit_ids else []
        found.append(sa.or_(task, among(db, T.id, ids)) if ids else task)
    return found


def _of_share(wanted: Wanted, me: Person, today: date, meant: Meant) -> list[Condition]:
    """The words fit the unit of this share, or its task: `常州 没报` is what 常州 has not reported."""
    found = filters(wanted, today)
    found += [_theirs(me)] if wanted.facts else []
    found += [A.unit_id.in_(me.unit_ids)] if wanted.mine else []
    found += [A.role == wanted.role] if wanted.role else []
    for task, unit_ids in meant:
        named = sa.select(T.id).where(*board.LIVING, task).correlate(None)
        found.append(sa.or_(A.unit_id.in_(unit_ids), A.task_id.in_(named)))
    return found


def _theirs(me: Person) -> Condition:
    """Shares that he may read."""
    if "/" in readable(me.posts):
        return sa.true()
    return A.unit_id.in_(sa.select(U.id).where(tree.under(readable(me.posts))))


async def _meant(db: Connection, wanted: Wanted, near: Sequence[str]) -> Meant:
    """Of each word, which tasks fit it and which units. One that is 不上机 has no words: they would tell its title."""
    open_ = T.restricted.is_(False)
    if near:
        return [(sa.and_(open_, T.title.in_(near)), await _units(db, U.name.in_(near)))]
    found: Meant = []
    for word in wanted.words:
        fits = (await words_of_plan(db)).having(word)
        found.append((sa.and_(open_, among(db, T.id, fits)), await _units(db, _unit_has(word))))
    return found


async def _units(db: Connection, condition: Condition) -> list[int]:
    return list((await db.execute(sa.select(U.id).where(condition))).scalars())


async def words_of_plan(db: Connection) -> Words:
    """Of every task; kept until the next import, which alone writes them."""
    last = await db.scalar(sa.select(sa.func.max(events.c.id)).where(events.c.action == "import"))

    async def read() -> Words:
        rows = (await db.execute(sa.select(T.id, T.title, T.sentence, T.initials).where(*board.LIVING))).all()
        return Words(
            Haystack([(row.id, f"{row.title}\n{row.sentence}".lower()) for row in rows]),
            Haystack([(row.id, row.initials.partition(" ")[0]) for row in rows]),
            Haystack([(row.id, row.initials) for row in rows]),
        )

    return await kept(db, "words", last, read)


def _unit_has(word: str) -> Condition:
    letters, found = word.lower(), U.name.icontains(word, autoescape=True)
    if not _spells(letters):
        return found
    return sa.or_(found, U.initials.like(f"%{letters}%" if len(letters) > 3 else f"%{letters}% %"))


def _spells(letters: str) -> bool:
    """Two letters are initials; four may also be the beginning of a syllable written out."""
    return letters.isascii() and letters.isalnum() and len(letters) > 1
