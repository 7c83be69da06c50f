"""What Telegram finds in a text by itself: commands, mentions and addresses."""

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
OPAQUE = ("code", "pre", "text_link", "text_mention")  # nothing is looked for inside


def detect(text: str, given: list[Json]) -> list[Json]:
    """`given` and what was found beside it, sorted as Telegram sorts."""
    found: list[Json] = []
    if "/" in text:
        found += [_entity("bot_command", text, *hit.span()) for hit in COMMAND.finditer(text)]
    if "@" in text:
        found += [_entity("mention", text, *hit.span()) for hit in MENTION.finditer(text)]
    if "." in text or "://" in text:
        found += _urls(text)
    if not found:
        return given
    closed = [one for one in given if one["type"] in OPAQUE]
    kept = [one for one in found if not any(_meet(one, other) for other in closed)]
    urls = [one for one in kept if one["type"] == "url"]
    kept = [one for one in kept if one["type"] == "url" or not any(_meet(one, url) for url in urls)]
    return in_order(given + kept)


def in_order(entities: list[Json]) -> list[Json]:
    return sorted(entities, key=lambda one: (one["offset"], -one["length"]))


def _urls(text: str) -> list[Json]:
    found = []
    for hit in URL.finditer(text):
        address = hit.group().rstrip(TRAILING)
        if not address.endswith("/") or address.count("/") > 2:
            found.append(_entity("url", text, hit.start(), hit.start() + len(address)))
    return found


def _entity(kind: str, text: str, start: int, end: int) -> Json:
    return {"type": kind, "offset": length16(text[:start]), "length": length16(text[start:end])}


def _meet(one: Json, other: Json) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])
