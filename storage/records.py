"""Notice, at the start of the bot, that the newest records of an SQLite database are missing.

Two things tell it. A row in the database says that a bot has it open, from a start to a clean end. And beside the
database lies `<database>.count`, which holds the database's identity and the ids of its last event and its last update:

- `-wal` removed or shortened: the file counts more than the database holds.
- `duban.db` copied alone from a running bot and put somewhere else: the row is there, and the file is not.
- the database removed: the file is there, and the database is not.
"""

import json
import logging
import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Literal

from storage import durable, plain
from storage.integrity import HELD, Unusable

log = logging.getLogger(__name__)
Cause = Literal["backup", "copy", "shortened"]
IDENTITY, RESTORED, HEALTH = "database.identity", "restored", "health"
COUNTS = "SELECT coalesce((SELECT max(id) FROM events), 0), coalesce((SELECT max(id) FROM inbox), 0)"
LATEST = (
    "SELECT (SELECT at FROM events ORDER BY id DESC LIMIT 1), (SELECT max(received_at) FROM inbox),"
    " (SELECT max(created_at) FROM outbox)"
)
CHECKPOINT_PATIENCE = 1000  # milliseconds


class Absent(Unusable):
    """There is no database, but there was one."""


@dataclass(frozen=True)
class Counts:
    """The ids of the last event and the last update."""

    event: int
    update: int

    def exceed(self, other: "Counts") -> bool:
        return self.event > other.event or self.update > other.update


@dataclass(frozen=True)
class CountFile:
    """What the file beside the database says."""

    identity: str
    counts: Counts


def count_file(path: str) -> Path:
    return Path(f"{path}.count")


def read_count_file(path: str) -> CountFile | None:
    """None where there is no such file, or nothing legible in it."""
    try:
        identity, event, update = count_file(path).read_text(encoding="ascii").split()
        return CountFile(identity, Counts(int(event), int(update)))
    except (OSError, ValueError):
        return None


def counts(connection: sqlite3.Connection) -> Counts:
    return Counts(*connection.execute(COUNTS).fetchone())


class Counter:
    """Keeps the file up to date: after each commit, without waiting for the disk. After a power cut it may be behind
    the database, never ahead of it."""

    def __init__(self, path: str, identity: str, now: Counts) -> None:
        self._identity, self._written = identity, now
        self._file = os.open(count_file(path), os.O_RDWR | os.O_CREAT, 0o600)
        self._write(now)
        os.fsync(self._file)
        durable.sync(count_file(path).parent)

    def commit(self, connection: sqlite3.Connection) -> None:
        """Commit what is under way. A file that can't be written must not make a committed change look failed."""
        now = counts(connection) if connection.in_transaction else self._written
        connection.commit()
        if now != self._written:
            self._written = now
            try:
                self._write(now)
            except OSError as error:
                log.warning("the count file could not be written: %s", error)

    def _write(self, now: Counts) -> None:
        """Always in the same few bytes: they lie in one block, which the disk writes whole."""
        os.pwrite(self._file, f"{self._identity} {now.event:>20} {now.update:>20}\n".encode("ascii"), 0)

    def close(self) -> None:
        os.close(self._file)


def cause_of_loss(path: str) -> Cause | None:
    """Why the newest records are missing, None where they are all there. To be asked before the migrations, which may
    number anew. Raises sqlite3.Error where the database can't be read.
    """
    known = read_count_file(path)
    if _empty(path):
        return None
    with closing(plain.read_only(path)) as connection:
        return cause_by(known, connection)


def check_there(path: str) -> None:
    """Raises Absent."""
    known = read_count_file(path)
    if _empty(path) and ((known and known.counts.exceed(Counts(0, 0))) or not _empty(f"{path}-wal")):
        raise Absent


def cause_by(known: CountFile | None, connection: sqlite3.Connection) -> Cause | None:
    """As `cause_of_loss`, where what the file says has been read before the database was opened."""
    facts = plain.facts(connection)
    if untold(facts):
        return None
    if known is not None and facts.get(IDENTITY) != known.identity:
        log.warning("another database lies in the place of the one that was last open there")
    if known is None or facts.get(IDENTITY) != known.identity:
        return "copy" if HELD in facts else None
    return "shortened" if known.counts.exceed(counts(connection)) else None


def _empty(path: str) -> bool:
    there = Path(path)
    return not there.exists() or there.stat().st_size == 0


def untold(facts: dict[str, str]) -> bool:
    """Whether it is known already that records are missing, and people have not been told yet."""
    return RESTORED in facts and not json.loads(facts[RESTORED])["told_at"]


def hold(path: str, missing: Cause | None, now: datetime) -> Counter:
    """Say in the database that a bot holds it from `now` on, and what was found `missing`; then count its commits.

    Killed in between, it is found again or not yet to be found: what is `missing` is written down before the file
    counts anew, and the file is there before the database says that it is held. That goes into the main file at once,
    so that a copy of this file alone tells of it.
    """
    with closing(plain.writing(path)) as connection:
        identity = _identified(connection, missing, now)
        counter = Counter(path, identity, counts(connection))
        plain.put(connection, HELD, now.isoformat())
        connection.execute(f"PRAGMA busy_timeout={CHECKPOINT_PATIENCE}")
        with suppress(sqlite3.OperationalError):  # a reader is in the way: a later checkpoint will do it
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return counter


def _identified(connection: sqlite3.Connection, missing: Cause | None, now: datetime) -> str:
    """The database's identity, new where it has none."""
    connection.execute("BEGIN IMMEDIATE")
    facts = plain.facts(connection)
    identity = facts.get(IDENTITY) or token_hex(16)
    if missing:
        until = known_until(connection) or now
        log.error("records of the database after %s are missing (%s)", until, missing)
        plain.put(connection, RESTORED, restored(missing, until, now))
    plain.put(connection, IDENTITY, identity)
    connection.execute("COMMIT")
    return identity


def restored(cause: Cause, known_until: datetime, noticed_at: datetime) -> str:
    """The value of the row of which the next start tells: see storage/restored.py."""
    return json.dumps(
        {"cause": cause, "known_until": known_until.isoformat(), "noticed_at": noticed_at.isoformat(), "told_at": None}
    )


def known_until(connection: sqlite3.Connection) -> datetime | None:
    """The latest moment of which the database knows."""
    stored = [
        datetime.fromisoformat(value).replace(tzinfo=UTC) for value in connection.execute(LATEST).fetchone() if value
    ]
    facts = plain.facts(connection)
    noted = [datetime.fromisoformat(facts[HELD])] if HELD in facts else []
    noted += [datetime.fromisoformat(json.loads(facts[HEALTH])["at"])] if HEALTH in facts else []
    return max(stored + noted, default=None)
