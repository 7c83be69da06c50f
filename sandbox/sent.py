"""Entities that a bot sends ready-made instead of markup."""

from typing import Any

from sandbox.errors import bad
from sandbox.units import bytes16

Json = dict[str, Any]

SPLITTABLE = ("bold", "italic", "underline", "strikethrough", "spoiler")
# By what else they carry. The kinds that are missing here Telegram finds by itself, and a bot's own are passed over.
CARRIED = {
    **dict.fromkeys((*SPLITTABLE, "code", "blockquote", "expandable_blockquote", "text_mention"), ""),
    "pre": "language",
    "text_link": "url",
    "custom_emoji": "custom_emoji_id",
}


def given_entities(text: str, raw: object) -> list[Json]:
    """Raises Refused. A text_mention comes out with the person's id in the place of the person."""
    if raw is None:
        return []
    if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
        raise bad("can't parse entities: expected an Array of MessageEntity")
    units = bytes16(text)
    return [_entity(one, units) for one in raw if str(one.get("type")) in CARRIED]


def _entity(raw: Json, units: bytes) -> Json:
    place = {key: raw.get(key) for key in ("offset", "length")}
    if not all(type(value) is int for value in place.values()):
        raise bad("can't parse MessageEntity: offset and length must be of type Number")
    start, end = raw["offset"], raw["offset"] + raw["length"]
    if start < 0 or end <= start:
        raise bad("can't parse MessageEntity: it is empty or begins before the text")
    if _splits(units, start) or _splits(units, end):
        raise bad("can't parse entities: entity begins or ends in a middle of a UTF-16 symbol")
    entity: Json = {"type": raw["type"], **place}
    carried = CARRIED[raw["type"]]
    if carried and isinstance(raw.get(carried), str):
        entity[carried] = raw[carried]
    elif raw["type"] == "text_mention":
        user = raw.get("user")
        entity["user"] = user.get("id") if isinstance(user, dict) else None
    elif carried and carried != "language":
        raise bad(f'can\'t parse MessageEntity: field "{carried}" must be of type String')
    return entity


def _splits(units: bytes, at: int) -> bool:
    """Whether the place is between the halves of a character: the second half begins with the bits 110111."""
    high = units[2 * at + 1 : 2 * at + 2]
    return bool(high) and high[0] & 0xFC == 0xDC
