"""Units as a tree."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from plan import roster
from plan.format import shortened
from plan.initials import initials
from plan.paper import PaperUnit
from plan.refusal import Refusal
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
        """The bureau itself, or right below it."""
        return self.path.count("/") <= 3

    @property
    def short(self) -> str:
        """What fits on a button."""
        return shortened(self.name, 6)


def under(paths: Iterable[str]) -> sa.ColumnElement[bool]:
    """Those at or below any of these places in the tree."""
    places = list(paths)
    if "/" in places:
        return sa.true()
    return sa.or_(sa.false(), *(units.c.path.startswith(path, autoescape=True) for path in places))


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


async def ensure(db: Connection, papers: Sequence[PaperUnit]) -> dict[str, Unit]:
    """Adds those that are missing, parents before children; answers with all units by name, former names too."""
    every_one = await every(db)
    known = {unit.name: unit for unit in every_one}
    former = await _former_names(db)
    known = {name: unit for unit in every_one for name in former.get(unit.id, ())} | known
    for paper in papers:
        if paper.name not in known:
            known[paper.name] = await add(db, known.get(paper.parent or ""), paper.kind, paper.name)
    return known


async def _former_names(db: Connection) -> dict[int, list[str]]:
    """A paper that still uses one means the unit that was renamed."""
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
    """With all that is below it."""
    path = roster.moved(unit.path, parent.path)
    await change(db, unit, parent_id=parent.id)
    rest = sa.func.substr(units.c.path, len(unit.path) + 1)
    await db.execute(units.update().where(under([unit.path])).values(path=sa.literal(path).concat(rest)))


async def change(db: Connection, unit: Unit, **values: Any) -> None:
    """Refuses where somebody else has changed it since `unit` was read; without values it is marked as changed."""
    mine = (units.c.id == unit.id, units.c.version == unit.version)
    if (await db.execute(units.update().where(*mine).values(version=unit.version + 1, **values))).rowcount == 0:
        raise Refusal(f"{unit.name}刚刚被他人更新，请查看最新情况后再操作。")
