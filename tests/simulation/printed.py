"""Run a simulation in a process of its own and return what it prints."""

import asyncio
import os
import random
import sys
from dataclasses import dataclass
from datetime import date

PEOPLE = 60


@dataclass(frozen=True)
class Period:
    """The simulated days, and 20 steps of them at which a run can be interrupted and resumed."""

    first: date
    last: date
    interruptions: tuple[int, ...]


def interruptions(steps: int) -> tuple[int, ...]:
    """Return 20 of the steps, always the same ones."""
    return tuple(sorted(random.Random(7).sample(range(2, steps), 20)))


QUARTER = Period(date(2020, 10, 1), date(2020, 12, 31), interruptions(3500))
YEAR = Period(date(2020, 1, 2), date(2020, 12, 31), interruptions(5000))


async def printed(
    period: Period, *, hash_seed: int = 0, people: int = PEOPLE, seed: int = 1, cuts: tuple[int, ...] = ()
) -> str:
    """Return the lines of `duban simulate --json`; the run is resumed after each of the steps in `cuts`.

    Two runs with different `hash_seed` iterate over sets in different orders.
    """
    environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed)}
    arguments = map(str, (period.first, period.last, people, seed, *cuts))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.simulation.run", *arguments,
        env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    steps = int(errors.split()[-1])
    assert steps > max(cuts, default=0), "every cut lies within the period"
    return out.decode()
