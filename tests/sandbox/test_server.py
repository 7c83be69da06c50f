"""The server on a real port: starting, stopping, and HTTP details."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox import World, serve
from tests.sandbox.conftest import ZHANG

Json = dict[str, Any]


class Connection:
    """One connection, for raw requests."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, token: str) -> None:
        self.reader, self.writer, self.token = reader, writer, token

    async def send(self, *pieces: str) -> None:
        """Send pieces that arrive one by one."""
        for piece in pieces:
            self.writer.write(piece.replace("TOKEN", self.token).encode())
            await self.writer.drain()
            await asyncio.sleep(0.01)

    async def answer(self) -> Json:
        head = await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), 5)
        (length,) = [line[15:] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        answer: Json = json.loads(await self.reader.readexactly(int(length)))
        return answer

    async def close(self) -> None:
        self.writer.close()
        await self.writer.wait_closed()


@pytest.fixture
async def connection(world: World) -> AsyncIterator[Connection]:
    async with serve(world) as url:
        host, port = url.removeprefix("http://").split(":")
        connection = Connection(*await asyncio.open_connection(host, int(port)), world.token)
        yield connection
        await connection.close()


HEAD = "POST /botTOKEN/sendMessage HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
FORM = "chat_id=101&text=%E5%A5%BD+%2B"


async def test_split_and_pipelined_requests(connection: Connection) -> None:
    whole = f"{HEAD}Content-Length: {len(FORM)}\r\n\r\n{FORM}"
    await connection.send(*[whole[start : start + 40] for start in range(0, len(whole), 40)])
    assert (await connection.answer())["result"]["text"] == "好 +"
    await connection.send(whole * 3)
    numbers = [(await connection.answer())["result"]["message_id"] for _ in range(3)]
    assert numbers == sorted(numbers)


async def test_chunked_and_closing_requests(connection: Connection) -> None:
    size = f"{len(FORM):x}"
    await connection.send(f"{HEAD}Transfer-Encoding: chunked\r\n\r\n", f"{size}\r\n{FORM}\r\n", "0\r\n\r\n")
    assert (await connection.answer())["result"]["text"] == "好 +"
    await connection.send("GET /sim/clock HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert "now" in await connection.answer()
    await connection.send(f"{HEAD}Content-Length: {len(FORM)}\r\nConnection: close\r\n\r\n{FORM}")
    assert (await connection.answer())["ok"]
    assert await connection.reader.read() == b""


async def test_both_apis_on_one_connection(connection: Connection) -> None:
    await connection.send(
        "GET /botTOKEN/getMe HTTP/1.1\r\nHost: localhost\r\n\r\nGET /sim/clock HTTP/1.1\r\nHost: localhost\r\n\r\n"
    )
    assert (await connection.answer())["result"]["username"] == "duban_demo_bot"
    assert "now" in await connection.answer()


async def test_nonsense_is_a_bad_request(connection: Connection) -> None:
    await connection.send("HELLO\r\n\r\n")
    assert (await asyncio.wait_for(connection.reader.read(), 5)).startswith(b"HTTP/1.1 400")


async def test_a_poll_ends_with_its_client(connection: Connection, world: World) -> None:
    await connection.send("GET /botTOKEN/getUpdates?timeout=50 HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert world.updates.polled
    await connection.close()
    await asyncio.sleep(0.02)
    assert not world.updates.polled


async def test_start_and_stop_while_a_poll_waits(world: World) -> None:
    clock = asyncio.get_running_loop().time
    begun = clock()
    async with serve(world) as url:
        assert clock() - begun < 0.5
        host, port = url.removeprefix("http://").split(":")
        connections = [Connection(*await asyncio.open_connection(host, int(port)), world.token) for _ in range(3)]
        await connections[0].send("GET /botTOKEN/getUpdates?timeout=50 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        await connections[1].send("GET /sim/events?after=9999&wait=30 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        begun = clock()
    assert clock() - begun < 1
    assert await connections[0].answer() == {"ok": True, "result": []}
    assert "revision" in await connections[1].answer()
    for connection in connections:
        assert await connection.reader.read() == b""
        await connection.close()


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
    async with serve(world) as first_url, serve(other) as second_url:
        assert first_url != second_url
    assert world.closed
    assert other.closed
    assert world.people[ZHANG].started
