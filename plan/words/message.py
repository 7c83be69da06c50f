"""A message taken apart: the tasks, percents, dates, lengths of time and units in it, and the words between them.

Rules are written over its `shape`, in which each of these is one character; `{task}` stands for it in a pattern.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NewType, Protocol

from plan.calendar import Calendar
from plan.words import dates
from plan.words.normal import Normal, normal
from plan.words.unit_names import UnitMention

EntityKind = NewType("EntityKind", str)
"""A character for private use, which `normal` takes out of what people write."""
TASK, PERCENT, DATE, LENGTH, UNIT = map(EntityKind, "\ue000\ue001\ue002\ue003\ue004")
PLACEHOLDERS = {"{task}": TASK, "{percent}": PERCENT, "{date}": DATE, "{length}": LENGTH, "{unit}": UNIT}
TAKEN = "\ue0ff"
NUMBER = re.compile(
    r"(?<![\d.])(?:\d{1,2}(?:\.\d{1,2}){2,3}(?!\.?\d)|\d{1,2}\.\d{1,2}(?!\.?\d|\s?(?:[%个家项件次人份万亿倍元]"
    r"|名(?![单录称额]))))"
)
"""A task's number, or that of an item such as `2.4`, which is not the amount in `2.4万件`."""
PERCENTS = re.compile(r"(?:(?<![^\s])-)?(?<!\d)\d{1,9}(?:\.\d+)?\s?%")
COUNTED = (
    r"家|个(?!别)|件|名(?!单)|户|次|份|套|场|届|条|篇|张|余|多|万|亿|元|号|日|月|季|周|天|轮|台|种|类|项(?!目)|人(?!员)|期(?!间)"
    r"|部(?!署|门|分)|本(?!月|周|季|年|处|局|市|单位|次|期)|批(?!复|准|示)|组(?!织)|处(?!理|置)|所(?!有|需)|位(?!于)|款(?!项)"
    r"|年(?!度)|点(?!位)|只(?!剩|差|有)"
)
"""What makes a count or a date of a number before it, as in `60 家企业` or `3 月底`, but not in `60 名单已公布`."""
BARE_PERCENT = re.compile(rf"(?<={TAKEN})[\s,:,：]*(\d{{1,3}})(?=[\s,，。;；]|$)(?!\s*(?:{COUNTED}))")
"""`2.2.4 60`: a bare number right behind a task's number."""

ENDLESS_WORDS = re.compile(r"(?<!\\)\)([*+])")
ENDLESS_MARKS = re.compile(r"(\[(?!\^)[^\]]+\])([*+])")
MOST_WORDS = 8
MOST_MARKS = 20


class Names(Protocol):
    """The names of the bureau's tasks and units.

    `tasks_with` returns the numbers of the tasks whose title or sentence contains the words, the most urgent first;
    `title_of` is empty for a restricted task; `is_unit` is whether the word is a unit's name or its initials.
    """

    def is_task(self, number: str) -> bool: ...
    def tasks_below(self, number: str) -> Sequence[str]: ...
    def tasks_with(self, words: str) -> Sequence[str]: ...
    def tasks_of(self, unit_ids: Iterable[int]) -> set[str]: ...
    def title_of(self, number: str) -> str: ...
    def unit_name(self, id: int) -> str: ...
    def is_unit(self, word: str) -> bool: ...
    def units_in(self, text: str) -> list[UnitMention]: ...


@dataclass(frozen=True)
class Entity:
    """Something at `start:end` of the normal text. `value` is a task's number, a percent as text, a dates.Mention, a
    dates.Length or a unit's id."""

    kind: EntityKind
    start: int
    end: int
    value: Any


def _start(entity: Entity) -> int:
    return entity.start


