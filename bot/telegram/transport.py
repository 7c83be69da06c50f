"""Let python-telegram-bot call over bot.telegram.http, at a third of the cost of its own, and with our errors."""

from typing import Any

import aiohttp
from telegram.request import BaseRequest, RequestData

from bot.telegram.errors import result_of
from bot.telegram.http import Http

SECONDS = 20
"""The library's default is 5 seconds, but a slower sendMessage is often delivered all the same."""
FILE_SECONDS = 55
"""For a request with a file. It must be shorter than the time for which a letter is claimed."""

LOOKALIKES = str.maketrans('";/\\\r\n', "＂；／＼  ")
"""Replacements for characters at which the Bot API server cuts off a file's name, even a quoted one."""


class Transport(BaseRequest):
    def __init__(self, http: Http) -> None:
        self._http = http

    @property
    def read_timeout(self) -> float:
        return SECONDS

    async def initialize(self) -> None:
        """Nothing to do: the session opens at the first request."""

    async def shutdown(self) -> None:
        """Nothing to do: whoever made the session closes it."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_limits: Any, **_more_limits: Any
    ) -> tuple[int, bytes]:
        """The library wraps what this raises; `bot/telegram/client.py` unwraps it."""
        seconds = FILE_SECONDS if request_data and request_data.contains_files else SECONDS
        status, payload = await self._http.request(method, url, _body(request_data), seconds)
        result_of(status, payload)
        return status, payload


def _body(data: RequestData | None) -> Any:
    if data is None or not data.contains_files:
        return data.json_payload if data else b"{}"
    form = aiohttp.FormData(data.json_parameters, quote_fields=False)  # Telegram accepts other characters unquoted.
    for name, (file_name, content, kind) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=file_name.translate(LOOKALIKES), content_type=kind)
    return form
