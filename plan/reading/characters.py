"""The characters of a paper: what is only noise, and how a paragraph looks to the rules."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from plan.reading.traditional import SIMPLIFIED

HAN = "\u3400-\u9fff\uf900-\ufaff"
GAP = "\u3000"  # a blank that parts a title from its text; all other blanks are repaired or left to the view

_LINES = re.compile(r"\r\n|[\r\v\x85\u2028\u2029]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\x00-\x08\x0e-\x1f\x7f]")
_BLANK = re.compile(r"&nbsp;|[\u00a0\u1680\u2000-\u200a\u202f\u205f]")


def tidy(text: str) -> str:
    """One kind of line end and of blank, nothing invisible. U+3000 stays, for it shows where a paragraph begins."""
    return _BLANK.sub(" ", _INVISIBLE.sub("", _LINES.sub("\n", text)))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`source` is quoted; rules look at `view`; the view's character i was made from `source[at[i]]`."""

    source: str
    view: str
    at: Sequence[int]

    def piece(self, start: int, end: int) -> str:
        """The exact piece of the source behind view[start:end], with what was noise inside it."""
        return self.source[self.at[start] : self.at[end]].strip()


# Pinyin that converters leave behind traditional characters: 發(fā). A tone mark tells it from an acronym (tisc).
_TONE = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_NOISE = rf"[(（][a-zɡɑüê]{{0,5}}[{_TONE}][a-zɡɑüê]{{0,4}}[)）]"
_LONG = {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in (*range(0x2474, 0x249C), *range(0x3220, 0x322A))}
_CHANGED = re.compile(
    rf"{_NOISE}|(?<![!-~])[ \t]+|[ \t]+(?![!-~])|(?<=[!-~]\d) (?=\d)|(?<=[^!-~]\d) (?=\d)|[{''.join(_LONG)}]"
)

_SAME = {c: chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)}
_SAME |= {c: unicodedata.normalize("NFKC", chr(c)) for c in (*range(0x2F00, 0x2FD6), *range(0x2E80, 0x2EF4))}
_SAME |= {
    ord(old): new
    for new, olds in {
        "，": ",，﹐",
        "：": ":：︰﹕",
        "；": ";；﹔",
        "！": "!！",
        "？": "?？",
        "（": "(（〔[［【〖{｛﹙",
        "）": ")）〕]］】〗}｝﹚",
        "。": "。｡",
        "、": "､、﹑",
        "《": "《",
        "》": "》",
        "‘": "‘〈＜<",
        "’": "’〉＞>",
        "“": "「『“〝",
        "”": "」』”〞",
        ".": "．",
        "%": "％﹪",
        "·": "•·・‧∙⋅･",
        "—": "-–—―－─━〜～~−‐‑‒﹣",
        "|": "|｜│┃￨",
        "○": "〇",
    }.items()
    for old in olds
}
_TABLE = SIMPLIFIED | _SAME
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[，：](?=\d)")
_QUOTE = re.compile('"')


def paragraph(source: str) -> Paragraph:
    """The view: simplified characters, digits in half, punctuation in full width, no blanks at Chinese characters."""
    pieces: list[str] = []
    at: list[int] = []
    last = 0
    for match in _CHANGED.finditer(source):
        pieces.append(source[last : match.start()])
        at.extend(range(last, match.start()))
        written = _LONG.get(match.group(), "")
        pieces.append(written)
        at.extend([match.start()] * len(written))
        last = match.end()
    pieces.append(source[last:])
    at.extend(range(last, len(source) + 1))
    return Paragraph(source, _looked_at("".join(pieces)), at)


def _looked_at(text: str) -> str:
    text = text.translate(_TABLE)
    text = _BETWEEN_DIGITS.sub(lambda m: "," if m.group() == "，" else ":", text)
    if text.count('"') % 2 == 0:
        marks = iter("“”" * text.count('"'))
        text = _QUOTE.sub(lambda _: next(marks), text)
    return text
