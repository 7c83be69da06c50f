"""Units (单位), a tree: a unit's path consists of the ids from the root down to it, such as `/1/5/`."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from plan import input_checks, short_names
from plan.initials import initials
from plan.paper import PaperUnit
from plan.stale import stale_unit
from plan.values import UnitKind
from storage.database import Connection, Row
from storage.schema import events, units

RENAMED, SHORTENED = "rename_unit", "shorten_unit"


@dataclass(frozen=True)
class Unit:
    """`short_name` has at most six characters, and no other unit has the same."""

    id: int
    parent_id: int | None
    name: str
    kind: UnitKind
    path: str
    version: int = 1
    short_name: str = ""

    @property
    def top(self) -> bool:
        """Whether this is the bureau itself, or directly below it."""
        return self.path.count("/") <= 3

    @property
    def short(self) -> str:
        """The name as buttons show it."""
        return self.short_name or short_names.propose(self.name, self.kind, ())


def under(paths: Iterable[str]) -> sa.ColumnElement[bool]:
    """Return the condition that a unit is at or below one of these paths."""
    paths = list(paths)
    if "/" in paths:
        return sa.true()
    return sa.or_(sa.false(), *(units.c.path.startswith(path, autoescape=True) for path in paths))


COLUMNS = (
    units.c.id, units.c.parent_id, units.c.name, units.c.kind, units.c.path, units.c.version, units.c.short_name,
)  # fmt: skip


def unit(row: Row) -> Unit:
    return Unit(row.id, row.parent_id, row.name, UnitKind(row.kind), row.path, row.version, row.short_name)


async def every(db: Connection) -> list[Unit]:
    return [unit(row) for row in await db.execute(sa.select(*COLUMNS).order_by(units.c.position))]


async def by_id(db: Connection, ids: Collection[int]) -> dict[int, Unit]:
    return {row.id: unit(row) for row in await db.execute(sa.select(*COLUMNS).where(units.c.id.in_(ids)))}


async def named(db: Connection, name: str, *, or_short: bool = False) -> Unit | None:
    """Return the unit of that name; with `or_short` also the one whose short name it is."""
    is_named = units.c.name == name
    where = sa.or_(is_named, units.c.short_name == name) if or_short else is_named
    row = (await db.execute(sa.select(*COLUMNS).where(where).order_by(is_named.desc()))).first()
    return unit(row) if row else None


async def get(db: Connection, id: int) -> Unit | None:
    row = (await db.execute(sa.select(*COLUMNS).where(units.c.id == id))).first()
    return unit(row) if row else None


async def ensure(db: Connection, wanted: Sequence[PaperUnit]) -> dict[str, Unit]:
    """Add the missing units, parents before children, and return all units by name, also by former names."""
    existing = await every(db)
    former = await _former_names(db)
    by_name = {name: unit for unit in existing for name in former.get(unit.id, ())}
    by_name |= {unit.name: unit for unit in existing}
    taken, names = {unit.short_name for unit in existing}, {*by_name, *(unit.name for unit in wanted)}
    for new in wanted:
        if new.name not in by_name:
            short_name = short_names.propose(new.name, new.kind, taken, names)
            taken.add(short_name)
            by_name[new.name] = await _add(db, by_name.get(new.parent or ""), new.kind, new.name, short_name)
    return by_name


async def _former_names(db: Connection) -> dict[int, list[str]]:
    """Return the former names of units by their ids, so that a plan that still uses one names the renamed unit."""
    query = sa.select(events.c.before).where(events.c.action == RENAMED).order_by(events.c.id)
    names: dict[int, list[str]] = {}
    for before in (await db.execute(query)).scalars():
        names.setdefault(before["unit"], []).append(before["name"])
    return names


async def add(db: Connection, parent: Unit | None, kind: UnitKind, name: str) -> Unit:
    return await _add(db, parent, kind, name, await proposed_short_name(db, name, kind))


async def _add(db: Connection, parent: Unit | None, kind: UnitKind, name: str, short_name: str) -> Unit:
    parent_id = parent.id if parent else None
    values = {
        "parent_id": parent_id, "name": name, "kind": kind, "path": "", "position": 0, "initials": initials(name),
        "short_name": short_name,
    }  # fmt: skip
    id = (await db.execute(units.insert(), values)).inserted_primary_key[0]  # type: ignore[index]
    path = f"{parent.path if parent else '/'}{id}/"
    await db.execute(units.update().where(units.c.id == id).values(path=path, position=id))
    return Unit(id, parent_id, name, kind, path, short_name=short_name)


async def proposed_short_name(db: Connection, name: str, kind: UnitKind, id: int = 0) -> str:
    """Return a short name that no other unit has, for a new unit or for that with this id."""
    others = [unit for unit in await every(db) if unit.id != id]
    return short_names.propose(name, kind, {unit.short_name for unit in others}, {unit.name for unit in others})


async def short_names_of(db: Connection, ids: Iterable[int]) -> dict[int, str]:
    """Return the names of these units as buttons show them."""
    return {id: unit.short for id, unit in (await by_id(db, set(ids))).items()}


async def fill_short_names(db: Connection) -> None:
    """Propose short names for units that have none, as in a database of an earlier version."""
    existing = await every(db)
    taken, names = {unit.short_name for unit in existing}, {unit.name for unit in existing}
    for unit in existing:
        if not unit.short_name:
            short_name = short_names.propose(unit.name, unit.kind, taken, names)
            taken.add(short_name)
            await db.execute(units.update().where(units.c.id == unit.id).values(short_name=short_name))


async def move(db: Connection, unit: Unit, parent: Unit) -> None:
    """Move a unit under another one, with all units below it."""
    path = input_checks.moved_path(unit.path, parent.path)
    await change(db, unit, parent_id=parent.id)
    rest = sa.func.substr(units.c.path, len(unit.path) + 1)
    await db.execute(units.update().where(under([unit.path])).values(path=sa.literal(path).concat(rest)))


async def change(db: Connection, unit: Unit, **values: Any) -> None:
    """Change columns of a unit; without values only its version is raised.

    Raises Refusal if somebody else has changed the unit since `unit` was read.
    """
    unchanged = (units.c.id == unit.id, units.c.version == unit.version)
    result = await db.execute(units.update().where(*unchanged).values(version=unit.version + 1, **values))
    if result.rowcount == 0:
        raise stale_unit(unit.name)
