"""One process at a time works on a database: a lock that is free again the moment its holder is gone.

A lease with an expiry would need a clock that two machines agree on, and a wait after every kill.
"""

import re

from storage.lease import file, server
from storage.lease.taken import Taken

__all__ = ["Lease", "Taken", "file_of", "held"]
FILE = re.compile(r"sqlite(?:\+\w+)?:///(?P<path>[^?]+)")
SERVER = "postgresql"


def file_of(url: str) -> str | None:
    """The path of an SQLite database on disk, None for any other."""
    match = FILE.match(url)
    return None if match is None or match["path"] == ":memory:" else match["path"]


class Lease:
    """Held from the construction until `release`, or until the process ends, however it ends."""

    def __init__(self, url: str) -> None:
        """Raises Taken; OSError where the database can't be reached. A database in memory needs no lock.

        Blocks for ten seconds at most: it is taken before anything else runs.
        """
        path = file_of(url)
        self._lock: file.FileLock | server.ServerLock | None = None
        if path is not None:
            self._lock = file.FileLock(path)
        elif url.startswith(SERVER):
            self._lock = server.ServerLock(url)

    async def lost(self) -> None:
        """Return when another process has taken over, after which this one must end; on SQLite never.

        On PostgreSQL the lock goes with its connection. While that is being opened again, every write of this process
        fails with a ConnectionError; only where somebody else has the lock by then is the lease lost.
        """
        await server.until_lost(self._lock if isinstance(self._lock, server.ServerLock) else None)

    def release(self) -> None:
        """To be called once the database is closed."""
        if self._lock is not None:
            self._lock.release()


def held(url: str) -> bool:
    """Whether a living process, this one included, holds the lease. Creates nothing.

    Raises OSError where a server can't be reached; a database file that isn't there is not held.
    """
    path = file_of(url)
    if path is not None:
        return file.held(path)
    return url.startswith(SERVER) and server.held(url)
