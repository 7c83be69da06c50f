"""Turn a bot's text into a message's text and entities: parse, trim and measure it."""

from collections.abc import Callable
from typing import Any

from sandbox.entities import detect, in_order
from sandbox.errors import Refused, bad
from sandbox.given_entities import SPLITTABLE, given_entities
from sandbox.links import checked_link, mentioned_user
from sandbox.markup import parse_html
from sandbox.units import length16

Json = dict[str, Any]
Lookup = Callable[[int], Json | None]

MAX_TEXT, MAX_CAPTION, MAX_ENTITIES = 4096, 1024, 100
BLANK = " \t\r\n\v\f\u200b\ufeff\u2060"


def formatted(source: str, parse_mode: str, given: object, find_user: Lookup) -> tuple[str, list[Json]]:
    """Return text and entities. `find_user` returns the user with an id, for mentions. Raises Refused."""
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
    return text, detect(text, in_order(_distinct(entities)))[:MAX_ENTITIES]


def measured(text: str, most: int, complaint: str) -> str:
    if len(text) > most:
        raise bad(complaint)
    return text


def _linked(entities: list[Json], find_user: Lookup) -> list[Json]:
    """Remove invalid links but keep their text, as Telegram does."""
    kept = []
    for entity in entities:
        if entity["type"] == "text_mention":
            entity = {**entity, "type": "text_link", "url": f"tg://user?id={entity['user']}"}  # noqa: PLW2901
        if entity["type"] != "text_link":
            kept.append(entity)
            continue
        target = str(entity.get("url", ""))
        position = {"offset": entity["offset"], "length": entity["length"]}
        if (who := mentioned_user(target)) is not None:
            if user := find_user(who):
                kept.append({"type": "text_mention", **position, "user": user})
        elif url := checked_link(target):
            kept.append({"type": "text_link", **position, "url": url})
    return kept


def _without_code(entities: list[Json]) -> list[Json]:
    """Remove formatting inside code and pre, as Telegram does: bold ends before code and resumes after it."""
    code_blocks = [entity for entity in entities if entity["type"] in ("code", "pre")]
    if not code_blocks:
        return entities
    kept = [entity for entity in entities if entity["type"] not in SPLITTABLE]
    for entity in entities:
        if entity["type"] in SPLITTABLE:
            kept += _outside(entity, code_blocks)
    return kept


def _outside(entity: Json, code_blocks: list[Json]) -> list[Json]:
    start, end, parts = entity["offset"], entity["offset"] + entity["length"], []
    for block in in_order(code_blocks):
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
    """Remove blanks at the end, and those at the start that precede all entities."""
    text = text.rstrip(BLANK)
    if not text:
        return "", []
    lead = len(text) - len(text.lstrip(BLANK))
    if entities:
        lead = min(lead, *(entity["offset"] for entity in entities))
    text = text[lead:]
    size = length16(text) if entities else 0
    kept = []
    for entity in entities:
        start = entity["offset"] - lead
        length = min(start + entity["length"], size) - start
        if length > 0:
            kept.append({**entity, "offset": start, "length": length})
    return text, kept


def _distinct(entities: list[Json]) -> list[Json]:
    if len(entities) < 2:
        return entities
    return list({(entity["type"], entity["offset"], entity["length"]): entity for entity in entities}.values())
