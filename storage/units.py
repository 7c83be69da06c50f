"""Units as a tree."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from plan.initials import initials
from plan.paper import PaperUnit
from plan.values import UnitKind
from plan.wording import shortened
from storage.database import Connection, Row
from storage.schema import units


@dataclass(frozen=True)
class Unit:
    id: int
    parent_id: int | None
    name: str
    kind: UnitKind
    path: str

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


COLUMNS = (units.c.id, units.c.parent_id, units.c.name, units.c.kind, units.c.path)


def _unit(row: Row) -> Unit:
    return Unit(row.id, row.parent_id, row.name, UnitKind(row.kind), row.path)


async def every(db: Connection) -> list[Unit]:
    return [_unit(row) for row in await db.execute(sa.select(*COLUMNS).order_by(units.c.position))]


async def by_id(db: Connection, ids: Collection[int]) -> dict[int, Unit]:
    return {row.id: _unit(row) for row in await db.execute(sa.select(*COLUMNS).where(units.c.id.in_(ids)))}


async def named(db: Connection, name: str) -> Unit | None:
    row = (await db.execute(sa.select(*COLUMNS).where(units.c.name == name))).first()
    return _unit(row) if row else None


async def ensure(db: Connection, papers: Sequence[PaperUnit]) -> dict[str, Unit]:
    """Adds those that are missing, parents before children; answers with all units by name."""
    known = {unit.name: unit for unit in await every(db)}
    for paper in papers:
        if paper.name in known:
            continue
        parent = known.get(paper.parent or "")
        parent_id = parent.id if parent else None
        values = {
            "parent_id": parent_id, "name": paper.name, "kind": paper.kind, "path": "", "position": 0,
            "initials": initials(paper.name),
        }  # fmt: skip
        id = (await db.execute(units.insert().values(values))).inserted_primary_key[0]  # type: ignore[index]
        path = f"{parent.path if parent else '/'}{id}/"
        await db.execute(units.update().where(units.c.id == id).values(path=path, position=id))
        known[paper.name] = Unit(id, parent_id, paper.name, paper.kind, path)
    return known
