"""The door to the database: nothing is lost, nobody queues who need not, nothing is done by halves."""

import asyncio
from contextlib import suppress
from dataclasses import replace

import pytest
import sqlalchemy as sa

from plan.refusal import Refusal
from storage import assignments
from storage.database import Connection, Database
from storage.schema import settings
from tests.storage.papers import CENTRE, bring, shares

ADD = "INSERT INTO settings (owner, name, value) VALUES (0, :name, 'x')"
COUNTED = "INSERT INTO settings VALUES (0, 'count', :n) ON CONFLICT (owner, name) DO UPDATE SET value = excluded.value"


async def names(db: Database) -> set[str]:
    async def work(db: Connection) -> set[str]:
        return set((await db.execute(sa.select(settings.c.name))).scalars())

    return await db.read(work)


async def test_no_change_of_160_is_lost(db: Database) -> None:
    """Eight people change one assignment twenty times each; who is refused looks again and tries again."""
    await bring(db, CENTRE)
    assignment = (await shares(db))["1.1.1", "甲处"]
    refused = 0

    async def change(writer: int, number: int) -> None:
        seen = await db.read(lambda db: assignments.get(db, assignment.id))
        assert seen is not None
        await asyncio.sleep(0)  # the others look too
        words = f"{seen.words}{writer}.{number} "
        await db.write(lambda db: assignments.save(db, replace(seen, words=words)))

    async def writer(number: int) -> None:
        nonlocal refused
        for turn in range(20):
            while True:
                try:
                    await change(number, turn)
                    break
                except Refusal:
                    refused += 1

    await asyncio.gather(*(writer(number) for number in range(8)))
    last = (await shares(db))["1.1.1", "甲处"]
    assert sorted(last.words.split()) == sorted(f"{writer}.{turn}" for writer in range(8) for turn in range(20))
    assert last.version == assignment.version + 160
    assert refused > 0, "they never met, so nothing was proved"


async def test_two_connections_add_160_times(db: Database, url: str) -> None:
    """Two processes' worth of engines, each reading and then writing in its transaction."""
    other = await Database.open(url)

    async def add(db: Connection) -> None:
        count = (await db.execute(sa.text("SELECT value FROM settings WHERE name = 'count'"))).scalar()
        await asyncio.sleep(0)
        await db.execute(sa.text(COUNTED), {"n": str(int(count or 0) + 1)})

    await asyncio.gather(*(database.write(add) for database in (db, other) * 80))
    count = await db.read(lambda db: db.scalar(sa.text("SELECT value FROM settings WHERE name = 'count'")))
    await other.close()
    assert count == "160"


async def test_a_reader_goes_by_an_open_writer(db: Database) -> None:
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


async def test_a_reader_can_not_write(db: Database) -> None:
    with pytest.raises(sa.exc.DBAPIError, match=r"readonly|read-only"):
        await db.read(lambda db: db.execute(sa.text(ADD), {"name": "sly"}))
    assert await names(db) == set()


async def test_what_fails_is_undone(db: Database) -> None:
    async def work(db: Connection) -> None:
        await db.execute(sa.text(ADD), {"name": "undone"})
        raise Refusal("不行。")

    with pytest.raises(Refusal):
        await db.write(work)
    assert await names(db) == set()


async def test_the_caller_is_cancelled_at_any_point(db: Database) -> None:
    """Sixty callers, each cancelled one turn of the loop later than the one before: all of a change or nothing."""

    async def work(db: Connection, number: int) -> None:
        await db.execute(sa.text(ADD), {"name": f"{number} a"})
        await db.execute(sa.text(ADD), {"name": f"{number} b"})

    cut = 0
    for number in range(60):
        caller = asyncio.create_task(db.write(lambda db, number=number: work(db, number)))  # type: ignore[misc]
        for _ in range(number):
            await asyncio.sleep(0)
        cut += caller.cancel()
        with suppress(asyncio.CancelledError):
            await caller
        await db.write(lambda db, number=number: db.execute(sa.text(ADD), {"name": f"{number} free"}))  # type: ignore[misc]
    assert cut > 10, "hardly a caller was still waiting"
    found = await names(db)
    assert {f"{number} free" for number in range(60)} <= found
    assert all((f"{number} a" in found) == (f"{number} b" in found) for number in range(60))


async def test_closing_waits_for_what_is_under_way(url: str) -> None:
    db = await Database.open(url)

    async def work(db: Connection) -> None:
        await asyncio.sleep(0.05)
        await db.execute(sa.text(ADD), {"name": "late"})

    caller = asyncio.create_task(db.write(work))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    caller.cancel()
    await db.close()
    again = await Database.open(url)
    assert await names(again) == {"late"}
    await again.close()
