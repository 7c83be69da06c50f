"""The people API over HTTP, as sandbox/README.md describes it, and bad input."""

import asyncio
import json
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from sandbox import World, create_app
from tests.sandbox.conftest import LI, PNG, WANG, ZHANG, Api, FrozenClock

Json = dict[str, Any]
MESSAGE = {
    "id", "chat", "from", "out", "at", "edited", "deleted", "revision", "html", "text", "buttons", "photo", "document",
    "reply_to", "contact", "album", "forwarded_from", "service", "silent", "thread", "reactions",
}  # fmt: skip


async def test_a_day_over_http(http: httpx.AsyncClient, api: Api, world: World) -> None:
    person = (await http.post("/sim/people", json={"name": "赵敏", "about": "联络员"})).json()
    assert person == {"id": person["id"], "name": "赵敏", "username": None, "about": "联络员", "blocked": False}
    who = person["id"]
    sent_message = (await http.post("/sim/say", json={"person": who, "text": "/start <b>"})).json()
    assert set(sent_message) == MESSAGE
    assert sent_message["html"] == '<span class="command">/start</span> &lt;b&gt;'
    sent = await api(
        "sendMessage",
        chat_id=who,
        text="任务",
        reply_markup={
            "inline_keyboard": [[{"text": "签收", "callback_data": "/sign"}, {"text": "网", "url": "https://a.cn"}]]
        },
    )
    shown = (
        await http.get(f"/sim/chats/{who}/transcript", params={"viewer": who, "after": sent_message["revision"]})
    ).json()
    assert shown["revision"] == world.revision
    (message,) = shown["messages"]
    assert message["buttons"] == [[{"text": "签收", "data": "/sign"}, {"text": "网", "url": "https://a.cn/"}]]
    tapped = await http.post(
        "/sim/tap", json={"person": who, "chat": who, "message": sent["message_id"], "data": "/sign"}
    )
    query = tapped.json()["query"]
    await api("answerCallbackQuery", callback_query_id=query, text="好", show_alert=True)
    answers = (await http.get("/sim/answers", params={"person": who})).json()
    assert answers == [{"query": query, "text": "好", "alert": True, "url": None}]
    await api("setMyCommands", commands=[{"command": "help", "description": "帮助"}])
    commands = (await http.get("/sim/commands", params={"person": who, "chat": who})).json()
    assert commands == [{"command": "help", "description": "帮助"}]
    state = (await http.get("/sim/state")).json()
    assert set(state) == {"revision", "now", "bot", "people", "chats", "can_skip"}
    assert state["bot"] == {"id": world.bot.id, "name": "督办", "username": "duban_demo_bot"}
    assert next(item for item in state["chats"] if item["id"] == who)["last"]["text"] == "任务"


async def test_groups_over_http(http: httpx.AsyncClient) -> None:
    group = (await http.post("/sim/chats", json={"title": "处室", "members": [ZHANG, LI]})).json()
    assert {item["id"]: item["status"] for item in group["members"]}[ZHANG] == "creator"
    put = await http.post(f"/sim/chats/{group['id']}/members", json={"bot": True, "status": "administrator"})
    assert {"id": 1000001, "status": "administrator"} in put.json()["members"]
    put = await http.post(f"/sim/chats/{group['id']}/members", json={"person": WANG, "status": "member"})
    assert {"id": WANG, "status": "member"} in put.json()["members"]
    moved = (await http.post(f"/sim/chats/{group['id']}/supergroup")).json()
    assert (moved["type"], str(moved["id"])[:4]) == ("supergroup", "-100")
    assert (await http.post(f"/sim/chats/{group['id']}/supergroup")).status_code == 400
    blocked = (await http.post("/sim/block", json={"person": LI, "blocked": True})).json()
    assert blocked["blocked"] is True


async def test_files_over_http(http: httpx.AsyncClient) -> None:
    form = {"person": str(ZHANG), "kind": "photo", "caption": "图"}
    photo = (await http.post("/sim/upload", data=form, files={"file": ("图.png", PNG)})).json()
    shown = await http.get(f"/sim/files/{photo['photo']}")
    assert (shown.content, shown.headers["content-type"]) == (PNG, "image/png")
    page = b"<script>alert(1)</script>"
    document = (
        await http.post("/sim/upload", data={"person": str(ZHANG)}, files={"file": ("a.html", page, "text/html")})
    ).json()
    assert document["document"] == {"file_id": document["document"]["file_id"], "name": "a.html", "size": len(page)}
    got = await http.get(f"/sim/files/{document['document']['file_id']}")
    assert got.content == page
    assert got.headers["content-type"] == "application/octet-stream"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-disposition"] == "attachment"
    assert (await http.get("/sim/files/nothing")).status_code == 404


