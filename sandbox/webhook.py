"""Push updates to the bot's webhook, one at a time, each until the bot has accepted it."""

import asyncio
import json
from contextlib import suppress
from urllib.parse import urlsplit

from sandbox.clock import Clock
from sandbox.updates import Updates
from sandbox.values import Json

PAUSES = (0.2, 0.5, 1, 2, 5, 10, 30)  # seconds between attempts; Telegram's own are similar, but not published
TIMEOUT = 60


class Webhook:
    def __init__(self, updates: Updates, clock: Clock, url: str, secret: str, connections: int) -> None:
        self._updates, self._clock = updates, clock
        self._url, self._secret, self._connections = url, secret, connections
        self._error: tuple[int, str] | None = None
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self.stop()
        self._updates.listener = self._news.set
        self._task = asyncio.get_running_loop().create_task(self._run())

    def stop(self) -> None:
        self._updates.listener = None
        if self._task is not None:
            self._task.cancel()

    def info(self) -> Json:
        info: Json = {"url": self._url, "max_connections": self._connections}
        if self._error is not None:
            info |= {"last_error_date": self._error[0], "last_error_message": self._error[1]}
        return info

    async def _run(self) -> None:
        failed = 0
        while True:
            waiting = self._updates.next()
            if waiting is None:
                self._news.clear()
                await self._news.wait()
                continue
            error = await self._deliver(waiting.update)
            if error is None:
                self._updates.done(waiting.id)
                failed = 0
            else:
                self._error = (self._clock.unix(), error)
                await asyncio.sleep(PAUSES[min(failed, len(PAUSES) - 1)])
                failed += 1

    async def _deliver(self, update: Json) -> str | None:
        """Send one update. Return None, or Telegram's text for the error."""
        try:
            status = await asyncio.wait_for(self._post(json.dumps(update).encode()), TIMEOUT)
        except TimeoutError:
            return "Read timeout expired"
        except ConnectionRefusedError:
            return "Connection refused"
        except (OSError, ValueError, IndexError):
            return "Connection reset by peer"
        return None if status.startswith("2") else f"Wrong response from the webhook: {status}"

    async def _post(self, body: bytes) -> str:
        parts = urlsplit(self._url)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port or 80)
        try:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            head = [f"POST {target} HTTP/1.1", f"Host: {parts.netloc}", "Content-Type: application/json"]
            head += [f"Content-Length: {len(body)}", "Connection: close"]
            if self._secret:
                head.append(f"X-Telegram-Bot-Api-Secret-Token: {self._secret}")
            writer.write("\r\n".join([*head, "", ""]).encode() + body)
            await writer.drain()
            return (await reader.readline()).decode("latin-1").split(maxsplit=1)[1].strip()
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
