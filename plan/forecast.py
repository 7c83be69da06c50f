"""Count the letters that the coming days would bring (预演) if nothing changed meanwhile."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from plan import keys
from plan.letter_kinds import LetterKind, Rule

DAYS = 7
DAY = timedelta(days=1)


@dataclass(frozen=True)
class ForecastLetter:
    """A letter to a person, or to a group if `person_id` is None; `lines` is the number of reminders in it."""

    day: date
    kind: LetterKind
    person_id: int | None
    lines: int = 0


@dataclass(frozen=True)
class Forecast:
    """`items` counts by rule the reminders in the letters of one kind on one day: each reminder once, however many
    people are told of it."""

    letters: Sequence[ForecastLetter]
    items: Mapping[tuple[date, LetterKind], Counter[Rule]]

    def after(self, day: date) -> list[ForecastLetter]:
        return [letter for letter in self.letters if letter.day > day]

    @cached_property
    def _counts(self) -> Counter[tuple[date, LetterKind]]:
        return Counter((letter.day, letter.kind) for letter in self.letters)

    def by_kind(self, day: date) -> dict[LetterKind, int]:
        """Return the number of letters of each kind, the most first."""
        return {kind: count for (of_day, kind), count in self._counts.most_common() if of_day == day}


@dataclass(frozen=True)
class Load:
    """The number of letters that one person would get, and of reminders in them."""

    person_id: int
    letters: int
    lines: int


def last_day(today: date) -> date:
    return today + DAY * DAYS


def items(said: Iterable[str]) -> Counter[Rule]:
    """Count reminders by rule; `said` are their keys."""
    kinds = (keys.kind_of(key) for key in said)
    return Counter(kind.rule for kind in kinds if kind)


def by_person(letters: Iterable[ForecastLetter]) -> list[Load]:
    """Return the loads, the greatest first."""
    counts: Counter[int] = Counter()
    lines: Counter[int] = Counter()
    for letter in letters:
        if letter.person_id is not None:
            counts[letter.person_id] += 1
            lines[letter.person_id] += letter.lines
    loads = (Load(id, count, lines[id]) for id, count in counts.items())
    return sorted(loads, key=lambda load: (-load.letters, -load.lines, load.person_id))
