"""A quarter of the built-in plan's year with sixty people; `make soak` checks the whole year in the same way."""

import hashlib
import json
from datetime import date

import pytest

from tests.simulation.checks import check
from tests.simulation.printed import QUARTER, Period, printed

DIGEST = "b5ef3fa02be8a8dc92646e48c1c13e77b6a42d3983a08c88edb57e1c8d76ce3a"
"""Of what is printed for seed 1 without interruptions. A change of behaviour changes it; state its reason here."""


async def test_a_quarter() -> None:
    """Interrupted at 20 moments and resumed, it prints what `duban simulate` prints of the quarter without a pause."""
    resumed = await printed(QUARTER, hash_seed=2, cuts=QUARTER.interruptions)
    check(resumed, QUARTER)
    assert hashlib.sha256(resumed.encode()).hexdigest() == DIGEST


@pytest.mark.parametrize("people", [1, pytest.param(3, marks=pytest.mark.soak)])
async def test_hardly_any_people(people: int) -> None:
    """Units without people are told nothing, and nothing breaks."""
    period = Period(date(2020, 1, 2), date(2020, 1, 10), ())
    *letters, last = map(json.loads, (await printed(period, people=people)).splitlines())
    assert len(last["people"]) == people
    assert {letter["person"] for letter in letters} <= {None, *(person["person"] for person in last["people"])}
    assert [letter["rule"] for letter in letters].count("summary") == 1
