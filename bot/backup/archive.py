"""Write and read the archive: a plain tar file with the database, the evidence and, last, the manifest."""

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
NO_ARCHIVE = (tarfile.TarError, ValueError, OverflowError, RecursionError)
"""What Python's reader runs into where a header says what no program has written."""


class Digesting:
    """Reads from `source`, and knows the digest of what it has read."""

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
    """As a member of this name. Raises FileNotFoundError, and OSError where it is cut short meanwhile."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        source = Digesting(file)
        tar.addfile(_header(name, size), source)  # type: ignore[arg-type]
    return Member(size=size, sha256=source.sha256)


def add_manifest(tar: tarfile.TarFile, content: Manifest) -> None:
    written = content.model_dump_json(indent=1).encode()
    tar.addfile(_header(manifest.NAME, len(written)), BytesIO(written))


def _header(name: str, size: int) -> tarfile.TarInfo:
    """Says nothing of the machine: no owner, no time."""
    header = tarfile.TarInfo(name)
    header.size, header.mode = size, 0o600
    return header


@contextmanager
def open_archive(path: Path) -> Iterator[tarfile.TarFile]:
    """Raises Fault where it is no archive, or turns out to be none while it is read."""
    with ExitStack() as stack:
        with _legible(path):
            file = stack.enter_context(path.open("rb"))
            tar = stack.enter_context(tarfile.open(fileobj=file, mode="r:"))
        try:
            yield tar
        except tarfile.TarError:
            raise _no_archive(path) from None


@contextmanager
def _legible(path: str | Path | None) -> Iterator[None]:
    """Raises Fault for what reading the archive runs into."""
    try:
        yield
    except NO_ARCHIVE:
        raise _no_archive(path) from None
    except OSError as error:
        raise Fault(f"备份文件无法读取（{reason(error)}）：{path}") from None


def _no_archive(path: str | Path | None) -> Fault:
    return Fault(f"不是完整的备份文件：{path}")


def verified(tar: tarfile.TarFile) -> Manifest:
    """The manifest, once every member has been read and is what the manifest says. Raises Fault.

    Members have one of the names that a backup gives, once each, and are regular files: nothing else can be unpacked.
    """
    with _legible(tar.name):  # type: ignore[arg-type]
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
        regular = member.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not member.pax_headers
        named = member.name == manifest.NAME or manifest.MEMBER.fullmatch(member.name)
        if not regular or not named or member.name in known:
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
