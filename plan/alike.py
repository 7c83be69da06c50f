"""Whether a report says again what the last one said."""

from difflib import SequenceMatcher

ENOUGH = 0.95
LOOKED_AT = 1000
"""Comparing takes the square of the length; texts that agree so far agree."""


def repeats(words: str, last: str) -> bool:
    """Word for word, or nearly, whatever the blanks and punctuation. Nothing said repeats nothing."""
    one, other = _bare(words), _bare(last)
    if not one or not other:
        return False
    if one == other:
        return True
    matcher = SequenceMatcher(None, one[:LOOKED_AT], other[:LOOKED_AT], autojunk=False)
    return matcher.quick_ratio() >= ENOUGH and matcher.ratio() >= ENOUGH


def _bare(words: str) -> str:
    return "".join(char for char in words if char.isalnum()).lower()
