"""Errors of a database that is unreachable, locked or full, in contrast to errors of a statement."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing

import pytest
import sqlalchemy as sa

from storage import sqlite_driver
from storage.async_database import AsyncDatabase
from storage.availability import is_away
from storage.database import Connection, Database
from tests import postgres
from tests.storage.test_database import ADD, names


async def add(db: Database, name: str) -> None:
    await db.write(lambda db: db.execute(sa.text(ADD), {"name": name}))


WRONG = {
    "syntax": "INSERT INTO",
    "unknown table": "DELETE FROM nothing",
    "duplicate row": "INSERT INTO settings (owner, name, value) VALUES (0, 'a', 'x'), (0, 'a', 'x')",
    "missing value": "INSERT INTO settings (owner, name) VALUES (0, 'a')",
    "protected table": "DELETE FROM events",
}


@pytest.mark.parametrize("statement", WRONG.values(), ids=WRONG)
async def test_a_wrong_statement(db: Database, statement: str) -> None:
    event = "INSERT INTO events (at, action) VALUES ('2020-03-02 00:00:00', 'x')"
    await db.write(lambda db: db.execute(sa.text(event)))
    with pytest.raises(sa.exc.DBAPIError) as caught:
        await db.write(lambda db: db.execute(sa.text(statement)))
    assert not is_away(caught.value)
    assert await names(db) == set()


@pytest.mark.parametrize("error", [ValueError("x"), FileNotFoundError(2, "x"), KeyError("x")])
def test_other_faults(error: Exception) -> None:
    assert not is_away(error)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_locked_by_another_program(async_db: AsyncDatabase, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_driver, "ATTEMPTS", 1)
    with closing(sqlite3.connect(url.partition("///")[2], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sa.exc.OperationalError, match="locked") as caught:
            await add(async_db, "locked out")
    assert is_away(caught.value)
    await add(async_db, "in")
    assert await names(async_db) == {"in"}


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_full(async_db: AsyncDatabase) -> None:
    async def limit(pages: int) -> None:
        await async_db.write(lambda db: db.execute(sa.text(f"PRAGMA max_page_count = {pages}")))

    async def fill() -> None:
        for number in range(1000):
            await add(async_db, f"{number}" * 100)

    await limit(1)
    with pytest.raises(sa.exc.OperationalError, match="full") as caught:
        await fill()
    assert is_away(caught.value)
    before = await names(async_db)
    await limit(100_000)
    await add(async_db, "in")
    assert await names(async_db) == before | {"in"}


@pytest.fixture
def server() -> Iterator[postgres.Server]:
    """The server, which is started again after the test."""
    server = postgres.server()
    yield server
    server.start()


@pytest.fixture
async def on_server() -> AsyncIterator[Database]:
    async with postgres.database() as url:
        db = await AsyncDatabase.open(url)
        yield db
        await db.close()


@postgres.needed
async def test_stopped_between_two_uses(on_server: Database, server: postgres.Server) -> None:
    await add(on_server, "before")
    assert await names(on_server) == {"before"}
    server.stop()
    with pytest.raises((sa.exc.DBAPIError, OSError)) as caught:
        await add(on_server, "meanwhile")
    assert is_away(caught.value)
    with pytest.raises((sa.exc.DBAPIError, OSError)) as caught:
        await names(on_server)
    assert is_away(caught.value)
    server.start()
    assert await names(on_server) == {"before"}
    await add(on_server, "after")
    server.stop()
    server.start()
    await add(on_server, "after an unnoticed restart")
    assert await names(on_server) == {"before", "after", "after an unnoticed restart"}


@postgres.needed
async def test_stopped_in_the_middle(on_server: Database, server: postgres.Server) -> None:
    """The transaction is rolled back, and the next one gets a new connection."""

    async def work(db: Connection) -> None:
        await db.execute(sa.text(ADD), {"name": "half"})
        await asyncio.to_thread(server.stop)
        await asyncio.to_thread(server.start)
        await db.execute(sa.text(ADD), {"name": "other half"})

    with pytest.raises((sa.exc.DBAPIError, OSError)) as caught:
        await on_server.write(work)
    assert is_away(caught.value)
    assert await names(on_server) == set()
    await add(on_server, "after")
    assert await names(on_server) == {"after"}


async def restart(server: postgres.Server) -> None:
    await asyncio.sleep(0.3)
    await asyncio.to_thread(server.stop)
    await asyncio.sleep(0.1)
    await asyncio.to_thread(server.start)


@postgres.needed
async def test_no_commit_is_lost_during_restarts(on_server: Database, server: postgres.Server) -> None:
    """Four people write and retry after errors, during three restarts. What was committed is stored once."""
    done: list[str] = []
    stop = asyncio.Event()
    errors: list[Exception] = []

    async def write(name: str) -> bool:
        try:
            await on_server.write(lambda db: db.execute(sa.text(ONCE), {"name": name}))
        except (sa.exc.DBAPIError, OSError) as error:
            errors.append(error)
            await asyncio.sleep(0.02)
            return False
        return True

    async def person(id: int) -> None:
        while not stop.is_set():
            name = f"{id}.{len(done)}"
            while not await write(name):
                pass
            done.append(name)

    people = [asyncio.create_task(person(id)) for id in range(4)]
    for _ in range(3):
        await restart(server)
    stop.set()
    await asyncio.gather(*people)
    assert len(errors) >= 3, "the server was never unreachable, so the test has proved nothing"
    assert [error for error in errors if not is_away(error)] == []
    assert await names(on_server) == set(done)


ONCE = f"{ADD} ON CONFLICT DO NOTHING"
