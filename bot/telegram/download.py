"""Download files that people have sent to the bot."""

import asyncio
import json
from typing import Any

from bot.settings import Settings
from bot.telegram.contents import Announced
from bot.telegram.errors import CallFailed, OutcomeUnclear, RequestRejected, RetryLater, result_of
from bot.telegram.http import Http
from plan.evidence import MOST_BYTES, check
from plan.refusal import Refusal

SECONDS = 60
"""Time limit of one try."""
PAUSES = (0.5, 2.0)
"""Seconds between the tries."""
LONGEST_PAUSE = 20.0
NOT_FETCHED = "文件没有取回，未能保存，请重新发送。"


class Downloader:
    def __init__(self, settings: Settings, http: Http) -> None:
        self._get_file = f"{settings.bot_api_url}/bot{settings.bot_token}/getFile"
        self._root = f"{settings.bot_api_url}/file/bot{settings.bot_token}"
        self._http = http

    async def download(self, announced: Announced) -> bytes:
        """Return the content of a file, at most a little more than MOST_BYTES of it; try again while Telegram is away.

        Raises Refusal if it can't be had.
        """
        for pause in (*PAUSES, None):
            try:
                async with asyncio.timeout(SECONDS):
                    return await self._download(announced.file_id)
            except (RetryLater, OutcomeUnclear, TimeoutError) as error:
                if pause is None:
                    break
                await asyncio.sleep(min(getattr(error, "seconds", None) or pause, LONGEST_PAUSE))
            except RequestRejected as error:
                if "too big" in str(error).lower():
                    check(announced.name, MOST_BYTES + 1)
                break
            except (CallFailed, KeyError, TypeError):
                break
        raise Refusal(NOT_FETCHED)

    async def _download(self, file_id: str) -> bytes:
        body = json.dumps({"file_id": file_id}).encode()
        file: dict[str, Any] = result_of(*await self._http.request("POST", self._get_file, body, SECONDS))
        url = f"{self._root}/{file['file_path']}"
        status, content = await self._http.request("GET", url, None, SECONDS, MOST_BYTES)
        if status != 200:
            result_of(status, content)
        return content
