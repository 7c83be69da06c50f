"""Files that only the bot's own account can read, and names that outlive a power cut."""

import os
from pathlib import Path
from typing import BinaryIO

PRIVATE, PRIVATE_FOLDER = 0o600, 0o700


def folder(path: Path) -> None:
    """There afterwards; private where it is new."""
    path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)


def new(path: Path) -> BinaryIO:
    """An empty file. Raises FileExistsError."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE), "r+b")
