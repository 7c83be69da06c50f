"""The faulty network between the bot and the sandbox: a proxy, and behind it a server that ends TLS."""

import asyncio
import socket
import ssl
import struct
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Literal

Fault = Literal["", "proxy_503", "proxy_407", "tls_reset", "cut_request", "cut_answer"]
REFUSALS = {
    "proxy_503": b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\nConnection: close\r\n\r\nsick",
    "proxy_407": b'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="net"\r\n'
    b"Content-Length: 0\r\nConnection: close\r\n\r\n",
}
TUNNEL = b"HTTP/1.1 200 Connection established\r\n\r\n"
NO_LINGER = struct.pack("ii", 1, 0)
Pump = Callable[[bytes], Awaitable[bool]]


class Net:
    """`fault` is what meets connections now; `cut_at` are the moments at which open ones were cut, as `monotonic` says.

    With a TLS `context` the bot speaks HTTPS through CONNECT, else HTTP, which the proxy passes on as it is.
    """

    def __init__(self, port: int, context: ssl.SSLContext | None) -> None:
        self._port, self._context = port, context
        self._fault: Fault = ""
        self._open: set[asyncio.StreamWriter] = set()
        self._servers: list[asyncio.Server] = []
        self.cut_at: list[float] = []

    async def start(self) -> tuple[str, str]:
        """Start both servers, and return the addresses of the Bot API server and of the proxy."""
        proxy = await self._serve(self._proxy)
        if self._context is None:
            return f"http://127.0.0.1:{self._port}", f"http://127.0.0.1:{proxy}"
        front = await self._serve(self._front, self._context)
        return f"https://127.0.0.1:{front}", f"http://127.0.0.1:{proxy}"

    async def _serve(self, handle: Callable[..., Awaitable[None]], context: ssl.SSLContext | None = None) -> int:
        server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=context)
        self._servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    def meet(self, fault: Fault) -> None:
        """Apply this fault to new connections; a fault also cuts the open ones."""
        self._fault = fault
        if fault:
            self.cut_at.append(monotonic())
            for writer in list(self._open):
                reset(writer)

    async def close(self) -> None:
        for server in self._servers:
            server.close()
        for writer in list(self._open):
            writer.transport.abort()
        await asyncio.sleep(0)

    async def _proxy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            if refusal := REFUSALS.get(self._fault):
                writer.write(refusal)
                await writer.drain()
            elif head.startswith(b"CONNECT "):
                await self._tunnel(head, reader, writer)
            else:
                await self._relay(reader, writer, self._port, head)
        except (OSError, asyncio.IncompleteReadError, ssl.SSLError):
            pass  # either side has gone
        finally:
            self._open.discard(writer)
            writer.close()

    async def _tunnel(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        port = int(head.split(b" ")[1].rpartition(b":")[2])
        writer.write(TUNNEL)
        await writer.drain()
        if self._fault == "tls_reset":
            await reader.read(1024)  # the beginning of the handshake
            reset(writer)
        else:
            await self._relay(reader, writer, port)

    async def _front(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            await self._relay(reader, writer, self._port, is_plain=True)
        except (OSError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        finally:
            self._open.discard(writer)
            writer.close()

    async def _relay(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, head: bytes = b"",
        *, is_plain: bool = False,
    ) -> None:  # fmt: skip
        """Relay until either side ends. `head` was read already; faults strike where bytes are plain."""
        is_plain = is_plain or self._context is None
        behind, to = await asyncio.open_connection("127.0.0.1", port)
        to.write(head)
        relays = [
            asyncio.create_task(self._pump(reader, to, "cut_request" if is_plain else "", writer)),
            asyncio.create_task(self._pump(behind, writer, "cut_answer" if is_plain else "", writer)),
        ]
        try:
            await asyncio.wait(relays, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in relays:
                way.cancel()
            await asyncio.gather(*relays, return_exceptions=True)
            to.close()

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, spoiled_by: str, client: asyncio.StreamWriter
    ) -> None:
        while data := await reader.read(65536):
            if self._fault and self._fault == spoiled_by:
                writer.write(data[: len(data) // 2])
                await writer.drain()
                await asyncio.sleep(0.02)  # half of it arrives
                reset(client)
                return
            writer.write(data)
            await writer.drain()


def reset(writer: asyncio.StreamWriter) -> None:
    """Ends a connection as a crash does: with RST, not with FIN."""
    handle = writer.get_extra_info("socket")
    if handle is not None and handle.fileno() >= 0:
        handle.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
    writer.transport.abort()
