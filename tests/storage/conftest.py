"""Empty databases: `db` in each implementation of the protocol, `async_db` on each engine that outlives the process."""

from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path

import pytest

from storage.async_database import AsyncDatabase
from storage.database import Database, Work
from storage.sync_database import SyncDatabase
from tests import postgres
from tests.town import written

POSTGRESQL = pytest.param("postgresql", marks=postgres.needed)
ENGINES = ("sqlite", POSTGRESQL)
DATABASES = ("sync", *ENGINES)


@pytest.fixture
def contents() -> Work[None]:
    """What is written before a test begins. A module that needs contents overrides this fixture."""
    return postgres.nothing


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of an SQLite database, for what only SQLite has."""
    return f"sqlite+aiosqlite:///{tmp_path}/duban.db"


@pytest.fixture(params=ENGINES)
async def url(request: pytest.FixtureRequest, sqlite_url: str, contents: Work[None]) -> AsyncIterator[str]:
    """The URL of a database with the contents."""
    if request.param == "sqlite":
        _write_contents(contents, sqlite_url)
        yield sqlite_url
    else:
        async with postgres.database(contents) as server_url:
            yield server_url


@pytest.fixture
async def async_db(url: str) -> AsyncIterator[AsyncDatabase]:
    """The database of the bot, for tests with files, servers, several processes or tasks."""
    database = await AsyncDatabase.open(url)
    yield database
    await database.close()


@pytest.fixture(params=DATABASES)
async def db(request: pytest.FixtureRequest, sqlite_url: str, contents: Work[None]) -> AsyncIterator[Database]:
    """A database in each implementation and on each engine, for all behaviour that callers of the protocol rely on."""
    if request.param == "postgresql":
        async with postgres.database(contents) as server_url:
            on_server = await AsyncDatabase.open(server_url)
            yield on_server
            await on_server.close()
        return
    _write_contents(contents, sqlite_url)
    path = sqlite_url.partition("///")[2]
    database: Database = SyncDatabase(path) if request.param == "sync" else await AsyncDatabase.open(sqlite_url)
    yield database
    await database.close()


def _write_contents(contents: Work[None], url: str) -> None:
    """Write the database file, unless there are no contents: then the implementation creates it."""
    if contents is not postgres.nothing:
        Path(url.partition("///")[2]).write_bytes(_file_with(contents))


@cache
def _file_with(contents: Work[None]) -> bytes:
    return written(contents)
