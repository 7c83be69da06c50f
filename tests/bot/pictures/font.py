"""Read the widths of characters, in em, from the file of the pictures' font."""

import struct
from functools import cache
from pathlib import Path

from bot.pictures.png import FONTS

WEIGHTS = ("Regular", "Bold")
ABSENT = 1.0
"""The glyph for characters that the font lacks."""


@cache
def advances(weight: str) -> dict[str, float]:
    """Read the widths of `Regular` or `Bold` from the TrueType tables cmap (format 12) and hmtx."""
    content = Path(FONTS[WEIGHTS.index(weight)]).read_bytes()
    tables = {}
    for at in range(12, 12 + 16 * struct.unpack_from(">H", content, 4)[0], 16):
        name, _, start, _ = struct.unpack_from(">4sLLL", content, at)
        tables[name.decode()] = start
    (count,) = struct.unpack_from(">H", content, tables["hhea"] + 34)
    (em,) = struct.unpack_from(">H", content, tables["head"] + 18)
    wide = [struct.unpack_from(">H", content, tables["hmtx"] + 4 * glyph)[0] / em for glyph in range(count)]
    return {chr(code): wide[min(glyph, count - 1)] for code, glyph in _glyphs(content, tables["cmap"]).items()}


def _glyphs(content: bytes, start: int) -> dict[int, int]:
    glyph_ids: dict[int, int] = {}
    for at in range(struct.unpack_from(">H", content, start + 2)[0]):
        sub = start + struct.unpack_from(">HHL", content, start + 4 + 8 * at)[2]
        if struct.unpack_from(">H", content, sub)[0] == 12:
            for group in range(struct.unpack_from(">L", content, sub + 12)[0]):
                first, last, glyph = struct.unpack_from(">LLL", content, sub + 16 + 12 * group)
                glyph_ids |= {code: glyph + code - first for code in range(first, last + 1)}
    return glyph_ids


def width(text: str, weight: str) -> float:
    return sum(advances(weight).get(char, ABSENT) for char in text)
