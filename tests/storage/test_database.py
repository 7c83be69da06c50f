"""The protocol of a database: no change is lost, readers need not wait, and a transaction is atomic."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from plan.refusal import Refusal
from storage import assignments
from storage.async_database import AsyncDatabase
from storage.database import Connection, Database
from storage.schema import settings
from storage.sync_database import SyncDatabase
from tests.storage.small_plan import CENTRE, bring, shares

ADD = "INSERT INTO settings (owner, name, value) VALUES (0, :name, 'x')"
COUNTED = "INSERT INTO settings VALUES (0, 'count', :n) ON CONFLICT (owner, name) DO UPDATE SET value = excluded.value"


async def names(db: Database) -> set[str]:
    async def work(db: Connection) -> set[str]:
        return set((await db.execute(sa.select(settings.c.name))).scalars())

    return await db.read(work)


async def test_no_change_of_160_is_lost(db: Database) -> None:
    """Eight writers change one assignment twenty times each; after a refusal they read it again and retry."""
    await bring(db, CENTRE)
    assignment = (await shares(db))["1.1.1", "甲处"]
    refused = 0

    async def change(writer: int, number: int) -> None:
        seen = await db.read(lambda db: assignments.get(db, assignment.id))
        assert seen is not None
        await asyncio.sleep(0)  # Let the others read it too.
        words = f"{seen.words}{writer}.{number} "
        await db.write(lambda db: assignments.save(db, replace(seen, words=words)))

    async def writer(number: int) -> None:
        nonlocal refused
        for attempt in range(20):
            while True:
                try:
                    await change(number, attempt)
                    break
                except Refusal:
                    refused += 1

    await asyncio.gather(*(writer(number) for number in range(8)))
    last = (await shares(db))["1.1.1", "甲处"]
    assert sorted(last.words.split()) == sorted(f"{writer}.{attempt}" for writer in range(8) for attempt in range(20))
    assert last.version == assignment.version + 160
    assert refused > 0, "no two writers met, so the test has proved nothing"


async def test_two_databases_add_160_times(async_db: AsyncDatabase, url: str) -> None:
    """As in two processes, two databases read and then write the same row, each in its transactions."""
    other = await AsyncDatabase.open(url)

    async def add(db: Connection) -> None:
        count = (await db.execute(sa.text("SELECT value FROM settings WHERE name = 'count'"))).scalar()
        await asyncio.sleep(0)
        await db.execute(sa.text(COUNTED), {"n": str(int(count or 0) + 1)})

    await asyncio.gather(*(database.write(add) for database in (async_db, other) * 80))
    count = await async_db.read(lambda db: db.scalar(sa.text("SELECT value FROM settings WHERE name = 'count'")))
    await other.close()
    assert count == "160"


async def test_a_reader_does_not_wait_for_a_writer(db: Database) -> None:
    written, leave = asyncio.Event(), asyncio.Event()

    async def work(db: Connection) -> None:
        await db.execute(sa.text(ADD), {"name": "half"})
        written.set()
        await leave.wait()

    writing = asyncio.create_task(db.write(work))
    await written.wait()
    assert await names(db) == set()
    leave.set()
    await writing
    assert await names(db) == {"half"}


async def test_a_reader_cannot_write(db: Database) -> None:
    with pytest.raises(sa.exc.DBAPIError, match=r"readonly|read-only"):
        await db.read(lambda db: db.execute(sa.text(ADD), {"name": "x"}))
    assert await names(db) == set()


async def test_an_error_rolls_the_transaction_back(db: Database) -> None:
    async def work(db: Connection) -> None:
        await db.execute(sa.text(ADD), {"name": "undone"})
        raise Refusal("不行。")

    with pytest.raises(Refusal):
        await db.write(work)
    assert await names(db) == set()


async def test_a_caller_cancelled_at_any_point(async_db: AsyncDatabase) -> None:
    """Sixty callers, each cancelled one turn of the loop later than the one before: a transaction stays atomic."""

    async def work(db: Connection, number: int) -> None:
        await db.execute(sa.text(ADD), {"name": f"{number} a"})
        await db.execute(sa.text(ADD), {"name": f"{number} b"})

    cancelled = 0
    for number in range(60):
        caller = asyncio.create_task(async_db.write(lambda db, number=number: work(db, number)))  # type: ignore[misc]
        for _ in range(number):
            await asyncio.sleep(0)
        cancelled += caller.cancel()
        with suppress(asyncio.CancelledError):
            await caller
        await async_db.write(lambda db, number=number: db.execute(sa.text(ADD), {"name": f"{number} next"}))  # type: ignore[misc]
    assert cancelled > 10, "most callers had ended before they were cancelled"
    stored = await names(async_db)
    assert {f"{number} next" for number in range(60)} <= stored
    assert all((f"{number} a" in stored) == (f"{number} b" in stored) for number in range(60))


async def test_closing_waits_for_transactions(url: str) -> None:
    db = await AsyncDatabase.open(url)

    async def work(db: Connection) -> None:
        await asyncio.sleep(0.05)
        await db.execute(sa.text(ADD), {"name": "late"})

    caller = asyncio.create_task(db.write(work))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    caller.cancel()
    await db.close()
    again = await AsyncDatabase.open(url)
    assert await names(again) == {"late"}
    await again.close()


async def test_after_write_is_told_of_each_transaction(db: Database) -> None:
    outcomes: list[BaseException | None] = []
    db.after_write = outcomes.append
    refusal = Refusal("不行。")

    async def refuse(_db: Connection) -> None:
        raise refusal

    await db.write(lambda db: db.execute(sa.text(ADD), {"name": "x"}))
    with pytest.raises(Refusal):
        await db.write(refuse)
    await names(db)
    assert outcomes == [None, refusal]


async def test_a_reopened_database_has_what_was_written(tmp_path: Path) -> None:
    """The two implementations can open each other's files."""
    path = tmp_path / "duban.db"
    written = SyncDatabase(str(path))
    await bring(written, CENTRE)
    expected = await shares(written)
    await written.close()
    reopened: tuple[Database, ...] = (SyncDatabase(str(path)), await AsyncDatabase.open(f"sqlite+aiosqlite:///{path}"))
    for database in reopened:
        assert await shares(database) == expected
        await database.close()
