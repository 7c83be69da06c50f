"""Check the file of an SQLite database for damage."""

import sqlite3
from contextlib import closing
from pathlib import Path

from storage import plain_connection

DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
SMALL = 256 * 1024 * 1024
"""Bytes that are checked at each start: 0.3 seconds if the system has cached the file, 4 from a slow disk."""
HELD = "database.held"
"""Name of the stored value that a bot has the database open: see storage/records.py."""


class Unusable(Exception):
    """The database cannot be opened, for the reason in the message, which is the driver's."""


class Damaged(Unusable):
    """The file is damaged; only a backup helps."""


def is_damage(error: BaseException | None) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in DAMAGED


def check_at_start(path: str) -> None:
    """Raise Damaged if the file is damaged.

    A file is read completely if it is small or was not closed cleanly. Of other files only the beginning is read: the
    nightly backup reads all of them.
    """
    file = Path(path)
    if not file.exists() or not file.stat().st_size:
        return
    try:
        with closing(plain_connection.read_only(path)) as connection:
            if HELD in plain_connection.program_values(connection) or file.stat().st_size <= SMALL:
                quick(connection)
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            raise Damaged(str(error)) from error
        raise


def quick(connection: sqlite3.Connection) -> None:
    """Raise Damaged if any page is damaged. Indexes are not compared with their tables."""
    _check(connection, "quick_check")


def thorough(connection: sqlite3.Connection) -> None:
    """Raise Damaged if any page is damaged, or an index does not match its table."""
    _check(connection, "integrity_check")


def _check(connection: sqlite3.Connection, pragma: str) -> None:
    (answer,) = connection.execute(f"PRAGMA {pragma}(1)").fetchone()
    if answer != "ok":
        raise Damaged(str(answer))
