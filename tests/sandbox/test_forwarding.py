"""What people forward, edit, share and pin, and what the bot gets of it."""

import pytest

from sandbox import SimError, World
from sandbox.values import Chat
from tests.sandbox.conftest import LI, PNG, WANG, ZHANG, Api, FrozenClock, Json


@pytest.fixture
def group(world: World) -> Chat:
    """A supergroup that the bot administers."""
    group = world.add_group("专班", [ZHANG, LI], forum=True)
    world.member(group.id, world.bot, "administrator")
    world.updates.drop()
    return group


async def new_messages(api: Api) -> list[Json]:
    return [update["message"] for update in await api.updates()]


async def test_forwarded_text_names_its_author(api: Api, world: World, group: Chat, wall: FrozenClock) -> None:
    original = world.say(LI, "见 /help", chat=group.id)
    wall.pass_by(minutes=5)
    world.forward(ZHANG, group.id, original.id)
    _, message = await new_messages(api)
    user = {"id": LI, "is_bot": False, "first_name": "李娜", "language_code": "zh-hans"}
    assert message["forward_origin"] == {"type": "user", "date": original.date, "sender_user": user}
    assert (message["from"]["id"], message["chat"]["id"]) == (ZHANG, ZHANG)
    assert message["date"] == original.date + 300
    assert message["entities"] == [{"type": "bot_command", "offset": 2, "length": 5}]


async def test_a_hidden_author_is_a_name(api: Api, world: World, group: Chat) -> None:
    original = world.say(LI, "好", chat=group.id)
    forwarded = world.forward(ZHANG, group.id, original.id, hidden=True)
    world.forward(ZHANG, ZHANG, forwarded.id, chat=group.id)
    messages = (await new_messages(api))[1:]
    origin = {"type": "hidden_user", "date": original.date, "sender_user_name": "李娜"}
    assert [message["forward_origin"] for message in messages] == [origin, origin]
    sent = await api("sendMessage", chat_id=ZHANG, text="任务")
    with pytest.raises(SimError, match="Only a person"):
        world.forward(ZHANG, ZHANG, sent["message_id"], hidden=True)


async def test_forwarded_files_are_kept(api: Api, world: World, group: Chat) -> None:
    original = world.upload(ZHANG, "证据.pdf", b"%PDF", caption="材料")
    world.forward(ZHANG, ZHANG, original.id, chat=group.id)
    first, second = await new_messages(api)
    assert second["document"] == first["document"]
    assert (second["caption"], second["chat"]["id"]) == ("材料", group.id)


async def test_what_the_bot_wrote_is_forwarded_under_its_name(api: Api, world: World, group: Chat) -> None:
    sent = await api("sendMessage", chat_id=ZHANG, text="任务")
    secret = await api("sendMessage", chat_id=ZHANG, text="保密", protect_content=True)
    world.forward(ZHANG, ZHANG, sent["message_id"], chat=group.id)
    (message,) = await new_messages(api)
    assert message["forward_origin"]["sender_user"]["id"] == world.bot.id
    with pytest.raises(SimError, match="can't be forwarded"):
        world.forward(ZHANG, ZHANG, secret["message_id"], chat=group.id)


async def test_an_edited_message(api: Api, world: World, wall: FrozenClock) -> None:
    text, paper = world.say(ZHANG, "60%"), world.upload(ZHANG, "a.pdf", b"x", caption="旧")
    await api.updates()
    wall.pass_by(minutes=1)
    world.edit(ZHANG, text.id, "70% /my")
    world.edit(ZHANG, paper.id, "")
    first, second = [update["edited_message"] for update in await api.updates()]
    assert (first["message_id"], first["text"], first["edit_date"]) == (text.id, "70% /my", text.date + 60)
    assert first["entities"] == [{"type": "bot_command", "offset": 4, "length": 3}]
    assert ("caption" in second, second["document"]["file_name"]) == (False, "a.pdf")
    await api("getUpdates", allowed_updates=["message"])
    world.edit(ZHANG, text.id, "80%")
    assert await api.updates() == []


async def test_edits_that_are_refused(api: Api, world: World, group: Chat, wall: FrozenClock) -> None:
    own, other = world.say(ZHANG, "甲", chat=group.id), world.say(LI, "乙", chat=group.id)
    forwarded = world.forward(ZHANG, group.id, other.id, chat=group.id)
    for message, text in ((own, "甲"), (own, " "), (own, "字" * 4097), (other, "丙"), (forwarded, "丙")):
        with pytest.raises(SimError):
            world.edit(ZHANG, message.id, text, chat=group.id)
    wall.pass_by(hours=49)
    with pytest.raises(SimError, match="48 hours"):
        world.edit(ZHANG, own.id, "丙", chat=group.id)


