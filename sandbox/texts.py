"""From what a bot sends as text to what a message holds: parsed, trimmed, measured, with entities."""

from collections.abc import Callable
from typing import Any

from sandbox.entities import detect, in_order
from sandbox.errors import Refused, bad
from sandbox.links import checked_link, mentioned_user
from sandbox.markup import parse_html
from sandbox.sent import SPLITTABLE, given_entities
from sandbox.units import length16

Json = dict[str, Any]
Lookup = Callable[[int], Json | None]

TEXT_MOST, CAPTION_MOST, ENTITIES_MOST = 4096, 1024, 100
BLANK = " \t\r\n\v\f\u200b\ufeff\u2060"


def formatted(source: str, parse_mode: str, given: object, find_user: Lookup) -> tuple[str, list[Json]]:
    """Raises Refused. `find_user` knows the persons that may be mentioned by id."""
    source = source.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    entities: list[Json] = []
    match parse_mode.lower():
        case "html":
            source, entities = parse_html(source)
        case "":
            entities = given_entities(source, given)
        case "markdown" | "markdownv2":
            raise Refused(501, f"Not Implemented: the sandbox doesn't read {parse_mode}; send HTML or entities")
        case _:
            raise bad("unsupported parse_mode")
    if entities:
        entities = _without_code(_linked(entities, find_user))
    text, entities = _trimmed(source, entities)
    return text, detect(text, in_order(_distinct(entities)))[:ENTITIES_MOST]


def measured(text: str, most: int, complaint: str) -> str:
    if len(text) > most:
        raise bad(complaint)
    return text


def _linked(entities: list[Json], find_user: Lookup) -> list[Json]:
    """Links that lead nowhere lose their markup and keep their words, as in Telegram."""
    kept = []
    for entity in entities:
        if entity["type"] == "text_mention":
            entity = {**entity, "type": "text_link", "url": f"tg://user?id={entity['user']}"}  # noqa: PLW2901
        if entity["type"] != "text_link":
            kept.append(entity)
            continue
        target = str(entity.get("url", ""))
        place = {"offset": entity["offset"], "length": entity["length"]}
        if (who := mentioned_user(target)) is not None:
            if user := find_user(who):
                kept.append({"type": "text_mention", **place, "user": user})
        elif url := checked_link(target):
            kept.append({"type": "text_link", **place, "url": url})
    return kept


def _without_code(entities: list[Json]) -> list[Json]:
    """Code and pre hold nothing and are held by nothing but quotes: bold around code is bold before and after it."""
    closed = [one for one in entities if one["type"] in ("code", "pre")]
    if not closed:
        return entities
    kept = [one for one in entities if one["type"] not in SPLITTABLE]
    for one in entities:
        if one["type"] in SPLITTABLE:
            kept += _outside(one, closed)
    return kept


def _outside(entity: Json, closed: list[Json]) -> list[Json]:
    start, end, parts = entity["offset"], entity["offset"] + entity["length"], []
    for block in in_order(closed):
        first, last = block["offset"], block["offset"] + block["length"]
        if last <= start or first >= end:
            continue
        if first > start:
            parts.append({**entity, "offset": start, "length": first - start})
        start = max(start, last)
    if start < end:
        parts.append({**entity, "offset": start, "length": end - start})
    return parts


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Blanks at the end go always, blanks at the start as far as no entity begins there."""
    text = text.rstrip(BLANK)
    if not text:
        return "", []
    lead = len(text) - len(text.lstrip(BLANK))
    if entities:
        lead = min(lead, *(one["offset"] for one in entities))
    text = text[lead:]
    size = length16(text) if entities else 0
    kept = []
    for one in entities:
        start = one["offset"] - lead
        length = min(start + one["length"], size) - start
        if length > 0:
            kept.append({**one, "offset": start, "length": length})
    return text, kept


def _distinct(entities: list[Json]) -> list[Json]:
    if len(entities) < 2:
        return entities
    return list({(one["type"], one["offset"], one["length"]): one for one in entities}.values())
