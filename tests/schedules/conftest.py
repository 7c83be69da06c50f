"""Fixtures for the tests of scheduled letters; their database need not survive a crash."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.town import Town, quick


@pytest.fixture
async def bureau(tmp_path: Path) -> AsyncIterator[Town]:
    """A bureau with the built-in plan on Monday 2020-03-02 at 08:00."""
    async with quick(tmp_path) as built:
        yield built
