"""Serve the sandbox on a port, inside the running event loop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from sandbox.app import LOOPBACK_HOSTS, Travel, create_app
from sandbox.world import World

LOOPBACK = ("127.0.0.1", "::1", "localhost")
STOP_SECONDS = 2.0  # how long unfinished answers may take when the server stops
KEEP_ALIVE = 120  # seconds; long, or a bot that rarely calls would sometimes write to a connection being closed


@asynccontextmanager
async def serve(
    world: World, port: int = 0, travel: Travel | None = None, host: str = "127.0.0.1"
) -> AsyncIterator[str]:
    """Serve a world, and yield the base URL. On exit, waiting calls are answered. Installs no signal handlers."""
    host = "127.0.0.1" if host == "localhost" else host  # a single address, so that port 0 means one port
    app = create_app(world, travel, hosts=LOOPBACK_HOSTS if host in LOOPBACK else None)
    config = uvicorn.Config(
        app,
        http=HttpToolsProtocol,
        ws="none",
        lifespan="off",
        interface="asgi3",
        proxy_headers=False,
        log_config=None,
        log_level="error",
        access_log=False,
        timeout_keep_alive=KEEP_ALIVE,
    )
    config.load()
    state, loop = ServerState(), asyncio.get_running_loop()
    server = await loop.create_server(partial(HttpToolsProtocol, config, state, {}), host, port, backlog=512)
    number = server.sockets[0].getsockname()[1]
    world.open()
    try:
        yield f"http://{f'[{host}]' if ':' in host else host}:{number}"
    finally:
        server.close()
        world.close()
        await _finish(state)


async def _finish(state: ServerState) -> None:
    for connection in list(state.connections):
        connection.shutdown()
    if state.tasks:
        _, unfinished = await asyncio.wait(state.tasks, timeout=STOP_SECONDS)
        for task in unfinished:
            task.cancel()
    for connection in list(state.connections):
        if isinstance(connection, HttpToolsProtocol):
            connection.transport.abort()
    await asyncio.sleep(0)
