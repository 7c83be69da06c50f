"""Invent the people of a simulated bureau, some of whom never open the bot."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, islice

from plan.values import Duty, UnitKind
from storage.units import Unit

FIRST_ID = 70_001
"""The first Telegram id: no real account has one so low."""
GROUP = -1_000_000_070_001


@dataclass(frozen=True)
class Somebody:
    """A person; `chat` is their Telegram id, None if they are on the roster and have never opened the bot."""

    name: str
    unit: Unit
    duty: Duty
    chat: int | None


def cast(every: Iterable[Unit], size: int) -> list[Somebody]:
    """Return the clerk and the leader, a liaison of each unit and the heads, then second ones, half of whom never open
    the bot. So each unit has somebody who acts, and the bot has people whom it can't reach.
    """
    people: list[Somebody] = []
    for number, (unit, duty, again) in enumerate(islice(_places(list(every)), size)):
        away = again > 1 and number % 2 == 0
        name = f"演示{unit.name}{duty.label}{again if again > 1 else ''}"
        people.append(Somebody(name, unit, duty, None if away else FIRST_ID + number))
    return people


def _places(every: list[Unit]) -> Iterator[tuple[Unit, Duty, int]]:
    """Yield unit, duty and round without end."""
    bureaus = [unit for unit in every if unit.kind is UnitKind.BUREAU] or every[:1]
    others = [unit for unit in every if unit not in bureaus] or bureaus
    for again in count(1):
        if again == 1:
            yield from ((unit, duty, again) for unit in bureaus[:1] for duty in (Duty.CLERK, Duty.LEADER))
        yield from ((unit, duty, again) for duty in (Duty.LIAISON, Duty.HEAD) for unit in others)
