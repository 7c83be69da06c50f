"""Find units in a text by their names, short names and usual abbreviations: 运用处, 常州."""

import re
from collections.abc import Iterable
from typing import NamedTuple

SHORTEST = 2
PARENTHESIS = re.compile(r"[（(](.*?)[）)]")
REGION = re.compile(r"^(?:省|市|江苏省|国家)(?=.{3})")
CITY = re.compile(r"^(?P<place>\w{2,5}?)市?(?:市局|知识产权局|市场监督管理局|市场监管局)$")
KIND = re.compile(r"(?:处|室|中心|协会|研究院|学院|大学|局|厅|委|窗口|办)$")
"""The last word of a name, which an abbreviation keeps: 信息中心 for 省专利信息服务中心."""


class UnitMention(NamedTuple):
    """A unit named at `start:end` of a text."""

    start: int
    end: int
    unit_id: int


class UnitFinder:
    """Find units by any name that belongs to one unit alone. A full or short name comes before an abbreviation."""

    def __init__(self, units: Iterable[tuple[int, str, str]]) -> None:
        """`units` are an id, the full name and the short name, which may be empty."""
        units = list(units)
        self._ids: dict[str, int] = _unique((alias, id) for id, name, _ in units for alias in abbreviations(name))
        self._ids |= _unique((short, id) for id, _, short in units if short)
        self._ids |= _unique((name, id) for id, name, _ in units)
        self._lengths: dict[str, list[int]] = {}
        for length in sorted({len(name) for name in self._ids}, reverse=True):
            for character in {name[:1] for name in self._ids if len(name) == length}:
                self._lengths.setdefault(character, []).append(length)

    def mentions(self, text: str) -> list[UnitMention]:
        """Return the units that `text` names, from left to right, the longest name at each place."""
        result: list[UnitMention] = []
        at = 0
        while at < len(text):
            lengths = self._lengths.get(text[at], ())
            ends = (at + length for length in lengths if at + length <= len(text))
            end = next((end for end in ends if text[at:end] in self._ids), None)
            if end is None:
                at += 1
                continue
            result.append(UnitMention(at, end, self._ids[text[at:end]]))
            at = end
        return result


def abbreviations(name: str) -> set[str]:
    """Return the short forms in which people may write a unit's full name."""
    plain = PARENTHESIS.sub("", name)
    aliases = {plain, *PARENTHESIS.findall(name), REGION.sub("", plain)}
    if city := CITY.match(name):
        place = city["place"]
        aliases |= {place, f"{place}市", f"{place}局", f"{place}市局", f"{place}市知识产权局", f"{place}知识产权局"}
    elif kind := KIND.search(plain):
        stem, last = plain[: kind.start()], kind[0]
        starts = range(len(stem))
        aliases |= {f"{stem[a:b]}{last}" for a in starts for b in range(a + SHORTEST, len(stem) + 1)}
    return {alias for alias in aliases if len(alias) >= SHORTEST}


def _unique(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return the names that belong to one unit alone."""
    owners: dict[str, set[int]] = {}
    for name, id in pairs:
        owners.setdefault(name, set()).add(id)
    return {name: next(iter(ids)) for name, ids in owners.items() if len(ids) == 1}
