"""The lines of a paper without page numbers and running heads."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from plan.reading.characters import GAP, tidy

_PAGE = re.compile(
    r"[-—–－·•\s]*(?:第\s*)?[0-9０-９]{1,3}\s*(?:页)?\s*[-—–－·•\s]*"
    r"|第\s*\d{1,3}\s*页\s*[,，/、]?\s*[（(]?共\s*\d{1,3}\s*页[)）]?"
    r"|\d{1,3}\s*/\s*\d{1,3}"
    r"|(?i:page)\s*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?"
)
_CONTENTS = re.compile(r".*(?:\.{4,}|…{2,}|·{4,}|．{4,})\s*\d{1,3}$")  # a line of a table of contents
_OPEN_END = re.compile(r"[^。；：:;！？!?”）)|]$")
_OWN = re.compile(r"[|｜\t：:。；;]|^[（(]?[一二三四五六七八九十\d]+[）)、.．]")


@dataclass(frozen=True, slots=True)
class Line:
    """`indented` and `apart` (a blank line stands before it) show where a paragraph may begin."""

    text: str
    indented: bool = False
    apart: bool = False


def lines(text: str) -> list[Line]:
    """What is written, line by line; a page's furniture is left out, for it stands in the middle of sentences."""
    rows = tidy(text).replace("\f", "\n\f\n").split("\n")
    heads = _running_heads(rows)
    kept: list[Line] = []
    apart = False
    for row in rows:
        written = row.strip(" \t\f" + GAP)
        if not written:
            apart = apart or "\f" not in row
        elif not (_PAGE.fullmatch(written) or written in heads or _CONTENTS.match(written)):
            kept.append(Line(written, row.startswith((" ", "\t", GAP)), apart))
            apart = False
    return kept


def _running_heads(rows: list[str]) -> set[str]:
    """Short lines that come again and again, at a page number or page break, or in the middle of sentences."""
    written = [row.strip(" \t" + GAP) for row in rows if row.strip(" \t" + GAP)]
    edges = {i for i, row in enumerate(written) if row == "\f" or _PAGE.fullmatch(row)}
    near = Counter(
        row
        for i, row in enumerate(written)
        if i not in edges and len(row) <= 40 and not _OWN.search(row) and edges & {i - 2, i - 1, i + 1, i + 2}
    )
    within = Counter(
        row
        for above, row in pairwise(written)
        if len(row) <= 40 and not _OWN.search(row) and len(above) >= 15 and _OPEN_END.search(above)
    )
    all_of = Counter(written)
    again = {row for row, times in near.items() if times >= 2 and times * 2 >= all_of[row]}
    return again | {row for row, times in within.items() if times >= 3 and times * 2 >= all_of[row]}
