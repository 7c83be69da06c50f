"""The marks that number a paper's parts: 第一部分, 一、, （一）, 1., （1）, ①, bullets."""

import re
from dataclasses import dataclass

DIGITS = {c: n for n, c in enumerate("○一二三四五六七八九")} | {"零": 0, "两": 2}
_HAN = "[一二三四五六七八九十百○零]{1,5}"


@dataclass(frozen=True, slots=True)
class Mark:
    """`end` is where the view's text goes on; `number` is 0 for bullets; `strict` ones count only in their sequence."""

    kind: str
    number: int
    start: int
    end: int
    strict: bool = False


def number(text: str) -> int:
    """十五 → 15, 二十 → 20, 一百零三 → 103, 12 → 12."""
    if text.isdigit():
        return int(text)
    total = digit = 0
    for c in text:
        if c in DIGITS:
            digit = DIGITS[c]
        elif c in "十百":
            total += (digit or 1) * {"十": 10, "百": 100}[c]
            digit = 0
    return total + digit


# In order: the first that fits. A number that goes on with digits (11.121人才项目) is a mark only where 11 is due.
_KINDS = (
    ("部分", rf"第({_HAN}|\d{{1,2}})(?:部分|章|节|篇|编)[：、，.\u3000]*", False),
    ("阶段", rf"第({_HAN}|\d{{1,2}})(?:阶段|步)(?=[：、，.（\u3000]|[^，。；]{{0,24}}$)[：、，.\u3000]*", False),
    ("一", rf"({_HAN})[、.]\u3000?(?!{_HAN}[、.是])", False),
    ("（一）", rf"（({_HAN})）[、.：\u3000]*", False),
    ("（1）", r"（(\d{1,2})）[、.\u3000]*", False),
    ("1）", r"(\d{1,2})）[、.\u3000]*", False),
    ("1.1", r"\d{1,2}(?:\.\d{1,2}){0,2}\.(\d{1,2})[、.\u3000]*(?=[\u3400-\u9fff“《（])", True),
    ("1", r"(\d{1,3})[.、]\u3000?(?!\d)", True),
    ("1", r"(\d{1,3})\u3000(?=[\u3400-\u9fff“《])", True),
    ("任务", rf"(?:任务|举措|行动)({_HAN}|\d{{1,2}})[：:、.\u3000]+", False),
    ("·", r"(?:[·●■◆▪★※◇□○*►]|——|—(?=[\u3400-\u9fff]))\u3000*()", False),
)
_RULES = tuple((kind, re.compile(pattern), strict) for kind, pattern, strict in _KINDS)
_RUNS_ON = re.compile(r"(\d{1,3})[.、](?=\d{1,4}[^\d.、，%亿万元倍])")
_CIRCLED = {chr(c): n for first in (0x2460, 0x2776, 0x24F5) for n, c in enumerate(range(first, first + 10), 1)}
_CIRCLED |= {chr(c): n for n, c in enumerate(range(0x246A, 0x2474), 11)}


def mark(view: str, start: int = 0) -> Mark | None:
    """The mark that stands at `start`, if one does."""
    first = view[start : start + 1]
    if not first:
        return None
    if first in _CIRCLED:
        end = start + 1 + (view[start + 1 : start + 2] in tuple("、.\u3000"))
        return Mark("①", _CIRCLED[first], start, end)
    for kind, rule, strict in _RULES:
        if match := rule.match(view, start):
            return Mark(kind, number(match[1]) if match[1] else 0, start, match.end(), strict)
    return None


def running_on(view: str, due: int) -> Mark | None:
    """`11.121人才项目` is number 11 where 11 is due."""
    match = _RUNS_ON.match(view)
    return Mark("1", due, 0, match.end(), True) if match and int(match[1]) == due else None


_INLINE = re.compile(rf"(?<=[。；：）])(?:（{_HAN}）|（\d{{1,2}}）|\d{{1,2}}[.、）](?!\d)|{_HAN}、|[①-⑳❶-❿])")


def inline(view: str, start: int) -> list[Mark]:
    """The marks inside a paragraph that could begin a part of their own, after the end of a sentence or a colon."""
    found = (mark(view, m.start()) for m in _INLINE.finditer(view, start))
    return [m for m in found if m]
