"""Counts and lists of tasks and shares, computed by the database from the dates on which lights change."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from plan.assignment import Assignment
from plan.reply import PAGE
from plan.values import OVER, Role, State, UnitKind
from storage import assignments as share_queries
from storage.assignments import ListPage
from storage.database import Connection
from storage.events import LAST_ID
from storage.reader_cache import cached
from storage.schema import assignments, items, plans, sections, units
from storage.schema import tasks as tasks_table


@dataclass(frozen=True)
class Counts:
    """Counts of tasks or of shares: by state, by light, and by class of progress.

    `pending` are not signed yet, `review` are under review, `over` are closed or waived.
    """

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
        return Counts(*(mine + more for mine, more in zip(astuple(self), astuple(other), strict=True)))

    @property
    def green(self) -> int:
        return self.total - self.review - self.over - self.red - self.yellow

    @property
    def on_pace(self) -> int:
        return self.total - self.over - self.overdue - self.behind - self.ahead

    @property
    def active(self) -> int:
        return self.total - self.pending - self.review - self.over

    @property
    def slowness(self) -> tuple[float, ...]:
        """Return the key by which the slowest unit is the greatest, by the shares of its assignments, not their number.

        First counts what is overdue, then what is behind, then what is neither closed nor ahead, then not signed.
        """
        counts = (self.overdue, self.behind, -self.over, -self.ahead, self.pending)
        return tuple(count / max(self.total, 1) for count in counts)


@dataclass(frozen=True)
class Part:
    """A unit with its path, or a section of the plan (`path` is empty), with its counts."""

    id: int
    name: str
    path: str
    counts: Counts


T, A = tasks_table.c, assignments.c
TODAY = sa.bindparam("today", type_=sa.Date)
"""What changes is a parameter, so that statements are built only once: building one takes longer than running it."""
LIVING = (T.plan_id.in_(sa.select(plans.c.id).where(plans.c.current)), T.retired.is_(False))


def is_one_of(column: Any, states: Iterable[str]) -> sa.ColumnElement[bool]:
    """Compare with each state instead of using IN, which SQLAlchemy expands anew at each execution."""
    return sa.or_(*(column == state for state in sorted(states)))


def is_none_of(column: Any, states: Iterable[str]) -> sa.ColumnElement[bool]:
    """Compare by inequality, for which SQLite cannot use the index on states.

    It then uses the index on units, which covers all columns that are needed.
    """
    return sa.and_(*(column != state for state in sorted(states)))


def _counts(c: Any) -> list[sa.ColumnElement[int]]:
    """Return the sums in the order of the fields of Counts; `c` are the columns of tasks or of assignments."""
    overdue, behind, red = c.overdue_on <= TODAY, c.behind_on <= TODAY, c.red_on <= TODAY
    over = is_one_of(c.state, OVER)
    even = sa.or_(c.even_on.is_(None), c.even_on > TODAY)
    late = sa.or_(sa.func.coalesce(overdue, sa.false()), sa.func.coalesce(behind, sa.false()))
    conditions = (
        sa.true(), c.state == State.PENDING, c.state == State.SUBMITTED, over, red,
        sa.and_(c.yellow_on <= TODAY, sa.not_(sa.func.coalesce(red, sa.false()))), overdue,
        sa.and_(behind, sa.not_(sa.func.coalesce(overdue, sa.false()))),
        sa.and_(even, sa.not_(over), sa.not_(late)),
    )  # fmt: skip
    return [sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0) for condition in conditions]


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
DECIDING = A.role != Role.SUPPORT
UNITS = sa.select(units.c.id, units.c.name, units.c.path).order_by(units.c.position)


class Selection(NamedTuple):
    """Which shares to count or list: a condition, and the values of its parameters.

    Conditions of the same form are the same object, so that the statements with them are built only once.
    """

    condition: sa.ColumnElement[bool]
    values: dict[str, Any]


_OF_UNITS = A.unit_id.in_(sa.bindparam("unit_ids", expanding=True))


def below(paths: Iterable[str]) -> Selection:
    """Select the shares of units at or below these paths."""
    paths = sorted(set(paths))
    if "/" in paths:
        paths = []
    return Selection(_below(len(paths)), {f"path_{number}": path for number, path in enumerate(paths)})


@cache
def _below(count: int) -> sa.ColumnElement[bool]:
    if not count:
        return sa.true()
    below_path = (units.c.path.startswith(sa.bindparam(f"path_{number}")) for number in range(count))
    return A.unit_id.in_(sa.select(units.c.id).where(sa.or_(*below_path)))


def of_units(ids: Sequence[int]) -> Selection:
    """Select the shares of these units, without the units below them."""
    return Selection(_OF_UNITS, {"unit_ids": list(ids)})


def in_role(selection: Selection, role: Role) -> Selection:
    """Select only the shares of the selection in which the unit has this role."""
    return Selection(_in_role(selection.condition, role), selection.values)


@cache
def _in_role(condition: sa.ColumnElement[bool], role: Role) -> sa.ColumnElement[bool]:
    return sa.and_(condition, A.role == role)


async def of_plan(db: Connection, today: date) -> Counts:
    """Count the tasks of the current plan."""
    return await _cached(db, today, "plan", OF_PLAN, {})


async def of_places(db: Connection, today: date, paths: Iterable[str]) -> Counts:
    """Count the shares of units at or below these paths."""
    return await of_selection(db, today, below(paths))


async def of_selection(db: Connection, today: date, selection: Selection) -> Counts:
    """Count the selected shares."""
    query, name = having(OF_PLACES, selection.condition), f"{id(selection.condition)} {selection.values}"
    return await _cached(db, today, name, query, selection.values)


async def _cached(
    db: Connection, today: date, name: str, query: sa.Select[*tuple[Any, ...]], values: dict[str, Any]
) -> Counts:
    """Count, and cache the result until the next day or event: nothing changes without an event."""
    last = await db.scalar(LAST_ID)

    async def count() -> Counts:
        return Counts(*tuple((await db.execute(query, {"today": today, **values})).one()))

    return await cached(db, f"counts {name}", (today, last), count)


@cache
def having(query: sa.Select[*tuple[Any, ...]], *conditions: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    return query.where(*conditions)


async def by_unit(db: Connection, today: date, paths: Iterable[str], kind: UnitKind | None = None) -> list[Part]:
    """Return each unit that has a share, at or below these paths, the one with the most red lights first.

    With `kind` only units of this kind.
    """
    selection = below(paths)
    rows = await db.execute(having(BY_UNIT, selection.condition), {"today": today, **selection.values})
    counts = {row[0]: Counts(*row[1:]) for row in rows}
    of_kind = await db.execute(_units(kind))
    parts = [Part(id, name, path, counts[id]) for id, name, path in of_kind if id in counts]
    return sorted(parts, key=lambda part: (-part.counts.red, -part.counts.yellow, -part.counts.pending))


def _units(kind: UnitKind | None) -> sa.Select[*tuple[Any, ...]]:
    return UNITS if kind is None else UNITS.where(units.c.kind == kind)


async def behind(db: Connection, today: date, path: str) -> list[Part]:
    """Return the units at or below `path` with overdue or late deciding shares, the worst first. Cached as counts are.

    A share decides about the light of its task unless its role is to support.
    """

    async def count() -> list[Part]:
        selection = below([path])
        query = having(BY_UNIT, selection.condition, DECIDING)
        counts = {row[0]: Counts(*row[1:]) for row in await db.execute(query, {"today": today, **selection.values})}
        late = {id: of_unit for id, of_unit in counts.items() if of_unit.overdue or of_unit.behind}
        parts = [Part(*row, late[row[0]]) for row in await db.execute(UNITS) if row[0] in late]
        return sorted(parts, key=lambda part: (-part.counts.overdue, -part.counts.behind))

    return await cached(db, f"behind {path}", (today, await db.scalar(LAST_ID)), count)


async def units_with(db: Connection, today: date, name: str, paths: Iterable[str]) -> list[tuple[int, str, int]]:
    """Return the id, the path and the number of shares in a list of OF_SHARES, for each unit that has any.

    The units are at or below these paths; the one with most shares comes first.
    """
    selection = below(paths)
    rows = await db.execute(_units_with(name, selection.condition), {"today": today, **selection.values})
    return [(row[0], row[1], row[2]) for row in rows]


@cache
def _units_with(name: str, selection: sa.ColumnElement[bool]) -> sa.Select[int, str, int]:
    count = sa.func.count()
    return (
        sa.select(units.c.id, units.c.path, count)
        .select_from(SHARES.join(units, units.c.id == A.unit_id))
        .where(*LIVING, selection, OF_SHARES[name])
        .group_by(units.c.id, units.c.path, units.c.position)
        .order_by(count.desc(), units.c.position)
    )


async def by_section(db: Connection, today: date) -> list[Part]:
    """Return the sections in the order of the plan."""
    rows = await db.execute(BY_SECTION, {"today": today})
    return [Part(id, f"{no} {title}".strip(), "", Counts(*row)) for id, no, title, *row in rows]


def _lists(c: Any) -> dict[str, sa.ColumnElement[bool]]:
    """Return the condition of each kind of list. `missing`, never reported, exists for shares only."""
    conditions_of: dict[str, sa.ColumnElement[bool]] = {
        "lights": c.yellow_on <= TODAY, "overdue": c.overdue_on <= TODAY, "pending": c.state == State.PENDING,
        "review": c.state == State.SUBMITTED, "open": is_none_of(c.state, OVER), "all": sa.true(),
    }  # fmt: skip
    if c is A:
        conditions_of["missing"] = sa.and_(is_none_of(A.state, OVER | {State.SUBMITTED}), A.reported_at.is_(None))
    return conditions_of


OF_SHARES, OF_TASKS = _lists(A), _lists(T)


def urgency(c: Any) -> tuple[sa.ColumnElement[Any], ...]:
    """Return the columns to sort by: red, yellow, others, under review, over; in each the nearest deadline first."""
    submitted, over = c.state == State.SUBMITTED, is_one_of(c.state, OVER)
    rank = sa.case((c.red_on <= TODAY, 0), (c.yellow_on <= TODAY, 1), (submitted, 3), (over, 4), else_=2)
    return rank, sa.func.coalesce(c.deadline, date.max), T.position


OF_SECTION = T.item_id.in_(sa.select(items.c.id).where(items.c.section_id == sa.bindparam("section_id")))
COUNT = sa.select(sa.func.count()).select_from(tasks_table).where(*LIVING)
IDS = sa.select(T.id).where(*LIVING).order_by(*urgency(T)).limit(PAGE).offset(sa.bindparam("first"))


def _list_conditions(name: str, section_id: int | None) -> tuple[sa.ColumnElement[bool], ...]:
    return (OF_TASKS[name],) if section_id is None else (OF_TASKS[name], OF_SECTION)


async def count_tasks(db: Connection, today: date, name: str, section_id: int | None = None) -> int:
    values = {"today": today, "section_id": section_id}
    return int((await db.execute(having(COUNT, *_list_conditions(name, section_id)), values)).scalar_one())


async def tasks(db: Connection, today: date, name: str, first: int, section_id: int | None = None) -> list[Assignment]:
    """Return all shares of the tasks on one page of a list, the most urgent task first."""
    values = {"today": today, "section_id": section_id, "first": first}
    ids = list((await db.execute(having(IDS, *_list_conditions(name, section_id)), values)).scalars())
    return sorted(await share_queries.of_tasks(db, ids), key=lambda assignment: ids.index(assignment.task_id))


@cache
def _page(name: str, selection: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    return share_queries.page_of(share_queries.IDS.where(selection, OF_SHARES[name]), *urgency(A), A.id)


async def shares(db: Connection, today: date, name: str, selection: Selection, page: int) -> ListPage:
    """Return one page of a list in OF_SHARES, the most urgent first. A page beyond the end is replaced by the last."""
    query, values = _page(name, selection.condition), {"today": today, **selection.values}
    listed = await share_queries.page(db, query, first=page * PAGE, **values)
    if not listed.assignments and page:
        listed = await share_queries.page(db, query, first=0, **values)
        if listed.total > PAGE:
            listed = await share_queries.page(db, query, first=(listed.total - 1) // PAGE * PAGE, **values)
    return listed
