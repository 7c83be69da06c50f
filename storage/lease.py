"""One process at a time polls and beats: held as a lock that the operating system gives back when its holder dies."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

FILE = re.compile(r"sqlite(?:\+\w+)?:///(?P<path>[^?]+)")


class Taken(Exception):
    """Another living process holds it."""


def file_of(url: str) -> str | None:
    """The path of an SQLite database on disk, None for any other."""
    found = FILE.match(url)
    return None if found is None or found["path"] == ":memory:" else found["path"]


def held(url: str) -> bool:
    """Whether a living process holds it; looks only, and makes no file."""
    path = file_of(url)
    if path is None or not Path(f"{path}.lease").exists():
        return False
    uri = f"{Path(f'{path}.lease').absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=0)) as lock:
            lock.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode == sqlite3.SQLITE_BUSY
    return False


class Lease:
    """A lock on a small file beside the database. A lease with an expiry would need a clock that two machines agree
    on, and a wait after every kill; this one is free the moment its holder is gone."""

    def __init__(self, url: str) -> None:
        """Raises Taken; OSError where it can't be written. A database in memory has no other process to fear."""
        path = file_of(url)
        if path is None:
            self._lock = None
            return
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock = sqlite3.connect(f"{path}.lease", timeout=0, isolation_level=None)
        except sqlite3.OperationalError as error:
            raise OSError(str(error)) from error
        try:
            self._lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            self._lock.close()
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise OSError(str(error)) from error
            raise Taken from error

    def release(self) -> None:
        if self._lock is not None:
            self._lock.close()
