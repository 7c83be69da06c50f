"""The lease of a database: a lock that the system releases when its holder ends, however it ends.

A lease with an expiry would need a clock on which two machines agree, and a wait after each kill.
"""

import re

from storage.lease import file, server
from storage.lease.taken import Taken

__all__ = ["Lease", "Taken", "file_of", "held"]
FILE = re.compile(r"sqlite(?:\+\w+)?:///(?P<path>[^?]+)")
SERVER = "postgresql"


def file_of(url: str) -> str | None:
    """Return the path of an SQLite database on disk, None for any other URL."""
    match = FILE.match(url)
    return None if match is None or match["path"] == ":memory:" else match["path"]


class Lease:
    """Held from construction until `release`, or until the process ends."""

    def __init__(self, url: str) -> None:
        """Take the lease. Raises Taken, or OSError if the database cannot be reached.

        Blocks for up to ten seconds, which is acceptable because nothing else runs yet. A database in memory needs no
        lock.
        """
        path = file_of(url)
        self._lock: file.FileLock | server.ServerLock | None = None
        if path is not None:
            self._lock = file.FileLock(path)
        elif url.startswith(SERVER):
            self._lock = server.ServerLock(url)

    async def lost(self) -> None:
        """Wait until another process has taken the lease; this one must then end. On SQLite, wait forever.

        On PostgreSQL the lock is released when its connection breaks. Until the connection is open again and the lock
        taken again, every write of this process fails with ConnectionError. The lease is lost only if another process
        has the lock by then.
        """
        await server.until_lost(self._lock if isinstance(self._lock, server.ServerLock) else None)

    def release(self) -> None:
        """Release the lease. To be called after the database is closed."""
        if self._lock is not None:
            self._lock.release()


def held(url: str) -> bool:
    """Return whether a running process, this one included, holds the lease. Creates no files.

    Raises OSError if the server cannot be reached. A database file that does not exist is not held.
    """
    path = file_of(url)
    if path is not None:
        return file.held(path)
    return url.startswith(SERVER) and server.held(url)
