"""How many, and which ones first: counted and sorted by the database, from the days on which things turn."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from plan.assignment import Assignment
from plan.reply import PAGE
from plan.values import OVER, Role, State
from storage import assignments as shares_of
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
TODAY = sa.bindparam("today", type_=sa.Date)
"""Statements are built once, as building one costs more than asking it: what changes is a parameter."""
LIVING = (T.plan_id.in_(sa.select(plans.c.id).where(plans.c.current)), T.retired.is_(False))


def is_one_of(state: Any, several: Iterable[str]) -> sa.ColumnElement[bool]:
    """Written out: the parameters of an IN are put into their statement anew each time that it is asked."""
    return sa.or_(*(state == one for one in sorted(several)))


def is_none_of(state: Any, several: Iterable[str]) -> sa.ColumnElement[bool]:
    """Said so that no index of states leads away from that of units, which holds all that is asked for."""
    return sa.and_(*(state != one for one in sorted(several)))


def _counts(c: Any) -> list[sa.ColumnElement[int]]:
    """In the order of the fields of Counts; `c` are the columns of tasks or of assignments."""
    overdue, behind, red = c.overdue_on <= TODAY, c.behind_on <= TODAY, c.red_on <= TODAY
    over = is_one_of(c.state, OVER)
    even = sa.or_(c.even_on.is_(None), c.even_on > TODAY)
    late = sa.or_(sa.func.coalesce(overdue, sa.false()), sa.func.coalesce(behind, sa.false()))
    ones = (
        sa.true(), c.state == State.PENDING, c.state == State.SUBMITTED, over, red,
        sa.and_(c.yellow_on <= TODAY, sa.not_(sa.func.coalesce(red, sa.false()))), overdue,
        sa.and_(behind, sa.not_(sa.func.coalesce(overdue, sa.false()))),
        sa.and_(even, sa.not_(over), sa.not_(late)),
    )  # fmt: skip
    return [sa.func.coalesce(sa.func.sum(sa.case((one, 1), else_=0)), 0) for one in ones]


SHARES = assignments.join(tasks_table, T.id == A.task_id)
OF_PLAN = sa.select(*_counts(T)).where(*LIVING)
OF_PLACES = sa.select(*_counts(A)).select_from(SHARES).where(*LIVING)
BY_UNIT = sa.select(A.unit_id, *_counts(A)).select_from(SHARES).where(*LIVING).group_by(A.unit_id)
BY_SECTION = (
    sa.select(sections.c.id, sections.c.no, sections.c.title, *_counts(T))
    .join(items, items.c.id == T.item_id)
    .join(sections, sections.c.id == items.c.section_id)
    .where(*LIVING)
    .group_by(sections.c.id)
    .order_by(sections.c.position)
)
DECIDES = A.role != Role.SUPPORT
KNOWN = sa.select(units.c.id, units.c.name, units.c.path).order_by(units.c.position)


class Whose(NamedTuple):
    """Which shares; `condition` is one object for all of a kind, so that a statement is built once for them."""

    condition: sa.ColumnElement[bool]
    values: dict[str, Any]


_OF_UNITS = A.unit_id.in_(sa.bindparam("unit_ids", expanding=True))


def below(paths: Iterable[str]) -> Whose:
    """Those of units under these places."""
    places = sorted(set(paths))
    if "/" in places:
        places = []
    return Whose(_below(len(places)), {f"place_{number}": place for number, place in enumerate(places)})


@cache
def _below(several: int) -> sa.ColumnElement[bool]:
    if not several:
        return sa.true()
    there = (units.c.path.startswith(sa.bindparam(f"place_{number}")) for number in range(several))
    return A.unit_id.in_(sa.select(units.c.id).where(sa.or_(*there)))


def of_units(ids: Sequence[int]) -> Whose:
    """Those of just these units."""
    return Whose(_OF_UNITS, {"unit_ids": list(ids)})


async def of_plan(db: Connection, today: date) -> Counts:
    """Its tasks."""
    return await _kept(db, today, "plan", OF_PLAN, {})


async def of_places(db: Connection, today: date, paths: Iterable[str]) -> Counts:
    """The shares of the units under these places."""
    whose = below(paths)
    return await _kept(db, today, str(whose.values), having(OF_PLACES, whose.condition), whose.values)


async def _kept(
    db: Connection, today: date, name: str, query: sa.Select[*tuple[Any, ...]], values: dict[str, Any]
) -> Counts:
    """Counted anew on another day and after any change: there is none without an event."""
    last = await db.scalar(LAST)

    async def count() -> Counts:
        return Counts(*tuple((await db.execute(query, {"today": today, **values})).one()))

    return await kept(db, f"counts {name}", (today, last), count)


@cache
def having(query: sa.Select[*tuple[Any, ...]], *conditions: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    return query.where(*conditions)


async def by_unit(db: Connection, today: date, paths: Iterable[str]) -> list[Part]:
    """Every unit that has a share, the worst first."""
    whose = below(paths)
    rows = await db.execute(having(BY_UNIT, whose.condition), {"today": today, **whose.values})
    counts = {row[0]: Counts(*row[1:]) for row in rows}
    parts = [Part(*row, counts[row[0]]) for row in await db.execute(KNOWN) if row[0] in counts]
    return sorted(parts, key=lambda part: (-part.counts.red, -part.counts.yellow, -part.counts.pending))


async def behind(db: Connection, today: date, path: str) -> list[Part]:
    """Units whose shares that decide about their tasks are overdue or behind, the worst first; kept as counts are."""

    async def look() -> list[Part]:
        whose = below([path])
        query = having(BY_UNIT, whose.condition, DECIDES)
        counts = {row[0]: Counts(*row[1:]) for row in await db.execute(query, {"today": today, **whose.values})}
        late = {id: one for id, one in counts.items() if one.overdue or one.behind}
        parts = [Part(*row, late[row[0]]) for row in await db.execute(KNOWN) if row[0] in late]
        return sorted(parts, key=lambda part: (-part.counts.overdue, -part.counts.behind))

    return await kept(db, f"behind {path}", (today, await db.scalar(LAST)), look)


async def by_section(db: Connection, today: date) -> list[Part]:
    """The plan's own order."""
    rows = await db.execute(BY_SECTION, {"today": today})
    return [Part(id, f"{no} {title}".strip(), "", Counts(*row)) for id, no, title, *row in rows]


