"""Render text and entities as safe HTML: everything is escaped, and links have only the schemes in SCHEMES."""

from html import escape
from itertools import pairwise
from typing import Any

from sandbox.units import bytes16, cut16, length16

Json = dict[str, Any]

PLAIN = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "code": ("<code>", "</code>"),
    "spoiler": ('<span class="spoiler">', "</span>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ('<blockquote class="expandable">', "</blockquote>"),
    "bot_command": ('<span class="command">', "</span>"),
    "mention": ('<span class="mention">', "</span>"),
    "text_mention": ('<span class="mention">', "</span>"),
}
SCHEMES = ("http://", "https://", "tg://", "mailto:")


def safe_html(text: str, entities: list[Json]) -> str:
    if not entities:
        return _escaped(text)
    units = bytes16(text)
    size = length16(text)
    borders = {0, size}
    for entity in entities:
        borders |= {min(entity["offset"], size), min(entity["offset"] + entity["length"], size)}
    marks = sorted(borders)
    pieces: list[str] = []
    open_now: list[Json] = []
    for start, end in pairwise(marks):
        wanted = [e for e in entities if e["offset"] <= start and e["offset"] + e["length"] >= end]
        pieces += _change(open_now, wanted, units)
        open_now = wanted
        pieces.append(_escaped(cut16(units, start, end)))
    pieces += _change(open_now, [], units)
    return "".join(pieces)


def _change(before: list[Json], after: list[Json], units: bytes) -> list[str]:
    """Return the tags between two pieces of text: closing tags innermost first, so that tags always nest."""
    shared = 0
    while shared < min(len(before), len(after)) and before[shared] is after[shared]:
        shared += 1
    closed = [_tags(entity, units)[1] for entity in reversed(before[shared:])]
    return closed + [_tags(entity, units)[0] for entity in after[shared:]]


def _tags(entity: Json, units: bytes) -> tuple[str, str]:
    kind = entity["type"]
    if kind == "pre":
        language = entity.get("language")
        return (f'<pre data-language="{escape(language)}">' if language else "<pre>"), "</pre>"
    if kind in ("text_link", "url", "email"):
        shown = cut16(units, entity["offset"], entity["offset"] + entity["length"])
        return _link(_address(kind, entity.get("url") or shown))
    return PLAIN.get(kind, ("", ""))


def _address(kind: str, target: str) -> str:
    if kind == "email":
        return f"mailto:{target}"
    return target if kind == "text_link" or "://" in target else f"http://{target}"


def _link(address: str) -> tuple[str, str]:
    if not address.lower().startswith(SCHEMES):
        return "", ""
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">', "</a>"


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "<br>")
