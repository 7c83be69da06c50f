"""Diagnose a database for `duban doctor`, without creating, changing or migrating anything."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from storage import diagnosis_queries, integrity, plain_connection, records
from storage.diagnosis_queries import DatabaseFacts
from storage.integrity import Damaged
from storage.lease import file_of, held

PATIENCE = 2.0
"""Seconds to wait for another program's lock."""
State = Literal["there", "absent", "empty", "lost", "foreign", "damaged", "locked", "unreadable"]


@dataclass(frozen=True)
class Diagnosis:
    """The state of a database; `facts` is None unless the state is "there".

    "lost" means that the file has been removed, "foreign" that it belongs to another program. `words` are the driver's,
    if the database cannot be read. `missing` is why records are missing. `partial` is true if the records in a -wal
    were not read, `locked` if the database can be read and not written.
    """

    state: State
    words: str = ""
    facts: DatabaseFacts | None = None
    missing: records.Cause | None = None
    partial: bool = False
    locked: bool = False


async def of(url: str, now: datetime) -> Diagnosis:
    """Diagnose the database at this URL. `now` is in the bureau's time zone."""
    path = file_of(url)
    if path is None:
        return await _of_server(url, now)
    diagnosis = await asyncio.to_thread(_of_file, path, now)
    if diagnosis.state == "there" and held(url) and await asyncio.to_thread(_refuses_writes, path):
        return replace(diagnosis, locked=True)
    return diagnosis


async def _of_server(url: str, now: datetime) -> Diagnosis:
    try:
        engine = create_async_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
        async with engine.connect() as db:
            return Diagnosis("there", facts=await db.run_sync(partial(diagnosis_queries.read, now=now)))
    except (sa.exc.SQLAlchemyError, OSError, ImportError) as error:
        return Diagnosis("unreadable", str(getattr(error, "orig", error)))


def _of_file(path: str, now: datetime) -> Diagnosis:
    known, file = records.read_count_file(path), Path(path)
    if not file.exists() or not file.stat().st_size:
        lost = known is not None or _size(f"{path}-wal") > 0
        return Diagnosis("empty" if file.exists() else "lost" if lost else "absent")
    try:
        unchanging = _would_make_files(file)
        unseen = unchanging and _size(f"{path}-wal") > 0
        with closing(plain_connection.read_only(path, patience=PATIENCE, unchanging=unchanging)) as connection:
            integrity.quick(connection)
            missing = None if unseen else records.cause_by(known, connection)
        facts = _facts(path, now, unchanging=unchanging)
        return Diagnosis("foreign") if facts.schema is None else Diagnosis("there", "", facts, missing, unseen)
    except Damaged as damaged:
        return Diagnosis("damaged", str(damaged))
    except (sqlite3.Error, sa.exc.DBAPIError, OSError) as error:
        return Diagnosis(_state(getattr(error, "orig", error)), str(getattr(error, "orig", error)))


def _refuses_writes(path: str) -> bool:
    """Begin a transaction, and end it. To be called while a bot runs.

    Otherwise this would be the last connection, and closing it would write the -wal into the database.
    """
    with closing(plain_connection.writing(path)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            return _state(error) == "locked"
    return False


def _would_make_files(path: Path) -> bool:
    """Return whether a reader would create a -wal or -shm: in WAL mode, if one is missing. Byte 18 tells the mode."""
    with path.open("rb") as file:
        wal = file.read(19)[18:] == b"\x02"
    return wal and not all(Path(f"{path}{ending}").exists() for ending in ("-wal", "-shm"))


def _state(error: BaseException) -> State:
    locked = getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return "damaged" if integrity.is_damage(error) else "locked" if locked else "unreadable"


def _size(path: str) -> int:
    file = Path(path)
    return file.stat().st_size if file.exists() else 0


def _facts(path: str, now: datetime, *, unchanging: bool) -> DatabaseFacts:
    connect = partial(plain_connection.read_only, path, patience=PATIENCE, unchanging=unchanging)
    engine = sa.create_engine("sqlite://", creator=connect, poolclass=sa.NullPool)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        return diagnosis_queries.read(db, now)
