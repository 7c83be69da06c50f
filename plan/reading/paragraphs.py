"""Lines to paragraphs: hard line breaks and blanks inside words are repaired."""

import re
from collections import Counter
from itertools import pairwise

from plan.reading.characters import GAP, HAN, Paragraph, paragraph
from plan.reading.lines import Line, lines
from plan.reading.marks import mark

_ENDED = re.compile(r"[。；;：:！？!?|｜][”’」』）)\]】〕]*$|[^\s]\.$")
_LATIN = re.compile("[A-Za-z]")
_NAMES = re.compile(r"(?:单位|部门|处室|科室)[:：]")
_NAME_ENDS = re.compile(r"[局委办部厅院司府处科室心会行队）)]")
_NAME_BEGINS = re.compile(r"[市省县区各]|国家|牵头|配合|责任|完成|协办|参与")
_AFTER_NUMBER = re.compile(r"\s*[年月日个家项%％]")
_LABELLED = re.compile(r"[^，。；：]{2,10}：|附件")
_WIDE = f"{HAN}，。；：、！？（）《》“”‘’〔〕【】「」—…·"
_BLANKS = re.compile(rf"(?<=[{_WIDE}])[ \t{GAP}]+(?=[{_WIDE}])")
_WIDEST = 130  # columns: A4 holds 28 to 45 characters a line; longer lines are paragraphs


def paragraphs(text: str) -> list[Paragraph]:
    """Together they are the document's text: every quoted piece lies inside one of them."""
    rows = lines(text)
    width = _wrapped_at(rows)
    indents = sum(row.indented for row in rows) >= 3
    joined: list[list[str]] = []
    unfinished = False
    for i, row in enumerate(rows):
        if unfinished and _continues(row):
            joined[-1].append(row.text)
        else:
            joined.append([row.text])
        unfinished = i + 1 < len(rows) and _unfinished(joined[-1], row, width, rows[i + 1], indents)
    return [p for p in (paragraph(_repaired(parts)) for parts in joined) if p.view]


def _columns(text: str) -> int:
    return len(text.encode("gbk", "replace"))  # one for ASCII, two for Chinese


def _wrapped_at(rows: list[Line]) -> int | None:
    """The width of a page whose lines were broken by hand or by a PDF; None where each line is a paragraph."""
    lengths = sorted(_columns(row.text) for row in rows if "|" not in row.text)
    if len(lengths) < 4:
        return None
    width = lengths[-1 - len(lengths) // 20]
    full = [row for row in rows if _columns(row.text) >= width * 0.88]
    cut = sum(not _ENDED.search(row.text) for row in full)
    usual = width <= _WIDEST and width >= 24 and lengths[-1] <= width * 1.25
    return width if usual and len(full) >= max(2, len(lengths) // 5) and cut * 2 >= len(full) else None


def _continues(row: Line) -> bool:
    return not (mark(row.text) or mark(paragraph(row.text[:12]).view) or "|" in row.text)


def _unfinished(parts: list[str], row: Line, width: int | None, following: Line, indents: bool) -> bool:
    """Whether the next line belongs to this paragraph: the line is full, or the sentence cannot end here."""
    written = row.text
    if "|" in written or following.text.startswith(("附件", "抄送")):
        return False
    if written.endswith(("，", "、", ",")) or _open(parts) or _only_mark(parts):
        return True
    if _ENDED.search(written) or following.indented:
        return False
    if written[-1].isdigit() and _AFTER_NUMBER.match(following.text):
        return True
    if width is None:
        return _breaks_off(written)
    return _columns(written) >= width - 8 or (indents and not following.apart and not mark(row.text))


def _only_mark(parts: list[str]) -> bool:
    """一、 on a line of its own: the title is the next one."""
    view = paragraph(parts[0]).view if len(parts) == 1 and len(parts[0]) <= 8 else ""
    found = mark(view)
    return bool(found) and found is not None and found.end == len(view)


def _breaks_off(written: str) -> bool:
    """A long line whose last sentence has no end; a note or a 责任单位：… closes a paragraph all the same."""
    tail = re.split(r"[。；;]", written)
    closed = written[-1] in "）)】]〕" or len(tail) == 1 or _columns(written) < 60
    return not closed and not _LABELLED.match(paragraph(tail[-1]).view)


def _open(parts: list[str]) -> bool:
    """A bracket that was opened in the last line and not closed: a name or a note goes on."""
    counts = Counter(parts[-1])
    return any(
        counts[a] > counts[b] and parts[-1].rfind(a) > parts[-1].rfind(b) for a, b in ("《》", "〔〕", "（）", "()")
    )


def _repaired(parts: list[str]) -> str:
    whole = [parts[0]]
    for before, part in pairwise(parts):
        seam = " " if _LATIN.match(before[-1]) and _LATIN.match(part) else ""
        whole.append(seam + part)
    return _without_blanks("".join(whole))


def _without_blanks(text: str) -> str:
    """Blanks between Chinese characters go; one that parts a title from its text stays, as U+3000."""
    gaps = list(_BLANKS.finditer(text))
    keep = _title_gap(text, gaps)
    if not gaps:
        return text
    listed = _NAMES.search(text)
    first = listed.end() if listed else len(text)
    return _BLANKS.sub(lambda m: GAP if m.start() == keep or (m.start() > first and _between(m)) else "", text)


def _between(gap: "re.Match[str]") -> bool:
    """Names and labels behind 责任单位： may be parted by nothing but a blank."""
    return bool(_NAME_ENDS.match(gap.string[gap.start() - 1])) and bool(_NAME_BEGINS.match(gap.string, gap.end()))


def _title_gap(text: str, gaps: list["re.Match[str]"]) -> int:
    """`（一）加强领导 各部门要…`: the only blank, or a wide one, soon after a mark and with a longer text behind it."""
    found = mark(paragraph(text[:12]).view) if gaps else None
    if not found:
        return -1
    inner = [g for g in gaps if not re.fullmatch(r"\W*[一二三四五六七八九十\d]*\W*", text[: g.start()])]
    if not inner:
        return -1
    first = inner[0]
    title = text[: first.start()]
    lone = len(inner) == 1 or len(first.group()) > 1 or GAP in first.group()
    short = len(title) <= 32 and not re.search(r"[，。；：,;:]", title)
    said = re.split("[。；]", text[first.end() :])[0]  # too short: the blank stands inside the title
    return first.start() if lone and short and len(said) >= 12 else -1