@dataclass(frozen=True)
class Message:
    """`places` are for each character of `shape`, and for its end, the place in the normal text."""

    normal: Normal
    shape: str
    places: tuple[int, ...]
    entities: tuple[Entity, ...]

    def of(self, kind: EntityKind) -> list[Any]:
        """Return the values of one kind, from left to right."""
        return [entity.value for entity in self.entities if entity.kind == kind]

    def entities_in(self, start: int, end: int, kind: EntityKind) -> list[Entity]:
        """Return the entities of one kind in `shape[start:end]`."""
        first, last = (bisect_left(self.entities, self.places[at], key=_start) for at in (start, end))
        return [entity for entity in self.entities[first:last] if entity.kind == kind]

    def written(self, start: int, end: int) -> str:
        """Return what was written for `shape[start:end]`."""
        return self.normal.as_written(self.places[start], self.places[end])

    def text(self, start: int, end: int) -> str:
        """Return the normal text of `shape[start:end]`."""
        return self.normal.text[self.places[start] : self.places[end]]


def read(written: str, names: Names, today: date, calendar: Calendar | None = None) -> Message:
    """Take what was written apart. Dates count from `today`."""
    understood = normal(written, names.is_task)
    rest, entities = understood.text, []
    for find in (_tasks(names), _percents, _dates(today, calendar), _lengths, _units(names)):
        found = list(find(rest))
        entities += found
        rest = _without(rest, found)
    entities.sort(key=lambda entity: entity.start)
    return Message(understood, *_shape(understood.text, entities), tuple(entities))


def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern over shapes, in which `{task}` and the like stand for entities.

    A group of words that repeats without end repeats at most MOST_WORDS times, and one of a few marks or characters
    MOST_MARKS times: a sentence has no more of them, and a text that was made to be slow would be compared in each way
    in which it can be divided among them.
    """
    for name, character in PLACEHOLDERS.items():
        pattern = pattern.replace(name, character)
    pattern = ENDLESS_WORDS.sub(lambda match: f"){_times(match[1], MOST_WORDS)}", pattern)
    pattern = ENDLESS_MARKS.sub(lambda match: f"{match[1]}{_times(match[2], MOST_MARKS)}", pattern)
    return re.compile(pattern, re.DOTALL)


def _times(sign: str, most: int) -> str:
    return f"{{{'0' if sign == '*' else '1'},{most}}}"


def _without(text: str, entities: Iterable[Entity]) -> str:
    """Return the text with a placeholder for each character of the entities, which stand in it from left to right."""
    pieces, at = [], 0
    for entity in entities:
        pieces += [text[at : entity.start], TAKEN * (entity.end - entity.start)]
        at = entity.end
    return "".join(pieces) + text[at:]


def _shape(text: str, entities: list[Entity]) -> tuple[str, tuple[int, ...]]:
    shape, places, at = "", [], 0
    for entity in entities:
        shape += text[at : entity.start] + entity.kind
        places += [*range(at, entity.start), entity.start]
        at = entity.end
    return shape + text[at:], (*places, *range(at, len(text)), len(text))


Finder = Callable[[str], Iterator[Entity]]


def _tasks(names: Names) -> Finder:
    def find(text: str) -> Iterator[Entity]:
        for match in NUMBER.finditer(text):
            is_known = names.is_task(match[0]) or names.tasks_below(match[0])
            if is_known or match[0].count(".") == 2:
                yield Entity(TASK, match.start(), match.end(), match[0])

    return find


def _percents(text: str) -> Iterator[Entity]:
    matches = [(match.start(), match.end(), match[0]) for match in PERCENTS.finditer(text)]
    matches += [(match.start(1), match.end(1), f"{match[1]}%") for match in BARE_PERCENT.finditer(text)]
    yield from (Entity(PERCENT, start, end, words.replace(" ", "")) for start, end, words in sorted(matches))


def _dates(today: date, calendar: Calendar | None) -> Finder:
    return lambda text: (
        Entity(DATE, mention.start, mention.end, mention) for mention in dates.mentions(text, today, calendar)
    )


def _lengths(text: str) -> Iterator[Entity]:
    for match, length in zip(dates.LENGTH.finditer(text), dates.lengths(text), strict=True):
        yield Entity(LENGTH, match.start(), match.end(), length)


def _units(names: Names) -> Finder:
    return lambda text: (Entity(UNIT, *mention) for mention in names.units_in(text))
