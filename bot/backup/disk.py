"""Create files and folders that only the bot's own account can read."""

import os
from pathlib import Path
from typing import BinaryIO

PRIVATE, PRIVATE_FOLDER = 0o600, 0o700


def make_folder(path: Path) -> None:
    """An existing folder keeps its permissions."""
    path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)


def create(path: Path) -> BinaryIO:
    """Return a new, empty file, open for writing. Raises FileExistsError."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE), "r+b")
