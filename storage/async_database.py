"""The database of the bot, on SQLite or PostgreSQL: opened with migrations, one writer at a time, readers beside it."""

import asyncio
import logging
import sqlite3
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import engines, integrity, migrations, records, sqlite_driver
from storage.database import AfterWrite, T, Work, ignore_outcome
from storage.integrity import Damaged, Unusable
from storage.lease import file_of
from storage.records import Counter
from storage.schema import PROGRAM, settings

log = logging.getLogger(__name__)
RELEASED = settings.delete().where(settings.c.owner == PROGRAM, settings.c.name == integrity.HELD)


class AsyncDatabase:
    """A `storage.database.Database` for many tasks and processes. Open it with `await AsyncDatabase.open(url)`."""

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine) -> None:
        self.after_write: AfterWrite = ignore_outcome
        self._writer, self._reader = writer, reader
        self._write_lock = asyncio.Lock()
        self._transactions: set[asyncio.Task[Any]] = set()
        self._counter: Counter | None = None
        self._driver: sqlite_driver.SingleHopConnection | None = None

    @classmethod
    async def open(cls, url: str, held_from: datetime | None = None) -> "AsyncDatabase":
        """Open the database and migrate it to the newest schema.

        The bot passes the moment of its start as `held_from`. The file is then checked for damage first, and each
        commit is counted, so that lost records are noticed at the next start (see storage/records.py).

        Raises Damaged, Absent if the file has been removed, and Unusable for other reasons, such as a schema of a
        later version.
        """
        path = file_of(url)
        if path:
            records.check_there(path)
        missing = await asyncio.to_thread(_check_file, path) if path and held_from else None
        database = await cls._migrated(url)
        if path and held_from:
            try:
                database._counter = await asyncio.to_thread(records.hold, path, missing, held_from)
            except (sqlite3.Error, OSError) as error:
                await database.close()
                raise Unusable(str(error)) from error
        return database

    @classmethod
    async def _migrated(cls, url: str) -> "AsyncDatabase":
        try:
            database = cls(engines.create(url, readonly=False), engines.create(url, readonly=True))
        except (sa.exc.SQLAlchemyError, ImportError) as error:
            raise Unusable(str(error)) from error
        try:
            await database.write(lambda db: db.run_sync(migrations.upgrade))
        except (sa.exc.SQLAlchemyError, migrations.TooNew, migrations.Foreign) as error:
            await database.close()
            if integrity.is_damage(getattr(error, "orig", None)):
                raise Damaged(str(error)) from error
            raise Unusable(str(error.orig) if isinstance(error, sa.exc.DBAPIError) else str(error)) from error
        return database

    async def read(self, work: Work[T]) -> T:
        async with self._reader.connect() as db:
            return await work(db)

    async def write(self, work: Work[T]) -> T:
        """Run `work` in one transaction, which ends regularly even if the caller is cancelled meanwhile.

        A cancellation that reaches a driver in the middle of a statement can leave its lock held. So the transaction
        runs in a task of its own, shielded from the caller.
        """
        task = asyncio.create_task(self._transaction(work))
        self._transactions.add(task)
        task.add_done_callback(self._transactions.discard)
        try:
            result = await asyncio.shield(task)
        except Exception as error:
            self.after_write(error)
            raise
        self.after_write(None)
        return result

    async def _transaction(self, work: Work[T]) -> T:
        async with self._write_lock, self._writer.begin() as db:
            driver = db.sync_connection.connection.driver_connection if db.sync_connection else None
            if isinstance(driver, sqlite_driver.SingleHopConnection):
                # A deferred transaction, SQLite's default, takes the write lock at its first write only: concurrent
                # read-modify-writes are lost.
                driver.first, self._driver = "BEGIN IMMEDIATE", driver
                driver.commits = self._counter.commit if self._counter else None
            return await work(db)

    async def close(self) -> None:
        """Wait for the transactions in progress, and close. Give up those that wait for another program's lock."""
        if self._driver:
            self._driver.closing = True
        await asyncio.gather(*self._transactions, return_exceptions=True)
        if self._counter:
            try:
                await self.write(lambda db: db.execute(RELEASED))
            except sa.exc.SQLAlchemyError as error:  # The next start finds the database as after a kill.
                log.warning("the clean end could not be recorded in the database: %s", error)
        await self._writer.dispose()
        await self._reader.dispose()
        if self._counter:
            self._counter.close()


def _check_file(path: str) -> records.Cause | None:
    """Return why records are missing, None if none are. Raises Damaged, Unusable."""
    try:
        integrity.check_at_start(path)
        return records.cause_of_loss(path)
    except (sqlite3.Error, OSError) as error:
        raise Unusable(str(error)) from error
