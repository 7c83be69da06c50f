"""What every test may ask for, and where its files lie."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.town import Town, town

MEMORY = Path("/dev/shm")
ENOUGH = 2**30


def pytest_configure() -> None:
    """In memory where the machine has room there, as Linux has: thousands of small commits need not wait for a disk."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.fixture
async def bureau(tmp_path: Path) -> AsyncIterator[Town]:
    """A bureau with the built-in plan on Monday 2020-03-02 at 08:00."""
    async with town(tmp_path) as built:
        yield built
