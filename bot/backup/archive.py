"""Write and read the archive: a plain tar file with the database, the evidence and, at its end, the manifest."""

import hashlib
import os
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO

from bot.backup import manifest
from bot.backup.manifest import Manifest, Member
from bot.cli.checks import reason
from bot.cli.fault import Fault

PIECE = 1024 * 1024
MALFORMED = (tarfile.TarError, ValueError, OverflowError, RecursionError)
"""Errors that Python's reader raises for headers that no program has written."""


class DigestingReader:
    """Reads from `source` and computes the digest of what it has read."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self._digest = source, hashlib.sha256()

    def read(self, size: int) -> bytes:
        piece = self._source.read(size)
        self._digest.update(piece)
        return piece

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def add(tar: tarfile.TarFile, name: str, path: Path) -> Member:
    """Add a file as a member of this name. Raises FileNotFoundError, and OSError if the file is truncated meanwhile."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        source = DigestingReader(file)
        tar.addfile(_header(name, size), source)  # type: ignore[arg-type]
    return Member(size=size, sha256=source.sha256)


def add_manifest(tar: tarfile.TarFile, content: Manifest) -> None:
    written = content.model_dump_json(indent=1).encode()
    tar.addfile(_header(manifest.NAME, len(written)), BytesIO(written))


def _header(name: str, size: int) -> tarfile.TarInfo:
    """Return a header without owner and time, which would tell about the machine."""
    header = tarfile.TarInfo(name)
    header.size, header.mode = size, 0o600
    return header


@contextmanager
def open_archive(path: Path) -> Iterator[tarfile.TarFile]:
    """Open an archive for reading. Raises Fault if it is malformed, also if that is noticed only later."""
    with ExitStack() as stack:
        with _checked_reading(path):
            file = stack.enter_context(path.open("rb"))
            tar = stack.enter_context(tarfile.open(fileobj=file, mode="r:"))
        try:
            yield tar
        except tarfile.TarError:
            raise _malformed(path) from None


@contextmanager
def _checked_reading(path: str | Path | None) -> Iterator[None]:
    """Raise Fault for the errors that reading an archive raises."""
    try:
        yield
    except MALFORMED:
        raise _malformed(path) from None
    except OSError as error:
        raise Fault(f"备份文件无法读取（{reason(error)}）：{path}") from None


def _malformed(path: str | Path | None) -> Fault:
    return Fault(f"不是完整的备份文件：{path}")


def verify(tar: tarfile.TarFile) -> Manifest:
    """Return the manifest after reading every member and comparing it with the manifest. Raises Fault.

    Every member must be a regular file with a name that backups use, once each: nothing else can be unpacked.
    """
    with _checked_reading(tar.name):  # type: ignore[arg-type]
        members = {member.name: member for member in _members(tar)}
        content = manifest.read(_read(tar, members.pop(manifest.NAME, None)))
        if members.keys() != content.members.keys() or manifest.DATABASE not in members:
            raise Fault("备份文件的内容与其清单不一致。")
        for name, member in members.items():
            if member.size != content.members[name].size or _sha256(tar, member) != content.members[name].sha256:
                raise Fault(f"备份文件已损坏（{name}）。")
        return content


def _members(tar: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    known: set[str] = set()
    for member in tar:
        is_regular = member.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not member.pax_headers
        has_known_name = member.name == manifest.NAME or manifest.MEMBER.fullmatch(member.name)
        if not is_regular or not has_known_name or member.name in known:
            raise Fault("备份文件中有不应有的内容。")
        known.add(member.name)
        yield member


def _read(tar: tarfile.TarFile, member: tarfile.TarInfo | None) -> bytes:
    if member is None or member.size > manifest.MOST_BYTES:
        raise Fault("备份文件没有完整的清单。")
    with content_of(tar, member.name) as source:
        return source.read()


def _sha256(tar: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    with content_of(tar, member.name) as source:
        return hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]


@contextmanager
def content_of(tar: tarfile.TarFile, name: str) -> Iterator[IO[bytes]]:
    source = tar.extractfile(name)
    if source is None:
        raise Fault("备份文件中有不应有的内容。")
    with source:
        yield source
