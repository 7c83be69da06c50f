"""Parse Telegram's HTML: a few tags, all closed; errors name the byte offset."""

import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

from sandbox.errors import bad
from sandbox.units import length16

Json = dict[str, Any]

SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}
SPECIAL = re.compile(r"[<&]")
TAG_NAME = re.compile(r"[^\s>]*")
ATTRIBUTE = re.compile(r"\s*([^\s=>]+)\s*(?:=\s*(\"[^\"]*\"|'[^']*'|[A-Za-z0-9.\-]*))?")
REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot)(?![A-Za-z])|#(?:[xX]([0-9A-Fa-f]{1,7})|([0-9]{1,7})));?")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


@dataclass(slots=True)
class _Open:
    tag: str
    start: int  # in UTF-16 units of the text so far
    position: int  # of its "<", in characters of the source
    attributes: dict[str, str]


@dataclass(slots=True)
class _Reader:
    source: str
    at: int = 0
    size: int = 0
    pieces: list[str] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def read(self) -> tuple[str, list[Json]]:
        while hit := SPECIAL.search(self.source, self.at):
            self.write(self.source[self.at : hit.start()])
            self.at = hit.start()
            if hit.group() == "&":
                self.reference()
            elif self.source.startswith("</", self.at):
                self.end_tag()
            else:
                self.start_tag()
        self.write(self.source[self.at :])
        if self.open:
            self.fail(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.pieces), self.entities

    def write(self, text: str) -> None:
        self.pieces.append(text)
        self.size += length16(text)

    def reference(self) -> None:
        char, self.at = _dereference(self.source, self.at)
        self.write(char)

    def start_tag(self) -> None:
        begin = self.at
        name = _match(TAG_NAME, self.source, begin + 1)
        self.at = name.end()
        if self.at >= len(self.source):
            self.fail("Unclosed start tag", begin)
        tag = name.group().lower()
        if tag not in SIMPLE:
            self.fail(f'Unsupported start tag "{tag}"', begin)
        attributes = self.attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            self.fail('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_Open(tag, self.size, begin, attributes))

    def attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while hit := ATTRIBUTE.match(self.source, self.at):
            self.at = hit.end()
            name, value = hit.group(1).lower(), hit.group(2)
            found[name] = _unquoted(value) if value else ""
        while self.at < len(self.source) and self.source[self.at].isspace():
            self.at += 1
        if self.at >= len(self.source):
            self.fail("Unclosed start tag", begin)
        if self.source[self.at] != ">":
            self.fail(f'Empty attribute name in the tag "{tag}"', begin)
        self.at += 1
        return found

    def end_tag(self) -> None:
        begin = self.at
        if not self.open:
            self.fail("Unexpected end tag", begin)
        name = _match(TAG_NAME, self.source, begin + 2)
        self.at = name.end()
        while self.at < len(self.source) and self.source[self.at].isspace():
            self.at += 1
        if not self.source.startswith(">", self.at):
            self.fail("Unclosed end tag", begin)
        self.at += 1
        last = self.open.pop()
        tag = name.group().lower()
        if tag and tag != last.tag:
            self.fail("Unmatched end tag", begin, f', expected "</{last.tag}>", found "</{tag}>"')
        self.close(last)

    def close(self, tag: _Open) -> None:
        entity = _entity(tag, self.size - tag.start, "".join(self.pieces) if tag.tag == "a" else "")
        if entity is None or not entity["length"]:
            return
        inner = self.entities[-1] if self.entities else None
        if entity["type"] == "pre" and inner and _same_range(entity, inner) and inner["type"] == "code":
            self.entities.pop()
            if "language" in inner:
                entity["language"] = inner["language"]
        self.entities.append(entity)

    def fail(self, what: str, position: int | None = None, more: str = "") -> NoReturn:
        place = "" if position is None else f" at byte offset {len(self.source[:position].encode())}"
        raise bad(f"can't parse entities: {what}{place}{more}")


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Return the text without tags, and its entities in the order in which they end. Raises Refused."""
    if "<" not in source and "&" not in source:
        return source, []
    text, entities = _Reader(source).read()
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)  # only pre has a language
    return text, entities


def _match(pattern: re.Pattern[str], source: str, at: int) -> re.Match[str]:
    hit = pattern.match(source, at)
    assert hit is not None, "the pattern matches the empty text"
    return hit


def _dereference(source: str, at: int) -> tuple[str, int]:
    """Return the referenced character and the position after it; an unknown reference is an ordinary `&`."""
    hit = REFERENCE.match(source, at)
    if hit is None:
        return "&", at + 1
    if hit.group(1):
        return NAMED[hit.group(1)], hit.end()
    code = int(hit.group(2), 16) if hit.group(2) else int(hit.group(3))
    if not 0 < code < 0x10FFFF or 0xD800 <= code < 0xE000:
        return "&", at + 1
    return chr(code), hit.end()


def _unquoted(value: str) -> str:
    if value[:1] not in ('"', "'"):
        return value.lower()
    inner, at, pieces = value[1:-1], 0, []
    while (found := inner.find("&", at)) >= 0:
        pieces.append(inner[at:found])
        char, at = _dereference(inner, found)
        pieces.append(char)
    return "".join([*pieces, inner[at:]])


def _same_range(entity: Json, other: Json) -> bool:
    return bool(entity["offset"] == other["offset"] and entity["length"] == other["length"])


def _entity(tag: _Open, length: int, written: str) -> Json | None:
    entity: Json = {"type": SIMPLE[tag.tag], "offset": tag.start, "length": length}
    if tag.tag == "a":
        # Without an href, the linked text is the URL.
        entity["url"] = tag.attributes.get("href") or _tail16(written, length)
    elif tag.tag == "blockquote" and "expandable" in tag.attributes:
        entity["type"] = "expandable_blockquote"
    elif tag.tag == "tg-emoji":
        if not tag.attributes.get("emoji-id", "").isdigit():
            raise bad('can\'t parse entities: Tag "tg-emoji" must have a valid attribute "emoji-id"')
        entity["custom_emoji_id"] = tag.attributes["emoji-id"]
    elif tag.tag == "code" and tag.attributes.get("class", "").startswith("language-"):
        entity["language"] = tag.attributes["class"].removeprefix("language-")
    return entity


def _tail16(text: str, length: int) -> str:
    return text.encode("utf-16-le", "surrogatepass")[-2 * length :].decode("utf-16-le", "replace") if length else ""
