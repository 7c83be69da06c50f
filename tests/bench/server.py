"""A Bot API server that does almost nothing, so that the figures are the bot's."""

import asyncio
import json
import time
from itertools import count
from urllib.parse import parse_qs

BROKEN = "系统出现故障"
IDS = count(1)
"""Update ids, which must not repeat within a run because the bot remembers them."""
ME = {"id": 1, "is_bot": True, "first_name": "bench", "username": "bench_bot"}


class Server:
    """Hands out the updates put into it, and records when each chat was answered."""

    def __init__(self) -> None:
        self.first_poll: float | None = None
        self.answered: asyncio.Queue[tuple[int, float]] = asyncio.Queue()
        self.messages: dict[int, tuple[str, object]] = {}
        """Text and buttons of the last message, by chat."""
        self.polled = asyncio.Event()
        self._updates: list[dict[str, object]] = []
        self._more = asyncio.Event()

    async def start(self) -> str:
        self._server = await asyncio.start_server(self._connection, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def put(self, chat: int, text: str) -> None:
        id = next(IDS)
        user = {"id": chat, "is_bot": False, "first_name": "demo"}
        entities = [{"type": "bot_command", "offset": 0, "length": len(text)}] if text.startswith("/") else []
        message = {
            "message_id": id, "date": 1583107200, "chat": {"id": chat, "type": "private", "first_name": "demo"},
            "from": user, "text": text, "entities": entities,
        }  # fmt: skip
        self._updates.append({"update_id": id, "message": message})
        self._more.set()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                line, *headers = head.split(b"\r\n")
                length = next((int(h.split(b":")[1]) for h in headers if h.lower().startswith(b"content-length:")), 0)
                values = _values(headers, await reader.readexactly(length))
                payload = json.dumps(
                    {"ok": True, "result": await self._call(line.split(b" ")[1].decode(), values)}
                ).encode()
                head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                writer.write(head % len(payload) + payload)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass  # the bot has ended, or the bench has
        finally:
            writer.close()

    async def _call(self, target: str, values: dict[str, list[str]]) -> object:
        method = target.rpartition("/")[2]
        if method == "getMe":
            return ME
        if method == "getUpdates":
            return await self._poll(int(values.get("offset", ["0"])[0]), float(values.get("timeout", ["0"])[0]))
        if method == "sendMessage":
            chat = int(values["chat_id"][0])
            assert BROKEN not in values["text"][0], "an answer that is none is no figure"
            self.messages[chat] = values["text"][0], json.loads(values.get("reply_markup", ["null"])[0])
            self.answered.put_nowait((chat, time.perf_counter()))
            return {
                "message_id": 1,
                "date": 1,
                "chat": {"id": chat, "type": "private", "first_name": "demo"},
                "text": "x",
            }
        return True

    async def _poll(self, offset: int, seconds: float) -> list[dict[str, object]]:
        self.first_poll = self.first_poll or time.perf_counter()
        self.polled.set()
        self._updates = [update for update in self._updates if int(str(update["update_id"])) >= offset]
        if not self._updates:
            self._more.clear()
            try:
                await asyncio.wait_for(self._more.wait(), seconds)
            except TimeoutError:
                return []
        return self._updates[:100]


def _values(headers: list[bytes], body: bytes) -> dict[str, list[str]]:
    """Return the parameters of a call, in the form of either library."""
    if any(header.lower().startswith(b"content-type: application/json") for header in headers):
        return {name: [str(value)] for name, value in json.loads(body).items()}
    return parse_qs(body.decode())
