"""Measure a bot: updates a second, waits, time to the first poll, memory."""

import asyncio
import os
import statistics
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.server import Server

UPDATES = 800
CHATS = 40
FORTY = tuple(range(1000, 1000 + CHATS))
SLICE = 25
SINGLE = 150


@dataclass(frozen=True)
class Figures:
    """A bot's figures in updates per second, milliseconds, seconds, MB."""

    rate: float
    p50: float
    p99: float
    start: float
    answer: float
    memory: float


@asynccontextmanager
async def running(module: str, database: str) -> AsyncIterator[tuple[Server, int]]:
    """A running bot and its process."""
    server = Server()
    url = await server.start()
    environment = {**os.environ, "DATABASE_URL": database, "BOT_TOKEN": ""}
    bot = await asyncio.create_subprocess_exec(sys.executable, "-m", module, url, env=environment)
    try:
        await asyncio.wait_for(server.polled.wait(), 60)
        yield server, bot.pid
    finally:
        bot.terminate()
        await bot.wait()


async def measure(module: str, text: str, database: str) -> Figures:
    began = time.perf_counter()
    async with running(module, database) as (server, pid):
        assert server.first_poll is not None
        start = server.first_poll - began
        await _single(server, text, 1)
        answer = time.perf_counter() - began
        await _single(server, text, 20)  # warm up: templates are compiled and statements cached
        waits = sorted(await _single(server, text, SINGLE))
        rate = await _flood(server, text)
        return Figures(rate, _ms(statistics.median(waits)), _ms(waits[int(SINGLE * 0.99)]), start, answer, memory(pid))


async def messages(module: str, text: str, database: str) -> dict[int, tuple[str, object]]:
    """Return the answer to each of FORTY: text and buttons."""
    async with running(module, database) as (server, _):
        await _single(server, text, CHATS)
        return server.messages


async def waits_for(module: str, texts: Sequence[str], database: str, chats: Sequence[int]) -> dict[str, list[float]]:
    """Return by text the sorted waits in milliseconds; everybody asks each text, in turn."""
    async with running(module, database) as (server, _):
        for text in texts:
            await _single(server, text, 20, chats)
        waits: dict[str, list[float]] = {text: [] for text in texts}
        for at in range(0, len(chats), SLICE):
            for text in texts:
                slice_chats = chats[at : at + SLICE]
                waits[text] += [_ms(wait) for wait in await _single(server, text, len(slice_chats), slice_chats)]
        return {text: sorted(text_waits) for text, text_waits in waits.items()}


async def _single(server: Server, text: str, count: int, chats: Sequence[int] = FORTY) -> list[float]:
    """Let people ask one at a time, and return the waits in seconds."""
    waits = []
    for number in range(count):
        asked = time.perf_counter()
        server.put(chats[number % len(chats)], text)
        _, answered = await asyncio.wait_for(server.answered.get(), 30)
        waits.append(answered - asked)
    return waits


async def _flood(server: Server, text: str) -> float:
    """Let everybody ask at the same time."""
    began = time.perf_counter()
    for number in range(UPDATES):
        server.put(1000 + number % CHATS, text)
    for _ in range(UPDATES):
        await asyncio.wait_for(server.answered.get(), 60)
    return UPDATES / (time.perf_counter() - began)


def _ms(seconds: float) -> float:
    return seconds * 1000


def memory(pid: int | str = "self") -> float:
    """Return the process's peak memory in MB; 0 if the system does not report it."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
