"""Whose a secret or a change is from one person's point of view, as in the columns of the product's table."""

from typing import Any

from tests.handlers.matrix.scene import Scene, Secret
from tests.town import Place

FOLLOWS = {"events", "tasks"}
"""Tables written together with a change of another table, which says to whom the change belongs."""


class Whose:
    """`own` is the unit of the person's post, `below` a unit under it, `self` the person; `bureau` all of it."""

    def __init__(self, scene: Scene, place: Place) -> None:
        self._scene, self._place = scene, place
        self._path = scene.paths[scene.units[place[0]]]

    def secret(self, secret: Secret) -> str:
        if isinstance(secret.owner, str):
            return self._unit(self._scene.units[secret.owner])
        return "self" if secret.owner == self._place else "somebody"

    def changed(self, rows: tuple[tuple[str, dict[str, Any]], ...]) -> set[str]:
        owners = {self._row(name, row) for name, row in rows if name not in FOLLOWS}
        return owners or ({"bureau"} if rows else set())

    def _row(self, table: str, row: dict[str, Any]) -> str:
        share = row["id"] if table == "assignments" else row.get("assignment_id") or 0
        unit = self._scene.units_of_shares.get(share) or row.get("unit_id")
        if unit in self._scene.paths:
            return self._unit(unit)
        person = row["id"] if table == "people" else row["owner"] if table == "settings" else row.get("person_id")
        if person:
            return "self" if person == self._scene.people[self._place] else "somebody"
        return "bureau"

    def _unit(self, id: int) -> str:
        path = self._scene.paths[id]
        return "own" if path == self._path else "below" if path.startswith(self._path) else "other"
