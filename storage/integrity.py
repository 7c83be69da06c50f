"""Whether the file of an SQLite database is damaged."""

import sqlite3
from contextlib import closing
from pathlib import Path

from storage import plain

DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
SMALL = 256 * 1024 * 1024
"""So much is checked at each start: 0.3 seconds where the system has it in memory, 4 from a slow disk."""
HELD = "database.held"
"""The fact that a bot has it open: see storage/records.py."""


class Unusable(Exception):
    """The reason, in the database's own words."""


class Damaged(Unusable):
    """Only a backup helps."""


def is_damage(error: BaseException | None) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in DAMAGED


def check_at_start(path: str) -> None:
    """Raises Damaged. All of a small file, or of one that was not closed; of a large one only that it can be read: the
    nightly backup reads it all."""
    file = Path(path)
    if not file.exists() or not file.stat().st_size:
        return
    try:
        with closing(plain.read_only(path)) as connection:
            if HELD in plain.facts(connection) or file.stat().st_size <= SMALL:
                quick(connection)
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            raise Damaged(str(error)) from error
        raise


def quick(connection: sqlite3.Connection) -> None:
    """Raises Damaged. It does not compare indexes with their tables."""
    _check(connection, "quick_check")


def thorough(connection: sqlite3.Connection) -> None:
    """Raises Damaged."""
    _check(connection, "integrity_check")


def _check(connection: sqlite3.Connection, pragma: str) -> None:
    (answer,) = connection.execute(f"PRAGMA {pragma}(1)").fetchone()
    if answer != "ok":
        raise Damaged(str(answer))
