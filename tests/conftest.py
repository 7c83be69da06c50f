"""Fixtures and settings for all tests."""

import gc
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.util import LRUCache

from bot.telegram import keyboard
from schedules import SCHEDULES
from schedules import load as load_schedules
from tests import skips
from tests.own import drop_added_schedules
from tests.town import Town, town

MEMORY = Path("/dev/shm")
ENOUGH = 2**30
"""Free bytes in memory above which the tests keep their files there."""


def pytest_configure() -> None:
    """Keep the tests' files in memory where the machine has room, so that small commits need not wait for a disk."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    _share_compiled_statements()


def pytest_xdist_auto_num_workers() -> int:
    """Return three workers for two processors: a third of the time, tests wait for sockets, disks and clocks."""
    return (os.cpu_count() or 1) * 3 // 2


def pytest_collection_finish() -> None:
    """Exempt what is loaded by now from garbage collection, which would scan it again and again."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Count and name the skipped tests in the last line, so that a partial run is not mistaken for a full one."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and not hasattr(config, "workerinput"):  # a worker of pytest-xdist prints nothing
        reporter.write_line(skips.line(reporter.stats.get("skipped", [])))


def _share_compiled_statements() -> None:
    """Let all engines share their compiled statements.

    A running bot has one engine and compiles each statement once. Every test has an engine of its own and would compile
    all of them again. What a statement compiles to depends on the class of the dialect only.
    """
    compiled: LRUCache[Any, Any] = LRUCache(2000)
    Engine._compiled_cache = property(lambda _: compiled, lambda *_: None)  # type: ignore[assignment]
    SQLiteDialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]
    SQLiteDialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def no_button_is_left_out(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail where the bot leaves out a button because its line is too long for Telegram, in whatever test."""
    yield
    records = caplog.get_records("call")
    assert [record.getMessage() for record in records if record.name == keyboard.__name__] == []


@pytest.fixture
async def bureau(tmp_path: Path) -> AsyncIterator[Town]:
    """A bureau with the built-in plan on Monday 2020-03-02 at 08:00."""
    async with town(tmp_path) as bureau:
        yield bureau


@pytest.fixture(autouse=True)
def own_schedules(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests state exactly which letters come. A schedule that somebody has added sends more, and has its own test."""
    load_schedules()
    everything = dict(SCHEDULES)
    if not request.module.__name__.endswith("test_new_schedule"):
        drop_added_schedules()
    yield
    SCHEDULES.clear()
    SCHEDULES.update(everything)
