"""The database of simulations and of most tests: SQLite in the caller's thread, without waiting for the disk."""

import asyncio
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import engines, migrations, reader_cache
from storage.database import AfterWrite, T, Work, ignore_outcome

BEGIN = "BEGIN IMMEDIATE"


class SyncDatabase:
    """A `storage.database.Database` for one process, whose statements block the event loop.

    It avoids a thread, a task and a greenlet for each statement, which cost more than the statement. Unlike
    AsyncDatabase, a cancelled caller cancels its transaction, a power cut may lose commits, and another process that
    holds the lock makes a write fail soon.
    """

    def __init__(self, path: str) -> None:
        """Open the file, or create it, and migrate it to the newest schema."""
        self.after_write: AfterWrite = ignore_outcome
        self._write_lock = asyncio.Lock()
        self._writer = sa.create_engine(f"sqlite:///{path}", hide_parameters=True)
        self._reader = sa.create_engine(
            f"sqlite:///{path}", execution_options=reader_cache.options(), hide_parameters=True, **engines.READ_OPTIONS
        )
        sa.event.listen(self._writer, "connect", engines.set_up_sqlite_writer)
        sa.event.listen(self._writer, "connect", _do_not_sync)
        sa.event.listen(self._reader, "connect", engines.set_up_sqlite_reader)
        with self._writer.begin() as db:
            db.exec_driver_sql(BEGIN)
            migrations.upgrade(db)

    async def read(self, work: Work[T]) -> T:
        with self._reader.connect() as db:
            return await work(_DirectConnection(db))

    async def write(self, work: Work[T]) -> T:
        try:
            async with self._write_lock:
                with self._writer.begin() as db:
                    db.exec_driver_sql(BEGIN)
                    result = await work(_DirectConnection(db))
        except Exception as error:
            self.after_write(error)
            raise
        self.after_write(None)
        return result

    async def close(self) -> None:
        self._writer.dispose()
        self._reader.dispose()


class _DirectConnection(AsyncConnection):
    """An AsyncConnection that executes on a synchronous connection, without SQLAlchemy's greenlets."""

    def __init__(self, connection: sa.Connection) -> None:
        self.sync_connection = connection

    async def execute(self, statement: Any, parameters: Any = None, **options: Any) -> Any:
        return self._proxied.execute(statement, parameters, **options)


def _do_not_sync(connection: Any, _record: Any) -> None:
    engines.run_pragmas(connection, "synchronous=OFF")
