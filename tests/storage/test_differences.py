"""How the two implementations of the protocol differ, by design. Everything else is tested on both."""

import asyncio
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import settings
from storage.async_database import AsyncDatabase
from storage.database import Connection, Database
from storage.sync_database import SyncDatabase
from tests.storage.test_database import ADD, names


def sync_database(folder: Path) -> Database:
    return SyncDatabase(str(folder / "sync.db"))


async def async_database(folder: Path) -> Database:
    return await AsyncDatabase.open(f"sqlite+aiosqlite:///{folder}/async.db")


async def test_a_cancelled_caller_cancels_only_the_transaction_of_the_sync_database(tmp_path: Path) -> None:
    written = asyncio.Event()

    async def work(db: Connection) -> None:
        await db.execute(sa.text(ADD), {"name": "first"})
        written.set()
        await asyncio.sleep(0.05)
        await db.execute(sa.text(ADD), {"name": "second"})

    for db, expected in ((sync_database(tmp_path), set()), (await async_database(tmp_path), {"first", "second"})):
        written.clear()
        caller = asyncio.create_task(db.write(work))
        await written.wait()
        caller.cancel()
        with suppress(asyncio.CancelledError):
            await caller
        await db.write(lambda db: settings.drop(db, settings.BUREAU, "none"))  # waits for the other transaction
        assert await names(db) == expected
        await db.close()


async def test_only_the_sync_database_blocks_the_event_loop(tmp_path: Path) -> None:
    for db, expected in ((sync_database(tmp_path), 0), (await async_database(tmp_path), 1)):
        turns = 0

        async def count_turns() -> None:
            nonlocal turns
            while True:
                await asyncio.sleep(0)
                turns += 1

        counting = asyncio.create_task(count_turns())
        await db.write(lambda db: db.execute(sa.text(ADD), {"name": "x"}))
        assert min(turns, 1) == expected
        counting.cancel()
        await db.close()


@pytest.mark.parametrize(("name", "expected"), [("sync", 0), ("async", 2)])  # OFF, FULL
async def test_only_the_async_database_waits_for_the_disk(tmp_path: Path, name: str, expected: int) -> None:
    db = sync_database(tmp_path) if name == "sync" else await async_database(tmp_path)
    assert await db.write(lambda db: db.scalar(sa.text("PRAGMA synchronous"))) == expected
    await db.close()


async def test_the_sync_database_does_not_wait_for_another_process(tmp_path: Path) -> None:
    """It fails after 50 milliseconds; AsyncDatabase waits for ten seconds."""
    for db, path in ((sync_database(tmp_path), "sync.db"), (await async_database(tmp_path), "async.db")):
        with closing(sqlite3.connect(tmp_path / path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            writing = asyncio.create_task(db.write(lambda db: db.execute(sa.text(ADD), {"name": "x"})))
            await asyncio.wait([writing], timeout=0.5)
            assert writing.done() is (path == "sync.db")
            other.execute("ROLLBACK")
        if path == "sync.db":
            with pytest.raises(sa.exc.OperationalError, match="locked"):
                await writing
        else:
            await writing
        await db.close()
