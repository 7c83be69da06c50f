"""How many, and which ones first: counted and sorted by the database, from the days on which things turn."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from plan.assignment import Assignment
from plan.reply import PAGE
from plan.values import OVER, State
from storage import assignments as shares_of
from storage import units as tree
from storage.database import Connection, kept
from storage.events import LAST
from storage.schema import assignments, items, plans, sections, units
from storage.schema import tasks as tasks_table


@dataclass(frozen=True)
class Counts:
    """Of tasks, or of shares: by light, by class, and how many nobody has signed yet."""

    total: int = 0
    pending: int = 0
    review: int = 0
    over: int = 0
    red: int = 0
    yellow: int = 0
    overdue: int = 0
    behind: int = 0
    ahead: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(one + two for one, two in zip(astuple(self), astuple(other), strict=True)))

    @property
    def green(self) -> int:
        return self.total - self.review - self.over - self.red - self.yellow

    @property
    def on_pace(self) -> int:
        return self.total - self.over - self.overdue - self.behind - self.ahead

    @property
    def active(self) -> int:
        return self.total - self.pending - self.review - self.over


@dataclass(frozen=True)
class Part:
    """A unit with its place in the tree, or a section of the plan (`path` empty), and what is counted in it."""

    id: int
    name: str
    path: str
    counts: Counts


T, A = tasks_table.c, assignments.c
LIVING = (T.plan_id.in_(sa.select(plans.c.id).where(plans.c.current)), T.retired.is_(False))


def _counts(c: Any, today: date) -> list[sa.ColumnElement[int]]:
    """In the order of the fields of Counts; `c` are the columns of tasks or of assignments."""
    over, overdue, behind, red = c.state.in_(OVER), c.overdue_on <= today, c.behind_on <= today, c.red_on <= today
    even = sa.or_(c.even_on.is_(None), c.even_on > today)
    late = sa.or_(sa.func.coalesce(overdue, sa.false()), sa.func.coalesce(behind, sa.false()))
    ones = (
        sa.true(), c.state == State.PENDING, c.state == State.SUBMITTED, over, red,
        sa.and_(c.yellow_on <= today, sa.not_(sa.func.coalesce(red, sa.false()))), overdue,
        sa.and_(behind, sa.not_(sa.func.coalesce(overdue, sa.false()))),
        sa.and_(even, sa.not_(over), sa.not_(late)),
    )  # fmt: skip
    return [sa.func.coalesce(sa.func.sum(sa.case((one, 1), else_=0)), 0) for one in ones]


SHARES = assignments.join(tasks_table, T.id == A.task_id)


Whose = tuple[sa.ColumnElement[bool], ...]


def below(paths: Iterable[str]) -> Whose:
    """Of SHARES: those of units under these places, of tasks of the current plan."""
    places = list(paths)
    if "/" in places:
        return LIVING
    return (A.unit_id.in_(sa.select(units.c.id).where(tree.under(places))), *LIVING)


def of_units(ids: Sequence[int]) -> Whose:
    """Of SHARES: those of just these units."""
    return (A.unit_id.in_(ids), *LIVING)


async def of_plan(db: Connection, today: date) -> Counts:
    """Its tasks."""
    return await _kept(db, today, "plan", sa.select(*_counts(T, today)).where(*LIVING))


async def of_places(db: Connection, today: date, paths: Iterable[str]) -> Counts:
    """The shares of the units under these places."""
    places = list(paths)
    query = sa.select(*_counts(A, today)).select_from(SHARES).where(*below(places))
    return await _kept(db, today, " ".join(places), query)


async def _kept(db: Connection, today: date, name: str, query: sa.Select[*tuple[Any, ...]]) -> Counts:
    """Counted anew on another day and after any change: there is none without an event."""
    last = await db.scalar(LAST)

    async def count() -> Counts:
        return Counts(*tuple((await db.execute(query)).one()))

    return await kept(db, f"counts {name}", (today, last), count)


async def by_unit(db: Connection, today: date, paths: Iterable[str]) -> list[Part]:
    """Every unit that has a share, the worst first."""
    query = sa.select(A.unit_id, *_counts(A, today)).select_from(SHARES).where(*below(paths)).group_by(A.unit_id)
    counts = {row[0]: Counts(*row[1:]) for row in await db.execute(query)}
    known = await db.execute(sa.select(units.c.id, units.c.name, units.c.path).order_by(units.c.position))
    parts = [Part(*row, counts[row[0]]) for row in known if row[0] in counts]
    return sorted(parts, key=lambda one: (-one.counts.red, -one.counts.yellow, -one.counts.pending))


async def by_section(db: Connection, today: date) -> list[Part]:
    """The plan's own order."""
    query = (
        sa.select(sections.c.id, sections.c.no, sections.c.title, *_counts(T, today))
        .join(items, items.c.id == T.item_id)
        .join(sections, sections.c.id == items.c.section_id)
        .where(*LIVING)
        .group_by(sections.c.id)
        .order_by(sections.c.position)
    )
    return [Part(id, f"{no} {title}".strip(), "", Counts(*row)) for id, no, title, *row in await db.execute(query)]


