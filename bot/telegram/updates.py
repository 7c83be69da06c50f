"""An update as we understand it, read from raw JSON by hand: one that has a strange shape harms nobody but itself."""

import json
from dataclasses import dataclass
from typing import Any, Literal

from bot.telegram.keyboard import tapped
from handlers.ask import Chat
from plan import evidence
from storage import inbox

Kind = Literal["message", "tap", "membership", "moved", "other"]
NOWHERE = Chat(0, "private")


@dataclass(frozen=True)
class Announced:
    """A file as its message says it is, before its bytes are here; those of one `album` were sent together."""

    file_id: str
    kind: Literal["photo", "document"]
    name: str
    size: int | None
    album: str


@dataclass(frozen=True)
class Incoming:
    """`text` is what was said or the line behind the button; `message_id` is the message that a tap was on.

    `about` is the number of the task that the message of ours is about to which this one replies. `file` is what was
    sent in private, `text` then what stands under it. `status` is the bot's own new membership; `new_chat_id` where a
    group became a supergroup.
    """

    id: int
    kind: Kind
    chat: Chat = NOWHERE
    sender_id: int = 0
    sender_name: str = ""
    text: str = ""
    about: str = ""
    message_id: int | None = None
    tap_id: str = ""
    status: str = ""
    new_chat_id: int = 0
    file: Announced | None = None


def read(one: inbox.Update) -> Incoming:
    """Raises one of STRANGE for a shape that Telegram does not send."""
    update = json.loads(one.raw)
    if "callback_query" in update:
        return _tap(one.id, update["callback_query"])
    if "message" in update:
        return _message(one.id, update["message"])
    if "my_chat_member" in update:
        body = update["my_chat_member"]
        status = body["new_chat_member"]["status"]
        return Incoming(one.id, "membership", _chat(body), **_sender(body), status=status)
    return Incoming(one.id, "other")


def _message(id: int, body: dict[str, Any]) -> Incoming:
    if "migrate_to_chat_id" in body:
        return Incoming(id, "moved", _chat(body), new_chat_id=int(body["migrate_to_chat_id"]))
    if "from" not in body or body["from"].get("is_bot"):
        return Incoming(id, "other", _chat(body))
    chat = _chat(body)
    file = _file(body) if chat.kind == "private" else None
    text = body.get("caption" if file else "text") or ""
    return Incoming(id, "message", chat, **_sender(body), text=str(text), about=str(body.get("about", "")), file=file)


def _file(body: dict[str, Any]) -> Announced | None:
    """A photo comes in several sizes, and without a name. Voice, video and stickers are none."""
    album = str(body.get("media_group_id", ""))
    if "photo" in body:
        largest = max(body["photo"], key=lambda size: int(size["width"]) * int(size["height"]))
        return Announced(str(largest["file_id"]), "photo", evidence.PHOTO, _size(largest), album)
    if "document" in body:
        one = body["document"]
        name = evidence.clean(str(one.get("file_name", "")))
        return Announced(str(one["file_id"]), "document", name, _size(one), album)
    return None


def _size(file: dict[str, Any]) -> int | None:
    return int(file["file_size"]) if "file_size" in file else None


def _tap(id: int, body: dict[str, Any]) -> Incoming:
    message = body.get("message")
    if not message or "data" not in body:
        return Incoming(id, "other", tap_id=str(body["id"]))
    line, stays = tapped(str(body["data"]))
    on: dict[str, Any] = {"message_id": None if stays else int(message["message_id"]), "tap_id": str(body["id"])}
    return Incoming(id, "tap", _chat(message), **_sender(body), text=line, **on)


def _chat(body: dict[str, Any]) -> Chat:
    chat = body["chat"]
    kind: Literal["private", "group"] = "private" if chat["type"] == "private" else "group"
    thread = body.get("message_thread_id") if body.get("is_topic_message") else None
    return Chat(int(chat["id"]), kind, str(chat.get("title", "")), thread)


def _sender(body: dict[str, Any]) -> dict[str, Any]:
    user = body["from"]
    name = f"{user.get('last_name', '')}{user['first_name']}"
    return {"sender_id": int(user["id"]), "sender_name": name}
