"""Fetch updates from Telegram as raw JSON, so that an update that no library can parse does not block later ones."""

import asyncio
import json
import logging
from typing import Any

from bot.settings import Settings
from bot.telegram.errors import CallFailed, RetryLater, TokenRejected, result_of
from bot.telegram.http import Http

log = logging.getLogger(__name__)
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
POLL_SECONDS = 25
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
Updates = list[dict[str, Any]]


class Poller:
    def __init__(self, settings: Settings, http: Http) -> None:
        self._root = f"{settings.bot_api_url}/bot{settings.bot_token}"
        self._http = http

    async def username(self) -> str:
        """Return the bot's name; wait as long as Telegram can't be reached. Raises TokenRejected."""
        pause = FIRST_PAUSE
        while True:
            try:
                return str((await self._call("getMe", {}, 20))["username"])
            except TokenRejected:
                raise
            except (CallFailed, KeyError, TypeError) as error:
                log.warning("Telegram can't be reached (%s). Waiting %.0f s", error, pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    async def poll(self, offset: int | None, seconds: int = POLL_SECONDS) -> Updates:
        """Return the updates from `offset` on, and acknowledge all before it.

        `seconds` is how long Telegram waits for an update. Items that are not updates at all are left out.
        """
        parameters: dict[str, Any] = {"timeout": seconds, "limit": 100, "allowed_updates": KINDS}
        result = await self._call(
            "getUpdates", parameters | ({} if offset is None else {"offset": offset}), seconds + 15
        )
        if not isinstance(result, list):
            raise RetryLater("getUpdates answered without a list")
        return [item for item in result if isinstance(item, dict) and type(item.get("update_id")) is int]

    async def _call(self, method: str, parameters: dict[str, Any], seconds: float) -> Any:
        body = json.dumps(parameters).encode()
        return result_of(*await self._http.request("POST", f"{self._root}/{method}", body, seconds))
