"""The bot's face: `/bot<token>/<method>` and `/file/bot<token>/<path>` over HTTP."""

import asyncio
import hmac
import json

from starlette.types import Receive, Scope, Send

from sandbox.calls import answer
from sandbox.errors import Refused
from sandbox.faults import SLOW
from sandbox.reading import read_params
from sandbox.values import Json
from sandbox.world import World

JSON_TYPE = (b"content-type", b"application/json")
ENCODE = json.JSONEncoder(separators=(",", ":")).encode
UNAUTHORIZED = Refused(401, "Unauthorized")
NOT_FOUND = Refused(404, "Not Found")


class BotFace:
    """An ASGI application; `takes` says which paths are its own."""

    def __init__(self, world: World) -> None:
        self._world = world

    @staticmethod
    def takes(path: str) -> bool:
        return path.startswith(("/bot", "/file/bot"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        try:
            if path.startswith("/file/bot"):
                await self._file(path.removeprefix("/file/bot"), send)
            else:
                await self._method(path.removeprefix("/bot"), scope, receive, send)
        except Refused as refused:
            await _send_json(send, refused.code, refused.answer())

    async def _method(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        token, slash, name = path.partition("/")
        if not slash or not name:
            raise NOT_FOUND
        self._check(token)
        done = await answer(self._world, name, await read_params(scope, receive))
        if done.after == "slow":
            await asyncio.sleep(SLOW)
        elif done.after == "drop":
            await cut(send)
            return
        if done.page is not None:
            await _send(send, done.status, (b"content-type", b"text/html"), done.page.encode())
        else:
            await _send_json(send, done.status, done.json)

    async def _file(self, path: str, send: Send) -> None:
        token, _, name = path.partition("/")
        self._check(token)
        stored = self._world.files.by_path(name)
        if stored is None:
            raise NOT_FOUND
        await _send(send, 200, (b"content-type", b"application/octet-stream"), stored.content)

    def _check(self, token: str) -> None:
        if not hmac.compare_digest(token.encode(), self._world.token.encode()):
            raise UNAUTHORIZED


async def cut(send: Send) -> None:
    """Ends the connection without a word, where there is one."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise ConnectionResetError("the sandbox dropped the connection on demand")
    transport.abort()
    await asyncio.sleep(0.01)  # the server has to see the end before this call returns, or it complains of no answer


async def _send_json(send: Send, status: int, body: Json) -> None:
    await _send(send, status, JSON_TYPE, ENCODE(body).encode())


async def _send(send: Send, status: int, content_type: tuple[bytes, bytes], body: bytes) -> None:
    headers = [content_type, (b"content-length", b"%d" % len(body)), (b"x-content-type-options", b"nosniff")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
