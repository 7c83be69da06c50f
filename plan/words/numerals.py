"""Numbers in Chinese numerals."""

import re

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
UNITS = {"十": 10, "百": 100, "千": 1000}
HAN = "[零〇一二两三四五六七八九十百千]"


def number(text: str) -> int:
    """`十五` → 15, `一百零三` → 103, `二〇二六` → 2026, `12` → 12. `text` holds nothing else."""
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


def is_number(text: str) -> bool:
    return bool(re.fullmatch(rf"\d+|{HAN}+", text))
