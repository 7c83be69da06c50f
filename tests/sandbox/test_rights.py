"""The rights of the bot and of people in a group, and Telegram's refusals without them."""

import pytest

from sandbox import SimError, World
from tests.sandbox.conftest import LI, PNG, ZHANG, Api


async def test_a_restricted_bot(api: Api, world: World) -> None:
    group = world.add_group("专班", [ZHANG], forum=True)
    command = world.say(ZHANG, "/help", chat=group.id)
    await api.updates()
    world.member(group.id, world.bot, "restricted", can_send_photos=True)
    (update,) = await api.updates()
    member = update["my_chat_member"]["new_chat_member"]
    assert (member["status"], member["is_member"], member["until_date"]) == ("restricted", True, 0)
    assert (member["can_send_messages"], member["can_send_photos"], member["can_pin_messages"]) == (False, True, False)
    there = {"chat_id": group.id}
    refused = "Bad Request: not enough rights to send text messages to the chat"
    assert await api.refusal("sendMessage", **there, text="好") == refused
    assert await api.refusal("copyMessage", **there, from_chat_id=group.id, message_id=command.id) == refused
    assert await api.refusal("forwardMessage", **there, from_chat_id=group.id, message_id=command.id) == refused
    assert await api("sendPhoto", {"photo": ("图.png", PNG)}, **there)
    refused = "Bad Request: not enough rights to send documents to the chat"
    assert await api.refusal("sendDocument", {"document": ("a.txt", b"x")}, **there) == refused
    world.member(group.id, world.bot, "restricted", can_send_messages=True)
    (update,) = await api.updates()
    change = update["my_chat_member"]
    assert change["old_chat_member"]["can_send_photos"] is change["new_chat_member"]["can_send_messages"] is True
    refused = "Bad Request: not enough rights to send photos to the chat"
    assert await api.refusal("sendPhoto", {"photo": ("图.png", PNG)}, **there) == refused
    assert await api("sendMessage", **there, text="好")
    shown = await api("getChatMember", **there, user_id=world.bot.id)
    assert shown == change["new_chat_member"]


async def test_an_administrator_without_the_right_to_pin(api: Api, world: World) -> None:
    group = world.add_group("处室", [ZHANG])
    world.member(group.id, world.bot, "administrator", can_pin_messages=False)
    sent = await api("sendMessage", chat_id=group.id, text="看板")
    there = {"chat_id": group.id, "message_id": sent["message_id"]}
    refused = "Bad Request: not enough rights to manage pinned messages in the chat"
    assert await api.refusal("pinChatMessage", **there) == refused
    assert await api.refusal("unpinChatMessage", **there) == refused
    await api.updates()
    world.member(group.id, world.bot, "administrator")
    (update,) = await api.updates()
    assert update["my_chat_member"]["old_chat_member"]["can_pin_messages"] is False
    assert await api("pinChatMessage", **there)


def test_a_restricted_person(world: World) -> None:
    group = world.add_group("专班", [ZHANG, LI], forum=True)
    world.member(group.id, LI, "restricted", can_send_messages=True)
    assert world.say(LI, "好", chat=group.id).text == "好"
    with pytest.raises(SimError, match="李娜 may not send photos here"):
        world.upload(LI, "图.png", PNG, kind="photo", chat=group.id)


def test_rights_that_do_not_exist(world: World) -> None:
    small, large = world.add_group("处室", [ZHANG]), world.add_group("专班", [ZHANG], forum=True)
    with pytest.raises(SimError, match="Only members of a supergroup"):
        world.member(small.id, world.bot, "restricted")
    for status, right in (
        ("restricted", "can_promote_members"),
        ("administrator", "can_fly"),
        ("member", "can_pin_messages"),
    ):
        with pytest.raises(SimError, match=f"has no right {right}"):
            world.member(large.id, world.bot, status, **{right: True})
    assert large.members[world.bot.id] == "member"
