"""aiosqlite with one journey to its thread per statement, not four: they cost more than the statements do."""

import sqlite3
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

import aiosqlite

BUSY_MS = 50
PATIENCE = 200
"""Looks, each as long as BUSY_MS, at whether another program still holds the database: ten seconds."""


class Statement:
    """A cursor as SQLAlchemy drives it: opened and closed on the spot, executed and fetched in one go."""

    arraysize = 1

    def __init__(self, connection: "SingleHopConnection") -> None:
        self._connection = connection
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self._rows: list[Any] = []

    async def __aenter__(self) -> "Statement":
        return self

    async def close(self) -> None:
        self._rows = []

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> "Statement":
        await self._connection.run(self._run, sqlite3.Cursor.execute, sql, parameters)
        return self

    async def executemany(self, sql: str, parameters: Sequence[Sequence[Any]]) -> "Statement":
        await self._connection.run(self._run, sqlite3.Cursor.executemany, sql, parameters)
        return self

    def _run(self, connection: sqlite3.Connection, verb: Any, sql: str, parameters: Any) -> None:
        cursor = connection.cursor()
        try:
            if first := self._connection.first:
                self._connection.first = ""
                self._connection.begin(cursor, first)
            verb(cursor, sql, parameters)
            self.description, self.lastrowid = cursor.description, cursor.lastrowid
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount = cursor.rowcount
        finally:
            cursor.close()

    async def fetchall(self) -> list[Any]:
        return self._rows


class SingleHopConnection(aiosqlite.Connection):
    """A connection whose cursors are statements. `first` goes along with the next of them: how a transaction begins.

    `commits`, where it is set, commits instead of SQLite's own function, on the same journey. Once it is `closing`, it
    waits for no other program: SQLite's own waiting can't be cut short.
    """

    first = ""
    closing = False
    commits: Callable[[sqlite3.Connection], None] | None = None

    def begin(self, cursor: sqlite3.Cursor, how: str) -> None:
        for looks in count(1):
            try:
                cursor.execute(how)
                return
            except sqlite3.OperationalError as error:
                locked = (error.sqlite_errorcode or 0) & 0xFF == sqlite3.SQLITE_BUSY
                if not locked or self.closing or looks >= PATIENCE:
                    raise

    def cursor(self) -> Statement:  # type: ignore[override]
        return Statement(self)

    async def commit(self) -> None:
        await self.run(self.commits or sqlite3.Connection.commit)

    async def run(self, work: Any, *arguments: Any) -> None:
        await self._execute(work, self._conn, *arguments)  # type: ignore[no-untyped-call]


async def connect(path: str) -> SingleHopConnection:
    """The thread is a daemon: a connection that a crash has left open must not keep the process alive."""
    connection = SingleHopConnection(lambda: sqlite3.connect(path, check_same_thread=False), iter_chunk_size=64)
    connection._thread.daemon = True
    return await connection  # type: ignore[return-value]
