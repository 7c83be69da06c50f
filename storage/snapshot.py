"""A consistent copy of an SQLite database that may be in use, and what it holds."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage import integrity, migrations, plain, records
from storage.away import Reason, reason

TABLES = (
    "units", "people", "posts", "plans", "tasks", "assignments", "reports", "evidence", "extensions", "nudges",
    "directives", "bulletins", "events", "inbox", "outbox",
)  # fmt: skip
"""Their rows are counted."""
SCHEMA = len(migrations.STEPS)
"""The newest that this program knows."""


class Unsuitable(Exception):
    """It is no database of this program, or damaged, or can't be read now; in the database's words. `why` is the
    reason, None where it is another program's."""

    def __init__(self, words: str, why: Reason | None) -> None:
        super().__init__(words)
        self.why = why


@dataclass(frozen=True)
class Contents:
    """`schema` is the number of its last migration, `files` the digests of the evidence that it names."""

    schema: int
    counts: dict[str, int]
    files: tuple[str, ...]


def copy(path: str, target: Path) -> None:
    """Write all that is committed now into `target`, which must be an empty file. Raises Unsuitable.

    VACUUM INTO, not the online backup: the latter begins anew whenever somebody writes, unless it copies everything in
    one step; it takes along the text of rows that were emptied or deleted, and its result opens in WAL mode, which is
    three files. It reads every row, so that damage shows here. Writers go on meanwhile: it holds a reader's snapshot.
    """
    try:
        with closing(plain.writing(path)) as connection:  # read-only, it would leave a -wal where no bot runs
            connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.DatabaseError as error:
        raise Unsuitable(str(error), "damaged" if _is_damaged(path) else reason(error)) from error


def _is_damaged(path: str) -> bool:
    """Where it is, copying may fail in many ways."""
    try:
        with closing(plain.writing(path)) as connection:
            integrity.quick(connection)
    except integrity.Damaged:
        return True
    except sqlite3.DatabaseError as error:
        return integrity.is_damage(error)
    return False


def contents(path: Path) -> Contents:
    """Of a copy, which nobody has open, after all of it has been checked. Raises Unsuitable."""
    try:
        with closing(plain.read_only(str(path), unchanging=True)) as connection:
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
    """Let the next start tell people; of a bot that had it open when it was copied nothing is said any more.
    Raises Unsuitable, as where the disk is full."""
    try:
        with closing(plain.writing(str(path))) as connection:
            connection.execute("BEGIN IMMEDIATE")
            plain.put(connection, records.RESTORED, records.restored("backup", made_at, now))
            plain.drop(connection, integrity.HELD)
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise Unsuitable(str(error), reason(error)) from error
