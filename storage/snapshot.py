"""Copy an SQLite database that may be in use, and read what a copy contains."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage import integrity, migrations, plain_connection, records
from storage.availability import Reason, reason

TABLES = (
    "units", "people", "posts", "plans", "tasks", "assignments", "reports", "evidence", "extensions", "nudges",
    "directives", "bulletins", "events", "inbox", "outbox",
)  # fmt: skip
"""Tables whose rows are counted."""
SCHEMA = len(migrations.STEPS)
"""The newest schema that this program knows."""


class Unsuitable(Exception):
    """The file is not a database of this program, or damaged, or cannot be read now; the message is the driver's.

    `why` is the reason, None if the database belongs to another program.
    """

    def __init__(self, words: str, why: Reason | None) -> None:
        super().__init__(words)
        self.why = why


@dataclass(frozen=True)
class Contents:
    """`schema` is the number of the last migration, `files` are the digests of the evidence that the database names."""

    schema: int
    counts: dict[str, int]
    files: tuple[str, ...]


def copy(path: str, target: Path) -> None:
    """Write all committed data into `target`, which must be an empty file. Raises Unsuitable.

    This uses VACUUM INTO and not the online backup. The backup starts again whenever somebody writes, unless it copies
    everything in one step; it copies the text of deleted rows; and its result is in WAL mode, which means three files.
    VACUUM INTO reads every row, so damage is found, and works on a reader's snapshot, so writers need not wait.
    """
    try:
        with closing(plain_connection.writing(path)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.DatabaseError as error:
        raise Unsuitable(str(error), "damaged" if _is_damaged(path) else reason(error)) from error


def _is_damaged(path: str) -> bool:
    """Check the file: of a damaged one, copying fails with various errors."""
    try:
        with closing(plain_connection.writing(path)) as connection:
            integrity.quick(connection)
    except integrity.Damaged:
        return True
    except sqlite3.DatabaseError as error:
        return integrity.is_damage(error)
    return False


def contents(path: Path) -> Contents:
    """Check a copy, which nobody has open, and return what it contains. Raises Unsuitable."""
    try:
        with closing(plain_connection.read_only(str(path), unchanging=True)) as connection:
            integrity.thorough(connection)
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
            counts = {name: _count(connection, name) for name in TABLES if name in tables}
            return Contents(_schema(connection), counts, _files(connection) if "evidence" in tables else ())
    except integrity.Damaged as error:
        raise Unsuitable(str(error), "damaged") from error
    except sqlite3.DatabaseError as error:
        raise Unsuitable(str(error), reason(error)) from error


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - one of TABLES


def _files(connection: sqlite3.Connection) -> tuple[str, ...]:
    return tuple(sha256 for (sha256,) in connection.execute("SELECT DISTINCT sha256 FROM evidence ORDER BY sha256"))


def _schema(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(number), 0) FROM versions").fetchone()[0])


def mark_restored(path: Path, made_at: datetime, now: datetime) -> None:
    """Record the loss of records in a restored copy, so that people are told at the next start. Raises Unsuitable.

    The row of the bot that had the database open when it was copied is removed.
    """
    try:
        with closing(plain_connection.writing(str(path))) as connection:
            connection.execute("BEGIN IMMEDIATE")
            plain_connection.put_program_value(
                connection, records.RECORD_LOSS, records.loss_value("backup", made_at, now)
            )
            plain_connection.drop_program_value(connection, integrity.HELD)
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise Unsuitable(str(error), reason(error)) from error
