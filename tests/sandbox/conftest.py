"""Fixtures: a world for each test, and both APIs of its server, called in process."""

import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from sandbox import World, create_app

Json = dict[str, Any]
ZHANG, LI, WANG = 101, 102, 103
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x02\x00\x00\x00\x02\x08\x02\x00\x00\x00\xfd\xd4\x9as\x00\x00\x00"
    b"\x0bIDATx\x9cc`@\x07\x00\x00\x12\x00\x01\xa1\xb3k\x98\x00\x00\x00\x00IEND\xaeB`\x82"
)


class FrozenClock:
    """A clock that only moves when a test moves it."""

    def __init__(self) -> None:
        self.at = datetime(2020, 6, 30, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **time: float) -> None:
        self.at += timedelta(**time)


class Api:
    """Calls the Bot API; returns results, or the descriptions of refusals."""

    def __init__(self, http: httpx.AsyncClient, token: str) -> None:
        self.http, self.base = http, f"/bot{token}/"

    async def raw(self, method: str, files: Any = None, **params: Any) -> httpx.Response:
        if files is not None:
            return await self.http.post(self.base + method, data=params, files=files)
        headers = {"content-type": "application/json"}
        return await self.http.post(self.base + method, content=json.dumps(params), headers=headers)

    async def __call__(self, method: str, files: Any = None, **params: Any) -> Any:
        answer = (await self.raw(method, files, **params)).json()
        assert answer["ok"], answer
        return answer["result"]

    async def refusal(self, method: str, files: Any = None, **params: Any) -> str:
        response = await self.raw(method, files, **params)
        answer = response.json()
        assert not answer["ok"], answer
        assert answer["error_code"] == response.status_code
        return str(answer["description"])

    async def updates(self, **params: Any) -> list[Json]:
        """Return new updates, and acknowledge them."""
        updates: list[Json] = await self("getUpdates", **params)
        if updates:
            await self("getUpdates", offset=updates[-1]["update_id"] + 1, limit=1)
        return updates


@pytest.fixture
def wall() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def world(wall: FrozenClock) -> Iterator[World]:
    """Three people; 张伟 and 李娜 have started the bot, 王芳 has not."""
    world = World(now=wall)
    for number, name, username in ((ZHANG, "张伟", "zhangwei"), (LI, "李娜", None), (WANG, "王芳", None)):
        world.add_person(name, username, number)
    world.say(ZHANG, "/start")
    world.say(LI, "/start")
    world.updates.drop()
    yield world
    world.close()


@pytest.fixture
async def http(world: World) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(world))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client


@pytest.fixture
def api(http: httpx.AsyncClient, world: World) -> Api:
    return Api(http, world.token)


def keys(*rows: list[tuple[str, str]]) -> Json:
    return {"inline_keyboard": [[{"text": text, "callback_data": data} for text, data in row] for row in rows]}
