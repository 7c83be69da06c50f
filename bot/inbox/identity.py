"""Identify an update by its content, because the numbers that Telegram gives to updates begin again."""

import hashlib
import json
from typing import Any

from bot.telegram.updates import STRANGE


def identity_of(raw: str) -> str | None:
    """Return the identity of an update in JSON, None if it is not an update."""
    try:
        return identity(json.loads(raw))
    except STRANGE:
        return None


def identity(update: dict[str, Any]) -> str:
    """Return a text that is the same for the same update and for no other.

    Update ids begin again after a quiet week, or with another server. Therefore a message is identified by its chat,
    number, date and date of edit, and a tap by the id of its callback query.
    """
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
