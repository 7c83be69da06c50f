"""Bytes of a text file to its characters."""

import codecs

from plan.reading.values import NotAPlan

# What a file says of itself in its first bytes; such files have readers of their own.
MAGIC = (
    (b"%PDF", "这是 PDF 文件，不是文本文件。"),
    (b"PK\x03\x04", "这是 Word 或压缩文件，不是文本文件。"),
    (b"\xd0\xcf\x11\xe0", "这是旧版 Office 文件，或加了密码的文件，请另存为 .docx 或 .txt 后再发。"),
    (b"{\\rtf", "这是 RTF 文件，请另存为 .docx 或 .txt 后再发。"),
)
MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
RUBBISH = "文件不是文本：里面是二进制内容，没有可读的文字。"


def decode(data: bytes) -> str:
    """UTF-8 with or without a byte order mark, UTF-16 with one, or GB18030; everything else is refused."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise NotAPlan("文件是空的，没有可读的文字。")
    for magic, reason in MAGIC:
        if data.startswith(magic):
            raise NotAPlan(reason)
    for mark, codec, label in MARKED:
        if data.startswith(mark):
            return _written(_strict(data, codec, label))
    if b"\x00" in data:
        raise NotAPlan(RUBBISH)
    try:
        return _written(data.decode("utf-8"))
    except UnicodeDecodeError as fault:
        return _written(_national(data, fault))


def _strict(data: bytes, codec: str, label: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as fault:
        raise NotAPlan(f"文件标明是 {label} 编码，但第 {fault.start + 1} 个字节起读不通，可能已损坏。") from None


def _national(data: bytes, fault: UnicodeDecodeError) -> str:
    """GB18030, unless the file is plainly UTF-8 with a broken place: mojibake would be worse than a refusal."""
    readable = data[: fault.start].decode("utf-8")
    if sum("\u4e00" <= c <= "\u9fff" for c in readable) >= 20:
        raise NotAPlan(f"文件是 UTF-8 编码，但第 {fault.start + 1} 个字节起读不通，可能已损坏。")
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        raise NotAPlan(RUBBISH) from None


def _written(text: str) -> str:
    controls = sum(c < " " and c not in "\t\n\r\f\v" for c in text)
    if controls > len(text) // 200:
        raise NotAPlan(RUBBISH)
    return text
