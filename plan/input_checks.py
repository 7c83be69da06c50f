"""Check names, phone numbers and places in the tree of units that people type."""

import re

from plan import short_names
from plan.refusal import Refusal

LONGEST = 40
PHONE = re.compile(r"\+86\d{10,11}|\d{11}|0\d{2,3}-\d{7,8}")


def check_name(words: str) -> str:
    """Return the name of a person or a unit in one line. Raise Refusal where it is empty or too long."""
    one_line = " ".join(words.split())
    if not one_line:
        raise Refusal("名称不能为空，请重新回复。")
    if len(one_line) > LONGEST:
        raise Refusal(f"名称请控制在{LONGEST}字以内，现为{len(one_line)}字，请重新回复。")
    return one_line


def check_short_name(words: str) -> str:
    """Return the short name of a unit without blanks. Raise Refusal where it is empty or does not fit on a button."""
    short_name = "".join(words.split())
    if not short_name or len(short_name) > short_names.LONGEST:
        raise Refusal(f"简称请控制在{short_names.LONGEST}字以内，请重新回复。")
    return short_name


def check_phone(words: str) -> str:
    """Return the phone number as typed, without blanks. Raise Refusal where it is not a Chinese phone number."""
    digits = "".join(words.split())
    if not PHONE.fullmatch(digits):
        raise Refusal("电话请写成11位手机号，或 025-83000000、+8613800000000 的形式，请重新回复。")
    return digits


def moved_path(path: str, parent: str) -> str:
    """Return a unit's path below the path of a new parent. Raise Refusal where the parent is the unit or below it."""
    if parent.startswith(path):
        raise Refusal("不能移到本单位或其下级单位之下，请另选上级单位。")
    return f"{parent}{path.rstrip('/').rpartition('/')[2]}/"
