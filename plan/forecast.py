"""What the coming days would send (预演), counted from the letters that would go out, if nothing changes meanwhile."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from plan.calendar import Calendar
from plan.digest_rules import Due
from plan.letter_kinds import LetterKind, Rule

DAYS = 7
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """A letter to a person, or to a group; a digest has `lines`."""

    day: date
    kind: LetterKind
    person_id: int | None
    lines: int = 0


@dataclass(frozen=True)
class Forecast:
    """`items` is of what the digests of a day speak, by rule: each thing once, whoever is told of it."""

    letters: Sequence[Told]
    items: Mapping[date, Counter[Rule]]

    def after(self, day: date) -> list[Told]:
        return [told_letter for told_letter in self.letters if told_letter.day > day]

    @cached_property
    def _counts(self) -> Counter[tuple[date, LetterKind]]:
        return Counter((told_letter.day, told_letter.kind) for told_letter in self.letters)

    def by_kind(self, day: date) -> dict[LetterKind, int]:
        """The most first."""
        return {kind: count for (its, kind), count in self._counts.most_common() if its == day}


@dataclass(frozen=True)
class Load:
    """How much one person would get: so many letters, and in his digests so many lines."""

    person_id: int
    letters: int
    lines: int


def steps(done: date, first: date, last: date, calendar: Calendar) -> list[tuple[date, date]]:
    """The working days from `first` to `last`, each with the day that will be done by then."""
    found = []
    for count in range((last - first).days + 1):
        if calendar.works(day := first + DAY * count):
            found.append((done, day))
            done = day
    return found


def items(digests: Iterable[Iterable[Due]]) -> Counter[Rule]:
    return Counter({due.key: due.kind.rule for said in digests for due in said}.values())


def by_person(letters: Iterable[Told]) -> list[Load]:
    """Who gets most comes first."""
    counts: Counter[int] = Counter()
    lines: Counter[int] = Counter()
    for told_letter in letters:
        if told_letter.person_id is not None:
            counts[told_letter.person_id] += 1
            lines[told_letter.person_id] += told_letter.lines
    loads = (Load(id, count, lines[id]) for id, count in counts.items())
    return sorted(loads, key=lambda load: (-load.letters, -load.lines, load.person_id))
