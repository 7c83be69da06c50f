"""aiosqlite with one round trip to its thread for each statement.

SQLAlchemy makes aiosqlite go to its thread four times for a SELECT, which takes longer than the SELECT itself.
"""

import sqlite3
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

import aiosqlite

BUSY_MS = 50
ATTEMPTS = 200
"""Attempts to begin a transaction while another program holds the lock; each waits BUSY_MS, together ten seconds."""


class SingleHopCursor:
    """A cursor for SQLAlchemy. It opens and closes without a round trip, and executes and fetches in a single one."""

    arraysize = 1

    def __init__(self, connection: "SingleHopConnection") -> None:
        self._connection = connection
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self._rows: list[Any] = []

    async def __aenter__(self) -> "SingleHopCursor":
        return self

    async def close(self) -> None:
        self._rows = []

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> "SingleHopCursor":
        await self._connection.run(self._run, sqlite3.Cursor.execute, sql, parameters)
        return self

    async def executemany(self, sql: str, parameters: Sequence[Sequence[Any]]) -> "SingleHopCursor":
        await self._connection.run(self._run, sqlite3.Cursor.executemany, sql, parameters)
        return self

    def _run(self, connection: sqlite3.Connection, method: Any, sql: str, parameters: Any) -> None:
        cursor = connection.cursor()
        try:
            if first := self._connection.first:
                self._connection.first = ""
                self._connection.begin(cursor, first)
            method(cursor, sql, parameters)
            self.description, self.lastrowid = cursor.description, cursor.lastrowid
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount = cursor.rowcount
        finally:
            cursor.close()

    async def fetchall(self) -> list[Any]:
        return self._rows


class SingleHopConnection(aiosqlite.Connection):
    """A connection with cursors that make one round trip.

    `first` is a statement, such as BEGIN IMMEDIATE, that is executed with the next one, in the same round trip.
    `commits` replaces SQLite's own commit function, if it is set. Once `closing` is true, the connection does not wait
    for another program's lock; that is why it waits in many short attempts, as SQLite's own waiting cannot be stopped.
    """

    first = ""
    closing = False
    commits: Callable[[sqlite3.Connection], None] | None = None

    def begin(self, cursor: sqlite3.Cursor, statement: str) -> None:
        for attempt in count(1):
            try:
                cursor.execute(statement)
                return
            except sqlite3.OperationalError as error:
                locked = (error.sqlite_errorcode or 0) & 0xFF == sqlite3.SQLITE_BUSY
                if not locked or self.closing or attempt >= ATTEMPTS:
                    raise

    def cursor(self) -> SingleHopCursor:  # type: ignore[override]
        return SingleHopCursor(self)

    async def commit(self) -> None:
        await self.run(self.commits or sqlite3.Connection.commit)

    async def run(self, work: Any, *arguments: Any) -> None:
        await self._execute(work, self._conn, *arguments)  # type: ignore[no-untyped-call]


async def connect(path: str) -> SingleHopConnection:
    """Open a connection. Its thread is a daemon, so that a connection left open does not keep the process alive."""
    connection = SingleHopConnection(lambda: sqlite3.connect(path, check_same_thread=False), iter_chunk_size=64)
    connection._thread.daemon = True
    return await connection  # type: ignore[return-value]
