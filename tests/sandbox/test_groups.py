"""Groups: what the bot gets, members, pins, topics, and supergroups."""

import pytest

from sandbox import SimError, World
from tests.sandbox.conftest import LI, WANG, ZHANG, Api

RECEIVED = ["/help", "/help@duban_demo_bot 甲", "/开始", "请 @duban_demo_bot 看", "@Duban_Demo_Bot"]
NOT_RECEIVED = ["今天开会", "/help@other_bot", "请 @other_bot 看", "duban_demo_bot", "a@duban_demo_bot"]


async def received(api: Api) -> list[str]:
    return [update["message"].get("text", "") for update in await api.updates() if "message" in update]


async def test_privacy(api: Api, world: World) -> None:
    group = world.add_group("知识产权局", [ZHANG, LI])
    await api.updates()
    for text in RECEIVED + NOT_RECEIVED:
        world.say(LI, text, chat=group.id)
    assert await received(api) == RECEIVED
    sent = await api("sendMessage", chat_id=group.id, text="牌")
    world.say(LI, "收到", chat=group.id, reply_to=sent["message_id"])
    world.upload(LI, "a.txt", b"x", chat=group.id)
    assert await received(api) == ["收到"]
    world.member(group.id, world.bot, "administrator")
    world.say(LI, "今天开会", chat=group.id)
    assert await received(api) == ["今天开会"]


async def test_the_bot_comes_and_goes(api: Api, world: World) -> None:
    group = world.add_group("处室", [ZHANG, LI])
    joined, hello = await api.updates()
    change = joined["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("left", "member")
    assert change["chat"] == {"id": group.id, "title": "处室", "type": "group"}
    assert hello["message"]["new_chat_members"][0]["id"] == world.bot.id
    world.member(group.id, world.bot, "administrator")
    (update,) = await api.updates()
    assert update["my_chat_member"]["new_chat_member"]["can_pin_messages"] is True
    world.member(group.id, world.bot.id, "kicked")
    (update,) = await api.updates()
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    world.say(ZHANG, "/help", chat=group.id)
    assert await api.updates() == []
    assert await api.refusal("getChat", chat_id=group.id) == "Forbidden: bot was kicked from the group chat"


async def test_people_come_and_go(api: Api, world: World) -> None:
    group = world.add_group("处室", [ZHANG, LI])
    await api("getUpdates", allowed_updates=["message", "chat_member"])
    await api.updates()
    world.member(group.id, world.people[WANG], "member")
    world.member(group.id, WANG, "left")
    joined, left = [update["message"] for update in await api.updates()]
    assert joined["new_chat_members"][0]["id"] == left["left_chat_member"]["id"] == WANG
    with pytest.raises(SimError):
        world.say(WANG, "还在", chat=group.id)
    world.member(group.id, world.bot, "administrator")
    world.member(group.id, LI, "administrator")
    (change,) = await api.updates()
    assert change["chat_member"]["new_chat_member"]["user"]["id"] == LI


async def test_what_is_known_of_a_group(api: Api, world: World) -> None:
    group = world.add_group("处室", [ZHANG, LI])
    administrators = await api("getChatAdministrators", chat_id=group.id)
    assert [(member["user"]["id"], member["status"]) for member in administrators] == [(ZHANG, "creator")]
    statuses = [
        (await api("getChatMember", chat_id=group.id, user_id=who))["status"] for who in (LI, WANG, world.bot.id)
    ]
    assert statuses == ["member", "left", "member"]
    assert (await api("getChat", chat_id=group.id))["permissions"]["can_pin_messages"] is False
    assert await api("leaveChat", chat_id=group.id)
    words = await api.refusal("sendMessage", chat_id=group.id, text="在吗")
    assert words == "Forbidden: bot is not a member of the group chat"


async def test_pins(api: Api, world: World) -> None:
    group = world.add_group("处室", [ZHANG])
    sent = await api("sendMessage", chat_id=group.id, text="看板")
    pin = {"chat_id": group.id, "message_id": sent["message_id"]}
    words = "Bad Request: not enough rights to manage pinned messages in the chat"
    assert await api.refusal("pinChatMessage", **pin) == words
    world.member(group.id, world.bot, "administrator")
    await api.updates()
    assert await api("pinChatMessage", **pin)
    assert await api("pinChatMessage", **pin)
    (update,) = await api.updates()
    assert update["message"]["pinned_message"]["text"] == "看板"
    assert (await api("getChat", chat_id=group.id))["pinned_message"]["message_id"] == sent["message_id"]
    assert (group.pinned, world.transcript(group.id)[-1].service) == (sent["message_id"], "督办 置顶了一条消息")
    assert await api("unpinChatMessage", chat_id=group.id)
    assert group.pinned is None
    assert await api("pinChatMessage", chat_id=ZHANG, message_id=1)


async def test_a_group_becomes_a_supergroup(api: Api, world: World) -> None:
    group = world.add_group("处室", [ZHANG, LI])
    await api("sendMessage", chat_id=group.id, text="旧")
    await api.updates()
    moved = world.make_supergroup(group.id)
    assert str(moved.id).startswith("-100")
    old, new = [update["message"] for update in await api.updates()]
    assert (old["chat"]["id"], old["migrate_to_chat_id"]) == (group.id, moved.id)
    assert (new["chat"]["id"], new["migrate_from_chat_id"]) == (moved.id, group.id)
    answer = (await api.raw("sendMessage", chat_id=group.id, text="还在吗")).json()
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": moved.id}
    sent = await api("sendMessage", chat_id=moved.id, text="在")
    assert sent["chat"]["type"] == "supergroup"
    with pytest.raises(SimError):
        world.say(ZHANG, "旧群", chat=group.id)
    world.member(moved.id, world.bot, "kicked")
    words = await api.refusal("sendMessage", chat_id=moved.id, text="在吗")
    assert words == "Forbidden: bot was kicked from the supergroup chat"


async def test_topics(api: Api, world: World) -> None:
    forum = world.add_group("论坛", [ZHANG], forum=True)
    await api.updates()
    world.say(ZHANG, "/bind", chat=forum.id, thread=7)
    (update,) = await api.updates()
    assert (update["message"]["message_thread_id"], update["message"]["is_topic_message"]) == (7, True)
    assert update["message"]["chat"]["is_forum"] is True
    sent = await api("sendMessage", chat_id=forum.id, text="好", message_thread_id=7)
    assert sent["message_thread_id"] == 7
    words = await api.refusal("sendMessage", chat_id=forum.id, text="好", message_thread_id=8)
    assert words == "Bad Request: message thread not found"


async def test_in_a_group_a_bot_deletes_only_what_it_may(api: Api, world: World) -> None:
    group = world.add_group("处室", [ZHANG])
    message = world.say(ZHANG, "/help", chat=group.id)
    delete = {"chat_id": group.id, "message_id": message.id}
    assert await api.refusal("deleteMessage", **delete) == "Bad Request: message can't be deleted"
    world.member(group.id, world.bot, "administrator")
    assert await api("deleteMessage", **delete)
