"""An update as we understand it, read from raw JSON by hand: one that has a strange shape harms nobody but itself."""

import json
import re
from dataclasses import dataclass
from typing import Any, Literal

from bot.ears import KINDS
from handlers.ask import Chat
from plan import evidence
from plan.reply import STAYS
from storage.inbox import Arrived

Kind = Literal["message", "tap", "membership", "moved", "other"]
NOWHERE = Chat(0, "private")
TALK = ("reply_to_message", "external_reply", "quote", "pinned_message")
NUMBER = re.compile(r"^(?:[^\s：]+：)?(\d+(?:\.\d+){1,3})(?=[ （])", re.MULTILINE)
"""As a card and a letter name their task: at the beginning of a line, or behind `请审核：`."""
STRANGE = (KeyError, TypeError, ValueError, AttributeError, OverflowError)


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


def arrived(update: dict[str, Any]) -> Arrived:
    """As it came, but for half characters, which no database takes, and what others said in a group before it."""
    kept = {kind: _without_talk(body) for kind, body in update.items()}
    raw = json.dumps(kept, ensure_ascii=False).encode(errors="replace").decode()
    return Arrived(int(update["update_id"]), _chat_id(update), raw)


def _without_talk(body: Any) -> Any:
    if not isinstance(body, dict):
        return body
    kept = {name: value for name, value in body.items() if name not in TALK}
    return kept | ({"about": number} if (number := _about(body)) else {})


def _about(body: dict[str, Any]) -> str:
    """All that is kept of what a private message replies to: the one task that our message was about."""
    ours = body.get("reply_to_message")
    if _in_public(body) or not isinstance(ours, dict) or not _by_bot(ours):
        return ""
    numbers = set(NUMBER.findall(str(ours.get("text") or ours.get("caption") or "")))
    return numbers.pop() if len(numbers) == 1 else ""


def _by_bot(message: dict[str, Any]) -> bool:
    sender = message.get("from")
    return isinstance(sender, dict) and sender.get("is_bot") is True


def _chat_id(update: dict[str, Any]) -> int | None:
    try:
        body = update.get("callback_query", {}).get("message") or update.get("message") or update["my_chat_member"]
        id = int(body["chat"]["id"])
    except STRANGE:
        return None
    return id if abs(id) < 2**63 else None


def worth_keeping(update: dict[str, Any], username: str) -> bool:
    """A group's ordinary talk is dropped unread: of a group's messages, only commands to us and its move are kept."""
    message = update.get("message")
    if not isinstance(message, dict):
        return not any(_in_public(body) for kind, body in update.items() if kind not in KINDS)
    if not _in_public(message) or "migrate_to_chat_id" in message:
        return True
    text = message.get("text")
    if not isinstance(text, str) or not text.startswith("/"):
        return False
    _, at, name = text.split(maxsplit=1)[0].partition("@")
    return not at or name.lower() == username.lower()


def _in_public(body: Any) -> bool:
    chat = body.get("chat") if isinstance(body, dict) else None
    return isinstance(chat, dict) and chat.get("type") != "private"


def read(one: Arrived) -> Incoming:
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
    line, stays = str(body["data"]).removeprefix(STAYS), str(body["data"]).startswith(STAYS)
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
