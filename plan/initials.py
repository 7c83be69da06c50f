"""Chinese as it is typed in a hurry: by the first letters of its syllables, or by the syllables themselves."""

from functools import cache
from typing import Any

OWN = {"长三角": "chang san jiao", "长效": "chang xiao", "长丰": "chang feng"}
"""Words of the field whose characters sound otherwise elsewhere, and which the dictionary does not know."""


def initials(text: str) -> str:
    """`常州市局` is `czsj changzhoushiju`: what is not a letter, a digit or Chinese is left out."""
    spoken = _pinyin().lazy_pinyin(text, errors=list)
    syllables = [one.lower() for one in spoken if one.isascii() and one.isalnum()]
    return f"{''.join(one[0] for one in syllables)} {''.join(syllables)}"


@cache
def _pinyin() -> Any:
    """The dictionaries take a fifth of a second and 56 MB: only where something is written, never to search."""
    import pypinyin  # noqa: PLC0415

    pypinyin.load_phrases_dict({word: [[one] for one in sounds.split()] for word, sounds in OWN.items()})
    return pypinyin
