"""Connections of Python's sqlite3 to a database file, beside the engines through which the bot works."""

import sqlite3
from pathlib import Path

from storage.schema import PROGRAM

PATIENCE = 10.0
"""Seconds to wait while another program holds the database."""


def read_only(path: str, *, patience: float | None = None, unchanging: bool = False) -> sqlite3.Connection:
    """Open an existing file for reading.

    `unchanging` states that nobody writes: then no file is created beside it, and the contents of its -wal are ignored.
    """
    mode = "immutable=1" if unchanging else "mode=ro"
    uri = f"{Path(path).absolute().as_uri()}?{mode}"
    return sqlite3.connect(uri, uri=True, timeout=PATIENCE if patience is None else patience, isolation_level=None)


def writing(path: str) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)


def program_values(connection: sqlite3.Connection) -> dict[str, str]:
    """Return what the program has stored about its own running, by name; nothing if the database has no tables."""
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'settings'").fetchone():
        return {}
    return dict(connection.execute("SELECT name, value FROM settings WHERE owner = ?", (PROGRAM,)).fetchall())


def put_program_value(connection: sqlite3.Connection, name: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO settings (owner, name, value) VALUES (?, ?, ?)", (PROGRAM, name, value))


def drop_program_value(connection: sqlite3.Connection, name: str) -> None:
    connection.execute("DELETE FROM settings WHERE owner = ? AND name = ?", (PROGRAM, name))
