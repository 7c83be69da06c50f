"""Mask what is private in words that are kept without their writer: long numbers, invitation codes, passwords."""

import re
import unicodedata

LONGEST = 100
"""In characters; what was written beyond is left out."""
NUMBER = re.compile(r"(?<!\d)(?!\d{4}-\d{1,2}-\d{1,2}(?!\d))\d(?:[ -]?\d){6,}(?!\d)")
"""Seven digits or more, as in telephone numbers, also in groups; a date such as 2020-03-09 is none."""
SPOKEN_NUMBER = re.compile(r"[零〇一二三四五六七八九幺]{7,}")
CODE = re.compile(r"(?<![\w-])(?=[0-9_-]*[A-Za-z])[A-Za-z0-9_-]{16,}(?![\w-])", re.ASCII)
"""An invitation code, a token or a password by its shape: long, without blanks."""


def masked(words: str) -> str:
    """Return the words in one line of at most LONGEST characters, with a placeholder for each number and code."""
    characters = unicodedata.normalize("NFKC", words)
    visible = "".join(character for character in characters if unicodedata.category(character) != "Cf")
    line = " ".join(visible.split())
    line = CODE.sub(lambda match: match[0] if match[0].isalpha() and match[0].islower() else "（代码）", line)
    return SPOKEN_NUMBER.sub("（号码）", NUMBER.sub("（号码）", line))[:LONGEST]
