"""An index in memory of the names of tasks and units, and of which units have a share of which task."""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import sqlalchemy as sa

from plan.words.unit_names import UnitFinder, UnitMention
from storage import progress_counts
from storage import units as unit_tree
from storage.database import Connection, Row
from storage.reader_cache import cached
from storage.schema import assignments, events, tasks, units

AND = re.compile("以及|[和与及跟同]")
T, A, U = tasks.c, assignments.c, units.c


class TextIndex:
    """Find the texts that contain a word. Ten thousand texts take some tenths of a millisecond.

    For each character the ids of the texts that contain it are stored. Only the texts with the rarest character of the
    word are searched.
    """

    def __init__(self, texts: Iterable[tuple[int, str]]) -> None:
        """`texts` are pairs of an id and a text in lower case."""
        self._texts = dict(texts)
        self._ids_with: dict[str, array[int]] = {}
        for id, text in self._texts.items():
            for character in set(text):
                self._ids_with.setdefault(character, array("q")).append(id)

    def containing(self, word: str) -> list[int]:
        """Return the ids of the texts that contain `word`, which has at least one character."""
        texts, none = self._texts, array("q")
        candidates = min((self._ids_with.get(character, none) for character in word), key=len)
        return [id for id in candidates if word in texts[id]]


CACHED_WORDS = 1000
"""The results of so many words are cached: turning a page repeats the same search."""


class NameIndex:
    """Find tasks or units by words, by initials of their Pinyin, or by Pinyin syllables."""

    def __init__(self, rows: Iterable[tuple[int, str, str]]) -> None:
        """`rows` are an id, a text, and the initials and syllables from `plan.initials`."""
        rows = list(rows)
        self._texts = TextIndex((id, text.lower()) for id, text, _ in rows)
        self._initials = TextIndex((id, pinyin.partition(" ")[0]) for id, _, pinyin in rows)
        self._pinyin = TextIndex((id, pinyin) for id, _, pinyin in rows)
        self.matching = lru_cache(CACHED_WORDS)(self._matching)

    def _matching(self, word: str) -> tuple[int, ...]:
        word = word.lower()
        ids = self._texts.containing(word)
        if _may_be_pinyin(word):
            ids += (self._pinyin if len(word) > 3 else self._initials).containing(word)
        return tuple(ids)


class Entry(NamedTuple):
    """A task as a list of results shows it."""

    id: int
    code: str
    title: str
    deadline: date | None
    restricted: bool


class Match(NamedTuple):
    """What one word matches: tasks by their positions among the entries, units by their ids."""

    tasks: Sequence[int]
    units: Sequence[int]


class SearchIndex:
    """The names of the plan's tasks and of all units, and the units' shares.

    `entries` are the tasks by deadline, `ids` their ids in the same order, `positions` the position of each id.
    `named` are the tasks and units by their full names. A restricted task (不上机) has no words and no name here,
    because finding it by them would reveal its title.
    """

    def __init__(self, rows: Sequence[Row], of_units: Sequence[Row], shares: Iterable[Row]) -> None:
        self.entries = [Entry(*row[:5]) for row in rows]
        self.ids = array("q", (row.id for row in rows))
        self.positions = {id: position for position, id in enumerate(self.ids)}
        searchable = [(position, row) for position, row in enumerate(rows) if not row.restricted]
        self.tasks = NameIndex((position, f"{row.title}\n{row.sentence}", row.initials) for position, row in searchable)
        self.units = NameIndex((unit.id, f"{unit.name}\n{unit.short_name}", unit.initials) for unit in of_units)
        self.named = {row.title: Match((), ()) for _, row in searchable}
        self.named |= {unit.name: Match((), (unit.id,)) for unit in of_units}
        for position, row in searchable:
            match = self.named[row.title]
            self.named[row.title] = Match((*match.tasks, position), match.units)
        self._paths = {unit.id: unit.path for unit in of_units}
        self._shares = {id: array("q") for id in self._paths}
        for task_id, unit_id in shares:
            if task_id in self.positions:
                self._shares[unit_id].append(self.positions[task_id])
        self.below = lru_cache(CACHED_WORDS)(self._below)
        self.unit_names = {unit.id: unit.name for unit in of_units}
        self.unit_finder = UnitFinder((unit.id, unit.name, unit.short_name) for unit in of_units)
        self.by_code = {entry.code: position for position, entry in enumerate(self.entries)}
        self.branches = _branches(self.by_code)

    def of_units(self, ids: Iterable[int]) -> set[int]:
        """Return the positions of the tasks of which one of these units has a share."""
        return {position for id in ids for position in self._shares[id]}

    def units_named(self, word: str) -> tuple[int, ...]:
        """Return the units whose names, short names or usual abbreviations the word consists of, such as 苏州和无锡."""
        mentions = self.unit_finder.mentions(word)
        rest = "".join(part for part in _between(word, mentions))
        return tuple(dict.fromkeys(mention.unit_id for mention in mentions)) if not AND.sub("", rest) else ()

    def units_below(self, ids: Iterable[int]) -> list[int]:
        """Return these units and all units below them."""
        paths = tuple(self._paths[id] for id in ids)
        return [id for id, path in self._paths.items() if path.startswith(paths)]

    def _below(self, *paths: str) -> set[int]:
        """Return the positions of the tasks of which a unit at or below one of these paths has a share."""
        return self.of_units(id for id, path in self._paths.items() if path.startswith(paths))


def _branches(codes: Iterable[str]) -> dict[str, list[str]]:
    """Return the numbers of items and sections, such as `2.4` and `2`, with the numbers of their tasks."""
    branches: dict[str, list[str]] = {}
    for code in codes:
        parts = code.split(".")
        for length in range(1, len(parts)):
            branches.setdefault(".".join(parts[:length]), []).append(code)
    return branches


INDEXED_ACTIONS = ("import", "restrict", "new_unit", unit_tree.RENAMED, unit_tree.SHORTENED, "move_unit")
LAST_INDEXED_EVENT = sa.select(sa.func.max(events.c.id)).where(events.c.action.in_(INDEXED_ACTIONS))
BY_DEADLINE = (
    sa.select(T.id, T.code, T.title, T.deadline, T.restricted, T.sentence, T.initials)
    .where(*progress_counts.LIVING)
    .order_by(sa.func.coalesce(T.deadline, date.max), T.position)
)
UNITS = sa.select(U.id, U.name, U.initials, U.path, U.short_name).order_by(U.position)
SHARES = sa.select(A.task_id, A.unit_id)


async def load(db: Connection) -> SearchIndex:
    """Return the index, cached until the next event that changes it."""

    async def read() -> SearchIndex:
        rows, of_units, shares = [(await db.execute(query)).all() for query in (BY_DEADLINE, UNITS, SHARES)]
        return SearchIndex(rows, of_units, shares)

    return await cached(db, "search index", await db.scalar(LAST_INDEXED_EVENT), read)


def _between(word: str, mentions: Sequence[UnitMention]) -> Iterator[str]:
    """Yield the parts of a word that are not names of units."""
    at = 0
    for mention in mentions:
        yield word[at : mention.start]
        at = mention.end
    yield word[at:]


def _may_be_pinyin(word: str) -> bool:
    """Two or three letters are taken for initials, four or more also for syllables."""
    return word.isascii() and word.isalnum() and len(word) > 1
