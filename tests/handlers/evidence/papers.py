"""Files for the tests of evidence, and where the bot stores them."""

import zlib
from pathlib import Path
from struct import pack

from sandbox import Message
from tests.town import Town

PDF = b"%PDF-1.7\n%" + b"x" * 90
FOLDER = "evidence"
WAITING = "SELECT count(*) FROM evidence WHERE report_id IS NULL AND NOT dropped"


def png(width: int = 2) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return pack(">I", len(body)) + name + body + pack(">I", zlib.crc32(name + body))

    rows = (b"\0" + b"\xff\0\0" * width) * 2
    head = pack(">IIBBBBB", width, 2, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def pdf(n: int) -> bytes:
    return PDF + str(n).encode()


def on_disk(folder: Path) -> list[bytes]:
    return sorted(path.read_bytes() for path in (folder / FOLDER).glob("*"))


def content(bureau: Town, message: Message) -> bytes:
    document = message.document
    stored = bureau.world.files.by_id(document.file_id if document else str(message.photo))
    assert stored is not None
    return stored.content
