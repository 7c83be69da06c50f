"""Parse updates.

This is done by hand and not by a library, so that an update of an unknown shape fails alone and blocks no others.
"""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from bot.telegram.keyboard import tapped
from handlers.ask import Chat
from plan import evidence
from storage import inbox

Kind = Literal["message", "tap", "membership", "moved", "other"]
NOWHERE = Chat(0, "private")
STRANGE = (KeyError, TypeError, ValueError, AttributeError, OverflowError)
"""Errors that parsing raises for a JSON of a shape that Telegram does not send."""


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
class Incoming:
    """A parsed update. `id` and `received_at` are those of its inbox row.

    `text` is what was written, the caption of `file`, or the line behind the button; `file` is one sent in a private
    chat. `about` is the number of the task that the bot's message is about to which this one replies, `is_reply`
    whether it replies to any message. `message_id` is the message whose button was tapped, None if that message stays
    as it is. `own_message_id` is the message that the sender wrote, None for a tap. `status` is the bot's new
    membership in the chat; `new_chat_id` is the id of the supergroup that a group has become. `written_at` is the
    moment, in UTC and by Telegram's clock, at which a message was written, None for a tap.
    """

    id: int
    kind: Kind
    chat: Chat = NOWHERE
    sender_id: int = 0
    sender_name: str = ""
    text: str = ""
    about: str = ""
    is_reply: bool = False
    message_id: int | None = None
    own_message_id: int | None = None
    tap_id: str = ""
    status: str = ""
    new_chat_id: int = 0
    file: Announced | None = None
    received_at: datetime | None = None
    written_at: datetime | None = None

    @property
    def arrived_at(self) -> datetime:
        """`received_at`, which every update has that comes from the inbox."""
        assert self.received_at is not None, "an update that is handled is in the inbox"
        return self.received_at

    def sent_at(self, now: datetime) -> datetime:
        """Return when the person wrote or tapped, in the time zone of `now` and never after it."""
        return min((self.written_at or self.arrived_at).astimezone(now.tzinfo), now)


def read(stored: inbox.Update) -> Incoming:
    """Raises one of STRANGE for a shape that Telegram does not send."""
    return replace(_parse(stored.id, json.loads(stored.raw)), received_at=stored.received_at)


def _parse(id: int, update: dict[str, Any]) -> Incoming:
    if "callback_query" in update:
        return _tap(id, update["callback_query"])
    if "message" in update:
        return _message(id, update["message"])
    if "my_chat_member" in update:
        body = update["my_chat_member"]
        status = body["new_chat_member"]["status"]
        return Incoming(id, "membership", _chat(body), **_sender(body), status=status)
    return Incoming(id, "other")


def _message(id: int, body: dict[str, Any]) -> Incoming:
    if "migrate_to_chat_id" in body:
        return Incoming(id, "moved", _chat(body), new_chat_id=int(body["migrate_to_chat_id"]))
    if "from" not in body or body["from"].get("is_bot"):
        return Incoming(id, "other", _chat(body))
    chat = _chat(body)
    file = _file(body) if chat.kind == "private" else None
    text = body.get("caption" if file else "text") or ""
    return Incoming(
        id, "message", chat, **_sender(body), text=str(text), about=str(body.get("about", "")),
        is_reply="about" in body, file=file,
        written_at=moment_of(body.get("date")), own_message_id=int(body["message_id"]),
    )  # fmt: skip


def _file(body: dict[str, Any]) -> Announced | None:
    """A photo comes in several sizes and without a name. Voice, video and stickers are not taken."""
    album = str(body.get("media_group_id", ""))
    if "photo" in body:
        largest = max(body["photo"], key=lambda size: int(size["width"]) * int(size["height"]))
        return Announced(str(largest["file_id"]), "photo", evidence.PHOTO, _size(largest), album)
    if "document" in body:
        document = body["document"]
        name = evidence.clean_name(str(document.get("file_name", "")))
        return Announced(str(document["file_id"]), "document", name, _size(document), album)
    return None


def _size(file: dict[str, Any]) -> int | None:
    return int(file["file_size"]) if "file_size" in file else None


def _tap(id: int, body: dict[str, Any]) -> Incoming:
    message = body.get("message")
    if not message or "data" not in body:
        return Incoming(id, "other", tap_id=str(body["id"]))
    line, stays = tapped(str(body["data"]))
    message_id = None if stays else int(message["message_id"])
    sender = _sender(body)
    return Incoming(id, "tap", _chat(message), **sender, text=line, message_id=message_id, tap_id=str(body["id"]))


def moment_of(date: Any) -> datetime | None:
    """Return the moment of a date in Unix seconds, None for an invalid one: the sender is known all the same."""
    try:
        return datetime.fromtimestamp(date, UTC)
    except (*STRANGE, OSError):
        return None


def _chat(body: dict[str, Any]) -> Chat:
    chat = body["chat"]
    kind: Literal["private", "group"] = "private" if chat["type"] == "private" else "group"
    thread = body.get("message_thread_id") if body.get("is_topic_message") else None
    return Chat(int(chat["id"]), kind, str(chat.get("title", "")), thread)


def _sender(body: dict[str, Any]) -> dict[str, Any]:
    user = body["from"]
    name = f"{user.get('last_name', '')}{user['first_name']}"
    return {"sender_id": int(user["id"]), "sender_name": name}
