"""HTML to the text that the reader reads: one line a paragraph, a table's row as cells between |."""

import re
from html.parser import HTMLParser

_PARTS = """
p div br li ul ol dl dt dd h1 h2 h3 h4 h5 h6 section article header footer main blockquote pre hr
table tbody thead tfoot caption title center form
"""
_UNSEEN = "script style head noscript template select button textarea iframe svg nav"
_BLOCKS, _SILENT = frozenset(_PARTS.split()), frozenset(_UNSEEN.split())
_LAYOUT = 12  # a cell with more paragraphs than this is a page laid out in a table
_BLANK = re.compile(r"[ \t\r\n]+")


def text_of(html: str) -> str:
    """Never raises: broken markup is read as far as it goes. A table with one cell a row is layout, not a table."""
    parser = _Reader()
    parser.feed(html)
    parser.close()
    return parser.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line: list[str] = []
        self.tables: list[bool] = []  # those that are open, each with whether a row is open in it
        self.cells: list[list[str]] = []  # of the rows that are open, for tables stand inside tables
        self.marks: list[int] = []  # where in `lines` the open cell of each row began
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _SILENT:
            self.silent += 1
        elif tag in ("td", "th"):
            self._end_cell()
            self._break()
            if self.cells:
                self.marks.append(len(self.lines))
        elif tag in _BLOCKS:
            self._break()
        if tag == "table":
            self.tables.append(False)
        elif tag == "tr":
            self._end_row()
            self.tables = self.tables or [False]
            self.tables[-1] = True
            self.cells.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self._end_row()
            if tag == "table" and self.tables:
                self.tables.pop()
        elif tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.line.append(data)

    def _break(self) -> None:
        written = _BLANK.sub(" ", "".join(self.line)).strip(" ")
        self.line = []
        if written.strip():
            self.lines.append(written)

    def _end_cell(self) -> None:
        if len(self.marks) < len(self.cells) or not self.marks:
            return
        self._break()
        start = self.marks.pop()
        self.cells[-1].append("\n".join(self.lines[start:]))
        del self.lines[start:]

    def _end_row(self) -> None:
        if not (self.tables and self.tables[-1]):
            self._break()
            return
        self.tables[-1] = False
        self._end_cell()
        self._break()
        row = self.cells.pop()
        filled = [c for c in row if c]
        if len(filled) < 2 or any(c.count("\n") > _LAYOUT for c in row):
            self.lines += filled
        else:
            self.lines.append(" | ".join(c.replace("\n", "").replace("|", "／") for c in row))

    def text(self) -> str:
        while self.tables:
            self._end_row()
            self.tables.pop()
        self._break()
        return "\n".join(self.lines)
