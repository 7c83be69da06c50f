"""Restore a backup to where the settings point: all of it or nothing."""

import shutil
import tarfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from bot.backup import archive, disk
from bot.backup.manifest import DATABASE, FILES, Manifest
from bot.cli import checks
from bot.cli.fault import Fault
from storage import durable, lease, snapshot
from storage.snapshot import Contents, Unsuitable

UNPACKED = ".restoring"
ENDINGS = ("", "-wal", "-shm")


def restore(url: str, database: Path, files: Path, backup: Path, now: Callable[[], datetime]) -> Manifest:
    """Restore a backup and return its manifest. Raises Fault; all that was written is removed again then."""
    _check_place(url, database, files)
    if not backup.is_file():
        raise Fault(f"没有这个备份文件：{backup}")
    with archive.open_archive(backup) as tar:
        manifest = archive.verify(tar)
        if manifest.schema_number > snapshot.SCHEMA:
            raise Fault("备份来自更新的版本，请先升级程序再恢复。")
        _check_place(url, database, files, manifest)  # Checked again, because reading the archive takes a while.
        try:
            _write(url, database, files, tar, manifest, now())
        except OSError as error:
            raise Fault(f"未能恢复，已撤回全部写入：{checks.reason(error)}。") from None
        except Unsuitable as error:
            raise Fault(f"未能恢复，已撤回全部写入：{checks.unusable(str(error))}") from None
    return manifest


def _check_place(url: str, database: Path, files: Path, manifest: Manifest | None = None) -> None:
    """Raise Fault if something is there that a restore would overwrite.

    What a killed restore has left is allowed: the empty file that was its lease, and files that `manifest` names; every
    file while the manifest is not known yet.
    """
    if lease.held(url):
        raise Fault("督办正在运行，请先停止再恢复。")
    was_killed = _unpacked_database(database).exists()
    for ending in ENDINGS:
        there = Path(f"{database}{ending}")
        if there.exists() and not (was_killed and there == database and there.stat().st_size == 0):
            raise Fault(f"{there} 已存在，未恢复。请先将其移到别处。")
    if files.exists() and not files.is_dir():
        raise Fault(f"{files} 不是文件夹，未恢复。")
    for file in files.iterdir() if files.is_dir() else ():
        is_leftover = was_killed and (manifest is None or FILES + file.name in manifest.members)
        if file.name != UNPACKED and not is_leftover:
            raise Fault(f"文件夹 {files} 中已有文件，未恢复。请先将其移到别处。")


def _unpacked_database(database: Path) -> Path:
    """Return where the database is unpacked. This file exists from the beginning of a restore to its end."""
    return database.with_name(f".{database.name}{UNPACKED}")


def _write(url: str, database: Path, files: Path, tar: tarfile.TarFile, manifest: Manifest, now: datetime) -> None:
    """Unpack beside the final places, check, then rename, the database last, so that no bot starts with half of it."""
    made = [folder for folder in (database.parent, files) if not folder.exists()]
    for folder in made:
        disk.make_folder(folder)
    unpacked, is_complete = files / UNPACKED, False
    new = _unpacked_database(database)
    try:
        held = lease.Lease(url)
    except lease.Taken:
        raise Fault("督办正在运行，请先停止再恢复。") from None
    try:
        _remove_unpacked(new, files)  # Of a restore that was killed.
        disk.make_folder(unpacked)
        _unpack(tar, manifest, new, unpacked)
        _check_copy(_contents(new), manifest)
        snapshot.mark_restored(new, manifest.made_at, now)
        durable.sync(new)
        _rename_all(unpacked, files)
        new.rename(database)
        durable.sync(database.parent)
        is_complete = True
    finally:
        held.release()
        if not is_complete:
            _undo(database, new, files, made)


def _unpack(tar: tarfile.TarFile, manifest: Manifest, database: Path, folder: Path) -> None:
    for name in manifest.members:
        target = database if name == DATABASE else folder / name.removeprefix(FILES)
        with archive.content_of(tar, name) as source, disk.create(target) as file:
            shutil.copyfileobj(source, file, archive.PIECE)
        durable.sync(target)


def _contents(path: Path) -> Contents:
    try:
        return snapshot.contents(path)
    except Unsuitable as error:
        raise Fault(f"备份中的数据库已损坏：{error}") from None


def _check_copy(contents: Contents, manifest: Manifest) -> None:
    named = {FILES + sha256 for sha256 in contents.files}
    there = manifest.members.keys() | {FILES + sha256 for sha256 in manifest.missing}
    if (
        contents.counts != manifest.counts
        or contents.schema != manifest.schema_number
        or named | {DATABASE} != there | {DATABASE}
    ):
        raise Fault("备份中的数据库与其清单不一致。")


def _rename_all(unpacked: Path, files: Path) -> None:
    """Rename file by file, because another disk may be mounted at the folder itself."""
    for file in unpacked.iterdir():
        file.rename(files / file.name)
    unpacked.rmdir()
    durable.sync(files)


def _undo(database: Path, new: Path, files: Path, made: list[Path]) -> None:
    """Remove everything: there was no database before and no file in the folder, so all of it was just restored."""
    _remove_unpacked(new, files)
    database.unlink(missing_ok=True)
    for file in files.iterdir():
        file.unlink()
    for folder in reversed(made):
        with suppress(OSError):  # It is not empty: the lease's file stays in it.
            folder.rmdir()


def _remove_unpacked(new: Path, files: Path) -> None:
    for ending in (*ENDINGS, "-journal"):
        Path(f"{new}{ending}").unlink(missing_ok=True)
    shutil.rmtree(files / UNPACKED, ignore_errors=True)
