"""Units (单位), a tree: a unit's path consists of the ids from the root down to it, such as `/1/5/`."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from plan import input_checks
from plan.format import shortened
from plan.initials import initials
from plan.paper import PaperUnit
from plan.stale import stale_unit
from plan.values import UnitKind
from storage.database import Connection, Row
from storage.schema import events, units

RENAMED = "rename_unit"


@dataclass(frozen=True)
class Unit:
    id: int
    parent_id: int | None
    name: str
    kind: UnitKind
    path: str
    version: int = 1

    @property
    def top(self) -> bool:
        """Whether this is the bureau itself, or directly below it."""
        return self.path.count("/") <= 3

    @property
    def short(self) -> str:
        """The name, shortened to fit on a button."""
        return shortened(self.name, 6)


def under(paths: Iterable[str]) -> sa.ColumnElement[bool]:
    """Return the condition that a unit is at or below one of these paths."""
    paths = list(paths)
    if "/" in paths:
        return sa.true()
    return sa.or_(sa.false(), *(units.c.path.startswith(path, autoescape=True) for path in paths))


COLUMNS = (units.c.id, units.c.parent_id, units.c.name, units.c.kind, units.c.path, units.c.version)


def unit(row: Row) -> Unit:
    return Unit(row.id, row.parent_id, row.name, UnitKind(row.kind), row.path, row.version)


async def every(db: Connection) -> list[Unit]:
    return [unit(row) for row in await db.execute(sa.select(*COLUMNS).order_by(units.c.position))]


async def by_id(db: Connection, ids: Collection[int]) -> dict[int, Unit]:
    return {row.id: unit(row) for row in await db.execute(sa.select(*COLUMNS).where(units.c.id.in_(ids)))}


async def named(db: Connection, name: str) -> Unit | None:
    row = (await db.execute(sa.select(*COLUMNS).where(units.c.name == name))).first()
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
    for new in wanted:
        if new.name not in by_name:
            by_name[new.name] = await add(db, by_name.get(new.parent or ""), new.kind, new.name)
    return by_name


async def _former_names(db: Connection) -> dict[int, list[str]]:
    """Return the former names of units by their ids, so that a plan that still uses one names the renamed unit."""
    query = sa.select(events.c.before).where(events.c.action == RENAMED).order_by(events.c.id)
    names: dict[int, list[str]] = {}
    for before in (await db.execute(query)).scalars():
        names.setdefault(before["unit"], []).append(before["name"])
    return names


async def add(db: Connection, parent: Unit | None, kind: UnitKind, name: str) -> Unit:
    parent_id = parent.id if parent else None
    values = {
        "parent_id": parent_id, "name": name, "kind": kind, "path": "", "position": 0, "initials": initials(name),
    }  # fmt: skip
    id = (await db.execute(units.insert(), values)).inserted_primary_key[0]  # type: ignore[index]
    path = f"{parent.path if parent else '/'}{id}/"
    await db.execute(units.update().where(units.c.id == id).values(path=path, position=id))
    return Unit(id, parent_id, name, kind, path)


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
