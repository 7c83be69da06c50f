"""How PostgreSQL is reached: timeouts, one writer at a time, and errors that tell no values."""

import re
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

LEASE, WRITING = 0x647562616E01, 0x647562616E02
"""The advisory locks of this program, one number each; they are the database's own, another database has its own."""
CONNECT_WITHIN, ANSWER_WITHIN = 10, 30
SETTINGS = {
    "application_name": "duban",
    "timezone": "UTC",
    "synchronous_commit": "on",  # what is committed is on the disk, as on SQLite
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",  # a writer that hangs frees the others
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}
UNREADABLE = "DATABASE_URL 的格式无法识别"
MISSING = "缺少 PostgreSQL 的驱动，请先执行 make setup-postgres"
VALUE = re.compile(r"^22|^$")
"""SQLSTATEs of errors whose first line quotes a value; empty for those that the driver finds by itself."""


def engine(url: URL, *, readonly: bool = False, **options: Any) -> AsyncEngine:
    """Raises ImportError, with a sentence, where the driver is not installed."""
    settings = SETTINGS | ({"default_transaction_read_only": "on"} if readonly else {})
    arguments = {
        "timeout": CONNECT_WITHIN, "command_timeout": ANSWER_WITHIN, "server_settings": settings,
        "async_creator_fn": connect,
    }  # fmt: skip
    try:
        made = create_async_engine(url, hide_parameters=True, connect_args=arguments, **options)
    except ModuleNotFoundError as error:
        raise ImportError(MISSING) from error
    sa.event.listen(made.sync_engine, "handle_error", tell_no_values)
    return made


async def connect(**arguments: Any) -> Any:
    """Raises ConnectionError, whatever the reason for which there is no connection."""
    import asyncpg  # noqa: PLC0415 - only where the extra is installed

    try:
        return await asyncpg.connect(**arguments)
    except TimeoutError as error:
        raise ConnectionError(f"no answer from PostgreSQL within {CONNECT_WITHIN} s") from error
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise ConnectionError(first_line(error)) from error


def tell_no_values(context: ExceptionContext) -> None:
    """PostgreSQL's errors quote rows in the lines after the first, and some values in the first. Whoever logs or
    stores an error, or its causes, is to find neither."""
    error: BaseException | None = context.original_exception
    if error is context.sqlalchemy_exception:
        return
    state = getattr(error, "sqlstate", "") or ""
    kind = type(error.__cause__ or error).__name__ if error is not None else ""
    while error is not None:
        for more in ("detail", "hint", "context", "internal_query", "where"):
            if getattr(error, more, None):
                setattr(error, more, None)
        error.args = (kind if VALUE.match(state) else first_line(error), *error.args[1:])
        error = error.__cause__
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = (f"{context.original_exception}",)


def first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def one_writer_at_a_time(connection: sa.Connection) -> None:
    """Wait until no other process writes, as BEGIN IMMEDIATE does on SQLite: what a transaction reads before it writes
    stays true until it ends, and needs no lock of its own."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITING})")
