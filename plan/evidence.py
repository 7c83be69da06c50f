"""What may be handed in as evidence (成果材料): by its size, its name and its first bytes."""

import re
import unicodedata
from dataclasses import dataclass

from plan.format import shortened
from plan.refusal import Refusal

MOST_BYTES = 20 * 1024 * 1024
"""Telegram lets a bot fetch no more."""
HEAD = 4096
"""As many first bytes as `check` looks at."""
PHOTO = "照片.jpg"
"""A photo has no name of its own."""
LONGEST = 80
FOLDERS = re.compile(r"(?:[A-Za-z]:)?(?:[^<>:\"|?*/\\]*[/\\])+")
"""The path before a name. Where these characters stand, no system has a folder."""
SLASH = re.compile(r"[/\\]")
JOINERS = "\u200c\u200d"
"""Invisible, but an emoji of several parts, and some scripts, are other text without them."""

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
"""How a file of each kind begins."""


@dataclass(frozen=True)
class KeptFile:
    """A file whose bytes are on disk under `sha256`; `name` is for people, `type` is an ending of BEGINS.

    `kind` is photo or document, as it was sent; those of one `album` were sent together.
    """

    kind: str
    name: str
    type: str
    size: int
    sha256: str
    file_id: str
    album: str = ""


def check(name: str, size: int, head: bytes | None = None) -> str:
    """The ending that says what it is; without `head`, before its bytes are here. A photo's name is PHOTO.

    Raises Refusal for what is empty, too large, of another kind, or not what its name says.
    """
    shown, ending = shortened(name, 40), name.rpartition(".")[2].lower()
    if size > MOST_BYTES:
        raise Refusal(f"“{shown}”超过20MB，没有保存。请压缩或拆分后重新发送。")
    if size == 0:
        raise Refusal(f"“{shown}”是空文件，没有保存。请检查后重新发送。")
    if ending not in BEGINS:
        raise Refusal(f"“{shown}”的格式不能接收，没有保存。请发送照片、PDF、Word、Excel、PPT、WPS、OFD、文本或压缩包。")
    if head is None or re.match(BEGINS[ending], head[:HEAD], re.DOTALL):
        return ending
    if name == PHOTO:
        for image, begins in IMAGES.items():
            if re.match(begins, head, re.DOTALL):
                return image
    raise Refusal(f"“{shown}”的内容与扩展名不符，没有保存。请核对后重新发送原文件。")


def clean(name: str) -> str:
    """A name as people see it: no folders, nothing invisible that turns it around, not too long; its ending stays.

    It is only ever shown: bytes lie under their digest. So a slash that can't end a folder's name is text, and stays.
    """
    whole = unicodedata.normalize("NFC", name)
    folders = FOLDERS.match(whole)
    last = whole[folders.end() :] if folders else whole
    seen = " ".join("".join(filter(_visible, whole if SLASH.search(last) else last)).split())
    seen = seen.rstrip(". ").strip(JOINERS)
    stem, dot, ending = seen.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{shortened(stem, LONGEST)}.{ending}" if stem else seen
    return shortened(seen, LONGEST) or "未命名"


def _visible(char: str) -> bool:
    """Whether it has a place in a line. What this Python's tables don't know yet, such as a new emoji, has one."""
    return char in JOINERS or char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


def measured(size: int) -> str:
    """`1.2 MB`, `640 KB`."""
    return f"{size / 1024**2:.1f} MB" if size >= 1024**2 else f"{max(size // 1024, 1)} KB"
