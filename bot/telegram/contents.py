"""What a message contains: its text, its file, or the kind of a content that the bot does not take."""

import json
import re
from dataclasses import dataclass
from typing import Any, Literal

from plan import evidence

UNTAKEN = (
    "animation", "video", "video_note", "voice", "audio", "sticker", "location", "venue", "contact", "poll",
    "checklist", "dice", "game", "story", "paid_media", "rich_message",
)  # fmt: skip
"""Contents that the bot does not take. A message with none of these, no text and no file is a service message."""
FORWARDED = ("forward_origin", "forward_from", "forward_from_chat", "forward_sender_name", "forward_date")
"""Any of these fields marks a forwarded message; all but the first are those of older servers."""
Json = dict[str, Any]


@dataclass(frozen=True)
class Announced:
    """A file as its message describes it, before it is downloaded. `size` is in bytes, None if it is not known.
    Files of one `album` were sent together."""

    file_id: str
    kind: Literal["photo", "document"]
    name: str
    size: int | None
    album: str


@dataclass(frozen=True)
class Contents:
    """`text` is the text or the caption, or the command line that a shared contact of one's own means. `untaken` is the
    name of a content that the bot does not take, which may have a caption."""

    text: str = ""
    file: Announced | None = None
    untaken: str = ""


def contents_of(body: Json) -> Contents | None:
    """Return the contents of a private message, None for a service message."""
    if number := _own_number(body):
        return Contents(f"/contact {number}")
    untaken = next((name for name in UNTAKEN if name in body), "")
    # For older programs, Telegram adds to an animation a document, and to a venue a location.
    file = None if untaken else _file(body)
    if "text" not in body and file is None and not untaken:
        return None
    return Contents(str(body.get("text") or body.get("caption") or ""), file, untaken)


def is_forwarded(body: Json) -> bool:
    return any(name in body for name in FORWARDED)


def origin_of(body: Json) -> str:
    """Return from whom a message was forwarded, as a text to compare; empty for one that was not."""
    fields = {name: body[name] for name in FORWARDED if name in body and name != "forward_date"}
    origin = fields.get("forward_origin")
    if isinstance(origin, dict):  # Parts of one text are messages with their own dates.
        fields["forward_origin"] = {name: origin[name] for name in origin if name not in ("date", "message_id")}
    return json.dumps(fields, sort_keys=True) if is_forwarded(body) else ""


def is_own_contact(body: Json) -> bool:
    """Return whether the message shares its sender's own contact."""
    contact, sender = body.get("contact"), body.get("from")
    if not isinstance(contact, dict) or not isinstance(sender, dict):
        return False
    return contact.get("user_id") is not None and contact["user_id"] == sender.get("id")


def _own_number(body: Json) -> str:
    """Return the number of a shared contact of one's own, a Chinese mobile number without its country; else an empty
    string."""
    if not is_own_contact(body):
        return ""
    number = str(body["contact"]["phone_number"])
    mobile = re.fullmatch(r"\+?86(1\d{10})", number)
    return mobile[1] if mobile else number


def _file(body: Json) -> Announced | None:
    """A photo comes in several sizes and without a name."""
    album = str(body.get("media_group_id", ""))
    if "photo" in body:
        largest = max(body["photo"], key=lambda size: int(size["width"]) * int(size["height"]))
        return Announced(str(largest["file_id"]), "photo", evidence.PHOTO, _size(largest), album)
    if "document" in body:
        document = body["document"]
        name = evidence.clean_name(str(document.get("file_name", "")))
        return Announced(str(document["file_id"]), "document", name, _size(document), album)
    return None


def _size(file: Json) -> int | None:
    return int(file["file_size"]) if "file_size" in file else None