def which(name: str, c: Any, today: date) -> sa.ColumnElement[bool]:
    """What a list shows: `lights`, `overdue`, `pending`, `review`, `open`, `all`, or `missing`: never reported."""
    if name == "missing":  # of shares only; said so that no index of states leads away from that of units
        return sa.and_(c.state.not_in((State.SUBMITTED, *sorted(OVER))), c.reported_at.is_(None))
    found: dict[str, sa.ColumnElement[bool]] = {
        "lights": c.yellow_on <= today, "overdue": c.overdue_on <= today, "pending": c.state == State.PENDING,
        "review": c.state == State.SUBMITTED, "open": c.state.not_in(sorted(OVER)), "all": sa.true(),
    }  # fmt: skip
    return found[name]


def urgency(c: Any, today: date) -> tuple[sa.ColumnElement[Any], ...]:
    """Red, yellow, the others, what waits for review, what is over; in each the nearest deadline first."""
    submitted, over = c.state == State.SUBMITTED, c.state.in_(OVER)
    rank = sa.case((c.red_on <= today, 0), (c.yellow_on <= today, 1), (submitted, 3), (over, 4), else_=2)
    return rank, sa.func.coalesce(c.deadline, date.max), T.position


def _kind(name: str, today: date, section_id: int | None) -> tuple[sa.ColumnElement[bool], ...]:
    of_section = sa.select(items.c.id).where(items.c.section_id == section_id)
    return (*LIVING, which(name, T, today), sa.true() if section_id is None else T.item_id.in_(of_section))


async def count_tasks(db: Connection, today: date, name: str, section_id: int | None = None) -> int:
    query = sa.select(sa.func.count()).select_from(tasks_table).where(*_kind(name, today, section_id))
    return int((await db.execute(query)).scalar_one())


async def tasks(db: Connection, today: date, name: str, first: int, section_id: int | None = None) -> list[Assignment]:
    """All shares of the tasks of this kind on one page, the most urgent task first."""
    query = sa.select(T.id).where(*_kind(name, today, section_id)).order_by(*urgency(T, today))
    ids = list((await db.execute(query.limit(PAGE).offset(first))).scalars())
    return sorted(await shares_of.of_tasks(db, ids), key=lambda one: ids.index(one.task_id))


async def shares(db: Connection, today: date, name: str, whose: Whose, page: int) -> tuple[int, list[Assignment]]:
    """How many there are of this kind, and one page of them, the most urgent first; beyond the end the last one."""
    theirs = (*whose, which(name, A, today))
    total, found = await shares_of.page(db, theirs, (*urgency(A, today), A.id), page * PAGE)
    if not found and page:
        total, found = await shares_of.page(db, theirs, (*urgency(A, today), A.id), 0)
        if total > PAGE:
            last = (total - 1) // PAGE * PAGE
            total, found = await shares_of.page(db, theirs, (*urgency(A, today), A.id), last)
    return total, found
