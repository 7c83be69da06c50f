"""Detect the entities that Telegram finds in plain text: commands, mentions and URLs."""

import re
from typing import Any

from sandbox.units import length16

Json = dict[str, Any]

COMMAND = re.compile(r"(?<![\w/<>])/([a-zA-Z0-9_]{1,64})(?:@([a-zA-Z0-9_]{3,32}))?(?![\w/<>@])")
MENTION = re.compile(r"(?<![\w/@])@[a-zA-Z0-9_]{3,32}(?!\w)")
URL = re.compile(
    r"(?:https?|tg)://[^\s<>\"'，。；：！？、（）《》「」【】“”]+"
    r"|(?<![\w@.])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|org|net|cn|gov|edu|info|io|me|dev|app)"
    r"(?![\w.-])(?:/[^\s<>\"'，。；：！？、（）《》「」【】“”]*)?",
    re.IGNORECASE | re.ASCII,
)
TRAILING = ".,;:!?)]}"
OPAQUE = ("code", "pre", "text_link", "text_mention")  # nothing is detected inside these


def detect(text: str, given: list[Json]) -> list[Json]:
    """Return `given` and the entities detected outside it, in Telegram's order."""
    detected: list[Json] = []
    if "/" in text:
        detected += [_entity("bot_command", text, *hit.span()) for hit in COMMAND.finditer(text)]
    if "@" in text:
        detected += [_entity("mention", text, *hit.span()) for hit in MENTION.finditer(text)]
    if "." in text or "://" in text:
        detected += _urls(text)
    if not detected:
        return given
    opaque = [entity for entity in given if entity["type"] in OPAQUE]
    entities = [entity for entity in detected if not any(_overlap(entity, other) for other in opaque)]
    urls = [entity for entity in entities if entity["type"] == "url"]
    entities = [e for e in entities if e["type"] == "url" or not any(_overlap(e, url) for url in urls)]
    return in_order(given + entities)


def text_fields(name: str, text: str) -> Json:
    """Return the fields of a `text` or a `caption`, with the entities that Telegram detects in it."""
    entities = detect(text, [])
    body: Json = {name: text}
    if entities:
        body["entities" if name == "text" else "caption_entities"] = entities
    return body


def in_order(entities: list[Json]) -> list[Json]:
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _urls(text: str) -> list[Json]:
    detected = []
    for hit in URL.finditer(text):
        address = hit.group().rstrip(TRAILING)
        if not address.endswith("/") or address.count("/") > 2:
            detected.append(_entity("url", text, hit.start(), hit.start() + len(address)))
    return detected


def _entity(kind: str, text: str, start: int, end: int) -> Json:
    return {"type": kind, "offset": length16(text[:start]), "length": length16(text[start:end])}


def _overlap(entity: Json, other: Json) -> bool:
    start, end = entity["offset"], entity["offset"] + entity["length"]
    return bool(start < other["offset"] + other["length"] and other["offset"] < end)
