"""One process at a time polls and beats: held as a lock that the operating system gives back when its holder dies."""

import sqlite3
from pathlib import Path

from storage.database import file_of


class Taken(Exception):
    """Another living process holds it."""


class Lease:
    """A lock on a small file beside the database. A lease with an expiry would need a clock that two machines agree
    on, and a wait after every kill; this one is free the moment its holder is gone."""

    def __init__(self, url: str) -> None:
        """Raises Taken. A database in memory has no other process to fear."""
        path = file_of(url)
        if path is None:
            self._lock = None
            return
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._lock = sqlite3.connect(f"{path}.lease", timeout=0, isolation_level=None)
        try:
            self._lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            self._lock.close()
            raise Taken from error

    def release(self) -> None:
        if self._lock is not None:
            self._lock.close()
