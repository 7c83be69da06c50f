"""Join lines to paragraphs, and remove hard line breaks and blanks inside words."""

import re
from collections import Counter
from itertools import pairwise

from plan.reading.characters import GAP, HAN, Paragraph, make_paragraph
from plan.reading.lines import Line, lines
from plan.reading.numbering import mark_at

_ENDED = re.compile(r"[。；;：:！？!?|｜][”’」』）)\]】〕]*$|[^\s]\.$")
_LATIN = re.compile("[A-Za-z]")
_UNIT_LABEL = re.compile(r"(?:单位|部门|处室|科室)[:：]")
_NAME_ENDS = re.compile(r"[局委办部厅院司府处科室心会行队）)]")
_NAME_BEGINS = re.compile(r"[市省县区各]|国家|牵头|配合|责任|完成|协办|参与")
_AFTER_NUMBER = re.compile(r"\s*[年月日个家项%％]")
_LABELLED = re.compile(r"[^，。；：]{2,10}：|附件")
_WIDE = f"{HAN}，。；：、！？（）《》“”‘’〔〕【】「」—…·"
_BLANKS = re.compile(rf"(?<=[{_WIDE}])[ \t{GAP}]+(?=[{_WIDE}])")
_WIDEST = 130  # Columns. A line on A4 holds 28 to 45 characters of two columns; longer lines are whole paragraphs.


def paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs that are not empty. Together they are the text of the document."""
    text_lines = lines(text)
    width = _page_width(text_lines)
    uses_indents = sum(line.indented for line in text_lines) >= 3
    groups: list[list[str]] = []
    is_unfinished = False
    for i, line in enumerate(text_lines):
        if is_unfinished and _may_continue(line):
            groups[-1].append(line.text)
        else:
            groups.append([line.text])
        is_unfinished = i + 1 < len(text_lines) and _is_unfinished(
            groups[-1], line, width, text_lines[i + 1], uses_indents
        )
    return [p for p in (make_paragraph(_join(group)) for group in groups) if p.view]


def _columns(text: str) -> int:
    """Return the width of a text: one column for an ASCII character, two for a Chinese one."""
    return len(text.encode("gbk", "replace"))


def _page_width(text_lines: list[Line]) -> int | None:
    """Return the width in columns at which lines were broken by hand or by a PDF; None where lines are paragraphs."""
    widths = sorted(_columns(line.text) for line in text_lines if "|" not in line.text)
    if len(widths) < 4:
        return None
    width = widths[-1 - len(widths) // 20]
    full = [line for line in text_lines if _columns(line.text) >= width * 0.88]
    cut = sum(not _ENDED.search(line.text) for line in full)
    is_page = width <= _WIDEST and width >= 24 and widths[-1] <= width * 1.25
    return width if is_page and len(full) >= max(2, len(widths) // 5) and cut * 2 >= len(full) else None


def _may_continue(line: Line) -> bool:
    """Whether a line can continue a paragraph: it does not begin with a mark and is no row of a table."""
    return not (mark_at(line.text) or mark_at(make_paragraph(line.text[:12]).view) or "|" in line.text)


def _is_unfinished(group: list[str], line: Line, width: int | None, following: Line, uses_indents: bool) -> bool:
    """Whether the next line belongs to this paragraph: the line is full, or the sentence cannot end here."""
    text = line.text
    if "|" in text or following.text.startswith(("附件", "抄送")):
        return False
    if text.endswith(("，", "、", ",")) or _has_open_bracket(group) or _is_only_mark(group):
        return True
    if _ENDED.search(text) or following.indented:
        return False
    if text[-1].isdigit() and _AFTER_NUMBER.match(following.text):
        return True
    if width is None:
        return _breaks_off(text)
    return _columns(text) >= width - 8 or (uses_indents and not following.after_blank and not mark_at(text))


def _is_only_mark(group: list[str]) -> bool:
    """Whether the paragraph has nothing but a mark (一、) yet: its title is on the next line."""
    view = make_paragraph(group[0]).view if len(group) == 1 and len(group[0]) <= 8 else ""
    mark = mark_at(view)
    return mark is not None and mark.end == len(view)


def _breaks_off(line: str) -> bool:
    """Whether a long line ends within a sentence. A line that ends in a note or in 责任单位：… is complete."""
    tail = re.split(r"[。；;]", line)
    is_complete = line[-1] in "）)】]〕" or len(tail) == 1 or _columns(line) < 60
    return not is_complete and not _LABELLED.match(make_paragraph(tail[-1]).view)


def _has_open_bracket(group: list[str]) -> bool:
    """Whether a bracket in the last line is not closed yet: a name or a note continues."""
    counts = Counter(group[-1])
    return any(
        counts[a] > counts[b] and group[-1].rfind(a) > group[-1].rfind(b) for a, b in ("《》", "〔〕", "（）", "()")
    )


def _join(group: list[str]) -> str:
    """Join lines without a blank, except between Latin letters."""
    pieces = [group[0]]
    for before, line in pairwise(group):
        separator = " " if _LATIN.match(before[-1]) and _LATIN.match(line) else ""
        pieces.append(separator + line)
    return _without_blanks("".join(pieces))


def _without_blanks(text: str) -> str:
    """Remove blanks between Chinese characters. Those after a title and between listed units become U+3000."""
    gaps = list(_BLANKS.finditer(text))
    title_end = _title_gap(text, gaps)
    if not gaps:
        return text
    label = _UNIT_LABEL.search(text)
    list_start = label.end() if label else len(text)
    return _BLANKS.sub(
        lambda gap: GAP if gap.start() == title_end or (gap.start() > list_start and _separates_units(gap)) else "",
        text,
    )


def _separates_units(gap: "re.Match[str]") -> bool:
    """Whether a blank separates units: in a list after 责任单位： there may be no other separator."""
    return bool(_NAME_ENDS.match(gap.string[gap.start() - 1])) and bool(_NAME_BEGINS.match(gap.string, gap.end()))


def _title_gap(text: str, gaps: list["re.Match[str]"]) -> int:
    """Return where the blank between title and text stands (`（一）加强领导 各部门要…`), -1 where there is none.

    It is the only blank of the paragraph or a wide one, not far after the mark, and a longer text follows.
    """
    mark = mark_at(make_paragraph(text[:12]).view) if gaps else None
    if not mark:
        return -1
    after_mark = [g for g in gaps if not re.fullmatch(r"\W*[一二三四五六七八九十\d]*\W*", text[: g.start()])]
    if not after_mark:
        return -1
    first = after_mark[0]
    title = text[: first.start()]
    stands_out = len(after_mark) == 1 or len(first.group()) > 1 or GAP in first.group()
    is_title = len(title) <= 32 and not re.search(r"[，。；：,;:]", title)
    # Where the sentence after the blank is short, the blank stands inside the title.
    sentence = re.split("[。；]", text[first.end() :])[0]
    return first.start() if stands_out and is_title and len(sentence) >= 12 else -1
