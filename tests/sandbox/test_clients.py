"""Run one scenario with three client libraries over a real port."""

import asyncio
from importlib import import_module

import pytest

from sandbox import World, serve
from tests.sandbox.clients import Client, Heard
from tests.sandbox.conftest import LI, PNG, WANG, ZHANG
from tests.sandbox.spec import spec

POLL_SECONDS = 15


class Poller:
    """Polls for updates; each poll acknowledges the previous updates."""

    def __init__(self, client: Client) -> None:
        self.client, self.offset = client, 0

    async def next(self) -> list[Heard]:
        heard = await asyncio.wait_for(self.client.hear(self.offset, 5), POLL_SECONDS)
        self.offset = heard[-1].number + 1 if heard else self.offset
        return heard


async def buttons(client: Client, world: World, poller: Poller) -> None:
    world.say(ZHANG, "/start 邀请")
    (hello,) = await poller.next()
    assert (hello.text, hello.chat) == ("/start 邀请", ZHANG)
    message = await client.say(
        ZHANG, "<b>任务 2.2.4</b>\n&lt;中期评审&gt; 🎉", [[("签收", "/sign 412 v7"), ("查看", "/task 412")]]
    )
    shown = world.transcript(ZHANG)[-1]
    assert (shown.id, shown.html) == (message, "<b>任务 2.2.4</b><br>&lt;中期评审&gt; 🎉")
    waiting = asyncio.create_task(poller.next())
    await asyncio.sleep(0.05)
    query = world.tap(ZHANG, ZHANG, message, "/sign 412 v7")
    (tapped,) = await waiting
    assert (tapped.text, tapped.chat, tapped.query) == ("/sign 412 v7", ZHANG, query)
    await client.answer(query, "已签收")
    assert [answer.text for answer in world.answers(ZHANG)] == ["已签收"]
    await client.edit(ZHANG, message, "<s>任务</s> ✅")
    assert (shown.html, shown.buttons) == ("<s>任务</s> ✅", [])
    with pytest.raises(
        client.refusal, match=r"(?i)message is not modified: specified new message content and reply markup"
    ):
        await client.edit(ZHANG, message, "<s>任务</s> ✅")


async def files(client: Client, world: World, poller: Poller) -> None:
    content = bytes(range(256)) * 300
    file_id = await client.document(ZHANG, "工作通报（一）.docx", content, "<i>见附件</i>")
    shown = world.transcript(ZHANG)[-1].document
    assert shown is not None
    assert (shown.file_id, shown.name, shown.size) == (file_id, "工作通报（一）.docx", len(content))
    assert await client.download(file_id) == content
    assert await client.photo(ZHANG, PNG) == 2
    world.upload(ZHANG, "证据 材料.xlsx", b"PK", caption="证据")
    (update,) = await poller.next()
    assert update.text == "证据"
    assert update.file_id is not None
    assert await client.download(update.file_id) == b"PK"


async def forwards_and_edits(client: Client, world: World, poller: Poller) -> None:
    written = world.say(ZHANG, "原文")
    world.edit(ZHANG, written.id, "改文")
    world.forward(ZHANG, ZHANG, written.id)
    world.forward(ZHANG, ZHANG, written.id, hidden=True)
    world.contact(ZHANG, of="外单位")
    world.upload_album(ZHANG, [("一.pdf", b"1"), ("二.pdf", b"2")], caption="证据")
    first, edited, forwarded, hidden, contact, *album = await poller.next()
    assert (first.text, first.edited, edited.text, edited.edited) == ("原文", False, "改文", True)
    assert (forwarded.text, forwarded.origin, hidden.origin) == ("改文", "user", "hidden_user")
    assert contact.contact == "外单位"
    assert [item.text for item in album] == ["证据", ""]
    assert len({item.album for item in album} - {None}) == 1
    team = world.add_group("专班", [ZHANG], forum=True)
    world.member(team.id, world.bot, "restricted")
    world.say(ZHANG, "/board", chat=team.id, anonymous=True)
    channel = world.add_channel("局公告", team.id)
    world.post(channel.id, "/board")
    assert [update.origin for update in await poller.next()][-2:] == [None, "channel"]
    with pytest.raises(client.refusal, match=r"(?i)not enough rights to send text messages to the chat"):
        await client.say(team.id, "好")


async def group_life(client: Client, world: World, poller: Poller) -> None:
    group = world.add_group("知识产权局", [ZHANG, LI])
    world.member(group.id, world.bot, "administrator")
    world.say(LI, "收到", chat=group.id)
    assert (await poller.next())[-1].text == "收到"
    assert await client.title(group.id) == "知识产权局"
    board = await client.say(group.id, "看板")
    await client.pin(group.id, board)
    assert group.pinned == board
    moved = world.make_supergroup(group.id)
    with pytest.raises(client.refusal):
        await client.say(group.id, "还在吗")
    assert await client.say(moved.id, "在") > 0
    await poller.next()


async def refusals(client: Client, world: World) -> None:
    for html, words in (
        ("<x>好</x>", 'unsupported start tag "x" at byte offset 0'),
        ("字" * 4097, "message is too long"),
    ):
        with pytest.raises(client.refusal, match=f"(?i){words}"):
            await client.say(ZHANG, html)
    with pytest.raises(client.refusal, match=r"(?i)button_data_invalid"):
        await client.say(ZHANG, "好", [[("好", "x" * 65)]])
    with pytest.raises(client.refusal, match=r"(?i)bot can't initiate conversation with a user"):
        await client.say(WANG, "好")
    world.block(LI)
    with pytest.raises(client.refusal, match=r"(?i)bot was blocked by the user"):
        await client.say(LI, "好")
    with pytest.raises(client.refusal, match=r"(?i)query is too old"):
        await client.answer("1", "好")


CLIENTS = [("ptb", "Ptb"), ("aiogram_client", "Aiogram"), ("telebot_client", "Telebot")]


@pytest.mark.parametrize(("module", "name"), CLIENTS)
async def test_a_scenario(world: World, module: str, name: str) -> None:
    make = getattr(import_module(f"tests.sandbox.clients.{module}"), name)
    async with serve(world) as url, make(url, world.token) as client:
        poller = Poller(client)
        assert await client.username() == "duban_demo_bot"
        await buttons(client, world, poller)
        await files(client, world, poller)
        commands = {"start": "开始", "task": "看一项任务"}
        assert await client.commands(commands) == commands
        assert [command["command"] for command in world.commands(ZHANG, ZHANG)] == ["start", "task"]
        await forwards_and_edits(client, world, poller)
        await group_life(client, world, poller)
        await refusals(client, world)
    judge = spec()
    if judge is not None:
        wrong = [complaint for call in world.calls for complaint in judge.call(call.method, call.params, call.answer)]
        assert wrong == []
