"""Recognise the marks that number the parts of a paper: 第一部分, 一、, （一）, 1., （1）, ①, bullets."""

import re
from dataclasses import dataclass

from plan.words.numerals import number

_HAN = "[一二三四五六七八九十百○零]{1,5}"


@dataclass(frozen=True, slots=True)
class NumberMark:
    """A mark at view[start:end]; `number` is 0 for bullets.

    A `strict` mark could also be part of the text (a decimal number): it counts only where its number comes next.
    """

    kind: str
    number: int
    start: int
    end: int
    strict: bool = False


# The first pattern that matches wins. (kind, pattern, strict)
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


def mark_at(view: str, start: int = 0) -> NumberMark | None:
    """Return the mark at `start`, or None."""
    first = view[start : start + 1]
    if not first:
        return None
    if first in _CIRCLED:
        end = start + 1 + (view[start + 1 : start + 2] in tuple("、.\u3000"))
        return NumberMark("①", _CIRCLED[first], start, end)
    for kind, rule, strict in _RULES:
        if match := rule.match(view, start):
            return NumberMark(kind, number(match[1]) if match[1] else 0, start, match.end(), strict)
    return None


def mark_without_gap(view: str, expected: int) -> NumberMark | None:
    """Return the mark of a text that goes on with digits: `11.121人才项目` has the mark `11.` where 11 is expected."""
    match = _RUNS_ON.match(view)
    return NumberMark("1", expected, 0, match.end(), True) if match and int(match[1]) == expected else None


_INLINE = re.compile(rf"(?<=[。；：）])(?:（{_HAN}）|（\d{{1,2}}）|\d{{1,2}}[.、）](?!\d)|{_HAN}、|[①-⑳❶-❿])")


def marks_inside(view: str, start: int) -> list[NumberMark]:
    """Return the marks after the end of a sentence or a colon, which could begin a part inside the paragraph."""
    marks = (mark_at(view, match.start()) for match in _INLINE.finditer(view, start))
    return [mark for mark in marks if mark]
