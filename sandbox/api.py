"""Serve the Bot API: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

import asyncio
import hmac
import json
import logging
from collections.abc import Coroutine
from typing import Any

from starlette.types import Receive, Scope, Send

from sandbox.calls import Answer, answer
from sandbox.errors import Refused
from sandbox.faults import SLOW
from sandbox.reading import read_params
from sandbox.values import Json
from sandbox.world import World

JSON_TYPE = (b"content-type", b"application/json")
ENCODE = json.JSONEncoder(separators=(",", ":")).encode
UNAUTHORIZED = Refused(401, "Unauthorized")
FAILED = Refused(500, "Internal Server Error").answer()
log = logging.getLogger(__name__)
NOT_FOUND = Refused(404, "Not Found")


class BotApi:
    """The ASGI application of the Bot API; `takes` tells which paths belong to it."""

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
        except Exception:
            log.exception("The sandbox failed.")
            await _send_json(send, 500, FAILED)

    async def _method(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        token, slash, name = path.partition("/")
        if not slash or not name:
            raise NOT_FOUND
        self._check(token)
        params = await read_params(scope, receive)
        done: Answer | None
        if name.lower() == "getupdates":
            done = await _until_disconnected(receive, answer(self._world, name, params))
        else:
            done = await answer(self._world, name, params)
        if done is None:
            return
        if done.after == "slow":
            await asyncio.sleep(SLOW)
        elif done.after == "drop":
            await cut(send)
            return
        if done.page is not None:
            kind = JSON_TYPE if done.after == "garbage" else (b"content-type", b"text/html")
            await _send(send, 200 if done.after == "garbage" else done.status, kind, done.page.encode())
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


async def _until_disconnected(receive: Receive, work: Coroutine[Any, Any, Answer]) -> Answer | None:
    """Return the result of `work`, or None after the client disconnected.

    An abandoned long poll must not cause a 409 for the client's next one.
    """
    answering, disconnected = asyncio.ensure_future(work), asyncio.ensure_future(_disconnected(receive))
    await asyncio.wait({answering, disconnected}, return_when=asyncio.FIRST_COMPLETED)
    for task in (answering, disconnected):
        task.cancel()
    await asyncio.gather(disconnected, return_exceptions=True)
    return await answering if answering.done() else None


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue


async def cut(send: Send) -> None:
    """Close the client's connection without an answer; without a connection (in-process tests), raise instead."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise ConnectionResetError("the sandbox dropped the connection on demand")
    transport.abort()
    await asyncio.sleep(0.01)  # uvicorn logs an error if this call returns before it has noticed the closed connection


async def _send_json(send: Send, status: int, body: Json) -> None:
    await _send(send, status, JSON_TYPE, ENCODE(body).encode())


async def _send(send: Send, status: int, content_type: tuple[bytes, bytes], body: bytes) -> None:
    headers = [content_type, (b"content-length", b"%d" % len(body)), (b"x-content-type-options", b"nosniff")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
