"""The backups that are there, by their names; which of them are old enough to go."""

from collections.abc import Iterable
from datetime import datetime, tzinfo
from pathlib import Path

from bot.backup.manifest import ARCHIVE, STAMP

MOST = 14


def backups_in(folder: Path) -> list[Path]:
    """The oldest first; nothing that has another name."""
    try:
        return sorted(path for path in folder.iterdir() if ARCHIVE.fullmatch(path.name) and path.is_file())
    except OSError:
        return []


def made_at(path: Path, zone: tzinfo) -> datetime:
    """By its name, which is in the bureau's time zone."""
    name = ARCHIVE.fullmatch(path.name)
    assert name is not None
    return datetime.strptime(name[1], STAMP).replace(tzinfo=zone)


def superfluous(paths: Iterable[Path]) -> list[Path]:
    """All but the newest."""
    return sorted(paths)[:-MOST]
