"""Paragraphs to sentences: what one task can be."""

import re
from dataclasses import dataclass

from plan.reading.brackets import spans
from plan.reading.characters import HAN
from plan.reading.verbs import has_predicate

# In scanned text a full stop is often an ASCII point; after a Chinese character and not before a digit it is one.
_STOPS = re.compile(rf"[。！？；][”’」』]?|(?<=[{HAN}）》”])\.(?=[{HAN}（《“\u3000 ]|$)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A range of a view; `carried` when it follows a ； and so may share the subject of the one before."""

    start: int
    end: int
    carried: bool = False


def sentences(view: str, start: int, end: int) -> list[Sentence]:
    """Up to and with 。 or ；, never inside brackets; ； cuts only where both sides say something of their own."""
    text = view[start:end]
    parts: list[tuple[int, int]] = []
    at = 0
    for stop in _free_stops(text):
        parts.append((at, stop))
        at = stop
    if text[at:].strip():
        parts.append((at, len(text)))
    return [Sentence(start + s.start, start + s.end, s.carried) for s in _joined(text, parts)]


def _free_stops(text: str) -> list[int]:
    closed = spans(text)
    stops: list[int] = []
    i = 0
    for match in _STOPS.finditer(text):
        while i < len(closed) and closed[i][1] <= match.start():
            i += 1
        if i == len(closed) or match.start() < closed[i][0]:
            stops.append(match.end())
    return stops


def _joined(text: str, parts: list[tuple[int, int]]) -> list[Sentence]:
    """Parts of a list of nouns stay together: 提供以下支撑：站点管理；内容发布；投诉举报。"""
    found: list[Sentence] = []
    said = False  # whether the sentence at the end of `found` has a predicate
    for start, end in parts:
        says = has_predicate(text[start:end])
        after = bool(found) and text[start - 1 : start] == "；"
        if after and not (says and said):
            found[-1] = Sentence(found[-1].start, end, found[-1].carried)
            said = said or says
        else:
            found.append(Sentence(start, end, after))
            said = says
    return found
