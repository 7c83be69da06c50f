"""Read the type and size of a picture from its first bytes."""

import struct
from collections.abc import Callable

PNG, GIF, BMP = b"\x89PNG\r\n\x1a\n", (b"GIF87a", b"GIF89a"), b"BM"


def dimensions(content: bytes) -> tuple[int, int] | None:
    """Return width and height, or None if this is not a picture."""
    try:
        return READERS[kind(content)](content)
    except (KeyError, struct.error, IndexError):
        return None


def kind(content: bytes) -> str:
    """Return the media type of a picture, or application/octet-stream, which no browser runs."""
    if content.startswith(PNG):
        return "image/png"
    if content.startswith(GIF):
        return "image/gif"
    if content.startswith(BMP):
        return "image/bmp"
    if content.startswith(b"\xff\xd8"):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return "application/octet-stream"


def _jpeg(content: bytes) -> tuple[int, int] | None:
    at = 2
    while content[at] == 0xFF:
        marker, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # only a start-of-frame segment has the size
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None


def _webp(content: bytes) -> tuple[int, int] | None:
    match content[12:16]:
        case b"VP8X":
            return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
        case b"VP8 ":
            width, height = struct.unpack("<HH", content[26:30])
            return width & 0x3FFF, height & 0x3FFF
        case b"VP8L":
            bits = int.from_bytes(content[21:25], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None


READERS: dict[str, Callable[[bytes], tuple[int, int] | None]] = {
    "image/png": lambda content: struct.unpack(">II", content[16:24]),
    "image/gif": lambda content: struct.unpack("<HH", content[6:10]),
    "image/bmp": lambda content: struct.unpack("<II", content[18:26]),
    "image/jpeg": _jpeg,
    "image/webp": _webp,
}
