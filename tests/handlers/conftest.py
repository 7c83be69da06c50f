"""Fixtures for the tests of handlers, which use the synchronous database because it is quicker."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.town import Town, quick


@pytest.fixture
async def bureau(tmp_path: Path) -> AsyncIterator[Town]:
    """A bureau with the built-in plan on Monday 2020-03-02 at 08:00."""
    async with quick(tmp_path) as bureau:
        yield bureau
