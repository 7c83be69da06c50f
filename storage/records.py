"""Notice, at the start of the bot, that the newest records of an SQLite database are missing.

There are two clues. From its start to its clean end, a bot keeps a row in the database that says that it holds it. And
the file `<database>.count` beside the database contains the database's identity and the ids of the last event and the
last update. They show the following losses:

- The `-wal` was removed or shortened: the ids in the count file are greater than those in the database.
- `duban.db` was copied alone from a running bot to another place: the row is there, and the count file is not.
- The database was removed: the count file is there, and the database is not.
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

from storage import durable, plain_connection
from storage.integrity import HELD, Unusable

log = logging.getLogger(__name__)
Cause = Literal["backup", "copy", "shortened"]
IDENTITY, RECORD_LOSS, HEARTBEAT = "database.identity", "restored", "health"
"""Names of values that the program stores in the table of settings."""
LAST_IDS = "SELECT coalesce((SELECT max(id) FROM events), 0), coalesce((SELECT max(id) FROM inbox), 0)"
LATEST = (
    "SELECT (SELECT at FROM events ORDER BY id DESC LIMIT 1), (SELECT max(received_at) FROM inbox),"
    " (SELECT max(created_at) FROM outbox)"
)
CHECKPOINT_PATIENCE_MS = 1000


class Absent(Unusable):
    """The database file has been removed."""


@dataclass(frozen=True)
class LastIds:
    """The ids of the last event and the last update."""

    event: int
    update: int

    def exceed(self, other: "LastIds") -> bool:
        return self.event > other.event or self.update > other.update


@dataclass(frozen=True)
class CountFile:
    """The contents of the count file."""

    identity: str
    last_ids: LastIds


def count_file(path: str) -> Path:
    return Path(f"{path}.count")


def read_count_file(path: str) -> CountFile | None:
    """Return the contents of the count file, None if there is no such file or it cannot be parsed."""
    try:
        identity, event, update = count_file(path).read_text(encoding="ascii").split()
        return CountFile(identity, LastIds(int(event), int(update)))
    except (OSError, ValueError):
        return None


def last_ids(connection: sqlite3.Connection) -> LastIds:
    return LastIds(*connection.execute(LAST_IDS).fetchone())


class Counter:
    """Update the count file after each commit, without waiting for the disk.

    So after a power cut the file may be behind the database, but never ahead of it.
    """

    def __init__(self, path: str, identity: str, now: LastIds) -> None:
        self._identity, self._written = identity, now
        self._file = os.open(count_file(path), os.O_RDWR | os.O_CREAT, 0o600)
        self._write(now)
        os.fsync(self._file)
        durable.sync(count_file(path).parent)

    def commit(self, connection: sqlite3.Connection) -> None:
        """Commit, then update the file. A failure to write the file is only logged, because the change is committed."""
        now = last_ids(connection) if connection.in_transaction else self._written
        connection.commit()
        if now != self._written:
            self._written = now
            try:
                self._write(now)
            except OSError as error:
                log.warning("the count file could not be written: %s", error)

    def _write(self, now: LastIds) -> None:
        """Overwrite the same few bytes: they lie in one block, which the disk writes as a whole or not at all."""
        os.pwrite(self._file, f"{self._identity} {now.event:>20} {now.update:>20}\n".encode("ascii"), 0)

    def close(self) -> None:
        os.close(self._file)


def cause_of_loss(path: str) -> Cause | None:
    """Return why the newest records are missing, None if none are.

    To be called before the migrations, which may renumber updates. Raises sqlite3.Error if the database cannot be read.
    """
    known = read_count_file(path)
    if _empty(path):
        return None
    with closing(plain_connection.read_only(path)) as connection:
        return cause_by(known, connection)


def check_there(path: str) -> None:
    """Raise Absent if the database file is missing or empty, and was not before."""
    known = read_count_file(path)
    if _empty(path) and ((known and known.last_ids.exceed(LastIds(0, 0))) or not _empty(f"{path}-wal")):
        raise Absent


def cause_by(known: CountFile | None, connection: sqlite3.Connection) -> Cause | None:
    """Return the same as `cause_of_loss`. `known` was read from the count file before the database was opened."""
    values = plain_connection.program_values(connection)
    if is_untold(values):
        return None
    if known is not None and values.get(IDENTITY) != known.identity:
        log.warning("the database is not the one that was last open at this path")
    if known is None or values.get(IDENTITY) != known.identity:
        return "copy" if HELD in values else None
    return "shortened" if known.last_ids.exceed(last_ids(connection)) else None


def _empty(path: str) -> bool:
    file = Path(path)
    return not file.exists() or file.stat().st_size == 0


def is_untold(values: dict[str, str]) -> bool:
    """Return whether a loss has been recorded of which people have not been told yet."""
    return RECORD_LOSS in values and not json.loads(values[RECORD_LOSS])["told_at"]


def hold(path: str, missing: Cause | None, now: datetime) -> Counter:
    """Record in the database that a bot holds it from `now` on, and a loss if there is one; return a Counter.

    The order makes a kill at any point harmless: the loss is recorded before the count file is reset, and the count
    file exists before the database says that it is held. A checkpoint then writes this into the main file, so that a
    copy of the main file alone contains it.
    """
    with closing(plain_connection.writing(path)) as connection:
        identity = _identity(connection, missing, now)
        counter = Counter(path, identity, last_ids(connection))
        plain_connection.put_program_value(connection, HELD, now.isoformat())
        connection.execute(f"PRAGMA busy_timeout={CHECKPOINT_PATIENCE_MS}")
        with suppress(sqlite3.OperationalError):  # A reader prevents it; a later checkpoint will succeed.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return counter


def _identity(connection: sqlite3.Connection, missing: Cause | None, now: datetime) -> str:
    """Return the database's identity, created if it has none, and record the loss."""
    connection.execute("BEGIN IMMEDIATE")
    identity = plain_connection.program_values(connection).get(IDENTITY) or token_hex(16)
    if missing:
        until = known_until(connection) or now
        log.error("records of the database after %s are missing (%s)", until, missing)
        plain_connection.put_program_value(connection, RECORD_LOSS, loss_value(missing, until, now))
    plain_connection.put_program_value(connection, IDENTITY, identity)
    connection.execute("COMMIT")
    return identity


def loss_value(cause: Cause, known_until: datetime, noticed_at: datetime) -> str:
    """Return the stored value of a loss of which people have not been told: see storage/record_loss.py."""
    return json.dumps(
        {"cause": cause, "known_until": known_until.isoformat(), "noticed_at": noticed_at.isoformat(), "told_at": None}
    )


def known_until(connection: sqlite3.Connection) -> datetime | None:
    """Return the latest moment that is stored in the database."""
    stored = [
        datetime.fromisoformat(value).replace(tzinfo=UTC) for value in connection.execute(LATEST).fetchone() if value
    ]
    values = plain_connection.program_values(connection)
    stored += [datetime.fromisoformat(values[HELD])] if HELD in values else []
    stored += [datetime.fromisoformat(json.loads(values[HEARTBEAT])["at"])] if HEARTBEAT in values else []
    return max(stored, default=None)
