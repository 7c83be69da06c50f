"""The server on a real port: quick to start and to stop, and strict about HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox import World, serve
from tests.sandbox.conftest import ZHANG

Json = dict[str, Any]


class Wire:
    """One connection, spoken to in bytes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, token: str) -> None:
        self.reader, self.writer, self.token = reader, writer, token

    async def send(self, *pieces: str) -> None:
        """Each piece arrives by itself."""
        for piece in pieces:
            self.writer.write(piece.replace("TOKEN", self.token).encode())
            await self.writer.drain()
            await asyncio.sleep(0.01)

    async def answer(self) -> Json:
        head = await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), 5)
        (length,) = [line[15:] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        found: Json = json.loads(await self.reader.readexactly(int(length)))
        return found

    async def close(self) -> None:
        self.writer.close()
        await self.writer.wait_closed()


@pytest.fixture
async def wire(world: World) -> AsyncIterator[Wire]:
    async with serve(world) as url:
        host, port = url.removeprefix("http://").split(":")
        wire = Wire(*await asyncio.open_connection(host, int(port)), world.token)
        yield wire
        await wire.close()


HEAD = "POST /botTOKEN/sendMessage HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
FORM = "chat_id=101&text=%E5%A5%BD+%2B"


async def test_pieces_and_rows_of_requests(wire: Wire) -> None:
    whole = f"{HEAD}Content-Length: {len(FORM)}\r\n\r\n{FORM}"
    await wire.send(*[whole[start : start + 40] for start in range(0, len(whole), 40)])
    assert (await wire.answer())["result"]["text"] == "好 +"
    await wire.send(whole * 3)
    numbers = [(await wire.answer())["result"]["message_id"] for _ in range(3)]
    assert numbers == sorted(numbers)


async def test_what_is_not_plain_is_answered_all_the_same(wire: Wire) -> None:
    size = f"{len(FORM):x}"
    await wire.send(f"{HEAD}Transfer-Encoding: chunked\r\n\r\n", f"{size}\r\n{FORM}\r\n", "0\r\n\r\n")
    assert (await wire.answer())["result"]["text"] == "好 +"
    await wire.send("GET /sim/clock HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert "now" in await wire.answer()
    await wire.send(f"{HEAD}Content-Length: {len(FORM)}\r\nConnection: close\r\n\r\n{FORM}")
    assert (await wire.answer())["ok"]
    assert await wire.reader.read() == b""


async def test_a_plain_request_may_be_the_last_before_another_kind(wire: Wire) -> None:
    await wire.send(
        "GET /botTOKEN/getMe HTTP/1.1\r\nHost: localhost\r\n\r\nGET /sim/clock HTTP/1.1\r\nHost: localhost\r\n\r\n"
    )
    assert (await wire.answer())["result"]["username"] == "duban_demo_bot"
    assert "now" in await wire.answer()


async def test_nonsense_is_a_bad_request(wire: Wire) -> None:
    await wire.send("HELLO\r\n\r\n")
    assert (await asyncio.wait_for(wire.reader.read(), 5)).startswith(b"HTTP/1.1 400")


async def test_a_poll_ends_with_its_client(wire: Wire, world: World) -> None:
    await wire.send("GET /botTOKEN/getUpdates?timeout=50 HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert world.updates.polled
    await wire.close()
    await asyncio.sleep(0.02)
    assert not world.updates.polled


async def test_start_and_stop_while_a_poll_waits(world: World) -> None:
    clock = asyncio.get_running_loop().time
    begun = clock()
    async with serve(world) as url:
        assert clock() - begun < 0.5
        host, port = url.removeprefix("http://").split(":")
        wires = [Wire(*await asyncio.open_connection(host, int(port)), world.token) for _ in range(3)]
        await wires[0].send("GET /botTOKEN/getUpdates?timeout=50 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        await wires[1].send("GET /sim/events?after=9999&wait=30 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        begun = clock()
    assert clock() - begun < 1
    assert await wires[0].answer() == {"ok": True, "result": []}
    assert "revision" in await wires[1].answer()
    for wire in wires:
        assert await wire.reader.read() == b""
        await wire.close()


async def test_a_world_is_served_again_after_a_stop(world: World) -> None:
    async with serve(world) as url:
        port = int(url.rpartition(":")[2])
    async with serve(world, port) as again:
        assert again == url
        poll = asyncio.create_task(world.updates.poll(0, 100, 30))
        await asyncio.sleep(0.01)
        assert not poll.done()
        world.say(ZHANG, "回来了")
        assert len(await poll) == 1


async def test_two_worlds_side_by_side(world: World) -> None:
    other = World(token="42:other")
    async with serve(world) as one, serve(other) as two:
        assert one != two
    assert world.closed
    assert other.closed
    assert world.people[ZHANG].started
