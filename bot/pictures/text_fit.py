"""Measure text in the pictures' font, and fit it into the space that it has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from plan.format import shortened

WIDTHS = {char: width for width, chars in {
    0.34: " ',.:;Iijl|", 0.4: "!()-/[\\]f{}", 0.53: "*?crstz", 0.6: '"#$+0123456789<=>FJLY^_aegvxy~',
    0.66: "ACESTVXZ`bdhknopqu", 0.72: "BDGKPR", 0.78: "&HNOQU", 0.87: "Mw", 0.97: "%Wm", 1.01: "@",
}.items() for char in chars}  # fmt: skip
"""Widths in em, rounded up, of the bold font, which is the wider one."""
FULL_WIDTH, OTHER_WIDTH = 1.0, 1.08
"""The widths of Chinese characters and punctuation, and the greatest width of all others."""
MAX_VERTICAL = 12
"""The number of characters in a vertical column head."""
NEVER_FIRST, NEVER_LAST = "）)、，。；：！？》”’】〕…", "（(《“‘【〔"
"""Punctuation that may not begin, and may not end, a line."""


@dataclass(frozen=True)
class FittedText:
    """Lines of text, and the font size in px in which they fit."""

    size: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class ColumnHeads:
    """The heads of all columns, all horizontal in one or two lines each, or all vertical (`is_vertical`).

    `size` is the font size, `height` that of the tallest head, both in px.
    """

    size: float
    height: float
    lines: tuple[tuple[str, ...], ...]
    is_vertical: bool = False


def width(text: str) -> float:
    """Return an upper bound of the width, in em."""
    return sum(_char_width(char) for char in text)


def _char_width(char: str) -> float:
    return WIDTHS.get(char) or (FULL_WIDTH if ord(char) > 0x2E7F or char in "…—·‘’“”" else OTHER_WIDTH)


def plain(text: str) -> str:
    """Return the text in one line, without characters that XML does not allow."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def size_to_fit(text: str, room: float, largest: float) -> float:
    """Return the font size in px, `largest` at most, in which the text fits into one line of `room` px."""
    return min(largest, room / max(width(text), 0.1))


@lru_cache(maxsize=4096)
def fitted(text: str, room: float, sizes: tuple[float, ...], lines: int = 2) -> FittedText:
    """Fold the text into lines of `room` px, in the first size in which all of it fits; cut it in the last size.

    The result is cached, because the same names are in every picture.
    """
    for size in sizes:
        folded = fold(text, room / size, lines)
        if not folded[-1].endswith("…") or text.endswith("…"):
            break
    return FittedText(size, tuple(folded))


def fold(text: str, room: float, most: int = 2) -> list[str]:
    """Fold the text into at most `most` lines of `room` em; where it is cut, the last line ends with `…`."""
    lines, text = [""], plain(text)
    for char in text:
        if width(lines[-1] + char) > room and lines[-1]:
            if len(lines) == most:
                return [*lines[:-1], _cut(lines[-1], room)]
            last = lines[-1][-1]
            moved = last if (char in NEVER_FIRST or last in NEVER_LAST) and len(lines[-1]) > 1 else ""
            lines = [*lines[:-1], lines[-1].removesuffix(moved).rstrip(), moved]
        if char != " " or lines[-1]:
            lines[-1] += char
    return lines


def _cut(line: str, room: float) -> str:
    while line and width(line + "…") > room:
        line = line[:-1]
    return line.rstrip(" ，、；：") + "…"


def column_heads(names: Iterable[str], room: float) -> ColumnHeads:
    """Fit the heads into columns of `room` px: in one line or two if all of them fit, else vertically."""
    names = [plain(name) for name in names]
    for lines, size in ((1, 28), (1, 26), (2, 28), (2, 26)):
        heads = [fitted(name, room - 4, (size,), lines) for name in names]
        if all(not head.lines[-1].endswith("…") for head in heads):
            height = 30.0 * max(len(head.lines) for head in heads)
            return ColumnHeads(size, height, tuple(head.lines for head in heads))
    cut = [shortened(name, MAX_VERTICAL) for name in names]
    return ColumnHeads(min(28, room - 4), 29.0 * max(map(len, cut)), tuple((name,) for name in cut), is_vertical=True)


def spread(widths: Sequence[float], room: float) -> list[float]:
    """Return where each of these widths begins, when the remaining room is divided equally between them."""
    gap = (room - sum(widths)) / max(len(widths) - 1, 1)
    return [sum(widths[:index]) + gap * index for index in range(len(widths))]
