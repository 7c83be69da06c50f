"""Asks Telegram what has come in, as raw JSON: an update that no library can read must not block those behind it."""

import asyncio
import json
import logging
from typing import Any

from bot.settings import Settings
from bot.telegram.errors import Later, Trouble, Unauthorized, result_of
from bot.telegram.http import Http

log = logging.getLogger(__name__)
KINDS = ("message", "callback_query", "my_chat_member")
POLL_SECONDS = 25
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
Updates = list[dict[str, Any]]


class Poller:
    def __init__(self, settings: Settings, http: Http) -> None:
        self._root = f"{settings.bot_api_url}/bot{settings.bot_token}"
        self._http = http

    async def username(self) -> str:
        """Waits for Telegram as long as it is away. Raises Unauthorized for a token that is not good."""
        pause = FIRST_PAUSE
        while True:
            try:
                return str((await self._call("getMe", {}, 20))["username"])
            except Unauthorized:
                raise
            except (Trouble, KeyError, TypeError) as away:
                log.warning("Telegram can't be reached (%s). Waiting %.0f s", away, pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    async def poll(self, offset: int | None, seconds: int = POLL_SECONDS) -> Updates:
        """Those from `offset` on, acknowledging all before it. What is not even an update is left out."""
        asked: dict[str, Any] = {"timeout": seconds, "limit": 100, "allowed_updates": KINDS}
        result = await self._call("getUpdates", asked | ({} if offset is None else {"offset": offset}), seconds + 15)
        if not isinstance(result, list):
            raise Later("getUpdates answered without a list")
        return [one for one in result if isinstance(one, dict) and type(one.get("update_id")) is int]

    async def _call(self, method: str, parameters: dict[str, Any], seconds: float) -> Any:
        body = json.dumps(parameters).encode()
        return result_of(*await self._http.request("POST", f"{self._root}/{method}", body, seconds))
