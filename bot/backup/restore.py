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
    """What was restored. Raises Fault; then nothing has been written, or all of it removed again."""
    _check_place(url, database, files)
    if not backup.is_file():
        raise Fault(f"没有这个备份文件：{backup}")
    with archive.open_archive(backup) as tar:
        manifest = archive.verified(tar)
        if manifest.schema_number > snapshot.SCHEMA:
            raise Fault("备份来自更新的版本，请先升级程序再恢复。")
        _check_place(url, database, files, manifest)  # to read all of it takes its time
        try:
            _write(url, database, files, tar, manifest, now())
        except OSError as error:
            raise Fault(f"未能恢复，已撤回全部写入：{checks.reason(error)}。") from None
        except Unsuitable as error:
            raise Fault(f"未能恢复，已撤回全部写入：{checks.unusable(str(error))}") from None
    return manifest


def _check_place(url: str, database: Path, files: Path, manifest: Manifest | None = None) -> None:
    """What a restore that was killed has left is no obstacle: the file of no bytes that was its lease, and files of
    this backup; which they are is known with its `manifest`."""
    if lease.held(url):
        raise Fault("督办正在运行，请先停止再恢复。")
    killed = _new(database).exists()
    for ending in ENDINGS:
        there = Path(f"{database}{ending}")
        if there.exists() and not (killed and there == database and there.stat().st_size == 0):
            raise Fault(f"{there} 已存在，未恢复。请先将其移到别处。")
    if files.exists() and not files.is_dir():
        raise Fault(f"{files} 不是文件夹，未恢复。")
    for file in files.iterdir() if files.is_dir() else ():
        left = killed and (manifest is None or FILES + file.name in manifest.members)
        if file.name != UNPACKED and not left:
            raise Fault(f"文件夹 {files} 中已有文件，未恢复。请先将其移到别处。")


def _new(database: Path) -> Path:
    """Where the database is unpacked: there from the beginning of a restore to its end."""
    return database.with_name(f".{database.name}{UNPACKED}")


def _write(url: str, database: Path, files: Path, tar: tarfile.TarFile, manifest: Manifest, now: datetime) -> None:
    """Unpacked beside its place, checked, then renamed: the database last, so that no bot starts on half of it."""
    made = [folder for folder in (database.parent, files) if not folder.exists()]
    for folder in made:
        disk.folder(folder)
    unpacked, whole = files / UNPACKED, False
    new = _new(database)
    try:
        held = lease.Lease(url)
    except lease.Taken:
        raise Fault("督办正在运行，请先停止再恢复。") from None
    try:
        _remove_unpacked(new, files)  # of a restore that was killed
        disk.folder(unpacked)
        _unpack(tar, manifest, new, unpacked)
        _check_copy(_contents(new), manifest)
        snapshot.mark_restored(new, manifest.made_at, now)
        durable.sync(new)
        _rename_all(unpacked, files)
        new.rename(database)
        durable.sync(database.parent)
        whole = True
    finally:
        held.release()
        if not whole:
            _take_back(database, new, files, made)


def _unpack(tar: tarfile.TarFile, manifest: Manifest, database: Path, folder: Path) -> None:
    for name in manifest.members:
        target = database if name == DATABASE else folder / name.removeprefix(FILES)
        with archive.content_of(tar, name) as source, disk.new(target) as file:
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
    """One by one: the folder itself may be where another disk is mounted."""
    for file in unpacked.iterdir():
        file.rename(files / file.name)
    unpacked.rmdir()
    durable.sync(files)


def _take_back(database: Path, new: Path, files: Path, made: list[Path]) -> None:
    """There was no database, and nothing in the folder of files: all that lies there was just restored."""
    _remove_unpacked(new, files)
    database.unlink(missing_ok=True)
    for file in files.iterdir():
        file.unlink()
    for folder in reversed(made):
        with suppress(OSError):  # the lease's file stays in it
            folder.rmdir()


def _remove_unpacked(new: Path, files: Path) -> None:
    for ending in (*ENDINGS, "-journal"):
        Path(f"{new}{ending}").unlink(missing_ok=True)
    shutil.rmtree(files / UNPACKED, ignore_errors=True)