def _which(c: Any) -> dict[str, sa.ColumnElement[bool]]:
    """What a list shows; `missing` (never reported) is of shares only."""
    found: dict[str, sa.ColumnElement[bool]] = {
        "lights": c.yellow_on <= TODAY, "overdue": c.overdue_on <= TODAY, "pending": c.state == State.PENDING,
        "review": c.state == State.SUBMITTED, "open": is_none_of(c.state, OVER), "all": sa.true(),
    }  # fmt: skip
    if c is A:
        found["missing"] = sa.and_(is_none_of(A.state, OVER | {State.SUBMITTED}), A.reported_at.is_(None))
    return found


OF_SHARES, OF_TASKS = _which(A), _which(T)


def urgency(c: Any) -> tuple[sa.ColumnElement[Any], ...]:
    """Red, yellow, the others, what waits for review, what is over; in each the nearest deadline first."""
    submitted, over = c.state == State.SUBMITTED, is_one_of(c.state, OVER)
    rank = sa.case((c.red_on <= TODAY, 0), (c.yellow_on <= TODAY, 1), (submitted, 3), (over, 4), else_=2)
    return rank, sa.func.coalesce(c.deadline, date.max), T.position


OF_SECTION = T.item_id.in_(sa.select(items.c.id).where(items.c.section_id == sa.bindparam("section_id")))
COUNT = sa.select(sa.func.count()).select_from(tasks_table).where(*LIVING)
IDS = sa.select(T.id).where(*LIVING).order_by(*urgency(T)).limit(PAGE).offset(sa.bindparam("first"))


def _kind(name: str, section_id: int | None) -> tuple[sa.ColumnElement[bool], ...]:
    return (OF_TASKS[name],) if section_id is None else (OF_TASKS[name], OF_SECTION)


async def count_tasks(db: Connection, today: date, name: str, section_id: int | None = None) -> int:
    values = {"today": today, "section_id": section_id}
    return int((await db.execute(having(COUNT, *_kind(name, section_id)), values)).scalar_one())


async def tasks(db: Connection, today: date, name: str, first: int, section_id: int | None = None) -> list[Assignment]:
    """All shares of the tasks of this kind on one page, the most urgent task first."""
    values = {"today": today, "section_id": section_id, "first": first}
    ids = list((await db.execute(having(IDS, *_kind(name, section_id)), values)).scalars())
    return sorted(await shares_of.of_tasks(db, ids), key=lambda assignment: ids.index(assignment.task_id))


@cache
def _page(name: str, whose: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    return shares_of.page_of(shares_of.IDS.where(whose, OF_SHARES[name]), *urgency(A), A.id)


async def shares(db: Connection, today: date, name: str, whose: Whose, page: int) -> tuple[int, list[Assignment]]:
    """How many there are of a kind in OF_SHARES, and one page of them, the most urgent first; beyond the end the last
    one."""
    query, values = _page(name, whose.condition), {"today": today, **whose.values}
    total, found = await shares_of.page(db, query, first=page * PAGE, **values)
    if not found and page:
        total, found = await shares_of.page(db, query, first=0, **values)
        if total > PAGE:
            total, found = await shares_of.page(db, query, first=(total - 1) // PAGE * PAGE, **values)
    return total, found
