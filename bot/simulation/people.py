"""Who is there in a simulated bureau, and who of them never opens the bot."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, islice

from plan.values import Duty, UnitKind
from storage.units import Unit

FIRST_ID = 70_001
"""Of an account: no person in Telegram has one so low."""
GROUP = -1_000_000_070_001


@dataclass(frozen=True)
class Somebody:
    """`chat` is his account in Telegram; without one he is on the roster, and has never opened the bot."""

    name: str
    unit: Unit
    duty: Duty
    chat: int | None


def cast(every: Iterable[Unit], size: int) -> list[Somebody]:
    """The clerk and the leader, a liaison of each unit, the heads; then second ones, every other of whom stays away.

    So somebody is there for each unit, and the bot has its unreachable ones all the same.
    """
    people: list[Somebody] = []
    for number, (unit, duty, again) in enumerate(islice(_places(list(every)), size)):
        away = again > 1 and number % 2 == 0
        name = f"演示{unit.name}{duty.label}{again if again > 1 else ''}"
        people.append(Somebody(name, unit, duty, None if away else FIRST_ID + number))
    return people


def _places(every: list[Unit]) -> Iterator[tuple[Unit, Duty, int]]:
    """Without end: as many as one wants."""
    bureaus = [unit for unit in every if unit.kind is UnitKind.BUREAU] or every[:1]
    others = [unit for unit in every if unit not in bureaus] or bureaus
    for again in count(1):
        if again == 1:
            yield from ((unit, duty, again) for unit in bureaus[:1] for duty in (Duty.CLERK, Duty.LEADER))
        yield from ((unit, duty, again) for duty in (Duty.LIAISON, Duty.HEAD) for unit in others)
