"""The door to the database: one writer at a time, readers beside it, and migrations at the opening."""

import asyncio
import json
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import cache, partial
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from storage import integrity, migrations, postgres, records, sqlite_driver
from storage.integrity import Damaged, Unusable
from storage.lease import file_of, server
from storage.records import Counter
from storage.schema import PROGRAM, settings

log = logging.getLogger(__name__)
Connection = AsyncConnection
Row = sa.Row[*tuple[Any, ...]]
T = TypeVar("T")
Work = Callable[[Connection], Awaitable[T]]
READERS = 2
READS: dict[str, Any] = {"isolation_level": "AUTOCOMMIT", "skip_autocommit_rollback": True}


class Database:
    """Opened with `await Database.open(url)`; all work goes through `read` and `write`. `after_write` is told of each
    transaction why it failed, or None."""

    after_write: Callable[[BaseException | None], None] = staticmethod(lambda _error: None)

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine) -> None:
        self._writer, self._reader = writer, reader
        self._turn = asyncio.Lock()
        self._under_way: set[asyncio.Task[Any]] = set()
        self._counter: Counter | None = None
        self._driver: sqlite_driver.SingleHopConnection | None = None

    @classmethod
    async def open(cls, url: str, held_from: datetime | None = None) -> "Database":
        """Migrates to the newest schema. Raises Unusable where it can't be opened, or is of a later version; Damaged,
        and Absent where it has been removed.

        The bot, which holds it from `held_from` on, has it checked before, and what it writes counted: see
        storage/records.py.
        """
        path = file_of(url)
        if path:
            records.check_there(path)
        missing = await asyncio.to_thread(_checked, path) if path and held_from else None
        database = await cls._migrated(url)
        if path and held_from:
            try:
                database._counter = await asyncio.to_thread(records.hold, path, missing, held_from)
            except (sqlite3.Error, OSError) as error:
                await database.close()
                raise Unusable(str(error)) from error
        return database

    @classmethod
    async def _migrated(cls, url: str) -> "Database":
        try:
            database = cls(_engine(url, readonly=False), _engine(url, readonly=True))
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
        """Runs beside a writer. Each statement sees one state of the database; writing is refused."""
        async with self._reader.connect() as db:
            return await work(db)

    async def write(self, work: Work[T]) -> T:
        """One transaction around `work`, finished even where the caller is cancelled meanwhile.

        A cancellation that reaches a driver in the middle of a statement can leave its lock held, so it waits outside.
        """
        task = asyncio.create_task(self._transaction(work))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        try:
            result = await asyncio.shield(task)
        except Exception as error:
            self.after_write(error)
            raise
        self.after_write(None)
        return result

    async def _transaction(self, work: Work[T]) -> T:
        async with self._turn, self._writer.begin() as db:
            raw = db.sync_connection.connection.driver_connection if db.sync_connection else None
            if isinstance(raw, sqlite_driver.SingleHopConnection):
                # The default deferred transaction upgrades its lock too late: concurrent read-modify-writes are lost.
                raw.first, self._driver = "BEGIN IMMEDIATE", raw
                raw.commits = self._counter.commit if self._counter else None
            return await work(db)

    async def close(self) -> None:
        """Waits for the transactions under way, but for no other program: what can't begin now is given up."""
        if self._driver:
            self._driver.closing = True
        await asyncio.gather(*self._under_way, return_exceptions=True)
        if self._counter:
            try:
                await self.write(lambda db: db.execute(RELEASED))
            except sa.exc.SQLAlchemyError as error:  # the next start finds it as after a kill
                log.warning("the database was closed without a word: %s", error)
        await self._writer.dispose()
        await self._reader.dispose()
        if self._counter:
            self._counter.close()


RELEASED = settings.delete().where(settings.c.owner == PROGRAM, settings.c.name == integrity.HELD)


def _checked(path: str) -> records.Cause | None:
    """Why records are missing. Raises Damaged, Unusable."""
    try:
        integrity.check_at_start(path)
        return records.cause_of_loss(path)
    except (sqlite3.Error, OSError) as error:
        raise Unusable(str(error)) from error


class Ids(sa.TypeDecorator[Sequence[int]]):
    """So many that they would not do as parameters."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> Any:
        return dialect.type_descriptor(sa.Text() if dialect.name == "sqlite" else sa.ARRAY(sa.BigInteger))

    def process_bind_param(self, value: Sequence[int] | None, dialect: Any) -> Any:
        return json.dumps(list(value or ())) if dialect.name == "sqlite" else list(value or ())


class Names(sa.TypeDecorator[Sequence[str]]):
    """A list of texts as one parameter, so that the statement is the same however many there are."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> Any:
        return dialect.type_descriptor(sa.Text() if dialect.name == "sqlite" else sa.ARRAY(sa.Text))

    def process_bind_param(self, value: Sequence[str] | None, dialect: Any) -> Any:
        return json.dumps(list(value or ())) if dialect.name == "sqlite" else list(value or ())


