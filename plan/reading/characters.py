"""Remove the noise from a paper's characters, and make the normalized view of a paragraph that the rules match."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from plan.reading.traditional import SIMPLIFIED

HAN = "\u3400-\u9fff\uf900-\ufaff"
GAP = "\u3000"  # The blank between a title and its text. All other blanks next to Chinese are removed.

_LINES = re.compile(r"\r\n|[\r\v\x85\u2028\u2029]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\x00-\x08\x0e-\x1f\x7f]")
_BLANK = re.compile(r"&nbsp;|[\u00a0\u1680\u2000-\u200a\u202f\u205f]")


def normalize_blanks(text: str) -> str:
    """Return the text with \\n as its only line end and U+0020 as its only blank, without invisible characters.

    U+3000 stays, because it shows where a paragraph begins.
    """
    return _BLANK.sub(" ", _INVISIBLE.sub("", _LINES.sub("\n", text)))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it is written (`source`) and as the rules match it (`view`).

    The character `view[i]` was made from `source[offsets[i]]`; `offsets` has one more entry for the end.
    """

    source: str
    view: str
    offsets: Sequence[int]

    def piece(self, start: int, end: int) -> str:
        """Return the exact piece of the source for view[start:end], including the noise in it."""
        return self.source[self.offsets[start] : self.offsets[end]].strip()


# Pinyin that converters leave after traditional characters: 發(fā). An acronym (tisc) has no tone mark.
_TONE = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_NOISE = rf"[(（][a-zɡɑüê]{{0,5}}[{_TONE}][a-zɡɑüê]{{0,4}}[)）]"
_EXPANDED = {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in (*range(0x2474, 0x249C), *range(0x3220, 0x322A))}
_CHANGED = re.compile(
    rf"{_NOISE}|(?<![!-~])[ \t]+|[ \t]+(?![!-~])|(?<=[!-~]\d) (?=\d)|(?<=[^!-~]\d) (?=\d)|[{''.join(_EXPANDED)}]"
)

_REPLACEMENTS = {c: chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)}
_REPLACEMENTS |= {c: unicodedata.normalize("NFKC", chr(c)) for c in (*range(0x2F00, 0x2FD6), *range(0x2E80, 0x2EF4))}
_REPLACEMENTS |= {
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
_TABLE = SIMPLIFIED | _REPLACEMENTS
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[，：](?=\d)")
_QUOTE = re.compile('"')


def make_paragraph(source: str) -> Paragraph:
    """Return the paragraph with its view.

    The view has simplified characters, half-width digits, full-width punctuation, and no blanks next to Chinese.
    """
    pieces: list[str] = []
    offsets: list[int] = []
    last = 0
    for match in _CHANGED.finditer(source):
        pieces.append(source[last : match.start()])
        offsets.extend(range(last, match.start()))
        expanded = _EXPANDED.get(match.group(), "")
        pieces.append(expanded)
        offsets.extend([match.start()] * len(expanded))
        last = match.end()
    pieces.append(source[last:])
    offsets.extend(range(last, len(source) + 1))
    return Paragraph(source, _normalized("".join(pieces)), offsets)


def _normalized(text: str) -> str:
    text = text.translate(_TABLE)
    text = _BETWEEN_DIGITS.sub(lambda m: "," if m.group() == "，" else ":", text)
    if text.count('"') % 2 == 0:
        marks = iter("“”" * text.count('"'))
        text = _QUOTE.sub(lambda _: next(marks), text)
    return text
