"""Why the database does not take a write: what an administrator has to see to."""

import sqlite3
from typing import Literal

import sqlalchemy as sa

Trouble = Literal["full", "locked", "readonly", "disk", "damaged", "away"]
BY_CODE: dict[int, Trouble] = {
    sqlite3.SQLITE_FULL: "full", sqlite3.SQLITE_BUSY: "locked", sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_READONLY: "readonly", sqlite3.SQLITE_IOERR: "disk", sqlite3.SQLITE_CANTOPEN: "disk",
    sqlite3.SQLITE_CORRUPT: "damaged", sqlite3.SQLITE_NOTADB: "damaged",
}  # fmt: skip


def trouble(error: BaseException) -> Trouble | None:
    """None for an error that is not the database's, or is the fault of a statement."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return BY_CODE.get(code & 0xFF)
    lost = isinstance(error, sa.exc.DBAPIError) and error.connection_invalidated
    return "away" if lost or isinstance(error, sa.exc.InterfaceError | ConnectionError) else None
