"""The bureau in which bulletins are made."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.handlers.bulletins.desk import PLAN, TEN
from tests.town import CLERK, LEADER, LIAISON, OBSERVER, OTHER, Town, quick


@pytest.fixture
async def bureau(tmp_path: Path) -> AsyncIterator[Town]:
    """At ten on a Wednesday: no summary is due that day, and earlier letters have been sent."""
    async with quick(tmp_path, PLAN) as built:
        for place in (CLERK, LEADER, LIAISON, OTHER, OBSERVER):
            await built.person(place)
        built.clock.set(TEN)
        await built.bot.tick()
        yield built
