"""Whether an error is the statement's fault or the database's."""

import errno
import sqlite3

import sqlalchemy as sa

SQLITE = frozenset(
    (
        sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_NOTADB,
    )
)  # fmt: skip
"""Locked, full, damaged, or not to be read or written at all."""
POSTGRESQL = ("08", "25006", "28", "3D", "40", "53", "55006", "55P03", "57", "58", "XX")
"""How their SQLSTATEs begin: no connection, read-only after a failover, no access, no such database, deadlock, no room
or memory, locked, stopped or stopping, the server's own system or files."""
SYSTEM = frozenset(
    (
        errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.ENOMEM,
        errno.ENETDOWN, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EHOSTDOWN,
    )
)  # fmt: skip


def is_away(error: BaseException) -> bool:
    """Whether the database could not be reached, was locked or full, or failed by itself: the same statement may
    succeed later. False where the statement is wrong, or its rows break a rule: it fails every time."""
    if isinstance(error, sa.exc.DBAPIError):
        return bool(error.connection_invalidated) or _by_code(error.orig)
    if isinstance(error, ConnectionError | TimeoutError | sa.exc.TimeoutError | sa.exc.InvalidatePoolError):
        return True
    return isinstance(error, OSError) and error.errno in SYSTEM


def _by_code(error: BaseException | None) -> bool:
    if isinstance(error, sqlite3.Error):
        return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF in SQLITE
    state = getattr(error, "sqlstate", None) or ""
    return bool(state) and state.startswith(POSTGRESQL)
