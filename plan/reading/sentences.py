"""Split paragraphs into sentences, each of which can be one task (docs/reading.md, rule 1)."""

import re
from dataclasses import dataclass

from plan.reading.brackets import spans
from plan.reading.characters import HAN
from plan.reading.verbs import has_predicate

# In scanned text a full stop is often an ASCII point. After a Chinese character, and not before a digit, it ends a
# sentence.
_STOPS = re.compile(rf"[。！？；][”’」』]?|(?<=[{HAN}）》”])\.(?=[{HAN}（《“\u3000 ]|$)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A range of a view; `shares_subject` where it follows a ； and so may have the subject of the sentence before."""

    start: int
    end: int
    shares_subject: bool = False


def sentences(view: str, start: int, end: int) -> list[Sentence]:
    """Return the sentences of view[start:end], each with its 。 or ；. They do not end inside brackets.

    A ； ends a sentence only where both sides have a predicate.
    """
    text = view[start:end]
    parts: list[tuple[int, int]] = []
    part_start = 0
    for stop in _stops_outside_brackets(text):
        parts.append((part_start, stop))
        part_start = stop
    if text[part_start:].strip():
        parts.append((part_start, len(text)))
    return [Sentence(start + s.start, start + s.end, s.shares_subject) for s in _join_lists(text, parts)]


def _stops_outside_brackets(text: str) -> list[int]:
    """Return the indices after the stops."""
    closed = spans(text)
    stops: list[int] = []
    i = 0
    for match in _STOPS.finditer(text):
        while i < len(closed) and closed[i][1] <= match.start():
            i += 1
        if i == len(closed) or match.start() < closed[i][0]:
            stops.append(match.end())
    return stops


def _join_lists(text: str, parts: list[tuple[int, int]]) -> list[Sentence]:
    """Join the parts of a list of nouns to one sentence: 提供以下支撑：站点管理；内容发布；投诉举报。"""
    joined: list[Sentence] = []
    last_has_predicate = False
    for start, end in parts:
        part_has_predicate = has_predicate(text[start:end])
        after_semicolon = bool(joined) and text[start - 1 : start] == "；"
        if after_semicolon and not (part_has_predicate and last_has_predicate):
            joined[-1] = Sentence(joined[-1].start, end, joined[-1].shares_subject)
            last_has_predicate = last_has_predicate or part_has_predicate
        else:
            joined.append(Sentence(start, end, after_semicolon))
            last_has_predicate = part_has_predicate
    return joined
