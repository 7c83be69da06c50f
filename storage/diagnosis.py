"""Look at a database as it lies there: nothing is made, changed or migrated, whatever state it is in."""

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

from storage import facts, integrity, plain, records
from storage.facts import Facts
from storage.integrity import Damaged
from storage.lease import file_of, held

PATIENCE = 2.0
State = Literal["there", "absent", "empty", "lost", "foreign", "damaged", "locked", "unreadable"]


@dataclass(frozen=True)
class Diagnosis:
    """`lost` is a database that was there before, `foreign` one of another program. `words` are the database's own,
    where it can't be read; `missing` is why records are missing; `partial` that records which a -wal holds were not
    looked at; `locked` that nobody can
    write, though one can read."""

    state: State
    words: str = ""
    facts: Facts | None = None
    missing: records.Cause | None = None
    partial: bool = False
    locked: bool = False


async def of(url: str, now: datetime) -> Diagnosis:
    """`now` is in the bureau's time zone."""
    path = file_of(url)
    if path is None:
        return await _of_server(url, now)
    diagnosis = await asyncio.to_thread(_of_file, path, now)
    if diagnosis.state == "there" and held(url) and await asyncio.to_thread(_takes_no_writes, path):
        return replace(diagnosis, locked=True)
    return diagnosis


async def _of_server(url: str, now: datetime) -> Diagnosis:
    try:
        engine = create_async_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
        async with engine.connect() as db:
            return Diagnosis("there", facts=await db.run_sync(partial(facts.read, now=now)))
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
        with closing(plain.read_only(path, patience=PATIENCE, unchanging=unchanging)) as connection:
            integrity.quick(connection)
            missing = None if unseen else records.cause_by(known, connection)
        found = _facts(path, now, unchanging=unchanging)
        return Diagnosis("foreign") if found.schema is None else Diagnosis("there", "", found, missing, unseen)
    except Damaged as damaged:
        return Diagnosis("damaged", str(damaged))
    except (sqlite3.Error, sa.exc.DBAPIError, OSError) as error:
        return Diagnosis(_state(getattr(error, "orig", error)), str(getattr(error, "orig", error)))


def _takes_no_writes(path: str) -> bool:
    """Begins a transaction and ends it, beside a bot that runs: where none does, the end of the last connection would
    bring the -wal into the database."""
    with closing(plain.writing(path)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            return _state(error) == "locked"
    return False


def _would_make_files(path: Path) -> bool:
    """In WAL mode, which byte 18 of the file tells, even a reader makes the -wal and the -shm that are not there."""
    with path.open("rb") as file:
        wal = file.read(19)[18:] == b"\x02"
    return wal and not all(Path(f"{path}{ending}").exists() for ending in ("-wal", "-shm"))


def _state(error: BaseException) -> State:
    locked = getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return "damaged" if integrity.is_damage(error) else "locked" if locked else "unreadable"


def _size(path: str) -> int:
    file = Path(path)
    return file.stat().st_size if file.exists() else 0


def _facts(path: str, now: datetime, *, unchanging: bool) -> Facts:
    opened = partial(plain.read_only, path, patience=PATIENCE, unchanging=unchanging)
    engine = sa.create_engine("sqlite://", creator=opened, poolclass=sa.NullPool)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        return facts.read(db, now)
