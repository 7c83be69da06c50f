"""Connect to PostgreSQL: settings, timeouts, one writer at a time, and errors without values."""

import re
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

LEASE, WRITING = 0x647562616E01, 0x647562616E02
"""Keys of the advisory locks of this program. The server keeps such locks for each database separately."""
CONNECT_WITHIN, ANSWER_WITHIN = 10, 30
"""Seconds."""
SETTINGS = {
    "application_name": "duban",
    "timezone": "UTC",
    "synchronous_commit": "on",  # As on SQLite, a commit returns once it is on the disk.
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",  # A writer that hangs must not block the others.
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}
UNREADABLE_URL = "DATABASE_URL cannot be parsed"
NO_DRIVER = "the PostgreSQL driver is not installed"
QUOTES_A_VALUE = re.compile(r"^22|^$")
"""SQLSTATEs of errors whose first line quotes a value. The SQLSTATE is empty for errors that the driver detects."""


def engine(url: URL, *, readonly: bool = False, **options: Any) -> AsyncEngine:
    """Create an engine. Raises ImportError with the message NO_DRIVER if the driver is not installed."""
    settings = SETTINGS | ({"default_transaction_read_only": "on"} if readonly else {})
    arguments = {
        "timeout": CONNECT_WITHIN, "command_timeout": ANSWER_WITHIN, "server_settings": settings,
        "async_creator_fn": connect,
    }  # fmt: skip
    try:
        made = create_async_engine(url, hide_parameters=True, connect_args=arguments, **options)
    except ModuleNotFoundError as error:
        raise ImportError(NO_DRIVER) from error
    sa.event.listen(made.sync_engine, "handle_error", remove_values)
    return made


async def connect(**arguments: Any) -> Any:
    """Connect, or raise ConnectionError, whatever the reason is."""
    import asyncpg  # noqa: PLC0415 - installed only with the extra

    try:
        return await asyncpg.connect(**arguments)
    except TimeoutError as error:
        raise ConnectionError(f"no answer from PostgreSQL within {CONNECT_WITHIN} s") from error
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise ConnectionError(first_line(error)) from error


def remove_values(context: ExceptionContext) -> None:
    """Remove values from an error and its causes before anything can log or store them.

    PostgreSQL quotes rows in all lines of a message but the first, and in some errors a value in the first too.
    """
    error: BaseException | None = context.original_exception
    if error is context.sqlalchemy_exception:
        return
    state = getattr(error, "sqlstate", "") or ""
    kind = type(error.__cause__ or error).__name__ if error is not None else ""
    while error is not None:
        for more in ("detail", "hint", "context", "internal_query", "where"):
            if getattr(error, more, None):
                setattr(error, more, None)
        error.args = (kind if QUOTES_A_VALUE.match(state) else first_line(error), *error.args[1:])
        error = error.__cause__
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = (f"{context.original_exception}",)


def first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def one_writer_at_a_time(connection: sa.Connection) -> None:
    """Wait until no other process writes, as BEGIN IMMEDIATE does on SQLite.

    So what a transaction has read stays true until it ends, without row locks.
    """
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITING})")
