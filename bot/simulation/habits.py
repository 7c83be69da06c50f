"""How a unit works on one assignment: random, but always the same for one seed."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from random import Random


class Temper(StrEnum):
    PROMPT = "prompt"
    LATE = "late"
    CARELESS = "careless"


@dataclass(frozen=True)
class Habit:
    """`signs_after` are days after the assignment, `done_before` days before the deadline (negative: after it); None is
    never. A first report also signs. The unit reports every `every` months on the day `reports_on`, with the progress
    expected by then plus `ahead`.
    """

    signs_after: int | None
    done_before: int | None
    reports_on: int
    every: int
    ahead: int
    asks_for_more: bool
    on_days_off: bool


def chance(*about: object) -> Random:
    """Return a random generator seeded by its subject, so that results do not depend on the order of the calls."""
    return Random(":".join(map(str, about)))  # noqa: S311 - invented people


@lru_cache(maxsize=65_536)
def habit(seed: int, unit: str, code: str) -> Habit:
    temper = chance(seed, unit).choices(list(Temper), (50, 35, 15))[0]
    own = chance(seed, unit, code)
    on_days_off = own.random() < 0.1
    if temper is Temper.PROMPT:
        return Habit(
            own.choice((0, 0, 1, 2)), own.choice((1, 2, 5, 10, 20, 35, 60)), own.randint(16, 25), own.choice((1, 3, 6)),
            own.randint(-5, 15), own.random() < 0.1, on_days_off,
        )  # fmt: skip
    if temper is Temper.LATE:
        return Habit(
            own.choice((2, 4, 9, None)), own.choice((6, 2, 0, -1, -3, -8, -20)), own.randint(20, 28),
            own.choice((3, 4, 6)), own.randint(-30, 5), own.random() < 0.4, on_days_off,
        )  # fmt: skip
    return Habit(
        own.choice((6, 15, 40, None)), own.choice((0, -6, -15, -45, None)), own.randint(20, 31), own.choice((5, 8, 12)),
        own.randint(-60, -10), own.random() < 0.3, False,
    )  # fmt: skip
