"""What a name, a phone number and a place in the tree of units may be."""

import re

from plan.refusal import Refusal

LONGEST = 40
PHONE = re.compile(r"\+86\d{10,11}|\d{11}|0\d{2,3}-\d{7,8}")


def name(words: str) -> str:
    """Of a person or a unit, in one line. Raises Refusal where it is empty or too long."""
    plain = " ".join(words.split())
    if not plain:
        raise Refusal("名称不能为空，请重新回复。")
    if len(plain) > LONGEST:
        raise Refusal(f"名称请控制在{LONGEST}字以内，现为{len(plain)}字，请重新回复。")
    return plain


def phone(words: str) -> str:
    """As it was typed, without blanks. Raises Refusal for what can't be dialled."""
    digits = "".join(words.split())
    if not PHONE.fullmatch(digits):
        raise Refusal("电话请写成11位手机号，或 025-83000000、+8613800000000 的形式，请重新回复。")
    return digits


def moved(path: str, parent: str) -> str:
    """A unit's path below a new parent. Raises Refusal where that is the unit itself or is below it."""
    if parent.startswith(path):
        raise Refusal("不能移到本单位或其下级单位之下，请另选上级单位。")
    return f"{parent}{path.rstrip('/').rpartition('/')[2]}/"
