"""Accepted evidence: kinds by their first bytes, wrong extensions, size limits; the file names shown to people."""

import pytest

from plan.evidence import HEAD, MOST_BYTES, PHOTO, check, clean_name, size_text
from plan.refusal import Refusal

OLE, ZIP, EXE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 90, b"PK\x03\x04" + b"\0" * 90, b"MZ\x90\0" + b"\0" * 90
JPEG, PNG = b"\xff\xd8\xff\xe0\0\x10JFIF", b"\x89PNG\r\n\x1a\n\0\0"
GOOD = {
    "现场.jpg": JPEG, "现场.JPEG": JPEG, "a.png": PNG, "a.gif": b"GIF89a\1\0", "a.webp": b"RIFF\1\0\0\0WEBPVP8 ",
    "a.heic": b"\0\0\0\x18ftypheic", "b.heic": b"\0\0\0\x18ftypmif1", "通知.pdf": b"%PDF-1.7\n",
    "扫描.pdf": b"\n\n\n%PDF-1.4", "a.doc": OLE, "b.doc": b"{\\rtf1\\ansi", "a.xls": OLE, "a.ppt": OLE, "a.docx": ZIP,
    "a.xlsx": ZIP, "a.pptx": ZIP, "a.zip": ZIP, "公文.ofd": ZIP, "a.wps": OLE, "b.wps": ZIP, "a.et": OLE, "a.dps": ZIP,
    "说明.txt": "已公布\r\n".encode(), "gbk.txt": "已公布".encode("gbk"), "utf16.txt": "已公布".encode("utf-16"),
    "a.csv": b"a,b\n1,2\n", "a.b.c.pdf": b"%PDF-1.7",
}  # fmt: skip
LIES = {
    "名单.pdf": EXE, "a.jpg": EXE, "a.docx": EXE, "a.doc": EXE, "a.txt": EXE, "b.pdf": ZIP, "c.pdf": JPEG, "a.xls": ZIP,
    "b.docx": OLE, "a.png": JPEG, "b.txt": b"%PDF-1.7", "c.txt": b"\x7fELF\2\1", "a.heic": b"\0\0\0\x18ftypisom",
    "d.pdf": b" " * 1100 + b"%PDF-", "d.txt": b"a\0b",
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_what_is_taken(name: str) -> None:
    ending = name.rpartition(".")[2].lower()
    assert check(name, 9) == ending
    assert check(name, 9, GOOD[name]) == ending


@pytest.mark.parametrize("name", LIES)
def test_what_is_not_what_it_says(name: str) -> None:
    assert check(name, 9), "its name alone is good"
    with pytest.raises(Refusal, match="的内容与扩展名不符，没有保存"):
        check(name, 9, LIES[name])


@pytest.mark.parametrize("name", ["a.exe", "a.pdf.exe", "a", "", ".pdf.", "a.html", "a.js", "a.mp4", "a.apk", "a.rar"])
def test_other_kinds(name: str) -> None:
    with pytest.raises(Refusal, match="格式不能接收"):
        check(name, 9, EXE)


@pytest.mark.parametrize(
    ("size", "words"), [(0, "是空文件"), (MOST_BYTES + 1, "超过20MB"), (60 * 1024**2, "超过20MB"), (MOST_BYTES, "")]
)
def test_sizes(size: int, words: str) -> None:
    if not words:
        assert check("a.pdf", size) == "pdf"
        return
    with pytest.raises(Refusal, match=words):
        check("a.pdf", size)


def test_a_photo_is_any_picture() -> None:
    assert [check(PHOTO, 9, head) for head in (JPEG, PNG, b"GIF89a")] == ["jpg", "png", "gif"]
    with pytest.raises(Refusal):
        check(PHOTO, 9, b"%PDF-1.7")


def test_only_the_head_of_a_text_is_read() -> None:
    assert check("a.txt", 9, b"a" * HEAD + b"\0") == "txt"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("名单.pdf", "名单.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\甲\\名单.pdf", "名单.pdf"),
        ("名单\u202efdp.exe", "名单fdp.exe"),  # would be displayed as 名单exe.pdf
        ("a\n\tb\0.pdf", "a b.pdf"),
        ("  .. ", "未命名"),
        ("", "未命名"),
        (".pdf", ".pdf"),
        ("..", "未命名"),
        ("...pdf", "...pdf"),
        ("名单.pdf.", "名单.pdf"),
        ("<b>x</b>&.pdf", "<b>x</b>&.pdf"),
        ("</a>.pdf", "</a>.pdf"),
        ("a/b.pdf", "b.pdf"),
        ("/etc/cron.d/x.pdf", "x.pdf"),
        ("\\\\server\\share\\x.pdf", "x.pdf"),
        ("甲\"乙'丙“丁”《戊》;己.pdf", "甲\"乙'丙“丁”《戊》;己.pdf"),
        ("a\r\nContent-Type: x.pdf", "a Content-Type: x.pdf"),
        ("👨\u200d👩\u200d👧 📎.pdf", "👨\u200d👩\u200d👧 📎.pdf"),
        ("\U0001fae8.pdf", "\U0001fae8.pdf"),  # newer than this Python
        ("\u200d\u200c", "未命名"),
        ("\u200f\u2067名单\u2069\u061c.pdf", "名单.pdf"),
        ("קובץ.pdf", "קובץ.pdf"),
        ("a" * 300 + ".pdf", "a" * 79 + "…" + ".pdf"),
        ("字" * 300 + ".docx", "字" * 79 + "…" + ".docx"),
        ("字" * 300, "字" * 79 + "…"),
        ("字" * 100 + ".abcdefgh", "字" * 79 + "…" + ".abcdefgh"),  # as long as the longest ending
        ("字" * 100 + ".abcdefghi", "字" * 79 + "…"),
        ("1.2稿.最终.pdf", "1.2稿.最终.pdf"),
        ("a\u2028b\u2029c.pdf", "a b c.pdf"),
        ("a\ud800b.pdf", "ab.pdf"),
        ("<b>&.pdf", "<b>&.pdf"),
    ],
)
def test_names(name: str, expected: str) -> None:
    assert clean_name(name) == expected


def test_how_large_it_is_said_to_be() -> None:
    assert [size_text(size) for size in (3, 700 * 1024, 1258291)] == ["1 KB", "700 KB", "1.2 MB"]
    assert [size_text(size) for size in (1024**2 - 1, 1024**2, 20 * 1024**2)] == ["1023 KB", "1.0 MB", "20.0 MB"]
