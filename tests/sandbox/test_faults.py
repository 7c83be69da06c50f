"""Faults on demand, and Telegram's rate limits."""

import asyncio
from typing import Any

import httpx
import pytest

from sandbox import SimError, World, calls, serve
from sandbox.errors import Refused
from sandbox.limits import Limits
from sandbox.params import Params
from tests.sandbox.conftest import LI, ZHANG, Api

Json = dict[str, Any]
SAY = {"chat_id": ZHANG, "text": "好"}


@pytest.mark.parametrize(
    ("kind", "description", "parameters"),
    [
        ("429", "Too Many Requests: retry after 7", {"retry_after": 7}),
        ("403", "Forbidden: bot was blocked by the user", None),
        ("400", "Bad Request: chat not found", None),
        ("401", "Unauthorized", None),
        ("404", "Not Found", None),
        (
            "migrate",
            "Bad Request: group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": -1000000000101},
        ),
    ],
)
async def test_refusals(api: Api, world: World, kind: str, description: str, parameters: Json | None) -> None:
    world.add_fault(kind, retry_after=7)
    await api("getUpdates")
    before = len(world.transcript(ZHANG))
    answer = (await api.raw("sendMessage", **SAY)).json()
    assert (answer["description"], answer.get("parameters")) == (description, parameters)
    assert len(world.transcript(ZHANG)) == before
    assert await api("sendMessage", **SAY)


async def test_method_chat_and_number_of_times(api: Api, world: World) -> None:
    world.add_fault(429, method="EDITMESSAGETEXT", chat=ZHANG, times=2)
    sent = await api("sendMessage", **SAY)
    there = {"chat_id": ZHANG, "message_id": sent["message_id"]}
    for _ in range(2):
        assert await api.refusal("editMessageText", **there, text="改") == "Too Many Requests: retry after 5"
    assert await api("editMessageText", **there, text="改")
    world.add_fault("403", chat=LI)
    assert await api("sendMessage", **SAY)
    assert await api.refusal("sendMessage", chat_id=LI, text="好") == "Forbidden: bot was blocked by the user"
    world.add_fault("409")
    assert await api("getMe")
    assert (await api.refusal("getUpdates")).startswith("Conflict: terminated by other getUpdates request")
    world.add_fault("401", method="*")
    assert await api.refusal("getMe") == "Unauthorized"


async def test_a_gateway_answers_in_html(api: Api, world: World) -> None:
    world.add_fault("502", method="getMe")
    answer = await api.raw("getMe")
    assert answer.status_code == 502
    assert answer.headers["content-type"] == "text/html"
    assert answer.text.startswith("<html>")


