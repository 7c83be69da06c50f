"""Read all rows of a database repeatedly, querying only the tables written to since the last time."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Rows = dict[str, list[tuple[Any, ...]]]
TIMES = "times_written_in_a_test"


@dataclass(frozen=True)
class Seen:
    """The rows of each table, and how often the table had been written to."""

    rows: Rows
    times: dict[str, int]


def watch(db: sqlite3.Connection, tables: Iterable[str]) -> None:
    """Add triggers that count how often each of these tables is written to."""
    db.execute(f"CREATE TABLE {TIMES} (name TEXT PRIMARY KEY, times INTEGER) WITHOUT ROWID")
    for name in tables:
        db.execute(f"INSERT INTO {TIMES} VALUES (?, 0)", (name,))
        for verb in ("INSERT", "UPDATE", "DELETE"):
            db.execute(
                f"CREATE TRIGGER {TIMES}_{name}_{verb} AFTER {verb} ON {name} "
                f"BEGIN UPDATE {TIMES} SET times = times + 1 WHERE name = '{name}'; END"
            )
    db.commit()


def look(db: sqlite3.Connection, before: Seen | None = None) -> Seen:
    """Return all rows of the database; tables not written to since `before` are taken from `before`."""
    times = dict(db.execute(f"SELECT name, times FROM {TIMES}").fetchall())
    old = before.rows if before else {}
    same = {name for name in old if before and before.times[name] == times[name]}
    return Seen({name: old[name] if name in same else _all(db, name) for name in times}, times)


def _all(db: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    return db.execute(f"SELECT * FROM {table}").fetchall()