class _Each(FunctionElement[int]):
    """The ids of a list, as rows."""

    inherit_cache = True


@compiles(_Each)
def _unnest(element: _Each, compiler: Any, **kw: Any) -> str:
    return f"unnest({compiler.process(element.clauses, **kw)})"


@compiles(_Each, "sqlite")
def _json_each(element: _Each, compiler: Any, **kw: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **kw)})"


def among(column: sa.ColumnElement[Any], ids: str | Sequence[int]) -> sa.ColumnElement[bool]:
    """Whether it is one of many `ids`, or of those that the parameter of this name will hold."""
    each = _Each(sa.bindparam(ids, type_=Ids) if isinstance(ids, str) else sa.literal(ids, Ids))
    return column.in_(sa.select(each.table_valued("value", name="value").c.value))


def named(column: sa.ColumnElement[Any], parameter: str) -> sa.ColumnElement[bool]:
    """Whether it is one of the texts that the parameter of this name will hold."""
    each = _Each(sa.bindparam(parameter, type_=Names))
    return sa.cast(column, sa.Text).in_(sa.select(each.table_valued("value", name="value").c.value))


@cache
def of_id(table: sa.Table) -> sa.Update:
    """Sets, of the row whose id is `which`, the columns that are given with it. Kept: to build a statement costs more
    than to run it."""
    return table.update().where(table.c.id == sa.bindparam("which"))


async def kept(db: Connection, name: str, mark: object, make: Callable[[], Awaitable[T]]) -> T:
    """What `make` answers, kept by the readers of this process for as long as `mark` is the same.

    A transaction keeps nothing: it may yet be rolled back, and `mark` with it.
    """
    store = db.sync_connection.get_execution_options().get("kept") if db.sync_connection else None
    if store is None:
        return await make()
    if name not in store or store[name][0] != mark:
        store[name] = (mark, await make())
    found: T = store[name][1]
    return found


def insert_once(table: sa.Table, db: Connection, *returning: sa.Column[Any]) -> Any:
    """An INSERT that leaves an existing row alone; its rowcount, or what it returns, says whether it was the first."""
    return _insert_once(table, db.dialect.name, *returning)


@cache
def _insert_once(table: sa.Table, dialect: str, *returning: sa.Column[Any]) -> Any:
    statement = (sqlite if dialect == "sqlite" else postgresql).insert(table).on_conflict_do_nothing()
    return statement.returning(*returning) if returning else statement


def _engine(url: str, *, readonly: bool) -> AsyncEngine:
    try:
        parsed = make_url(url)
    except ValueError:  # a port that is no number; its words may quote a part of the password
        raise sa.exc.ArgumentError(postgres.UNREADABLE) from None
    options: dict[str, Any] = READS | {"execution_options": {"kept": {}}} if readonly else {}
    options |= {"pool_size": READERS if readonly else 1, "max_overflow": 0}
    if parsed.get_backend_name() != "sqlite":
        return _on_server(url, parsed, options, readonly=readonly)
    # A transaction ends by itself, committed or rolled back: the pool has nothing to reset, and need not go and ask.
    options |= {"pool_reset_on_return": None, "hide_parameters": True}
    engine = create_async_engine(parsed, async_creator=partial(sqlite_driver.connect, parsed.database or ""), **options)
    sa.event.listen(engine.sync_engine, "connect", sqlite_reader if readonly else sqlite_writer)
    return engine


def _on_server(url: str, parsed: sa.URL, options: dict[str, Any], *, readonly: bool) -> AsyncEngine:
    """A connection that is gone is noticed before it is used, and replaced."""
    engine = postgres.engine(parsed, readonly=readonly, pool_pre_ping=True, **options)
    if not readonly:
        sa.event.listen(engine.sync_engine, "begin", lambda _: server.check(url))
        sa.event.listen(engine.sync_engine, "begin", postgres.one_writer_at_a_time)
    return engine


def sqlite_writer(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    # Without recursive triggers a REPLACE deletes rows past the trigger that guards history.
    pragmas(connection, "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON")
    pragmas(connection, f"busy_timeout={sqlite_driver.BUSY_MS}")


def sqlite_reader(connection: Any, _record: Any) -> None:
    pragmas(connection, "query_only=ON", "busy_timeout=10000")


def pragmas(connection: Any, *several: str) -> None:
    cursor = connection.cursor()
    for pragma in several:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
