"""Where everything of a picture stands, in px: 1080 wide, on a phone a third of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from plan.text_fit import Fitted, Heads, fitted, heads, shrunk, spread, width

WIDTH, HIGHEST = 1080, 1280
"""Telegram makes a photo smaller that is higher."""
LEFT, RIGHT = 32, 1048
LINE, NOTE = 50, 36
LETTERS = 30
SIGN = 48
"""A light of the legend, with the space behind it."""
ROOM = {"red": 36, "green": 42, "yellow": 34, "review": 29, "over": 30}
"""How wide a number may be in a light or beside it."""


@dataclass(frozen=True)
class Sheet:
    """`numbered` rows are tasks, with their number; the others are units, with their `total`."""

    title: Fitted
    columns: int
    heads: Heads
    notes: tuple[str, ...]
    numbered: bool

    @property
    def label(self) -> int:
        return _label(self.numbered)

    @property
    def step(self) -> float:
        return _step(self.columns, self.numbered)

    @property
    def each(self) -> int:
        return 68 if self.numbered else 72

    @property
    def down(self) -> int:
        """By so much a title of two lines puts everything down."""
        return LINE * (len(self.title.lines) - 1)

    @property
    def top(self) -> float:
        return 224 + self.down + self.heads.height

    @property
    def below(self) -> int:
        return 24 + NOTE * len(self.notes)

    @property
    def most(self) -> int:
        """So many rows find room."""
        return int((HIGHEST - self.top - self.below) // self.each)

    def middle(self, column: int) -> float:
        return LEFT + self.label + self.step * (column + 0.5)

    def name(self, words: str) -> Fitted:
        """Of a row."""
        return fitted(words, self.label - 10, (28, 26) if self.numbered else (29, 26))

    def total(self, count: int) -> float:
        """The size of the letters in which it is written."""
        return shrunk(str(count), self.step - 6, 29)


def sheet(title: str, columns: Sequence[str], notes: Sequence[str], *, numbered: bool) -> Sheet:
    lines = [line for note in notes if note for line in fitted(note, RIGHT - LEFT, (27,)).lines]
    shown = heads(columns, _step(len(columns), numbered))
    return Sheet(fitted(title, RIGHT - LEFT, (42, 38)), len(columns), shown, tuple(lines), numbered)


def _label(numbered: bool) -> int:
    return 308 if numbered else 208


def _step(columns: int, numbered: bool) -> float:
    return (RIGHT - LEFT - _label(numbered)) / (columns + (not numbered))


def legend(words: Sequence[str]) -> tuple[float, list[float]]:
    """The size of its letters, and where each of its lights begins."""
    room = RIGHT - LEFT - (SIGN + 12) * len(words)
    size = shrunk("".join(words), room, LETTERS)
    return size, [LEFT + x for x in spread([SIGN + width(one) * size for one in words], RIGHT - LEFT)]


def brief(count: int) -> str:
    """As it finds room in a light: hundreds to the last one, then round."""
    return str(count) if count < 1000 else f"{count // 1000}千" if count < 10000 else f"{count // 10000}万"


def letters(mark: str, count: int) -> float:
    """The size of a number in a light."""
    return shrunk(brief(count), ROOM[mark], 28)
