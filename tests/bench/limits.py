"""A Bot API server in its own process that enforces Telegram's limits: sliding windows, and 429 above them.

When it is told to end, it prints what it has recorded.
"""

import asyncio
import json
import sys
import time
from collections import Counter, defaultdict, deque

from tests.bench.server import ME, _values


class Windows:
    """The limits of each kind, as count in any so many seconds; all are `faster` times Telegram's."""

    def __init__(self, faster: float) -> None:
        self._limits = {"all": (int(30 * faster), 1.0), "chat": (1, 1 / faster), "group": (20, 60 / faster)}
        self._sent: dict[tuple[str, int], deque[float]] = defaultdict(deque)

    def spend(self, chat: int, now: float) -> float:
        """Return the seconds to wait; 0 if the message is within all limits, and then count it."""
        kinds = [("all", 0), ("group" if chat < 0 else "chat", chat)]
        for kind in kinds:
            most, seconds = self._limits[kind[0]]
            sent = self._sent[kind]
            while sent and sent[0] <= now - seconds:
                sent.popleft()
            if len(sent) >= most:
                return sent[0] + seconds - now
        for kind in kinds:
            self._sent[kind].append(now)
        return 0.0


class Strict:
    def __init__(self, faster: float) -> None:
        self._windows = Windows(faster)
        self.taken: list[tuple[float, int, str]] = []
        self.refused: Counter[str] = Counter()

    async def connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                line, *headers = head.split(b"\r\n")
                length = next((int(h.split(b":")[1]) for h in headers if h.lower().startswith(b"content-length:")), 0)
                status, answer = self._call(line.decode(), _values(headers, await reader.readexactly(length)))
                body = json.dumps(answer).encode()
                writer.write(f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n".encode())
                writer.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass  # the bench has ended
        finally:
            writer.close()

    def _call(self, line: str, values: dict[str, list[str]]) -> tuple[int, dict[str, object]]:
        method = line.split(" ")[1].rpartition("/")[2]
        if method == "getMe":
            return 200, {"ok": True, "result": ME}
        if method != "sendMessage":
            return 200, {"ok": True, "result": True}
        chat, now = int(values["chat_id"][0]), time.perf_counter()
        if wait := self._windows.spend(chat, now):
            self.refused["group" if chat < 0 else "person"] += 1
            words = {"ok": False, "error_code": 429, "description": "Too Many Requests: retry later"}
            return 429, words | {"parameters": {"retry_after": wait}}
        self.taken.append((now, chat, values["text"][0]))
        message = {"message_id": len(self.taken), "date": 1, "chat": {"id": chat, "type": "private"}, "text": "x"}
        return 200, {"ok": True, "result": message}


async def main(faster: float) -> None:
    strict = Strict(faster)
    server = await asyncio.start_server(strict.connection, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    print(json.dumps({"taken": strict.taken, "refused": strict.refused}), flush=True)


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1])))
