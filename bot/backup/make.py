"""Make a backup of a bot that may be running."""

import tarfile
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.backup import archive, disk
from bot.backup.manifest import DATABASE, FILES, STAMP, Manifest, Member
from bot.cli import checks
from bot.cli.fault import Fault
from bot.upkeep import write_watch
from bot.version import VERSION
from storage import durable, snapshot
from storage.availability import Reason
from storage.snapshot import Contents, Unsuitable

TRIES = 5
REASONS: dict[Reason, str] = write_watch.REASONS | {
    "damaged": "数据库已损坏，请停止运行后用 duban restore 恢复最近的备份"
}
FOREIGN = "不是督办的数据库，请核对 DATABASE_URL"
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@dataclass(frozen=True)
class Backup:
    path: Path
    manifest: Manifest


@dataclass(frozen=True)
class CopiedFiles:
    """The members that were copied. `missing` and `damaged` are digests of evidence."""

    members: dict[str, Member]
    missing: tuple[str, ...]
    damaged: tuple[str, ...]


def make(database: str, files: Path, folder: Path, now: Callable[[], datetime]) -> Backup:
    """Make a backup in `folder`, named by its moment: complete, read back, and on the disk. Raises Fault."""
    if not Path(database).exists():
        raise Fault(f"没有可以备份的数据库：{database}")
    try:
        disk.make_folder(folder)
        _remove_leftovers(folder, now())
        name, part = _reserve_name(folder, now())
        try:
            return _make(database, files, folder / name, part, now)
        finally:
            part.unlink(missing_ok=True)
    except Unsuitable as error:
        raise Fault(f"未能备份：{REASONS[error.why] if error.why else FOREIGN}（{database}）。") from None
    except OSError as error:
        raise Fault(f"备份未完成：{checks.reason(error)}（{error.filename or folder}）。") from None


def _reserve_name(folder: Path, at: datetime) -> tuple[str, Path]:
    """Return a free name and its temporary file. If the name is taken, the next second's is tried."""
    while True:
        name = f"duban-{at.strftime(STAMP)}.tar"
        part = folder / f".{name}.part"
        if not (folder / name).exists():
            with suppress(FileExistsError):
                disk.create(part).close()
                return name, part
        at += SECOND


def _remove_leftovers(folder: Path, now: datetime) -> None:
    """Remove temporary files of backups that were killed: those that are more than a day old."""
    for part in folder.glob(".duban-*.part*"):  # also matches the files that SQLite makes beside them
        with suppress(FileNotFoundError):
            if part.stat().st_mtime < (now - DAY).timestamp():
                part.unlink()


def _make(database: str, files: Path, path: Path, part: Path, now: Callable[[], datetime]) -> Backup:
    """Try again if files are missing: the running bot may have removed evidence that the copy still names."""
    missing: tuple[str, ...] = ()
    for _ in range(TRIES):
        content = _attempt(database, files, part, now())
        if set(content.missing) <= set(missing):
            break
        missing = tuple(content.missing)
    with archive.open_archive(part) as tar:
        if archive.verify(tar) != content:
            raise Fault("备份写入后与原内容不一致，未能备份。请检查磁盘。")
    part.rename(path)
    durable.sync(path.parent)
    return Backup(path, content)


def _attempt(database: str, files: Path, part: Path, at: datetime) -> Manifest:
    copy = part.with_name(f"{part.name.removesuffix('.part')}.db.part")
    copy.unlink(missing_ok=True)
    disk.create(copy).close()
    try:
        snapshot.copy(database, copy)
        contents = snapshot.contents(copy)
        with part.open("wb") as output, closing(_tar(output)) as tar:
            copied = _copy_files(tar, copy, files, contents.files)
            manifest = _manifest(at, contents, copied)
            archive.add_manifest(tar, manifest)
        durable.sync(part)
    finally:
        copy.unlink(missing_ok=True)
    return manifest


def _tar(output: object) -> tarfile.TarFile:
    tar = tarfile.open(fileobj=output, mode="w", format=tarfile.GNU_FORMAT)  # type: ignore[call-overload]  # noqa: SIM115
    tar.copybufsize = archive.PIECE
    return tar  # type: ignore[no-any-return]


def _copy_files(tar: tarfile.TarFile, copy: Path, files: Path, digests: Iterable[str]) -> CopiedFiles:
    members, missing, damaged = {DATABASE: archive.add(tar, DATABASE, copy)}, [], []
    for sha256 in digests:
        try:
            member = archive.add(tar, FILES + sha256, files / sha256)
        except FileNotFoundError:
            missing.append(sha256)
            continue
        members[FILES + sha256] = member
        if member.sha256 != sha256:
            damaged.append(sha256)
    return CopiedFiles(members, tuple(missing), tuple(damaged))


def _manifest(at: datetime, contents: Contents, copied: CopiedFiles) -> Manifest:
    return Manifest(
        version=VERSION, schema_number=contents.schema, made_at=at, counts=contents.counts,
        members=copied.members, missing=list(copied.missing), damaged=list(copied.damaged),
    )  # fmt: skip
