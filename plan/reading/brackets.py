"""Pair the brackets and quotes of one paragraph, of which some may be mismatched."""

import re

_MARKS = re.compile(r"[《》“”‘’（）]")
_PARTNER = {"》": "《", "”": "“", "’": "‘", "）": "（"}
_LONGEST = 80  # A pair that spans a 。 and more characters than this is a mistake in the paper.


def spans(view: str) -> list[tuple[int, int]]:
    """Return the outermost pairs as (index of the opening, index after the closing), without unpaired characters."""
    open_at: dict[str, list[int]] = {c: [] for c in _PARTNER.values()}
    pairs: list[tuple[int, int]] = []
    for match in _MARKS.finditer(view):
        c = match.group()
        if c in open_at:
            open_at[c].append(match.start())
        elif open_at[_PARTNER[c]]:
            start = open_at[_PARTNER[c]].pop()
            pairs.append((start, match.end()))
    return _outermost([p for p in sorted(pairs) if not _is_mistake(view, *p)])


def _is_mistake(view: str, start: int, end: int) -> bool:
    stop = view.find("。", start, end - 2)
    return stop >= 0 and end - start > _LONGEST


def _outermost(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    outermost: list[tuple[int, int]] = []
    for start, end in pairs:
        if not outermost or start >= outermost[-1][1]:
            outermost.append((start, end))
        elif end > outermost[-1][1]:  # The two pairs cross each other: 《…“…》…”
            outermost[-1] = (outermost[-1][0], end)
    return outermost


def mask_inside(view: str, pairs: list[tuple[int, int]], opening: str) -> str:
    """Replace the insides of pairs whose opening is one of the characters in `opening`; the length stays the same."""
    return overwrite(view, [(start + 1, end - 1) for start, end in pairs if view[start] in opening], "□")


def overwrite(view: str, ranges: list[tuple[int, int]], filler: str) -> str:
    """Replace every character of the ranges, which are sorted and do not overlap, with `filler`.

    With an empty filler the ranges are removed.
    """
    pieces: list[str] = []
    end_of_last = 0
    for start, end in ranges:
        pieces += (view[end_of_last:start], filler * (end - start))
        end_of_last = end
    return "".join((*pieces, view[end_of_last:]))
