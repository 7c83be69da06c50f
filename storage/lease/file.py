"""The lease of an SQLite database.

On Linux it is an flock() on the database file itself. So it is the same lock by whatever name the file is reached, such
as a symbolic or hard link or a relative path, and there is no second file that could be deleted. SQLite's own locks use
fcntl(), which is independent of flock() on Linux. On macOS it is not independent, and Windows has no flock(): there the
lock is on the file `<database>.lease` beside the real path of the database. A hard link, or on macOS a deleted
`.lease`, is then not noticed.

Closing any descriptor of the database file releases the fcntl() locks that SQLite holds in this process. Therefore the
lease is taken before the database is opened and released after it is closed, and `held` never closes a descriptor.
"""

import os
import sqlite3
import sys
import time
from pathlib import Path

from storage.lease.taken import Taken

if sys.platform == "linux":
    import fcntl

TRIES, PAUSE = 4, 0.05
"""Attempts, and seconds between them, because `held` in another process takes a shared lock for a moment."""
_descriptors: dict[tuple[int, int], int] = {}
"""Descriptors that `held` has opened, by device and inode."""


class FileLock:
    def __init__(self, path: str) -> None:
        """Take the lock. Raises Taken or OSError. Creates folder and file, readable by their owner only."""
        Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = path
        self._beside: sqlite3.Connection | None = None
        self._file = -1
        self._is_new = not os.path.exists(path)
        self._had_log = os.path.exists(f"{path}-wal")
        if sys.platform == "linux":
            self._file = _locked(path)
        else:
            self._beside = _beside(path)

    def release(self) -> None:
        """Release the lock. Remove the file if this lock has created it and it is still empty, as after a failed start.

        It is kept if this process has written a -wal, whose records would be lost.
        """
        if self._beside is not None:
            self._beside.close()
        elif self._file >= 0:
            logged = os.path.exists(f"{self._path}-wal") and not self._had_log
            empty = os.fstat(self._file).st_size == 0 and not logged
            if self._is_new and empty and _is_still(self._file, self._path):
                os.unlink(os.path.realpath(self._path))
            os.close(self._file)
            self._file = -1


def held(path: str) -> bool:
    if sys.platform == "linux":
        return _flocked(path)
    try:
        if not os.path.exists(_lease(path)):
            return False
        _beside(path).close()
    except Taken:
        return True
    return False


if sys.platform == "linux":

    def _locked(path: str) -> int:
        """Open and lock the file, and return its descriptor. Try again if the file was replaced meanwhile."""
        while True:
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                _lock(file)
            except BaseException:
                os.close(file)
                raise
            if _is_still(file, path):
                return file
            os.close(file)

    def _lock(file: int) -> None:
        for attempt in range(TRIES):
            try:
                return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if attempt == TRIES - 1:
                    raise Taken from None
                time.sleep(PAUSE)
        return None

    def _flocked(path: str) -> bool:
        try:
            status = os.stat(path)
        except FileNotFoundError:
            return False
        inode = (status.st_dev, status.st_ino)
        if inode not in _descriptors:
            _descriptors[inode] = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(_descriptors[inode], fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        fcntl.flock(_descriptors[inode], fcntl.LOCK_UN)
        return False


def _is_still(file: int, path: str) -> bool:
    try:
        return os.path.samestat(os.fstat(file), os.stat(path))
    except FileNotFoundError:
        return False


def _lease(path: str) -> str:
    return f"{os.path.realpath(path)}.lease"


def _beside(path: str) -> sqlite3.Connection:
    try:
        lock = sqlite3.connect(_lease(path), timeout=0, isolation_level=None)
    except sqlite3.OperationalError as error:
        raise OSError(str(error)) from error
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        lock.close()
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise OSError(str(error)) from error
        raise Taken from error
    return lock
