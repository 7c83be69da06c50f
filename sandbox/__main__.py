"""Run the sandbox from the command line until it is interrupted."""

import argparse
import asyncio
import signal
import sys

from sandbox.server import LOOPBACK, serve
from sandbox.state import TOKEN
from sandbox.world import World


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A Telegram on this machine.")
    parser.add_argument("--host", default="127.0.0.1", help="where to listen; this machine only, unless told otherwise")
    parser.add_argument("--port", type=int, default=8088)
    parser.add_argument("--token", default=TOKEN, help="the token of the one bot in this world")
    parser.add_argument("--limits", action="store_true", help="refuse with 429 what is over Telegram's limits")
    options = parser.parse_args()
    try:
        asyncio.run(_run(World(options.token, limits=options.limits), options.host, options.port))
    except (OSError, ValueError) as error:
        sys.exit(f"The sandbox can't start: {error}")


async def _run(world: World, host: str, port: int) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with serve(world, port, host=host) as url:
        print(f"A Telegram on this machine: {url}\nThe bot's base address: {url}/bot", flush=True)
        if host not in LOOPBACK:
            print("Everybody who reaches this port can speak as anybody here.", flush=True)
        await stop.wait()


if __name__ == "__main__":
    main()
