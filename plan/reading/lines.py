"""Split a paper into lines, without page numbers, running heads and tables of contents."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from plan.reading.characters import GAP, normalize_blanks

_PAGE = re.compile(
    r"[-—–－·•\s]*(?:第\s*)?[0-9０-９]{1,3}\s*(?:页)?\s*[-—–－·•\s]*"
    r"|第\s*\d{1,3}\s*页\s*[,，/、]?\s*[（(]?共\s*\d{1,3}\s*页[)）]?"
    r"|\d{1,3}\s*/\s*\d{1,3}"
    r"|(?i:page)\s*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?"
)
_CONTENTS = re.compile(r".*(?:\.{4,}|…{2,}|·{4,}|．{4,})\s*\d{1,3}$")  # A line of a table of contents.
_OPEN_END = re.compile(r"[^。；：:;！？!?”）)|]$")
_HAS_OWN_FORM = re.compile(r"[|｜\t：:。；;]|^[（(]?[一二三四五六七八九十\d]+[）)、.．]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line; `indented` and `after_blank` (a blank line stands before it) show where a paragraph may begin."""

    text: str
    indented: bool = False
    after_blank: bool = False


def lines(text: str) -> list[Line]:
    """Return the lines that are not empty.

    Page numbers and running heads are left out, because they stand in the middle of sentences.
    """
    raw_lines = normalize_blanks(text).replace("\f", "\n\f\n").split("\n")
    running_heads = _running_heads(raw_lines)
    text_lines: list[Line] = []
    after_blank = False
    for raw_line in raw_lines:
        line = raw_line.strip(" \t\f" + GAP)
        if not line:
            after_blank = after_blank or "\f" not in raw_line
        elif not (_PAGE.fullmatch(line) or line in running_heads or _CONTENTS.match(line)):
            text_lines.append(Line(line, raw_line.startswith((" ", "\t", GAP)), after_blank))
            after_blank = False
    return text_lines


def _running_heads(raw_lines: list[str]) -> set[str]:
    """Return short lines that are repeated at page numbers or page breaks, or in the middle of sentences."""
    stripped = [line.strip(" \t" + GAP) for line in raw_lines if line.strip(" \t" + GAP)]
    page_edges = {i for i, line in enumerate(stripped) if line == "\f" or _PAGE.fullmatch(line)}
    at_edges = Counter(
        line
        for i, line in enumerate(stripped)
        if i not in page_edges and _may_be_head(line) and page_edges & {i - 2, i - 1, i + 1, i + 2}
    )
    in_sentences = Counter(
        line
        for above, line in pairwise(stripped)
        if _may_be_head(line) and len(above) >= 15 and _OPEN_END.search(above)
    )
    occurrences = Counter(stripped)
    repeated = {line for line, count in at_edges.items() if count >= 2 and count * 2 >= occurrences[line]}
    return repeated | {line for line, count in in_sentences.items() if count >= 3 and count * 2 >= occurrences[line]}


def _may_be_head(line: str) -> bool:
    return len(line) <= 40 and not _HAS_OWN_FORM.search(line)