async def test_a_slow_answer_after_the_call_is_done(api: Api, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.api.SLOW", 0.1)
    world.add_fault("slow")
    call = asyncio.create_task(api("sendMessage", **SAY))
    await asyncio.sleep(0.05)
    assert not call.done()
    assert world.transcript(ZHANG)[-1].text == "好"
    assert (await call)["text"] == "好"


async def test_a_connection_cut_after_delivery(world: World, capfd: pytest.CaptureFixture[str]) -> None:
    async with serve(world) as url, httpx.AsyncClient(base_url=f"{url}/bot{world.token}") as client:
        world.add_fault("drop")
        with pytest.raises(httpx.RemoteProtocolError):
            await client.post("/sendMessage", json=SAY)
        assert world.transcript(ZHANG)[-1].text == "好"
        assert (await client.post("/sendMessage", json=SAY)).json()["ok"]
    assert capfd.readouterr() == ("", "")


async def test_a_connection_cut_before_delivery(world: World, capfd: pytest.CaptureFixture[str]) -> None:
    async with serve(world) as url, httpx.AsyncClient(base_url=f"{url}/bot{world.token}") as client:
        before = len(world.transcript(ZHANG))
        world.add_fault("drop_before")
        with pytest.raises(httpx.RemoteProtocolError):
            await client.post("/sendMessage", json=SAY)
        assert len(world.transcript(ZHANG)) == before
        assert (await client.post("/sendMessage", json=SAY)).json()["ok"]
    assert capfd.readouterr() == ("", "")


async def test_a_garbled_answer_after_the_call_is_done(api: Api, world: World) -> None:
    world.add_fault("garbage")
    answer = await api.raw("sendMessage", **SAY)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    with pytest.raises(ValueError, match="Expecting"):
        answer.json()
    assert world.transcript(ZHANG)[-1].text == "好"


async def test_a_refusal_of_ones_own(api: Api, world: World) -> None:
    world.add_fault("error", method="sendMessage", code=400, description="Bad Request: TOPIC_CLOSED")
    assert await api.refusal("sendMessage", **SAY) == "Bad Request: TOPIC_CLOSED"
    world.add_fault("error", code=420, description="Flood", parameters={"retry_after": 9, "soon": True})
    answer = await api.raw("sendMessage", **SAY)
    own = {"ok": False, "error_code": 420, "description": "Flood", "parameters": {"retry_after": 9, "soon": True}}
    assert (answer.status_code, answer.json()) == (420, own)
    for code, description in ((None, "x"), (200, "x"), (400, ""), (400, None)):
        with pytest.raises(SimError, match="a code from 400 to 599 and a description"):
            world.add_fault("error", code=code, description=description)
    with pytest.raises(SimError, match="Only a fault of the kind error"):
        world.add_fault("429", description="x")


async def test_a_fault_for_some_seconds(wall: Any) -> None:
    pulse = Pulse()
    world = World(now=wall, pulse=pulse)
    world.add_fault("404", method="*", seconds=10)
    for _ in range(3):
        assert (await calls.answer(world, "getMe", Params({}))).status == 404
        pulse.now += 4
    assert (await calls.answer(world, "getMe", Params({}))).status == 200
    assert world.faults.coming == []
    with pytest.raises(SimError, match="lasts up to 86400 seconds"):
        world.add_fault("404", seconds=0)


async def test_ids_of_updates_begin_again(api: Api, world: World) -> None:
    world.say(ZHANG, "一")
    (first,) = await api("getUpdates")
    world.updates.begin_again(7)
    world.say(ZHANG, "二")
    assert [(update["update_id"], update["message"]["text"]) for update in await api("getUpdates")] == [
        (7, "一"),
        (8, "二"),
    ]
    assert first["update_id"] > 8


async def test_a_fault_moves_a_real_group(api: Api, world: World) -> None:
    group = world.add_group("处室", [ZHANG])
    world.add_fault("migrate", chat=group.id)
    answer = (await api.raw("sendMessage", chat_id=group.id, text="好")).json()
    new = answer["parameters"]["migrate_to_chat_id"]
    assert (await api("sendMessage", chat_id=new, text="好"))["chat"]["type"] == "supergroup"


class Pulse:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def accepted(limits: Limits, chat: int, times: int) -> tuple[int, int]:
    """Return how many of `times` messages were accepted, and the next one's retry_after."""
    for number in range(times):
        try:
            limits.spend(chat)
        except Refused as refused:
            return number, refused.parameters["retry_after"]
    return times, 0


def test_limits() -> None:
    pulse = Pulse()
    limits = Limits(pulse)
    assert accepted(limits, 1, 10) == (3, 3)
    pulse.now += 3
    assert accepted(limits, 1, 10) == (3, 3)
    pulse.now += 100
    count = 0
    for _ in range(60):
        count += accepted(limits, -5, 1)[0]
        pulse.now += 1
    assert count == 20
    assert accepted(limits, -5, 20)[0] == 1
    assert accepted(limits, -5, 1) == (0, 1)
    pulse.now += 100
    assert sum(accepted(limits, person, 1)[0] for person in range(100, 200)) == 30


async def test_limits_are_off_unless_asked_for(api: Api, world: World, wall: Any) -> None:
    for _ in range(40):
        await api("sendMessage", **SAY)
    strict = World(now=wall, limits=True, pulse=Pulse())
    strict.add_person("张伟", id=ZHANG)
    strict.say(ZHANG, "/start")
    answers = [await calls.answer(strict, "sendMessage", Params(SAY)) for _ in range(4)]
    assert [answer.status for answer in answers] == [200, 200, 200, 429]
    assert len(strict.transcript(ZHANG)) == 4
