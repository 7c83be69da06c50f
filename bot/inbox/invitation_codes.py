"""Replace invitation codes in arriving updates by their hashes, so that no usable code is ever stored.

What people send is hashed here in any case. Therefore nobody who has read a hash in the database can use it as a code.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from handlers import REGISTRY
from storage.invitations import hash_of

LINK = re.compile(r"(^/start(?:@\w+)?\s+|[?&]start=)([\w-]+)", re.ASCII)
CODE = r"(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])([\w-]{22})(?![\w-])"
ALONE = re.compile(rf"[\s\"'“”「」：:。.]*{CODE}[\s\"'“”「」。.]*", re.ASCII)
LABELLED = re.compile(rf"邀请[^\x00-\x7f]*[\s：:]*{CODE}", re.ASCII)
HASHED = re.compile(r"/start ([0-9a-f]{64})")
INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")


def code_in(text: str) -> str:
    """Return the invitation code in a text: after /start, in a link, alone, or behind the word 邀请. Empty without one.

    A link that opens a command has none.
    """
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip()
    if match := LINK.search(text):
        return "" if _opens_command(match[2]) else match[2]
    match = ALONE.fullmatch(text) or LABELLED.search(text)
    return match[1] if match else ""


def hash_in(text: str) -> str:
    """Return the hash of the code in a text that `hidden` has returned. Empty without one."""
    match = HASHED.fullmatch(text)
    return match[1] if match else ""


def hidden(update: dict[str, Any]) -> dict[str, Any]:
    """Return the update without codes. A private message with a code becomes `/start` and the hash of the code, because
    a pasted code or link means the same as a tap on the link."""
    masked: dict[str, Any] = _mapped(update, _masked)
    for kind in ("message", "edited_message"):
        original, message = update.get(kind), masked.get(kind)
        if isinstance(original, dict) and isinstance(message, dict) and _is_private(message):
            text = original.get("text")
            if (
                isinstance(text, str)
                and (text.startswith("/start") or not text.startswith("/"))
                and (code := code_in(text))
            ):
                message["text"] = f"/start {hash_of(code)}"
    return masked


def _masked(text: str) -> str:
    return LINK.sub(lambda match: match[0] if _opens_command(match[2]) else match[1] + hash_of(match[2]), text)


def _opens_command(code: str) -> bool:
    return code.partition("-")[0] in REGISTRY.commands


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _mapped(item, change) for name, item in value.items()}
    return [_mapped(item, change) for item in value] if isinstance(value, list) else value


def _is_private(message: dict[str, Any]) -> bool:
    chat = message.get("chat")
    return isinstance(chat, dict) and chat.get("type") == "private"
