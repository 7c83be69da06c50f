"""Tell errors of the database itself, after which a statement may succeed later, from errors of a statement."""

import errno
import sqlite3
from typing import Literal

import sqlalchemy as sa

Reason = Literal["full", "locked", "readonly", "disk", "damaged", "away"]
SQLITE: dict[int, Reason] = {
    sqlite3.SQLITE_BUSY: "locked", sqlite3.SQLITE_LOCKED: "locked", sqlite3.SQLITE_PROTOCOL: "locked",
    sqlite3.SQLITE_FULL: "full", sqlite3.SQLITE_READONLY: "readonly", sqlite3.SQLITE_IOERR: "disk",
    sqlite3.SQLITE_CANTOPEN: "disk", sqlite3.SQLITE_CORRUPT: "damaged", sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_NOMEM: "away", sqlite3.SQLITE_INTERRUPT: "away",
}  # fmt: skip
POSTGRESQL: dict[str, Reason] = {
    "53100": "full", "25006": "readonly", "55P03": "locked", "55006": "locked", "40": "locked", "58": "disk",
    "XX": "damaged", "08": "away", "28": "away", "3D": "away", "53": "away", "57": "away",
}  # fmt: skip
"""SQLSTATEs, or their first two characters.

In this order: disk full; read-only after a failover; lock not available; object in use; serialization failure or
deadlock; I/O error of the server; internal error; no connection; no access; no such database; out of memory or
connections; the server stops or starts.
"""
SYSTEM: dict[int, Reason] = {
    errno.ENOSPC: "full", errno.EDQUOT: "full", errno.EFBIG: "full", errno.EROFS: "readonly", errno.EIO: "disk",
    errno.EMFILE: "away", errno.ENFILE: "away", errno.ENOMEM: "away", errno.ENETDOWN: "away",
    errno.ENETUNREACH: "away", errno.EHOSTUNREACH: "away", errno.EHOSTDOWN: "away",
}  # fmt: skip


def is_away(error: BaseException) -> bool:
    """Return whether the same statement may succeed later.

    True if the database cannot be reached, is locked or full, or has failed itself. False if the statement is wrong or
    its rows violate a constraint.
    """
    return reason(error) is not None


def reason(error: BaseException) -> Reason | None:
    """Return why the database is not available, None for other errors."""
    if isinstance(error, sa.exc.DBAPIError):
        return "away" if error.connection_invalidated else _by_code(error.orig)
    if isinstance(error, sqlite3.Error):
        return _by_code(error)
    if isinstance(error, ConnectionError | TimeoutError | sa.exc.TimeoutError | sa.exc.InvalidatePoolError):
        return "away"
    return SYSTEM.get(error.errno or 0) if isinstance(error, OSError) else None


def _by_code(error: BaseException | None) -> Reason | None:
    if isinstance(error, sqlite3.Error):
        return SQLITE.get((getattr(error, "sqlite_errorcode", None) or 0) & 0xFF)
    state = getattr(error, "sqlstate", None) or ""
    return next((POSTGRESQL[state[:size]] for size in (5, 2) if state[:size] in POSTGRESQL), None)
