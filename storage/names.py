"""The names of the bureau's tasks and units, as the understanding of messages asks for them."""

from collections.abc import Iterable, Sequence

from plan.words.unit_names import UnitMention
from storage import search_index
from storage.database import Connection
from storage.search_index import SearchIndex


class BureauNames:
    """Answers from the index in memory. Implements `plan.words.message.Names`."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index

    def is_task(self, number: str) -> bool:
        return number in self._index.by_code

    def tasks_below(self, number: str) -> Sequence[str]:
        return self._index.branches.get(number, ())

    def tasks_with(self, words: str) -> Sequence[str]:
        return [self._index.entries[position].code for position in sorted(self._index.tasks.matching(words))]

    def title_of(self, number: str) -> str:
        entry = self._index.entries[self._index.by_code[number]]
        return "" if entry.restricted else entry.title

    def tasks_of(self, unit_ids: Iterable[int]) -> set[str]:
        return {self._index.entries[position].code for position in self._index.of_units(unit_ids)}

    def unit_name(self, id: int) -> str:
        return str(self._index.unit_names[id])

    def is_unit(self, word: str) -> bool:
        mentions = self.units_in(word)
        is_whole_name = len(mentions) == 1 and mentions[0].end - mentions[0].start == len(word)
        return is_whole_name or bool(word.isascii() and self._index.units.matching(word))

    def units_in(self, text: str) -> list[UnitMention]:
        return self._index.unit_finder.mentions(text)


async def load(db: Connection) -> BureauNames:
    """Return the names as of now; cheap, because the index is cached."""
    return BureauNames(await search_index.load(db))
