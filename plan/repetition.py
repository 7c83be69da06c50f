"""Recognise reports that repeat the last one."""

from difflib import SequenceMatcher

ENOUGH = 0.95
"""The similarity, from 0 to 1, from which on two texts count as the same."""
LOOKED_AT = 1000
"""The number of characters that are compared, because the time grows with their square."""


def repeats(words: str, last: str) -> bool:
    """Whether two texts are nearly the same, regardless of blanks and punctuation. An empty text repeats nothing."""
    new, old = _letters(words), _letters(last)
    if not new or not old:
        return False
    if new == old:
        return True
    matcher = SequenceMatcher(None, new[:LOOKED_AT], old[:LOOKED_AT], autojunk=False)
    return matcher.quick_ratio() >= ENOUGH and matcher.ratio() >= ENOUGH


def _letters(words: str) -> str:
    return "".join(char for char in words if char.isalnum()).lower()
