"""HTTP to the Bot API server, over one session: what may have arrived is told from what has not."""

from typing import Any

import aiohttp

from bot.settings import Settings
from bot.trouble import Later, Perhaps

CONNECTIONS = 20
CONNECT = 10
NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


class Http:
    """Opened at the first request; `close()` at the end."""

    def __init__(self, settings: Settings) -> None:
        self._proxy = settings.proxy_url or None
        self._session: aiohttp.ClientSession | None = None

    async def request(
        self, method: str, url: str, body: Any, seconds: float, most: int | None = None
    ) -> tuple[int, bytes]:
        """Status and body. `body` is JSON as bytes, or a form. Raises Later, or Perhaps once it was under way.

        Of an answer larger than `most` a little more than that is read.
        """
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            self._session = aiohttp.ClientSession(connector=connector, proxy=self._proxy)
        headers = {"Content-Type": "application/json"} if isinstance(body, bytes) else None
        limits = aiohttp.ClientTimeout(total=None, connect=CONNECT, sock_read=seconds)
        try:
            async with self._session.request(method, url, data=body, headers=headers, timeout=limits) as answer:
                return answer.status, await _read(answer, most)
        except NOT_SENT as error:
            raise Later(type(error).__name__) from None
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Perhaps(type(error).__name__) from None

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
