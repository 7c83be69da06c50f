"""The whole simulated year: its letters are checked, and for three seeds it prints what it has always printed."""

import asyncio
import hashlib

import pytest

from tests.simulation.checks import check
from tests.simulation.printed import YEAR, printed

pytestmark = pytest.mark.soak
DIGESTS = {
    1: "0c32c865e5cda347747eff0c9f8cab82fd2e7f7159daefa6ef406fe65578d459",
    2020: "2d1fb7c25059b56f395f30309f12bffbab3e0572e26b3f0a926dc07aed6093e8",
    4615: "a15a0b720d95a75a87b255a79ff59885ece1a6f2a524d3e122a214474feca78b",
}
"""By seed, of what `duban simulate --from 2020-01-02 --to 2020-12-31 --people 60 --seed … --json` prints.

A change of behaviour changes them; state the reason beside the new values.
"""


async def test_interrupted_it_prints_the_same() -> None:
    whole, resumed = await asyncio.gather(
        printed(YEAR, hash_seed=1), printed(YEAR, hash_seed=2, cuts=YEAR.interruptions)
    )
    assert whole == resumed
    check(whole, YEAR)


@pytest.mark.parametrize("seed", DIGESTS)
async def test_it_prints_what_it_has_always_printed(seed: int) -> None:
    assert hashlib.sha256((await printed(YEAR, seed=seed)).encode()).hexdigest() == DIGESTS[seed]
