"""The database is away, locked or full: said apart from a wrong statement, and over once it is back."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing

import pytest
import sqlalchemy as sa

from storage.away import is_away
from storage.database import Connection, Database
from tests import postgres
from tests.storage.test_database import ADD, names


async def add(db: Database, name: str) -> None:
    await db.write(lambda db: db.execute(sa.text(ADD), {"name": name}))


WRONG = {
    "syntax": "INSERT INTO",
    "unknown table": "DELETE FROM nothing",
    "a row twice": "INSERT INTO settings (owner, name, value) VALUES (0, 'a', 'x'), (0, 'a', 'x')",
    "nothing where something must be": "INSERT INTO settings (owner, name) VALUES (0, 'a')",
    "history": "DELETE FROM events",
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
async def test_locked_by_somebody_else(db: Database, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await db.write(lambda db: db.execute(sa.text("PRAGMA busy_timeout = 50")))
    with closing(sqlite3.connect(url.partition("///")[2], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sa.exc.OperationalError, match="locked") as caught:
            await add(db, "locked out")
    assert is_away(caught.value)
    await add(db, "in")
    assert await names(db) == {"in"}


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_full(db: Database) -> None:
    async def limit(pages: int) -> None:
        await db.write(lambda db: db.execute(sa.text(f"PRAGMA max_page_count = {pages}")))

    async def fill() -> None:
        for number in range(1000):
            await add(db, f"{number}" * 100)

    await limit(1)
    with pytest.raises(sa.exc.OperationalError, match="full") as caught:
        await fill()
    assert is_away(caught.value)
    before = await names(db)
    await limit(100_000)
    await add(db, "in")
    assert await names(db) == before | {"in"}


@pytest.fixture
def server() -> Iterator[postgres.Server]:
    """Running again in the end, whatever the test does to it."""
    one = postgres.server()
    yield one
    one.start()


@pytest.fixture
async def there() -> AsyncIterator[Database]:
    async with postgres.database() as url:
        db = await Database.open(url)
        yield db
        await db.close()


@postgres.needed
async def test_stopped_between_two_uses(there: Database, server: postgres.Server) -> None:
    await add(there, "before")
    assert await names(there) == {"before"}
    server.stop()
    with pytest.raises((sa.exc.DBAPIError, OSError)) as caught:
        await add(there, "meanwhile")
    assert is_away(caught.value)
    with pytest.raises((sa.exc.DBAPIError, OSError)) as caught:
        await names(there)
    assert is_away(caught.value)
    server.start()
    assert await names(there) == {"before"}
    await add(there, "after")
    server.stop()
    server.start()
    await add(there, "restarted, and nobody has noticed")
    assert await names(there) == {"before", "after", "restarted, and nobody has noticed"}


@postgres.needed
async def test_stopped_in_the_middle(there: Database, server: postgres.Server) -> None:
    """All of the transaction or nothing; the next one finds a connection."""

    async def work(db: Connection) -> None:
        await db.execute(sa.text(ADD), {"name": "half"})
        await asyncio.to_thread(server.stop)
        await asyncio.to_thread(server.start)
        await db.execute(sa.text(ADD), {"name": "other half"})

    with pytest.raises((sa.exc.DBAPIError, OSError)) as caught:
        await there.write(work)
    assert is_away(caught.value)
    assert await names(there) == set()
    await add(there, "after")
    assert await names(there) == {"after"}


async def restarted(server: postgres.Server) -> None:
    await asyncio.sleep(0.3)
    await asyncio.to_thread(server.stop)
    await asyncio.sleep(0.1)
    await asyncio.to_thread(server.start)


@postgres.needed
async def test_nothing_accepted_is_lost_while_it_is_restarted_again_and_again(
    there: Database, server: postgres.Server
) -> None:
    """Four people write on; who is told that it was away tries again. What was said to be kept is there, once."""
    done: list[str] = []
    stop = asyncio.Event()
    errors: list[Exception] = []

    async def kept(name: str) -> bool:
        try:
            await there.write(lambda db: db.execute(sa.text(ONCE), {"name": name}))
        except (sa.exc.DBAPIError, OSError) as error:
            errors.append(error)
            await asyncio.sleep(0.02)
            return False
        return True

    async def person(id: int) -> None:
        while not stop.is_set():
            name = f"{id}.{len(done)}"
            while not await kept(name):
                pass
            done.append(name)

    people = [asyncio.create_task(person(id)) for id in range(4)]
    for _ in range(3):
        await restarted(server)
    stop.set()
    await asyncio.gather(*people)
    assert len(errors) >= 3, "it was never away, so nothing was proved"
    assert [error for error in errors if not is_away(error)] == []
    assert await names(there) == set(done)


ONCE = f"{ADD} ON CONFLICT DO NOTHING"