async def test_watching(http: httpx.AsyncClient, world: World) -> None:
    now = world.revision
    assert (await http.get("/sim/events", params={"after": now - 1, "wait": 30})).json() == {"revision": now}
    watch = asyncio.create_task(http.get("/sim/events", params={"after": now, "wait": 30}))
    await asyncio.sleep(0.02)
    world.say(ZHANG, "好")
    assert (await watch).json() == {"revision": now + 1}
    assert (await http.get("/sim/events", params={"after": now + 1, "wait": 0.05})).json() == {"revision": now + 1}


async def test_the_clock_goes_forward(http: httpx.AsyncClient, world: World, wall: FrozenClock) -> None:
    assert (await http.get("/sim/clock")).json() == {"now": "2020-06-30T01:00:00+00:00", "can_skip": False}
    moved = await http.post("/sim/clock", json={"advance": 3600})
    assert moved.json() == {"now": "2020-06-30T02:00:00+00:00"}
    moved = await http.post("/sim/clock", json={"to": "2020-07-01T09:00:00+08:00"})
    assert moved.json() == {"now": "2020-07-01T01:00:00+00:00"}
    assert world.say(ZHANG, "早").at == wall.at + timedelta(days=1)
    for wrong in (
        {"to": "2020-07-01T00:00:00+00:00"},
        {"to": "2021-07-01T00:00:00"},
        {"to": "明天"},
        {"skip": True},
        {"advance": -1},
        {"advance": "x"},
        {"advance": 1e300},
        {"to": "9999-12-31T23:59:59+00:00"},
        {"to": "2020-07-01T00:00:00+23:00"},
        {},
    ):
        answer = await http.post("/sim/clock", json=wrong)
        assert answer.status_code == 400, wrong
        assert answer.json()["error"].endswith(".")


async def test_a_traveller_moves_the_clock(world: World, wall: FrozenClock) -> None:
    targets: list[datetime | None] = []

    async def travel(target: datetime | None) -> datetime:
        targets.append(target)
        wall.pass_by(days=1)
        return wall.at

    transport = httpx.ASGITransport(create_app(world, travel))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8088") as http:
        assert (await http.get("/sim/clock")).json()["can_skip"] is True
        assert (await http.post("/sim/clock", json={"skip": True})).json() == {"now": "2020-07-01T01:00:00+00:00"}
        await http.post("/sim/clock", json={"advance": 60})
    assert targets == [None, datetime.fromisoformat("2020-07-01T01:01:00+00:00")]


async def test_faults_and_calls_over_http(http: httpx.AsyncClient, api: Api) -> None:
    coming = (await http.post("/sim/faults", json={"kind": "429", "retry_after": 3, "times": 2})).json()
    assert coming == [{"kind": "429", "method": None, "chat": None, "times": 2, "retry_after": 3, "seconds": None}]
    assert (await http.post("/sim/faults", json={"kind": 403, "method": "getMe"})).json()[1]["kind"] == "403"
    await api.raw("sendMessage", chat_id=ZHANG, text="好")
    assert (await http.get("/sim/faults")).json()[0]["times"] == 1
    assert (await http.delete("/sim/faults")).json() == []
    await api("sendPhoto", {"photo": ("图.png", PNG)}, chat_id=ZHANG)
    first, second = (await http.get("/sim/calls")).json()
    assert (first["n"], first["method"], first["answer"]["error_code"]) == (1, "sendMessage", 429)
    assert first["params"] == {"chat_id": ZHANG, "text": "好"}
    assert second["params"]["photo"] == {"name": "图.png", "size": len(PNG)}
    assert [item["n"] for item in (await http.get("/sim/calls", params={"after": 1})).json()] == [2]


async def test_what_people_send_over_http(http: httpx.AsyncClient, api: Api) -> None:
    async def act(path: str, **body: Any) -> Json:
        answer = await http.post(f"/sim/{path}", json=body)
        assert answer.status_code == 200, answer.text
        shown: Json = answer.json()
        return shown

    original = await act("say", person=ZHANG, text="原文")
    forwarded = await act("forward", person=ZHANG, from_chat=ZHANG, message=original["id"], hidden=True)
    assert (forwarded["forwarded_from"], forwarded["text"]) == ("张伟", "原文")
    assert (await act("edit", person=ZHANG, message=original["id"], text="改后"))["edited"]
    card = await act("contact", person=ZHANG, of="外单位", phone="+861000000")
    assert card["contact"] == {"name": "外单位", "phone": "+861000000", "user_id": None}
    assert (await act("contact", person=ZHANG, of=LI))["contact"]["user_id"] == LI
    assert (await act("pin", person=ZHANG, message=original["id"]))["pinned"] == original["id"]
    assert (await act("pin", person=ZHANG, message=original["id"], pinned=False))["pinned"] is None
    group = await act("chats", title="专班", members=[ZHANG, LI], forum=True)
    written = await act("say", person=ZHANG, chat=group["id"], text="通知", anonymous=True)
    assert written["from"] == group["id"]
    put = await act(f"chats/{group['id']}/members", bot=True, status="restricted", can_send_messages=True)
    assert {"id": 1000001, "status": "restricted", "rights": {"can_send_messages": True}} in put["members"]
    channel = await act("channels", title="公告", group=group["id"])
    assert (await act(f"chats/{channel['id']}/posts", text="一号"))["forwarded_from"] == "公告"
    await act("edit", person=ZHANG, message=original["id"], text="再改")
    assert [message["edited_message"]["text"] for message in await api.updates() if "edited_message" in message] == [
        "改后",
        "再改",
    ]


