"""An empty database, on each of the two kinds of database."""

from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path

import pytest

from storage.database import Database, Work
from tests import postgres
from tests.town import written

BACKENDS = ("sqlite", pytest.param("postgresql", marks=postgres.needed))


@pytest.fixture
def contents() -> Work[None]:
    """What is done before a test begins; a module with a need of its own overrides it."""
    return postgres.nothing


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """For what only SQLite has."""
    return f"sqlite+aiosqlite:///{tmp_path}/duban.db"


@pytest.fixture(params=BACKENDS)
async def url(request: pytest.FixtureRequest, sqlite_url: str, contents: Work[None]) -> AsyncIterator[str]:
    if request.param == "sqlite":
        if contents is not postgres.nothing:
            _copy(contents, sqlite_url)
        yield sqlite_url
    else:
        async with postgres.database(contents) as made:
            yield made


@pytest.fixture
async def db(url: str) -> AsyncIterator[Database]:
    database = await Database.open(url)
    yield database
    await database.close()


def _copy(contents: Work[None], url: str) -> None:
    Path(url.partition("///")[2]).write_bytes(_file(contents))


@cache
def _file(contents: Work[None]) -> bytes:
    return written(contents)
