"""Check the entities that a bot sends instead of markup."""

from typing import Any

from sandbox.errors import bad
from sandbox.units import bytes16

Json = dict[str, Any]

SPLITTABLE = ("bold", "italic", "underline", "strikethrough", "spoiler")
# The accepted kinds, each with its additional field. Telegram detects the other kinds itself and ignores a bot's.
EXTRA_FIELD = {
    **dict.fromkeys((*SPLITTABLE, "code", "blockquote", "expandable_blockquote", "text_mention"), ""),
    "pre": "language",
    "text_link": "url",
    "custom_emoji": "custom_emoji_id",
}


def given_entities(text: str, raw: object) -> list[Json]:
    """Return the valid entities; a text_mention has the user's id instead of the user. Raises Refused."""
    if raw is None:
        return []
    if not isinstance(raw, list) or not all(isinstance(entity, dict) for entity in raw):
        raise bad("can't parse entities: expected an Array of MessageEntity")
    units = bytes16(text)
    return [_entity(entity, units) for entity in raw if str(entity.get("type")) in EXTRA_FIELD]


def _entity(raw: Json, units: bytes) -> Json:
    position = {key: raw.get(key) for key in ("offset", "length")}
    if not all(type(value) is int for value in position.values()):
        raise bad("can't parse MessageEntity: offset and length must be of type Number")
    start, end = raw["offset"], raw["offset"] + raw["length"]
    if start < 0 or end <= start:
        raise bad("can't parse MessageEntity: it is empty or begins before the text")
    if _splits(units, start) or _splits(units, end):
        raise bad("can't parse entities: entity begins or ends in a middle of a UTF-16 symbol")
    entity: Json = {"type": raw["type"], **position}
    extra = EXTRA_FIELD[raw["type"]]
    if extra and isinstance(raw.get(extra), str):
        entity[extra] = raw[extra]
    elif raw["type"] == "text_mention":
        user = raw.get("user")
        entity["user"] = user.get("id") if isinstance(user, dict) else None
    elif extra and extra != "language":
        raise bad(f'can\'t parse MessageEntity: field "{extra}" must be of type String')
    return entity


def _splits(units: bytes, at: int) -> bool:
    """Return whether `at` lies inside a surrogate pair: a second surrogate begins with the bits 110111."""
    high = units[2 * at + 1 : 2 * at + 2]
    return bool(high) and high[0] & 0xFC == 0xDC