async def test_an_edit_in_a_group_reaches_the_bot_only_if_it_addresses_it(api: Api, world: World, group: Chat) -> None:
    world.member(group.id, world.bot, "member")
    message = world.say(ZHANG, "聊天", chat=group.id)
    world.updates.drop()
    world.edit(ZHANG, message.id, "还是聊天", chat=group.id)
    world.edit(ZHANG, message.id, "/board", chat=group.id)
    assert [update["edited_message"]["text"] for update in await api.updates()] == ["/board"]


async def test_contacts(api: Api, world: World) -> None:
    world.contact(ZHANG)
    world.contact(ZHANG, of=WANG)
    world.contact(ZHANG, of="外单位", phone="86100")
    own, known, unknown = [message["contact"] for message in await new_messages(api)]
    assert own == {"phone_number": "8610000000101", "first_name": "张伟", "user_id": ZHANG}
    assert known["user_id"] == WANG
    assert unknown == {"phone_number": "86100", "first_name": "外单位"}


async def test_an_album(api: Api, world: World) -> None:
    album = world.upload_album(ZHANG, [("一.png", PNG), ("二.png", PNG), ("三.png", PNG)], "photo", "三张")
    messages = await new_messages(api)
    assert [message["message_id"] for message in messages] == [message.id for message in album]
    assert len({message["media_group_id"] for message in messages}) == 1
    assert [message.get("caption") for message in messages] == ["三张", None, None]
    other = world.upload_album(ZHANG, [("一.pdf", b"1"), ("二.pdf", b"2")])
    assert other[0].body["media_group_id"] != album[0].body["media_group_id"]
    before = len(world.transcript(ZHANG))
    for files in ([("一.pdf", b"1")], [("一.pdf", b"1")] * 11, [("一.pdf", b"1"), ("空.pdf", b"")]):
        with pytest.raises(SimError):
            world.upload_album(ZHANG, files)
    assert len(world.transcript(ZHANG)) == before


async def test_an_anonymous_administrator(api: Api, world: World, group: Chat) -> None:
    written = world.say(ZHANG, "/board", chat=group.id, anonymous=True)
    world.forward(LI, group.id, written.id)
    message, forwarded = await new_messages(api)
    assert (message["from"]["id"], message["from"]["username"]) == (1087968824, "GroupAnonymousBot")
    assert message["sender_chat"] == {"id": group.id, "title": "专班", "type": "supergroup", "is_forum": True}
    assert forwarded["forward_origin"]["type"] == "chat"
    assert forwarded["forward_origin"]["sender_chat"]["id"] == group.id
    with pytest.raises(SimError, match="Only administrators"):
        world.say(LI, "好", chat=group.id, anonymous=True)


async def test_a_post_of_the_linked_channel(api: Api, world: World, group: Chat) -> None:
    channel = world.add_channel("局公告", group.id)
    world.post(channel.id, "第一号")
    (message,) = await new_messages(api)
    shown = {"id": channel.id, "title": "局公告", "type": "channel"}
    assert (message["from"]["id"], message["sender_chat"], message["is_automatic_forward"]) == (777000, shown, True)
    assert message["forward_origin"] == {"type": "channel", "date": message["date"], "chat": shown, "message_id": 1}
    words = await api.refusal("sendMessage", chat_id=channel.id, text="好")
    assert words == "Forbidden: bot is not a member of the channel chat"
    world.forward(LI, channel.id, 1)
    assert (await new_messages(api))[0]["forward_origin"]["type"] == "channel"


async def test_a_person_pins(api: Api, world: World, group: Chat) -> None:
    world.member(group.id, world.bot, "member")
    message = world.say(LI, "通知", chat=group.id)
    world.updates.drop()
    world.pin(ZHANG, message.id, chat=group.id)
    world.pin(ZHANG, message.id, chat=group.id)
    (told,) = await new_messages(api)
    assert (told["from"]["id"], told["pinned_message"]["text"]) == (ZHANG, "通知")
    assert world.transcript(group.id)[-1].service == "张伟 置顶了一条消息"
    with pytest.raises(SimError, match="may not pin"):
        world.pin(LI, message.id, chat=group.id)
    with pytest.raises(SimError, match="Service messages"):
        world.pin(ZHANG, told["message_id"], chat=group.id)
    world.pin(ZHANG, message.id, chat=group.id, pinned=False)
    assert (group.pinned, await api.updates()) == (None, [])
