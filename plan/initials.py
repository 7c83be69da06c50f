"""Convert Chinese to pinyin, by whose initials or syllables people search."""

from functools import cache
from typing import Any

OWN = {"长三角": "chang san jiao", "长效": "chang xiao", "长丰": "chang feng"}
"""Words of the field with a pronunciation that the dictionary does not know."""


def initials(text: str) -> str:
    """Return the initials and the syllables of a text: `czsj changzhoushiju` for `常州市局`.

    Only letters, digits and Chinese characters are converted.
    """
    pinyin = _pinyin().lazy_pinyin(text, errors=list)
    syllables = [syllable.lower() for syllable in pinyin if syllable.isascii() and syllable.isalnum()]
    return f"{''.join(syllable[0] for syllable in syllables)} {''.join(syllables)}"


@cache
def _pinyin() -> Any:
    """Import pypinyin at the first use, because its dictionaries take a fifth of a second and 56 MB."""
    import pypinyin  # noqa: PLC0415

    pypinyin.load_phrases_dict({word: [[syllable] for syllable in pinyin.split()] for word, pinyin in OWN.items()})
    return pypinyin
