"""A quarter of the built-in plan's year with sixty people; `make soak` checks the whole year in the same way."""

import asyncio
import hashlib
import json
from datetime import date

import pytest

from tests.simulation.checks import check
from tests.simulation.printed import QUARTER, Period, printed

DIGEST = "8f3d93dcfbf173f6f1e284a5b9816a8c30fb324ddf340779cbf27427548f0f6d"
"""Of what is printed for seed 1. A change of behaviour changes it; state the reason beside the new value."""


async def test_a_quarter() -> None:
    whole, resumed = await asyncio.gather(
        printed(QUARTER, hash_seed=1), printed(QUARTER, hash_seed=2, cuts=QUARTER.interruptions)
    )
    assert whole == resumed, "interrupted at 20 moments and resumed, it prints the same"
    check(whole, QUARTER)
    assert hashlib.sha256(whole.encode()).hexdigest() == DIGEST


@pytest.mark.parametrize("people", [1, 3])
async def test_hardly_any_people(people: int) -> None:
    """Units without people are told nothing, and nothing breaks."""
    period = Period(date(2020, 1, 2), date(2020, 1, 10), ())
    *letters, last = map(json.loads, (await printed(period, people=people)).splitlines())
    assert len(last["people"]) == people
    assert {letter["person"] for letter in letters} <= {None, *(person["person"] for person in last["people"])}
    assert [letter["rule"] for letter in letters].count("summary") == 1
