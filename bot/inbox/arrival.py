"""Examine an update before it is stored: who sent it, what it is, and whether it is stored at all."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.inbox import invitation_codes
from bot.inbox.identity import identity
from bot.telegram.contents import is_own_contact, origin_of
from bot.telegram.poller import KINDS
from bot.telegram.updates import STRANGE, moment_of
from plan.reply import SLOT
from plan.words.about import task_of_message, tasks_named
from storage import inbox

OTHERS_WORDS = ("reply_to_message", "external_reply", "quote", "pinned_message")
"""Fields of a message that hold what other people wrote. They are not stored."""
FROM_GROUPS = ("message", "callback_query", "my_chat_member")
"""Kinds of updates of which some are stored if they come from a group."""
WRITTEN = {"message": "date", "edited_message": "edit_date"}
"""The fields that hold the moment at which a message was written or edited."""
ID_LIMIT = 2**63
"""Databases can't store larger ids. Telegram uses none."""


@dataclass(frozen=True)
class Arrival:
    """An update with what must be known of it before it is stored.

    `sender_id` is who wrote or tapped, 0 if nobody did; `text` is the text, or the line behind the button; `sent_at` is
    when it was written or edited by Telegram's clock, None for a tap; `has_file` is whether a file must be fetched to
    handle it, and `album` what it has in common with the files that were sent together with it. `origin` is from whom
    the text of a private message was forwarded, empty if it was not, None for anything but such a text; `is_command` is
    whether the text begins with a slash command.
    """

    update: inbox.Update
    sender_id: int = 0
    is_private: bool = False
    is_membership: bool = False
    text: str = ""
    sent_at: datetime | None = None
    has_file: bool = False
    origin: str | None = None
    is_command: bool = False
    album: str = ""


def arrival_of(update: dict[str, Any]) -> Arrival:
    """Return the update as it is to be stored: without characters that no database takes, without what others wrote
    before it, and with hashes in the place of invitation codes."""
    update = invitation_codes.hidden(_storable(update))
    stored = {kind: _without_others_words(body) for kind, body in update.items()}
    raw = json.dumps(stored, ensure_ascii=False)
    return examine(inbox.Update(identity(update), _chat_id(update), raw), update)


def unreadable(update: dict[str, Any]) -> inbox.Update:
    """Return an update that can only be set aside. Nothing in it is trusted; its JSON is escaped to ASCII."""
    raw = json.dumps(invitation_codes.hidden(update))
    return inbox.Update(f"aside:{hashlib.sha256(raw.encode()).hexdigest()}", None, raw)


def _storable(value: Any) -> Any:
    """Replace lone surrogates, NUL characters and the mark of a place in a question by question marks."""
    if isinstance(value, str):
        return value.encode(errors="replace").decode().replace("\0", "?").replace(SLOT, "?")
    if isinstance(value, dict):
        return {_storable(name): _storable(item) for name, item in value.items()}
    return [_storable(item) for item in value] if isinstance(value, list) else value


def examine(stored: inbox.Update, update: dict[str, Any] | None = None) -> Arrival:
    """An update that can't be parsed has no sender. It is stored, and the worker sets it aside."""
    try:
        return _examine(stored, json.loads(stored.raw) if update is None else update)
    except STRANGE:
        return Arrival(stored)


def _examine(stored: inbox.Update, update: dict[str, Any]) -> Arrival:
    kind = next((kind for kind in KINDS if kind in update), None)
    if kind is None:
        return Arrival(stored)
    body = update[kind]
    message = body["message"] if kind == "callback_query" else body
    sender_id = int(body["from"]["id"])
    if abs(sender_id) >= ID_LIMIT:
        raise ValueError(sender_id)
    return Arrival(
        stored, sender_id, message["chat"]["type"] == "private", kind == "my_chat_member",
        str(body.get("data" if kind == "callback_query" else "text") or ""),
        moment_of(body.get(WRITTEN[kind])) if kind in WRITTEN else None,
        has_file=kind == "message" and ("photo" in body or "document" in body),
        origin=origin_of(body) if kind == "message" and "text" in body and not _is_in_group(body) else None,
        is_command=kind == "message" and _begins_command(body), album=str(body.get("media_group_id", "")),
    )  # fmt: skip


def _begins_command(body: dict[str, Any]) -> bool:
    return any(entity["type"] == "bot_command" and entity["offset"] == 0 for entity in body.get("entities", ()))


def _without_others_words(body: Any) -> Any:
    if not isinstance(body, dict):
        return body
    own = {name: value for name, value in body.items() if name not in OTHERS_WORDS}
    if isinstance(own.get("contact"), dict) and not is_own_contact(own):
        own["contact"] = {}
    is_private_reply = "reply_to_message" in body and not _is_in_group(body)
    if not is_private_reply:
        return own
    text = _answered(body)
    return own | {"about": task_of_message(text), "names": tasks_named(text)}


def _answered(body: dict[str, Any]) -> str:
    """Return the text of the bot's message to which a private message replies, "" if it replies to another one."""
    original = body.get("reply_to_message")
    if not isinstance(original, dict) or not _is_by_bot(original):
        return ""
    return str(original.get("text") or original.get("caption") or "")


def _is_by_bot(message: dict[str, Any]) -> bool:
    sender = message.get("from")
    return isinstance(sender, dict) and sender.get("is_bot") is True


def _chat_id(update: dict[str, Any]) -> int | None:
    try:
        bodies: list[dict[str, Any]] = [update[kind] for kind in KINDS if kind in update]
        body = update.get("callback_query", {}).get("message") or (bodies or [{}])[0]
        id = int(body["chat"]["id"])
    except STRANGE:
        return None
    return id if abs(id) < ID_LIMIT else None


def worth_keeping(update: dict[str, Any], username: str) -> bool:
    """Return whether to store an update. Of a group's messages, only commands to this bot and the notice that the group
    has a new id are stored."""
    message = update.get("message")
    if any(_is_in_group(body) for kind, body in update.items() if kind not in FROM_GROUPS):
        return False
    if not isinstance(message, dict) or not _is_in_group(message) or "migrate_to_chat_id" in message:
        return True
    text = message.get("text")
    if not isinstance(text, str) or not text.startswith("/"):
        return False
    _, at, name = text.split(maxsplit=1)[0].partition("@")
    return not at or name.lower() == username.lower()


def _is_in_group(body: Any) -> bool:
    chat = body.get("chat") if isinstance(body, dict) else None
    return isinstance(chat, dict) and chat.get("type") != "private"
