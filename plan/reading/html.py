"""Convert HTML to the text that the reader expects: one line per paragraph, rows of tables as cells between |."""

import re
from html.parser import HTMLParser

_BLOCK_TAGS = """
p div br li ul ol dl dt dd h1 h2 h3 h4 h5 h6 section article header footer main blockquote pre hr
table tbody thead tfoot caption title center form
"""
_HIDDEN_TAGS = "script style head noscript template select button textarea iframe svg nav"
_BLOCK, _HIDDEN = frozenset(_BLOCK_TAGS.split()), frozenset(_HIDDEN_TAGS.split())
_LAYOUT = 12  # A cell with more paragraphs than this belongs to a table that only lays out the page.
_BLANK = re.compile(r"[ \t\r\n]+")


def text_of(html: str) -> str:
    """Return the text of an HTML page. Broken markup raises nothing; it is read as far as possible.

    A table whose rows have one filled cell is layout: its cells become paragraphs.
    """
    parser = _TextParser()
    parser.feed(html)
    parser.close()
    return parser.text()


class _TextParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line: list[str] = []
        self.tables: list[bool] = []  # One entry per open table: whether a row is open in it.
        self.cells: list[list[str]] = []  # The cells of each open row; there may be several, as tables can be nested.
        self.cell_starts: list[int] = []  # The index in `lines` at which the open cell of each row began.
        self.hidden_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _HIDDEN:
            self.hidden_depth += 1
        elif tag in ("td", "th"):
            self._end_cell()
            self._break()
            if self.cells:
                self.cell_starts.append(len(self.lines))
        elif tag in _BLOCK:
            self._break()
        if tag == "table":
            self.tables.append(False)
        elif tag == "tr":
            self._end_row()
            self.tables = self.tables or [False]
            self.tables[-1] = True
            self.cells.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self.hidden_depth = max(0, self.hidden_depth - 1)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self._end_row()
            if tag == "table" and self.tables:
                self.tables.pop()
        elif tag in _BLOCK:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self.hidden_depth:
            self.line.append(data)

    def _break(self) -> None:
        line = _BLANK.sub(" ", "".join(self.line)).strip(" ")
        self.line = []
        if line.strip():
            self.lines.append(line)

    def _end_cell(self) -> None:
        if len(self.cell_starts) < len(self.cells) or not self.cell_starts:
            return
        self._break()
        start = self.cell_starts.pop()
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
