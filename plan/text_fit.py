"""How wide words are in the pictures' font, and how they are made to fit the place that they have."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from plan.format import shortened

WIDTHS = {char: width for width, chars in {
    0.34: " ',.:;Iijl|", 0.4: "!()-/[\\]f{}", 0.53: "*?crstz", 0.6: '"#$+0123456789<=>FJLY^_aegvxy~',
    0.66: "ACESTVXZ`bdhknopqu", 0.72: "BDGKPR", 0.78: "&HNOQU", 0.87: "Mw", 0.97: "%Wm", 1.01: "@",
}.items() for char in chars}  # fmt: skip
"""In em, of the bold font, which is the wider one; rounded up."""
FULL, OTHER = 1.0, 1.08
"""Of a Chinese character and its marks, and the widest of all others."""
UPRIGHT = 12
"""So many characters stand under each other at most."""
NEVER_FIRST, NEVER_LAST = "）)、，。；：！？》”’】〕…", "（(《“‘【〔"
"""In a line."""


@dataclass(frozen=True)
class Fitted:
    size: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Heads:
    """The heads of all columns in one way: in lines, or `upright`, a character under the other."""

    size: float
    height: float
    lines: tuple[tuple[str, ...], ...]
    upright: bool = False


def width(text: str) -> float:
    return sum(_wide(char) for char in text)


def _wide(char: str) -> float:
    return WIDTHS.get(char) or (FULL if ord(char) > 0x2E7F or char in "…—·‘’“”" else OTHER)


def plain(text: str) -> str:
    """Without what an SVG can't hold."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def shrunk(text: str, room: float, size: float) -> float:
    """The size at which one line fits, `size` at most."""
    return min(size, room / max(width(text), 0.1))


@lru_cache(maxsize=4096)
def fitted(text: str, room: float, sizes: tuple[float, ...], lines: int = 2) -> Fitted:
    """In at most so many lines, in the first of the sizes in which all of it finds room; in the last it is cut.

    Kept: the same names stand in every picture.
    """
    for size in sizes:
        found = folded(text, room / size, lines)
        if not found[-1].endswith("…") or text.endswith("…"):
            break
    return Fitted(size, tuple(found))


def folded(text: str, room: float, most: int = 2) -> list[str]:
    """At most so many lines of `room` em, the last one with `…` where something was cut."""
    found, text = [""], plain(text)
    for char in text:
        if width(found[-1] + char) > room and found[-1]:
            if len(found) == most:
                return [*found[:-1], _cut(found[-1], room)]
            last = found[-1][-1]
            taken = last if (char in NEVER_FIRST or last in NEVER_LAST) and len(found[-1]) > 1 else ""
            found = [*found[:-1], found[-1].removesuffix(taken).rstrip(), taken]
        if char != " " or found[-1]:
            found[-1] += char
    return found


def _cut(line: str, room: float) -> str:
    while line and width(line + "…") > room:
        line = line[:-1]
    return line.rstrip(" ，、；：") + "…"


def heads(names: Iterable[str], room: float) -> Heads:
    """In one line or two, where the longest of them finds room so; else upright, up to twelve characters."""
    names = [plain(name) for name in names]
    for lines, size in ((1, 28), (1, 26), (2, 28), (2, 26)):
        fits = [fitted(name, room - 4, (size,), lines) for name in names]
        if all(not one.lines[-1].endswith("…") for one in fits):
            return Heads(size, 30.0 * max(len(one.lines) for one in fits), tuple(one.lines for one in fits))
    cut = [shortened(name, UPRIGHT) for name in names]
    return Heads(min(28, room - 4), 29.0 * max(map(len, cut)), tuple((name,) for name in cut), upright=True)


def spread(widths: Sequence[float], room: float) -> list[float]:
    """Where each begins, when what is left is between them."""
    gap = (room - sum(widths)) / max(len(widths) - 1, 1)
    return [sum(widths[:at]) + gap * at for at in range(len(widths))]
