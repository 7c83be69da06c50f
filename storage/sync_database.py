"""A database that need not last, and for which nobody else waits: no thread, no task and no greenlet on the way."""

import asyncio
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import database, migrations
from storage.database import Database, T, Work

BEGIN = "BEGIN IMMEDIATE"


class Passing(Database):
    """The same statements to the same schema, asked of SQLite on the spot; nothing waits for the disk."""

    def __init__(self, path: str) -> None:
        """Migrates to the newest schema."""
        self._turn = asyncio.Lock()
        self._engine = sa.create_engine(f"sqlite:///{path}", hide_parameters=True)
        options = {"execution_options": {"kept": {}}, "hide_parameters": True, **database.READS}
        self._looking = sa.create_engine(f"sqlite:///{path}", **options)
        sa.event.listen(self._engine, "connect", database.sqlite_writer)
        sa.event.listen(self._engine, "connect", _passing)
        sa.event.listen(self._looking, "connect", database.sqlite_reader)
        with self._engine.begin() as db:
            db.exec_driver_sql(BEGIN)
            migrations.upgrade(db)

    async def read(self, work: Work[T]) -> T:
        with self._looking.connect() as db:
            return await work(_Direct(db))

    async def write(self, work: Work[T]) -> T:
        async with self._turn:
            with self._engine.begin() as db:
                db.exec_driver_sql(BEGIN)
                return await work(_Direct(db))

    async def close(self) -> None:
        self._engine.dispose()
        self._looking.dispose()


class _Direct(AsyncConnection):
    """What those who ask see of a connection."""

    def __init__(self, connection: sa.Connection) -> None:
        self.sync_connection = connection

    async def execute(self, statement: Any, parameters: Any = None, **options: Any) -> Any:
        return self._proxied.execute(statement, parameters, **options)


def _passing(connection: Any, _record: Any) -> None:
    database.pragmas(connection, "synchronous=OFF")
