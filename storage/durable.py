"""Bring files and the names of a folder to the disk, so that they survive a power cut."""

import os
from contextlib import suppress
from pathlib import Path


def sync(path: Path) -> None:
    """Write a file's content, or a folder's names, to the disk. Raises OSError.

    Windows does not allow it for a folder, which is ignored.
    """
    with suppress(PermissionError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
