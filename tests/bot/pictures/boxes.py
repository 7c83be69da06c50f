"""The boxes in px of a picture's texts: one for each line, or for each character placed by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from tests.bot.pictures.font import width

SVG = "{http://www.w3.org/2000/svg}"
ABOVE, BELOW = 0.88, 0.12
"""Height of a Chinese character above and below the baseline, in em."""


@dataclass(frozen=True)
class Box:
    words: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def boxes(svg: str) -> list[Box]:
    return [box for text in ElementTree.fromstring(svg).iter(f"{SVG}text") for box in _of(text)]


def _of(text: ElementTree.Element) -> Iterator[Box]:
    size, weight = float(text.get("font-size", "")), text.get("font-weight", "400")
    xs, ys = ([float(number) for number in text.get(name, "").split()] for name in "xy")
    words = "".join(text.itertext())
    if len(xs) > 1:
        assert len(xs) == len(ys) == len(words)
        lines = [(char, _width(char, weight)) for char in words]
    else:
        parts = [
            (text.text or "", weight),
            *((element.text or "", element.get("font-weight", weight)) for element in text),
        ]
        lines = [(words, sum(_width(part, heavy) for part, heavy in parts))]
    for (line, em), x, y in zip(lines, xs, ys, strict=True):
        if line:
            left = x - em * size / 2 if text.get("text-anchor") == "middle" else x
            yield Box(line, left, y - ABOVE * size, left + em * size, y + BELOW * size)


def _width(words: str, weight: str) -> float:
    return width(words, "Bold" if weight == "700" else "Regular")
