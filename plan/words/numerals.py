"""Numbers in Chinese numerals."""

import re

DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
HAN = "[零〇一二两三四五六七八九十百千]"
FORM = re.compile(rf"\d+|[{''.join(DIGITS)}]+|[{''.join(DIGITS)}十百千]+")


def number(text: str) -> int:
    """Return the value of a number: `十五` is 15, `一百零三` is 103, `二〇二六` is 2026, `12` is 12.

    Raise ValueError for anything else.
    """
    if not FORM.fullmatch(text):
        raise ValueError(f"not a number: {text}")
    if text.isdigit():
        return int(text)
    if not any(character in UNITS for character in text):
        return int("".join(str(DIGITS[character]) for character in text))
    total = digit = 0
    for character in text:
        if character in UNITS:
            total += (digit or 1) * UNITS[character]
            digit = 0
        else:
            digit = DIGITS[character]
    return total + digit
