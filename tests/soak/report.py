"""Format the table with which a soak ends."""

import unicodedata
from collections.abc import Iterable, Sequence

from tests.soak.books import Entry

SHOWN = 8
WIDTHS = (34, 9, 9, 9)


def table(entries: Sequence[Entry]) -> str:
    lines = [_row(("", "wanted", "found", "wrong")), *(_line(entry) for entry in entries)]
    for entry in entries:
        if entry.wrong:
            lines += ["", f"{entry.what}:", *(f"  {sentence}" for sentence in entry.wrong[:SHOWN])]
            lines += [f"  and {len(entry.wrong) - SHOWN} more"] if len(entry.wrong) > SHOWN else []
    verdict = "The books balance." if balanced(entries) else "The books DO NOT balance."
    return "\n".join([*lines, "", verdict])


def balanced(entries: Iterable[Entry]) -> bool:
    return not any(entry.wrong for entry in entries)


def _line(entry: Entry) -> str:
    row = _row((entry.what, str(entry.expected), str(entry.actual), str(len(entry.wrong)) if entry.wrong else "-"))
    return f"{row}  {entry.note}".rstrip()


def _row(cells: Sequence[str]) -> str:
    first, *others = cells
    padded = first + " " * (WIDTHS[0] - _width(first))
    return padded + "".join(cell.rjust(width) for cell, width in zip(others, WIDTHS[1:], strict=True))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
