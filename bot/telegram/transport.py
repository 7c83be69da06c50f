"""The library's calls over our own HTTP: a third of the cost of its own, and refusals in Telegram's own words."""

from typing import Any

import aiohttp
from telegram.request import BaseRequest, RequestData

from bot.telegram.errors import result_of
from bot.telegram.http import Http

SECONDS = 20
"""A sendMessage slower than the library's five seconds is often delivered all the same."""
FILE_SECONDS = 55
"""With a file; a letter's lease is longer."""

LOOKALIKES = str.maketrans('";/\\\r\n', "＂；／＼  ")
"""The Bot API server cuts a file's name at the first of these, quoted or not."""


class Transport(BaseRequest):
    def __init__(self, http: Http) -> None:
        self._http = http

    @property
    def read_timeout(self) -> float:
        return SECONDS

    async def initialize(self) -> None:
        """The session opens by itself."""

    async def shutdown(self) -> None:
        """The session is closed by its owner."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_limits: Any, **_more_limits: Any
    ) -> tuple[int, bytes]:
        """The library wraps what this raises; `bot/telegram/client.py` takes it out again."""
        seconds = FILE_SECONDS if request_data and request_data.contains_files else SECONDS
        status, payload = await self._http.request(method, url, _body(request_data), seconds)
        result_of(status, payload)
        return status, payload


def _body(data: RequestData | None) -> Any:
    if data is None or not data.contains_files:
        return data.json_payload if data else b"{}"
    form = aiohttp.FormData(data.json_parameters, quote_fields=False)  # Telegram takes other letters as they are
    for name, (file_name, content, kind) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=file_name.translate(LOOKALIKES), content_type=kind)
    return form
