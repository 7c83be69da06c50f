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
from bot.cli.errors import Fault
from bot.upkeep import write_watch
from bot.version import VERSION
from storage import snapshot
from storage.availability import Reason
from storage.snapshot import Contents, Unsuitable

TRIES = 5
WHY: dict[Reason, str] = write_watch.WHY | {"damaged": "数据库已损坏，请停止运行后用 duban restore 恢复最近的备份"}
FOREIGN = "不是督办的数据库，请核对 DATABASE_URL"
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@dataclass(frozen=True)
class Made:
    path: Path
    manifest: Manifest


@dataclass(frozen=True)
class Copied:
    """What came of one attempt; `missing` and `damaged` are digests of evidence."""

    members: dict[str, Member]
    missing: tuple[str, ...]
    damaged: tuple[str, ...]


def make(database: str, files: Path, folder: Path, now: Callable[[], datetime]) -> Made:
    """The backup in `folder`, named by its moment: whole, read back, and there after a power cut. Raises Fault."""
    if not Path(database).exists():
        raise Fault(f"没有可以备份的数据库：{database}")
    try:
        disk.folder(folder)
        _remove_leftovers(folder, now())
        name, part = _reserved(folder, now())
        try:
            return _made(database, files, folder / name, part, now)
        finally:
            part.unlink(missing_ok=True)
    except Unsuitable as error:
        raise Fault(f"未能备份：{WHY[error.why] if error.why else FOREIGN}（{database}）。") from None
    except OSError as error:
        raise Fault(f"备份未完成：{checks.reason(error)}（{error.filename or folder}）。") from None


def _reserved(folder: Path, at: datetime) -> tuple[str, Path]:
    """A name that nobody else uses: that of the next second where this one is taken."""
    while True:
        name = f"duban-{at.strftime(STAMP)}.tar"
        part = folder / f".{name}.part"
        if not (folder / name).exists():
            with suppress(FileExistsError):
                disk.new(part).close()
                return name, part
        at += SECOND


def _remove_leftovers(folder: Path, now: datetime) -> None:
    """Of backups that were killed; one that is being made is younger."""
    for part in folder.glob(".duban-*.part*"):  # and SQLite's own beside it
        with suppress(FileNotFoundError):
            if part.stat().st_mtime < (now - DAY).timestamp():
                part.unlink()


def _made(database: str, files: Path, path: Path, part: Path, now: Callable[[], datetime]) -> Made:
    """The running bot may remove a file that the copy still names: then anew, from a copy that no longer does."""
    missing: tuple[str, ...] = ()
    for _ in range(TRIES):
        content = _attempt(database, files, part, now())
        if set(content.missing) <= set(missing):
            break
        missing = tuple(content.missing)
    with archive.opened(part) as tar:
        if archive.verified(tar) != content:
            raise Fault("备份写入后与原内容不一致，未能备份。请检查磁盘。")
    part.rename(path)
    disk.sync(path.parent)
    return Made(path, content)


def _attempt(database: str, files: Path, part: Path, at: datetime) -> Manifest:
    copy = part.with_name(f"{part.name.removesuffix('.part')}.db.part")
    copy.unlink(missing_ok=True)
    disk.new(copy).close()
    try:
        snapshot.copy(database, copy)
        contents = snapshot.contents(copy)
        with part.open("wb") as written, closing(_tar(written)) as tar:
            copied = _copied(tar, copy, files, contents.files)
            manifest = _manifest(at, contents, copied)
            archive.add_manifest(tar, manifest)
        disk.sync(part)
    finally:
        copy.unlink(missing_ok=True)
    return manifest


def _tar(written: object) -> tarfile.TarFile:
    tar = tarfile.open(fileobj=written, mode="w", format=tarfile.GNU_FORMAT)  # type: ignore[call-overload]  # noqa: SIM115
    tar.copybufsize = archive.PIECE
    return tar  # type: ignore[no-any-return]


def _copied(tar: tarfile.TarFile, copy: Path, files: Path, digests: Iterable[str]) -> Copied:
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
    return Copied(members, tuple(missing), tuple(damaged))


def _manifest(at: datetime, contents: Contents, copied: Copied) -> Manifest:
    return Manifest(
        version=VERSION, schema_number=contents.schema, made_at=at, counts=contents.counts,
        members=copied.members, missing=list(copied.missing), damaged=list(copied.damaged),
    )  # fmt: skip
