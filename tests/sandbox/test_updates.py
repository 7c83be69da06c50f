"""Receiving updates: long polls, offsets, kinds, one client at a time, webhooks."""

import asyncio
import json
from typing import Any

import pytest

from sandbox import World
from sandbox.errors import Refused
from tests.sandbox.conftest import LI, ZHANG, Api, FrozenClock

Json = dict[str, Any]


def texts(updates: list[Json]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_offset_and_limit(api: Api, world: World) -> None:
    for word in ("一", "二", "三", "四"):
        world.say(ZHANG, word)
    first = await api("getUpdates", limit=2)
    assert texts(first) == ["一", "二"]
    assert texts(await api("getUpdates")) == ["一", "二", "三", "四"]
    assert texts(await api("getUpdates", offset=first[-1]["update_id"] + 1)) == ["三", "四"]
    assert texts(await api("getUpdates", offset=-1)) == ["四"]
    assert texts(await api("getUpdates")) == ["四"]
    numbers = [update["update_id"] for update in await api("getUpdates")]
    assert numbers == [first[-1]["update_id"] + 2]


async def test_ids_are_never_reused(api: Api, world: World) -> None:
    world.say(ZHANG, "一")
    (update,) = await api.updates()
    world.say(ZHANG, "二")
    await api("deleteWebhook", drop_pending_updates=True)
    world.say(ZHANG, "三")
    (later,) = await api.updates()
    assert later["update_id"] == update["update_id"] + 2


async def test_a_poll_waits_for_a_message(world: World) -> None:
    poll = asyncio.create_task(world.updates.poll(0, 100, 30))
    await asyncio.sleep(0.02)
    assert not poll.done()
    world.say(ZHANG, "来了")
    assert texts(await asyncio.wait_for(poll, 1)) == ["来了"]


async def test_a_poll_ends_when_its_time_is_over(world: World) -> None:
    assert await asyncio.wait_for(world.updates.poll(0, 100, 1), 2) == []


async def test_the_newest_poll_wins(world: World) -> None:
    older = asyncio.create_task(world.updates.poll(0, 100, 30))
    await asyncio.sleep(0.01)
    newer = asyncio.create_task(world.updates.poll(0, 100, 30))
    with pytest.raises(Refused) as caught:
        await asyncio.wait_for(older, 1)
    assert (caught.value.code, caught.value.description) == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    world.say(ZHANG, "给新的")
    assert texts(await asyncio.wait_for(newer, 1)) == ["给新的"]


async def test_allowed_updates_are_remembered(api: Api, world: World) -> None:
    await api("getUpdates", allowed_updates=["message"])
    world.block(LI)
    world.say(ZHANG, "好")
    assert texts(await api.updates()) == ["好"]
    assert (await api("getWebhookInfo"))["allowed_updates"] == ["message"]
    await api("getUpdates", allowed_updates=[])
    world.block(LI, blocked=False)
    assert "my_chat_member" in (await api.updates())[0]


async def test_updates_are_kept_for_a_day(api: Api, world: World, wall: FrozenClock) -> None:
    world.say(ZHANG, "旧")
    wall.pass_by(hours=12)
    world.say(ZHANG, "新")
    wall.pass_by(hours=12, seconds=1)
    assert texts(await api("getUpdates")) == ["新"]


async def test_an_update_of_any_shape(api: Api, world: World) -> None:
    number = world.inject({"update_id": 5, "telepathy": {"from": 1}})
    assert await api.updates() == [{"update_id": number, "telepathy": {"from": 1}}]


async def test_closing_ends_all_waiting(world: World) -> None:
    poll = asyncio.create_task(world.updates.poll(0, 100, 50))
    watch = asyncio.create_task(world.changed_after(world.revision, 30))
    await asyncio.sleep(0.01)
    world.close()
    assert await asyncio.wait_for(poll, 0.5) == []
    await asyncio.wait_for(watch, 0.5)
    assert await asyncio.wait_for(world.updates.poll(0, 100, 50), 0.5) == []


class Hook:
    """A webhook that answers each request with the next of `statuses`, then with 200."""

    def __init__(self, *statuses: str) -> None:
        self.statuses = list(statuses)
        self.got: list[tuple[dict[str, str], Json]] = []
        self.news = asyncio.Event()

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
        headers = dict(line.split(": ", 1) for line in head[1:] if line)
        body = json.loads(await reader.readexactly(int(headers["content-length"])))
        self.got.append((headers, body))
        status = self.statuses.pop(0) if self.statuses else "200 OK"
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        self.news.set()

    async def count(self, number: int) -> None:
        async with asyncio.timeout(5):
            while len(self.got) < number:
                self.news.clear()
                await self.news.wait()


async def test_a_webhook_is_called_until_it_takes_the_update(api: Api, world: World) -> None:
    hook = Hook("500 Internal Server Error")
    server = await asyncio.start_server(hook, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook?a=1"
    poll = asyncio.create_task(api.raw("getUpdates", timeout=30))
    await asyncio.sleep(0.02)
    await api("setWebhook", url=url, secret_token="s3cret", max_connections=1)
    assert (await poll).json()["description"] == "Conflict: terminated by setWebhook request"
    world.say(ZHANG, "一")
    world.say(ZHANG, "二")
    await hook.count(3)
    await asyncio.sleep(0.02)
    assert texts([body for _, body in hook.got]) == ["一", "一", "二"]
    assert hook.got[0][0]["x-telegram-bot-api-secret-token"] == "s3cret"
    info = await api("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == (url, 0)
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    refused = await api.refusal("getUpdates")
    assert refused.startswith("Conflict: can't use getUpdates method while webhook is active")
    await api("deleteWebhook")
    world.say(ZHANG, "三")
    assert texts(await api.updates()) == ["三"]
    server.close()
    await server.wait_closed()


async def test_nobody_at_the_webhook(api: Api, world: World) -> None:
    await api("setWebhook", url="http://127.0.0.1:9/")
    world.say(ZHANG, "一")
    await asyncio.sleep(0.1)
    info = await api("getWebhookInfo")
    assert info["last_error_message"] == "Connection refused"
    await api("setWebhook", url="", drop_pending_updates=True)
    assert (await api("getWebhookInfo"))["pending_update_count"] == 0
