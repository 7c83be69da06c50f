"""What words can mean: tasks and units by their names, kept in memory, and who has a share of what."""

from array import array
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import sqlalchemy as sa

from storage import progress_counts
from storage import units as tree
from storage.database import Connection, Row, kept
from storage.schema import assignments, events, tasks, units

T, A, U = tasks.c, assignments.c, units.c


class Haystack:
    """Many texts, looked through by the rarest of the letters: of ten thousand in some tenths of a millisecond."""

    def __init__(self, texts: Iterable[tuple[int, str]]) -> None:
        """Each under an id, in small letters."""
        self._texts = dict(texts)
        self._with: dict[str, array[int]] = {}
        for id, text in self._texts.items():
            for letter in set(text):
                self._with.setdefault(letter, array("q")).append(id)

    def having(self, letters: str) -> list[int]:
        """The ids of those in which `letters`, one or more, stand."""
        texts, none = self._texts, array("q")
        return [id for id in min((self._with.get(one, none) for one in letters), key=len) if letters in texts[id]]


LOOKED_FOR = 1000
"""So many words are remembered with what they fit: who turns the page looks for the same again."""


class Named:
    """Tasks or units, by their words, their initials, and these with the syllables behind them."""

    def __init__(self, rows: Iterable[tuple[int, str, str]]) -> None:
        """Each with its id, its words, and what `plan.initials` makes of its name."""
        found = list(rows)
        self._words = Haystack((id, words.lower()) for id, words, _ in found)
        self._initials = Haystack((id, letters.partition(" ")[0]) for id, _, letters in found)
        self._spelt = Haystack((id, letters) for id, _, letters in found)
        self.having = lru_cache(LOOKED_FOR)(self._having)

    def _having(self, word: str) -> tuple[int, ...]:
        letters = word.lower()
        found = self._words.having(letters)
        if _spells(letters):
            found += (self._spelt if len(letters) > 3 else self._initials).having(letters)
        return tuple(found)


class Entry(NamedTuple):
    """A task as the list of what was found names it."""

    id: int
    code: str
    title: str
    deadline: date | None
    restricted: bool


class Meant(NamedTuple):
    """What one word fits: tasks by their places among the entries, units by their ids."""

    tasks: Sequence[int]
    units: Sequence[int]


class Names:
    """What words can mean, and who has a share of it: written by an import, a new name, a unit that moves, 不上机.

    `entries` are the plan's tasks by deadline, with their `ids`; `places` says where each id is among them. A task that
    is 不上机 has no words: they would tell its title. `named` are the tasks and units of just this name.
    """

    def __init__(self, rows: Sequence[Row], of_units: Sequence[Row], shares: Iterable[Row]) -> None:
        self.entries = [Entry(*row[:5]) for row in rows]
        self.ids = array("q", (row.id for row in rows))
        self.places = {id: place for place, id in enumerate(self.ids)}
        told = [(place, row) for place, row in enumerate(rows) if not row.restricted]
        self.tasks = Named((place, f"{row.title}\n{row.sentence}", row.initials) for place, row in told)
        self.units = Named((unit.id, unit.name, unit.initials) for unit in of_units)
        self.named = {row.title: Meant((), ()) for _, row in told}
        self.named |= {unit.name: Meant((), (unit.id,)) for unit in of_units}
        for place, row in told:
            self.named[row.title] = Meant((*self.named[row.title].tasks, place), self.named[row.title].units)
        self._paths = {unit.id: unit.path for unit in of_units}
        self._shares = {id: array("q") for id in self._paths}
        for task_id, unit_id in shares:
            if task_id in self.places:
                self._shares[unit_id].append(self.places[task_id])
        self.below = lru_cache(LOOKED_FOR)(self._below)

    def of_units(self, ids: Iterable[int]) -> set[int]:
        """The places of tasks of which one of these units has a share."""
        return {place for id in ids for place in self._shares[id]}

    def _below(self, *paths: str) -> set[int]:
        return self.of_units(id for id, path in self._paths.items() if path.startswith(paths))


WRITTEN_BY = ("import", "restrict", "new_unit", tree.RENAMED, "move_unit")
WRITTEN = sa.select(sa.func.max(events.c.id)).where(events.c.action.in_(WRITTEN_BY))
BY_DEADLINE = (
    sa.select(T.id, T.code, T.title, T.deadline, T.restricted, T.sentence, T.initials)
    .where(*progress_counts.LIVING)
    .order_by(sa.func.coalesce(T.deadline, date.max), T.position)
)
UNITS = sa.select(U.id, U.name, U.initials, U.path).order_by(U.position)
SHARES = sa.select(A.task_id, A.unit_id)


async def names(db: Connection) -> Names:
    """Kept until one of the events by which they are written."""

    async def read() -> Names:
        rows, of_units, shares = [(await db.execute(query)).all() for query in (BY_DEADLINE, UNITS, SHARES)]
        return Names(rows, of_units, shares)

    return await kept(db, "names", await db.scalar(WRITTEN), read)


def _spells(letters: str) -> bool:
    """Two letters are initials; four may also be the beginning of a syllable written out."""
    return letters.isascii() and letters.isalnum() and len(letters) > 1
