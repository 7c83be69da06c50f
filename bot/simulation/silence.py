"""A Telegram that accepts every message and delivers none, without a network."""

import json
from itertools import count
from typing import Any

from bot.settings import Settings
from bot.telegram.http import Http

NOT_FOUND = {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}


class Silence(Http):
    """Answers as the Bot API does, so that all of the bot's own code for sending runs."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._ids = count(1)

    async def request(
        self, method: str, url: str, body: Any, seconds: float, most: int | None = None  # noqa: ARG002
    ) -> tuple[int, bytes]:  # fmt: skip
        verb = url.rpartition("/")[2]
        if not verb.startswith("send"):
            return 200, b'{"ok": true, "result": true}'
        chat = _chat(body)
        if chat == 0:
            return 400, json.dumps(NOT_FOUND).encode()
        kind = "private" if chat > 0 else "supergroup"
        message = {"message_id": next(self._ids), "date": 0, "chat": {"id": chat, "type": kind, "title": "-"}}
        result = [message] if verb == "sendMediaGroup" else message
        return 200, json.dumps({"ok": True, "result": result}).encode()


def _chat(body: Any) -> int:
    """Return the chat of a message in JSON; the receiver of a form with a file does not matter."""
    return int(json.loads(body).get("chat_id", 0)) if isinstance(body, bytes) else 1


def undrawn(_stored: str) -> bytes:
    """Stand for the PNG of a picture, which nobody looks at in a simulation."""
    return b"-"
