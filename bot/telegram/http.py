"""HTTP requests to the Bot API server. Errors tell requests that were not sent from those that may have arrived."""

from typing import Any

import aiohttp

from bot.settings import Settings
from bot.telegram.errors import NotSent, OutcomeUnclear

CONNECT = 10
NOT_SENT = (
    aiohttp.ClientConnectorError,  # name, connection or TLS, of the server or of the proxy
    aiohttp.ClientHttpProxyError,  # the proxy refused to connect us
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)
"""Errors that occur before the request is written."""


class Http:
    """One session, opened at the first request and closed by `close`.

    It does not limit the number of concurrent requests; callers do. A request that waited here for a free connection
    could not be told from one that the network delays.
    """

    def __init__(self, settings: Settings) -> None:
        self._proxy = settings.proxy_url or None
        self._session: aiohttp.ClientSession | None = None

    async def request(
        self, method: str, url: str, body: Any, seconds: float, max_bytes: int | None = None
    ) -> tuple[int, bytes]:
        """Return status and body. `body` is JSON as bytes, or a form. `seconds` is the longest wait for data.

        Of an answer larger than `max_bytes`, a little more than that is read. A redirection is not followed: it would
        become a GET, and its answer would say nothing about the call.
        Raises NotSent, and OutcomeUnclear for a failure after the request was written.
        """
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=0)
            self._session = aiohttp.ClientSession(connector=connector, proxy=self._proxy)
        headers = {"Content-Type": "application/json"} if isinstance(body, bytes) else None
        limits = aiohttp.ClientTimeout(total=None, connect=CONNECT, sock_read=seconds)
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=limits, allow_redirects=False
            ) as answer:
                return answer.status, await _read(answer, max_bytes)
        except NOT_SENT as error:
            raise NotSent(type(error).__name__) from None
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise OutcomeUnclear(type(error).__name__) from None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


async def _read(answer: aiohttp.ClientResponse, max_bytes: int | None) -> bytes:
    if max_bytes is None:
        return await answer.read()
    content = bytearray()
    async for chunk in answer.content.iter_chunked(2**16):
        content += chunk
        if len(content) > max_bytes:
            break
    return bytes(content)
