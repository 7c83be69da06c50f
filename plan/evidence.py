"""Check files that are handed in as evidence (成果材料) by their size, name and first bytes."""

import re
import unicodedata
from dataclasses import dataclass

from plan.format import shortened
from plan.refusal import Refusal

MOST_BYTES = 20 * 1024 * 1024
"""A bot cannot download larger files from the chat service."""
HEAD = 4096
"""The number of bytes at the beginning of a file that `check` needs."""
PHOTO = "照片.jpg"
"""The name of a photo, which comes without one."""
LONGEST = 80
FOLDERS = re.compile(r"(?:[A-Za-z]:)?(?:[^<>:\"|?*/\\]*[/\\])+")
"""The folders before a name; no system allows the excluded characters in the name of a folder."""
SLASH = re.compile(r"[/\\]")
JOINERS = "\u200c\u200d"
"""Invisible characters that are kept, because composed emoji and some scripts need them."""

JPEG, PNG, GIF, OLE, ZIP = (
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"GIF8",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"PK\x03\x04",
)
WEBP, HEIC = rb"RIFF....WEBP", rb"....ftyp(?:hei|hev|mif1|msf1)"
PDF, RTF = rb".{0,1000}%PDF-", rb"\{\\rtf"
TEXT = rb"(?:\xff\xfe|\xfe\xff)|(?!MZ|\x7fELF|%PDF-|PK\x03\x04)[^\0]*\Z"
IMAGES = {
    "jpg": re.escape(JPEG), "jpeg": re.escape(JPEG), "png": re.escape(PNG), "gif": GIF, "webp": WEBP, "heic": HEIC,
}  # fmt: skip
OLD, NEW, EITHER = re.escape(OLE), re.escape(ZIP), re.escape(OLE) + b"|" + re.escape(ZIP)
BEGINS = IMAGES | {
    "pdf": PDF, "doc": OLD + b"|" + RTF, "xls": OLD, "ppt": OLD, "docx": NEW, "xlsx": NEW, "pptx": NEW, "ofd": NEW,
    "zip": NEW, "wps": EITHER, "et": EITHER, "dps": EITHER, "txt": TEXT, "csv": TEXT,
}  # fmt: skip
"""Patterns of the first bytes of a file, by its file name extension."""


@dataclass(frozen=True)
class StoredFile:
    """A file whose bytes are on disk under `sha256`.

    `name` is for people, `type` is an extension in BEGINS. `kind` is photo or document, as it was sent. Files with the
    same `album` were sent as one message. `size` is in bytes.
    """

    kind: str
    name: str
    type: str
    size: int
    sha256: str
    file_id: str
    album: str = ""


def check(name: str, size: int, head: bytes | None = None) -> str:
    """Return the extension of an accepted file; for a photo, whose name is PHOTO, that of its format.

    `size` is in bytes. `head` are its first bytes; None while the file is not downloaded yet. Raise Refusal where it is
    empty, too large, of a kind that is not accepted, or its bytes do not fit its name.
    """
    shown, extension = shortened(name, 40), name.rpartition(".")[2].lower()
    if size > MOST_BYTES:
        raise Refusal(f"“{shown}”超过20MB，没有保存。请压缩或拆分后重新发送。")
    if size == 0:
        raise Refusal(f"“{shown}”是空文件，没有保存。请检查后重新发送。")
    if extension not in BEGINS:
        raise Refusal(f"“{shown}”的格式不能接收，没有保存。请发送照片、PDF、Word、Excel、PPT、WPS、OFD、文本或压缩包。")
    if head is None or re.match(BEGINS[extension], head[:HEAD], re.DOTALL):
        return extension
    if name == PHOTO:
        for image, begins in IMAGES.items():
            if re.match(begins, head, re.DOTALL):
                return image
    raise Refusal(f"“{shown}”的内容与扩展名不符，没有保存。请核对后重新发送原文件。")


def clean_name(name: str) -> str:
    """Return a file name as people read it: without folders and invisible characters, shortened before the extension.

    The name is only shown, because files are stored under their digest. So a slash that is not the end of a folder's
    name is kept as text.
    """
    whole = unicodedata.normalize("NFC", name)
    folders = FOLDERS.match(whole)
    last = whole[folders.end() :] if folders else whole
    visible = " ".join("".join(filter(_is_visible, whole if SLASH.search(last) else last)).split())
    visible = visible.rstrip(". ").strip(JOINERS)
    stem, dot, extension = visible.rpartition(".")
    if dot and len(extension) <= 8:
        return f"{shortened(stem, LONGEST)}.{extension}" if stem else visible
    return shortened(visible, LONGEST) or "未命名"


def _is_visible(char: str) -> bool:
    """Whether a character is shown; one that this Python's tables do not know, such as a new emoji, is."""
    return char in JOINERS or char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


def size_text(size: int) -> str:
    """Return a size in bytes as people read it: `1.2 MB`, `640 KB`."""
    return f"{size / 1024**2:.1f} MB" if size >= 1024**2 else f"{max(size // 1024, 1)} KB"
