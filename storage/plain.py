"""A plain connection to the file of an SQLite database, beside the one through which the bot works."""

import sqlite3
from pathlib import Path

from storage.schema import PROGRAM

PATIENCE = 10.0


def read_only(path: str, *, patience: float | None = None, unchanging: bool = False) -> sqlite3.Connection:
    """Where the file is `unchanging`, no file is made beside it, and what its -wal holds is not seen."""
    how = "immutable=1" if unchanging else "mode=ro"
    uri = f"{Path(path).absolute().as_uri()}?{how}"
    return sqlite3.connect(uri, uri=True, timeout=PATIENCE if patience is None else patience, isolation_level=None)


def writing(path: str) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)


def facts(connection: sqlite3.Connection) -> dict[str, str]:
    """What the program remembers of its own running, by name; nothing in a database without tables."""
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'settings'").fetchone():
        return {}
    return dict(connection.execute("SELECT name, value FROM settings WHERE owner = ?", (PROGRAM,)).fetchall())


def put(connection: sqlite3.Connection, name: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO settings (owner, name, value) VALUES (?, ?, ?)", (PROGRAM, name, value))


def drop(connection: sqlite3.Connection, name: str) -> None:
    connection.execute("DELETE FROM settings WHERE owner = ? AND name = ?", (PROGRAM, name))
