"""What the coming days would send (预演), counted from the letters that would go out, if nothing changes meanwhile."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from plan.calendar import Calendar
from plan.reminders import Due

DAYS = 7
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """A letter to a person, or to a group; `said` is what a digest puts together."""

    day: date
    rule: str
    person_id: int | None
    said: tuple[Due, ...] = ()


@dataclass(frozen=True)
class Load:
    """How much one person would get: so many letters, and in his digests so many lines."""

    person_id: int
    letters: int
    items: int


def steps(done: date, first: date, last: date, calendar: Calendar) -> list[tuple[date, date]]:
    """The working days from `first` to `last`, each with the day that will be done by then."""
    found = []
    for count in range((last - first).days + 1):
        if calendar.works(day := first + DAY * count):
            found.append((done, day))
            done = day
    return found


def by_rule(told: Iterable[Told], day: date) -> Counter[str]:
    return Counter(one.rule for one in told if one.day == day)


def items(told: Iterable[Told], day: date) -> Counter[str]:
    """Of what the digests speak, by rule: each thing once, whoever is told of it."""
    rules = {due.key: due.rule for one in told if one.day == day for due in one.said}
    return Counter(rules.values())


def by_person(told: Iterable[Told]) -> list[Load]:
    """Who gets most comes first."""
    letters: Counter[int] = Counter()
    lines: Counter[int] = Counter()
    for one in told:
        if one.person_id is not None:
            letters[one.person_id] += 1
            lines[one.person_id] += len(one.said)
    loads = (Load(id, count, lines[id]) for id, count in letters.items())
    return sorted(loads, key=lambda load: (-load.letters, -load.items, load.person_id))
