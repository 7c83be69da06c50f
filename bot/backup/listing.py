"""List the backups in a folder by their names, and those that are old enough to be removed."""

from collections.abc import Iterable
from datetime import datetime, tzinfo
from pathlib import Path

from bot.backup.manifest import ARCHIVE, STAMP

BACKUPS_KEPT = 14


def backups_in(folder: Path) -> list[Path]:
    """Return the backups, the oldest first. Files with other names are ignored."""
    try:
        return sorted(path for path in folder.iterdir() if ARCHIVE.fullmatch(path.name) and path.is_file())
    except OSError:
        return []


def made_at(path: Path, zone: tzinfo) -> datetime:
    """Return when a backup was made, by its name, which is in the bureau's time zone."""
    name = ARCHIVE.fullmatch(path.name)
    assert name is not None
    return datetime.strptime(name[1], STAMP).replace(tzinfo=zone)


def superfluous(paths: Iterable[Path]) -> list[Path]:
    """Return all but the newest BACKUPS_KEPT."""
    return sorted(paths)[:-BACKUPS_KEPT]
