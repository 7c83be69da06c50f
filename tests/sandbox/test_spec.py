"""Check the requests, answers and updates of a long scenario against the description of the Bot API."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox import World
from sandbox.methods import METHODS
from sandbox.names import BY_LOWER_CASE
from tests.sandbox.conftest import LI, PNG, WANG, ZHANG, Api, Json, keys
from tests.sandbox.spec import Spec, spec


@pytest.fixture
def judge() -> Spec:
    description = spec()
    if description is None:
        pytest.skip("the Bot API's description is no part of the project, and ../shared/botapi/api.json is absent")
    return description


async def private_talk(api: Api, world: World) -> None:
    buttons = keys([("签收", "/sign"), ("看", "/task")])
    sent = await api(
        "sendMessage",
        chat_id=ZHANG,
        text='<b>任</b><a href="https://a.cn">务</a>',
        parse_mode="HTML",
        reply_markup=buttons,
        reply_parameters={"message_id": 1},
        link_preview_options={"is_disabled": True},
        protect_content=True,
    )
    there = {"chat_id": ZHANG, "message_id": sent["message_id"]}
    await api("answerCallbackQuery", callback_query_id=world.tap(ZHANG, ZHANG, there["message_id"], "/sign"), text="好")
    await api("editMessageText", **there, text='<pre><code class="language-py">x</code></pre>', parse_mode="HTML")
    await api("editMessageReplyMarkup", **there, reply_markup=buttons)
    await api("setMessageReaction", **there, reaction=[{"type": "emoji", "emoji": "👍"}])
    await api("pinChatMessage", **there)
    await api("getChat", chat_id=ZHANG)
    await api("unpinChatMessage", **there)
    await api("sendChatAction", chat_id=ZHANG, action="typing")
    message = world.say(ZHANG, "请看 https://a.cn @zhangwei", reply_to=sent["message_id"])
    await api("copyMessage", chat_id=LI, from_chat_id=ZHANG, message_id=message.id, reply_markup=buttons)
    await api("forwardMessage", chat_id=LI, from_chat_id=ZHANG, message_id=message.id)
    await api("deleteMessage", **there)


async def files(api: Api, world: World) -> None:
    paper = await api(
        "sendDocument",
        {"document": ("通报（一）.docx", b"x")},
        chat_id=str(ZHANG),
        caption="<i>通报</i>",
        parse_mode="HTML",
        reply_markup='{"inline_keyboard":[[{"text":"好","callback_data":"x"}]]}',
    )
    await api("editMessageCaption", chat_id=ZHANG, message_id=paper["message_id"], caption="改")
    photo = await api("sendPhoto", {"photo": ("图.png", PNG)}, chat_id=str(ZHANG), has_spoiler="true")
    media = [{"type": "photo", "media": photo["photo"][0]["file_id"], "caption": "图"}] * 2
    await api("sendMediaGroup", chat_id=ZHANG, media=media)
    attached = '{"type":"photo","media":"attach://f"}'
    await api(
        "editMessageMedia",
        {"f": ("图.png", PNG)},
        chat_id=str(ZHANG),
        message_id=str(photo["message_id"]),
        media=attached,
    )
    await api("getFile", file_id=paper["document"]["file_id"])
    world.upload(ZHANG, "证据.xlsx", b"x", caption="见 /help")
    world.upload(ZHANG, "图.png", PNG, kind="photo")


async def groups(api: Api, world: World) -> None:
    group = world.add_group("处室", [ZHANG, LI])
    world.say(LI, "/help@duban_demo_bot", chat=group.id)
    for status in ("administrator", "member", "administrator"):
        world.member(group.id, world.bot, status)
    for status in ("member", "administrator", "kicked", "left"):
        world.member(group.id, WANG, status)
    board = await api("sendMessage", chat_id=group.id, text="看板", disable_notification=True)
    await api("pinChatMessage", chat_id=group.id, message_id=board["message_id"], disable_notification=True)
    await api("getChat", chat_id=group.id)
    await api("getChatAdministrators", chat_id=group.id)
    for who in (ZHANG, LI, WANG, world.bot.id):
        await api("getChatMember", chat_id=group.id, user_id=who)
    new = world.make_supergroup(group.id)
    await api.refusal("sendMessage", chat_id=group.id, text="好")
    await api("leaveChat", chat_id=new.id)
    forum = world.add_group("论坛", [ZHANG], forum=True)
    world.say(ZHANG, "/bind", chat=forum.id, thread=7)
    await api("sendMessage", chat_id=forum.id, text="好", message_thread_id=7)
    world.member(forum.id, world.bot, "kicked")


async def forwards_and_edits(api: Api, world: World) -> None:
    original = world.upload(LI, "通报.docx", b"x", caption="见 /help")
    team = world.add_group("专班", [LI, ZHANG], forum=True)
    world.member(team.id, world.bot, "administrator")
    written = world.say(LI, "请看 @zhangwei", chat=team.id)
    world.forward(LI, team.id, written.id)
    world.forward(LI, team.id, written.id, hidden=True)
    world.forward(LI, LI, original.id, chat=team.id)
    anonymous = world.say(LI, "以群的名义", chat=team.id, anonymous=True)
    world.forward(LI, team.id, anonymous.id)
    channel = world.add_channel("局公告", team.id)
    world.post(channel.id, "公告 https://a.cn")
    world.forward(LI, channel.id, 1)
    world.edit(LI, original.id, "改为 /task")
    world.edit(LI, written.id, "请看", chat=team.id)
    world.contact(LI)
    world.contact(LI, of=WANG)
    world.contact(LI, of="外单位")
    world.upload_album(LI, [("一.png", PNG), ("二.png", PNG)], "photo", "两张图")
    world.pin(LI, written.id, chat=team.id)
    for status, rights in (("restricted", {"can_send_messages": True}), ("administrator", {"can_pin_messages": False})):
        world.member(team.id, world.bot, status, **rights)
        await api("getChatMember", chat_id=team.id, user_id=world.bot.id)
    world.add_fault("error", code=400, description="Bad Request: x", parameters={"retry_after": 3})
    await api.refusal("sendMessage", chat_id=ZHANG, text="好")


async def profile(api: Api, world: World) -> None:
    await api("getMe")
    commands = [{"command": "help", "description": "帮助"}]
    scope = {"type": "chat", "chat_id": ZHANG}
    await api("setMyCommands", commands=commands, scope=scope, language_code="zh")
    await api("getMyCommands", scope=scope, language_code="zh")
    await api("deleteMyCommands", scope=scope, language_code="zh")
    await api("setMyDescription", description="督办")
    await api("setMyShortDescription", short_description="督办")
    await api("setChatMenuButton", chat_id=ZHANG, menu_button={"type": "commands"})
    await api("setWebhook", url="http://127.0.0.1:9/", secret_token="x", drop_pending_updates=False)
    await api("getWebhookInfo")
    await api("deleteWebhook")
    await api.refusal("answerInlineQuery", inline_query_id="1", results=[])
    world.add_fault("429")
    await api.refusal("sendMessage", chat_id=ZHANG, text="好")
    world.block(LI)
    await api.refusal("sendMessage", chat_id=LI, text="好")
    world.block(LI, blocked=False)


async def long_scenario(api: Api, world: World) -> list[Json]:
    kinds = ["message", "callback_query", "my_chat_member", "chat_member", "edited_message"]
    await api("getUpdates", allowed_updates=kinds, timeout=0, limit=100)
    for part in (private_talk, files, groups, forwards_and_edits, profile):
        await part(api, world)
    return await api.updates(offset=0)


async def test_the_long_scenario_conforms(api: Api, world: World, judge: Spec) -> None:
    updates = await long_scenario(api, world)
    assert len(updates) > 20
    wrong = [complaint for call in world.calls for complaint in judge.call(call.method, call.params, call.answer)]
    wrong += [complaint for update in updates for complaint in judge.update(update)]
    assert wrong == []
    done = {call.method.lower() for call in world.calls if call.answer["ok"] or call.method == "answerInlineQuery"}
    assert done == set(METHODS)
    kinds = {key for update in updates for key in update}
    assert kinds == {"update_id", "message", "edited_message", "callback_query", "my_chat_member", "chat_member"}


def mutations(value: Any) -> Iterator[Any]:
    """Yield the value with one field of a wrong type, or one additional field, for every place in it."""
    if isinstance(value, dict):
        for key in value:
            yield {**value, key: object()}
            for inner in mutations(value[key]):
                yield {**value, key: inner}
        yield {**value, "surprise": 1}
    elif isinstance(value, list):
        for place, item in enumerate(value):
            for inner in mutations(item):
                yield [*value[:place], inner, *value[place + 1 :]]


async def test_a_mutated_answer_is_caught(api: Api, world: World, judge: Spec) -> None:
    await long_scenario(api, world)
    seen = 0
    for call in [call for call in world.calls if call.answer["ok"] and call.method not in ("getUpdates",)]:
        for broken in mutations(call.answer["result"]):
            seen += 1
            assert judge.answer(call.method, {"ok": True, "result": broken}), (call.method, broken)
    assert seen > 500


@pytest.mark.parametrize(
    ("path", "method"),
    [
        (("message_id",), "sendMessage"),
        (("date",), "sendMessage"),
        (("chat",), "sendMessage"),
        (("chat", "id"), "sendMessage"),
        (("chat", "type"), "sendMessage"),
        (("from", "first_name"), "sendMessage"),
        (("entities", 0, "offset"), "sendMessage"),
        (("reply_markup", "inline_keyboard"), "sendMessage"),
        (("reply_markup", "inline_keyboard", 0, 0, "text"), "sendMessage"),
        (("document", "file_id"), "sendDocument"),
        (("photo", 0, "width"), "sendPhoto"),
        (("is_bot",), "getMe"),
        (("accent_color_id",), "getChat"),
        (("status",), "getChatMember"),
        (("file_unique_id",), "getFile"),
        (("pending_update_count",), "getWebhookInfo"),
        (("message_id",), "copyMessage"),
    ],
)
async def test_a_missing_field_is_caught(
    api: Api, world: World, judge: Spec, path: tuple[str | int, ...], method: str
) -> None:
    await long_scenario(api, world)
    answer = copy.deepcopy(next(call.answer for call in world.calls if call.method == method and call.answer["ok"]))
    assert judge.answer(method, answer) == []
    inside = answer["result"]
    for step in path[:-1]:
        inside = inside[step]
    del inside[path[-1]]
    assert judge.answer(method, answer)


async def test_a_mutated_update_is_caught(api: Api, world: World, judge: Spec) -> None:
    updates = await long_scenario(api, world)
    mutated = 0
    for update in updates:
        for broken in mutations(update):
            mutated += 1
            assert judge.update(broken), broken
    assert mutated > 500


async def test_every_kind_of_origin_is_checked(api: Api, world: World, judge: Spec) -> None:
    messages = [update["message"] for update in await long_scenario(api, world) if "message" in update]
    origins = {message["forward_origin"]["type"]: message for message in messages if "forward_origin" in message}
    assert set(origins) == {"user", "hidden_user", "chat", "channel"}
    for message in origins.values():
        for name in message["forward_origin"]:
            origin = {key: value for key, value in message["forward_origin"].items() if key != name}
            assert judge.update({"update_id": 1, "message": {**message, "forward_origin": origin}}), (name, origin)


def test_a_wrong_request_is_caught(judge: Spec) -> None:
    assert judge.request("sendMessage", {"chat_id": 1, "text": "好"}) == []
    assert judge.request("sendMessage", {"chat_id": "1", "text": "好", "reply_markup": '{"inline_keyboard":[]}'}) == []
    for wrong in (
        {"chat_id": 1},
        {"chat_id": 1, "text": "好", "txet": "好"},
        {"chat_id": [], "text": "好"},
        {"chat_id": 1, "text": "好", "reply_markup": "{"},
    ):
        assert judge.request("sendMessage", wrong), wrong
    assert judge.update({"update_id": 1, "message": {}})
    assert judge.update({"update_id": 1})


def test_the_names_are_those_of_the_spec(judge: Spec) -> None:
    assert set(BY_LOWER_CASE.values()) == set(judge.methods)
    assert set(METHODS) <= set(BY_LOWER_CASE)