async def test_an_album_over_http(http: httpx.AsyncClient, api: Api) -> None:
    files = [("file", ("一.pdf", b"1")), ("file", ("二.pdf", b"2"))]
    album = (await http.post("/sim/upload", data={"person": str(ZHANG), "caption": "证据"}, files=files)).json()
    assert [(message["document"]["name"], message["text"]) for message in album] == [("一.pdf", "证据"), ("二.pdf", "")]
    updates = [update["message"] for update in await api.updates()]
    assert [message["media_group_id"] for message in updates] == [message["album"] for message in album]
    assert len({message["media_group_id"] for message in updates}) == 1


WRONG: list[tuple[str, Any]] = [
    ("/sim/people", {}),
    ("/sim/people", {"name": 5}),
    ("/sim/people", {"name": "x", "id": "七"}),
    ("/sim/people", []),
    ("/sim/people", {"name": "\ud83d"}),
    ("/sim/people", {"name": "x", "id": -1}),
    ("/sim/people", {"name": "x", "id": True}),
    ("/sim/chats", {"title": "x", "members": "all"}),
    ("/sim/chats", {"title": "x", "members": [None]}),
    ("/sim/chats/1/members", {"status": "member"}),
    ("/sim/chats/101/members", {"bot": True, "status": "boss"}),
    ("/sim/say", {"person": 101}),
    ("/sim/say", {"person": 999, "text": "x"}),
    ("/sim/say", {"person": 101, "text": ""}),
    ("/sim/say", {"person": 1e300, "text": "x"}),
    ("/sim/say", {"person": 10**30, "text": "x"}),
    ("/sim/tap", {"person": 101, "chat": 101, "message": 1, "data": "x"}),
    ("/sim/tap", {"person": 101}),
    ("/sim/block", {"person": 101, "blocked": "yes"}),
    ("/sim/faults", {"kind": "x"}),
    ("/sim/faults", {"kind": "error"}),
    ("/sim/faults", {"kind": "error", "code": 400, "description": "x", "parameters": []}),
    ("/sim/forward", {"person": 101, "from_chat": 102, "message": 1}),
    ("/sim/forward", {"person": 101, "from_chat": 101, "message": 99}),
    ("/sim/edit", {"person": 101, "message": 1, "text": ""}),
    ("/sim/edit", {"person": 101, "message": 1, "text": "/start"}),
    ("/sim/contact", {"person": 101, "of": 999}),
    ("/sim/contact", {"person": 101, "of": " "}),
    ("/sim/pin", {"person": 101, "message": 1, "pinned": False}),
    ("/sim/say", {"person": 101, "text": "x", "anonymous": True}),
    ("/sim/channels", {"title": "x", "group": 101}),
    ("/sim/chats/101/posts", {"text": "x"}),
    ("/sim/faults", {}),
    ("/sim/faults", {"kind": "429", "times": 0}),
    ("/sim/upload", {"person": 101}),
    ("/sim/clock", {"to": 5}),
]


@pytest.mark.parametrize(("path", "body"), WRONG)
async def test_bad_input_is_answered_with_a_sentence(api: Api, path: str, body: Any) -> None:
    answer = await api.http.post(path, content=json.dumps(body), headers={"content-type": "application/json"})
    assert answer.status_code in (400, 404)
    assert answer.json()["error"].endswith(".")


@pytest.mark.parametrize(
    "path",
    [
        "/sim/events?after=x",
        "/sim/answers",
        "/sim/answers?person=x",
        "/sim/chats/101/transcript?viewer=999",
        "/sim/chats/7/transcript",
        "/sim/commands?person=101&chat=102",
        "/sim/calls?after=x",
        "/sim/events?after=0&wait=nan",
    ],
)
async def test_bad_questions(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(path)
    assert answer.status_code in (400, 404)
    assert answer.json()["error"].endswith(".")


async def test_bodies_that_are_no_json(http: httpx.AsyncClient) -> None:
    for body, kind in (
        (b"{", "application/json"),
        (b"\xff", "application/json"),
        (b'{"name": NaN}', "application/json"),
        (b"name=x", "text/plain"),
    ):
        answer = await http.post("/sim/people", content=body, headers={"content-type": kind})
        assert answer.status_code == 400
        assert answer.json()["error"]
