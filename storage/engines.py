"""Create the SQLAlchemy engines of a database: one connection that writes, and a few that only read."""

from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage import postgres, reader_cache, sqlite_driver
from storage.lease import server

READERS = 2
READ_OPTIONS: dict[str, Any] = {"isolation_level": "AUTOCOMMIT", "skip_autocommit_rollback": True}
READ_BUSY_MS = 10_000


def create(url: str, *, readonly: bool) -> AsyncEngine:
    """Raise ArgumentError for a URL that cannot be parsed, ImportError where the driver is not installed."""
    try:
        parsed = make_url(url)
    except ValueError:  # The port is not a number. The message of the error may quote a part of the password.
        raise sa.exc.ArgumentError(postgres.UNREADABLE_URL) from None
    options: dict[str, Any] = READ_OPTIONS | {"execution_options": reader_cache.options()} if readonly else {}
    options |= {"pool_size": READERS if readonly else 1, "max_overflow": 0}
    if parsed.get_backend_name() != "sqlite":
        return _postgresql(url, parsed, options, readonly=readonly)
    # Every transaction ends with a commit or a rollback, so the pool has nothing to reset: this saves a round trip.
    options |= {"pool_reset_on_return": None, "hide_parameters": True}
    engine = create_async_engine(parsed, async_creator=partial(sqlite_driver.connect, parsed.database or ""), **options)
    sa.event.listen(engine.sync_engine, "connect", set_up_sqlite_reader if readonly else set_up_sqlite_writer)
    return engine


def _postgresql(url: str, parsed: sa.URL, options: dict[str, Any], *, readonly: bool) -> AsyncEngine:
    """A broken connection is noticed before it is used, and replaced (`pool_pre_ping`)."""
    engine = postgres.engine(parsed, readonly=readonly, pool_pre_ping=True, **options)
    if not readonly:
        sa.event.listen(engine.sync_engine, "begin", lambda _: server.check(url))
        sa.event.listen(engine.sync_engine, "begin", postgres.one_writer_at_a_time)
    return engine


def set_up_sqlite_writer(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    # Without recursive triggers, REPLACE deletes rows without running the trigger that protects the events.
    run_pragmas(connection, "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON")
    run_pragmas(connection, f"busy_timeout={sqlite_driver.BUSY_MS}")


def set_up_sqlite_reader(connection: Any, _record: Any) -> None:
    run_pragmas(connection, "query_only=ON", f"busy_timeout={READ_BUSY_MS}")


def run_pragmas(connection: Any, *pragmas: str) -> None:
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
