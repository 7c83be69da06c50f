"""What must be known of an update before it is kept: its identity, who wrote it, and whether it is kept at all."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.telegram.poller import KINDS
from storage import inbox

TALK = ("reply_to_message", "external_reply", "quote", "pinned_message")
NUMBER = re.compile(r"^(?:[^\s：]+：)?(\d+(?:\.\d+){1,3})(?=[ （])", re.MULTILINE)
"""As a card and a letter name their task: at the beginning of a line, or behind `请审核：`."""
LARGEST = 2**63
"""No database keeps a larger id, and Telegram gives none."""
STRANGE = (KeyError, TypeError, ValueError, AttributeError, OverflowError)
"""What a shape that Telegram does not send runs into when it is read."""


@dataclass(frozen=True)
class Arrival:
    """An update with what must be known of it before it is kept: who wrote or tapped (0 where nobody did), where, what
    (the text, or the line behind the button), and when by Telegram's clock, None for a tap; whether a file is to be
    fetched for it.
    """

    update: inbox.Update
    sender_id: int = 0
    is_private: bool = False
    is_membership: bool = False
    text: str = ""
    sent_at: datetime | None = None
    has_file: bool = False


def arrival(update: dict[str, Any]) -> Arrival:
    """The JSON is kept as it came, but for characters that no database takes, and what others said in a group before
    it."""
    update = _storable(update)
    kept = {kind: _without_talk(body) for kind, body in update.items()}
    raw = json.dumps(kept, ensure_ascii=False)
    return described(inbox.Update(identity(update), _chat_id(update), raw), update)


def unreadable(update: dict[str, Any]) -> inbox.Update:
    """To be set aside: nothing in it is trusted, and its JSON is plain ASCII."""
    raw = json.dumps(update)
    return inbox.Update(f"aside:{hashlib.sha256(raw.encode()).hexdigest()}", None, raw)


def _storable(value: Any) -> Any:
    """With a question mark in place of each half character and each NUL."""
    if isinstance(value, str):
        return value.encode(errors="replace").decode().replace("\0", "?")
    if isinstance(value, dict):
        return {_storable(name): _storable(one) for name, one in value.items()}
    return [_storable(one) for one in value] if isinstance(value, list) else value


def described(stored: inbox.Update, update: dict[str, Any] | None = None) -> Arrival:
    """What can't be read has no sender, and is kept: it is for the worker to say so."""
    try:
        return _described(stored, json.loads(stored.raw) if update is None else update)
    except STRANGE:
        return Arrival(stored)


def _described(stored: inbox.Update, update: dict[str, Any]) -> Arrival:
    kind = next((kind for kind in ("message", "callback_query", "my_chat_member") if kind in update), None)
    if kind is None:
        return Arrival(stored)
    body = update[kind]
    place = body["message"] if kind == "callback_query" else body
    sender_id = int(body["from"]["id"])
    if abs(sender_id) >= LARGEST:
        raise ValueError(sender_id)
    return Arrival(
        stored, sender_id, place["chat"]["type"] == "private", kind == "my_chat_member",
        str(body.get("data" if kind == "callback_query" else "text") or ""),
        _moment(body.get("date")) if kind == "message" else None,
        has_file="photo" in body or "document" in body,
    )  # fmt: skip


def _moment(date: Any) -> datetime | None:
    """None where it is no date: who wrote is known all the same."""
    try:
        return datetime.fromtimestamp(date, UTC)
    except (*STRANGE, OSError):
        return None


def identity_of(raw: str) -> str | None:
    """The identity of an update by its JSON, None for what is no update."""
    try:
        return identity(json.loads(raw))
    except STRANGE:
        return None


def identity(update: dict[str, Any]) -> str:
    """The same for the same update and no other. Update ids begin again after a quiet week, or with another server, so
    a message is known by its chat, number, date and date of edit, a tap by Telegram's id of it."""
    try:
        if "callback_query" in update:
            return f"tap:{update['callback_query']['id']}"
        message = update.get("message") or update.get("edited_message")
        if message:
            numbers = (message["chat"]["id"], message["message_id"], message["date"], message.get("edit_date", 0))
            return ":".join(("message", *(str(int(number)) for number in numbers)))
    except STRANGE:
        pass
    content = json.dumps(update, sort_keys=True).encode()
    return f"update:{update['update_id']}:{hashlib.sha256(content).hexdigest()[:16]}"


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
    return id if abs(id) < LARGEST else None


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
