"""Decode the bytes of a text file."""

import codecs

from plan.reading.document import NotAPlan

# First bytes of files that are not text, and the reason with which each is refused.
MAGIC = (
    (b"%PDF", "这是 PDF 文件，不是文本文件。"),
    (b"PK\x03\x04", "这是 Word 或压缩文件，不是文本文件。"),
    (b"\xd0\xcf\x11\xe0", "这是旧版 Office 文件，或加了密码的文件，请另存为 .docx 或 .txt 后再发。"),
    (b"{\\rtf", "这是 RTF 文件，请另存为 .docx 或 .txt 后再发。"),
)
# Byte order mark, Python codec, and the name of the encoding that people read.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
BINARY = "文件不是文本：里面是二进制内容，没有可读的文字。"


def decode(data: bytes) -> str:
    """Decode UTF-8 with or without a byte order mark, UTF-16 with one, or GB18030.

    Raise NotAPlan for everything else, with the reason.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise NotAPlan("文件是空的，没有可读的文字。")
    for magic, reason in MAGIC:
        if data.startswith(magic):
            raise NotAPlan(reason)
    for byte_order_mark, codec, label in BYTE_ORDER_MARKS:
        if data.startswith(byte_order_mark):
            return _check_text(_decode_marked(data, codec, label))
    if b"\x00" in data:
        raise NotAPlan(BINARY)
    try:
        return _check_text(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _check_text(_decode_gb18030(data, error))


def _decode_marked(data: bytes, codec: str, label: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise NotAPlan(f"文件标明是 {label} 编码，但第 {error.start + 1} 个字节起读不通，可能已损坏。") from None


def _decode_gb18030(data: bytes, utf8_error: UnicodeDecodeError) -> str:
    """Decode GB18030. Refuse a file that is clearly damaged UTF-8, because it would be read as other characters."""
    readable = data[: utf8_error.start].decode("utf-8")
    if sum("\u4e00" <= c <= "\u9fff" for c in readable) >= 20:
        raise NotAPlan(f"文件是 UTF-8 编码，但第 {utf8_error.start + 1} 个字节起读不通，可能已损坏。")
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        raise NotAPlan(BINARY) from None


def _check_text(text: str) -> str:
    """Return the text. Raise NotAPlan where more than one character in 200 is a control character."""
    controls = sum(c < " " and c not in "\t\n\r\f\v" for c in text)
    if controls > len(text) // 200:
        raise NotAPlan(BINARY)
    return text
