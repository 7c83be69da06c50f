"""Brackets and quotes of one paragraph, of which some may be mismatched."""

import re

_MARKS = re.compile(r"[《》“”‘’（）]")
_PARTNER = {"》": "《", "”": "“", "’": "‘", "）": "（"}
_LONGEST = 80  # a bracket that spans a 。 and more than this was left open by mistake


def spans(view: str) -> list[tuple[int, int]]:
    """Outermost pairs as (index of the opening, index behind the closing); what has no partner is passed over."""
    waiting: dict[str, list[int]] = {c: [] for c in _PARTNER.values()}
    pairs: list[tuple[int, int]] = []
    for match in _MARKS.finditer(view):
        c = match.group()
        if c in waiting:
            waiting[c].append(match.start())
        elif waiting[_PARTNER[c]]:
            start = waiting[_PARTNER[c]].pop()
            pairs.append((start, match.end()))
    return _outermost([p for p in sorted(pairs) if not _mistaken(view, *p)])


def _mistaken(view: str, start: int, end: int) -> bool:
    stop = view.find("。", start, end - 2)
    return stop >= 0 and end - start > _LONGEST


def _outermost(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in pairs:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
        elif end > kept[-1][1]:  # crossed: 《…“…》…”
            kept[-1] = (kept[-1][0], end)
    return kept


def masked(view: str, pairs: list[tuple[int, int]], opening: str) -> str:
    """The same length, with the insides of pairs that open with one of these characters blotted out."""
    return blotted(view, [(start + 1, end - 1) for start, end in pairs if view[start] in opening], "□")


def blotted(view: str, ranges: list[tuple[int, int]], blot: str) -> str:
    """The same length, with the ranges (in order, apart) overwritten; with an empty blot, without them."""
    kept: list[str] = []
    at = 0
    for start, end in ranges:
        kept += (view[at:start], blot * (end - start))
        at = end
    return "".join((*kept, view[at:]))
