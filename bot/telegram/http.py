"""HTTP to the Bot API server, over one session: what surely was not sent is told from what may have arrived."""

from typing import Any

import aiohttp

from bot.settings import Settings
from bot.telegram.errors import NotSent, Unclear

CONNECT = 10
NOT_SENT = (
    aiohttp.ClientConnectorError,  # of the server or the proxy: name, connection, TLS
    aiohttp.ClientHttpProxyError,  # the proxy refused to connect us
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)
"""All of them come before the request is written."""


class Http:
    """Opened at the first request; `close()` at the end. Its callers decide how many requests are under way at once:
    one that had to wait here for a connection could not be told from one that the network held up."""

    def __init__(self, settings: Settings) -> None:
        self._proxy = settings.proxy_url or None
        self._session: aiohttp.ClientSession | None = None

    async def request(
        self, method: str, url: str, body: Any, seconds: float, most: int | None = None
    ) -> tuple[int, bytes]:
        """Return status and body. `body` is JSON as bytes, or a form. Raises NotSent, or Unclear once it was under way.

        Of an answer larger than `most` a little more than that is read. A redirection is not followed: it would become
        a GET, and its answer would say nothing about the call.
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
                return answer.status, await _read(answer, most)
        except NOT_SENT as error:
            raise NotSent(type(error).__name__) from None
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Unclear(type(error).__name__) from None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


async def _read(answer: aiohttp.ClientResponse, most: int | None) -> bytes:
    if most is None:
        return await answer.read()
    content = bytearray()
    async for chunk in answer.content.iter_chunked(2**16):
        content += chunk
        if len(content) > most:
            break
    return bytes(content)
