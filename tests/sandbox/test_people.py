"""What people do, called on the world directly."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from sandbox import Button, SimError, World
from tests.sandbox.conftest import LI, PNG, ZHANG, Api, FrozenClock, keys


async def test_a_message_and_its_answer(api: Api, world: World) -> None:
    sent = world.say(ZHANG, "我的任务", reply_to=1)
    (update,) = await api.updates()
    message = update["message"]
    assert message["text"] == sent.text == "我的任务"
    assert message["from"] == {
        "id": ZHANG,
        "is_bot": False,
        "first_name": "张伟",
        "username": "zhangwei",
        "language_code": "zh-hans",
    }
    assert message["chat"] == {"id": ZHANG, "first_name": "张伟", "username": "zhangwei", "type": "private"}
    assert message["reply_to_message"]["text"] == "/start"
    assert message["date"] == int(datetime(2020, 6, 30, 1, tzinfo=UTC).timestamp())
    await api("sendMessage", chat_id=str(ZHANG), text="<b>3</b> 项", parse_mode="HTML", disable_notification=True)
    answer = world.transcript(ZHANG, viewer=ZHANG)[-1]
    assert (answer.out, answer.silent, answer.html, answer.sender) == (True, True, "<b>3</b> 项", world.bot.id)
    assert answer.id == sent.id + 1


async def test_only_a_button_that_is_there_now_can_be_tapped(api: Api, world: World) -> None:
    sent = await api(
        "sendMessage", chat_id=ZHANG, text="任务", reply_markup=keys([("签收", "/sign 1"), ("看", "/task 1")])
    )
    number = sent["message_id"]
    assert world.transcript(ZHANG)[-1].buttons == [[Button("签收", "/sign 1"), Button("看", "/task 1")]]
    query = world.tap(ZHANG, ZHANG, number, "/sign 1")
    (update,) = await api.updates()
    asked = update["callback_query"]
    assert (asked["id"], asked["data"], asked["from"]["id"]) == (query, "/sign 1", ZHANG)
    assert asked["message"]["reply_markup"] == keys([("签收", "/sign 1"), ("看", "/task 1")])
    await api("answerCallbackQuery", callback_query_id=query, text="已签收")
    await api("answerCallbackQuery", callback_query_id=query, text="再答一次")
    assert [answer.text for answer in world.answers(ZHANG)] == ["已签收"]
    await api("editMessageReplyMarkup", chat_id=ZHANG, message_id=number)
    for person, data, message in ((ZHANG, "/sign 1", number), (ZHANG, "/sign 1", 99), (LI, "/sign 1", number)):
        with pytest.raises(SimError):
            world.tap(person, ZHANG, message, data)


async def test_a_long_text_is_sent_in_parts(api: Api, world: World) -> None:
    last = world.say(ZHANG, "字" * 5000)
    assert len(last.text) == 904
    assert [len(update["message"]["text"]) for update in await api.updates()] == [4096, 904]


async def test_files_go_both_ways(api: Api, world: World) -> None:
    world.upload(ZHANG, "../证据 材料.docx", b"PK", caption="见 /help")
    world.upload(ZHANG, "图.png", PNG, kind="photo")
    document, photo = [update["message"] for update in await api.updates()]
    assert document["document"]["file_name"] == "证据 材料.docx"
    assert document["document"]["mime_type"].endswith("wordprocessingml.document")
    assert document["caption_entities"] == [{"type": "bot_command", "offset": 2, "length": 5}]
    assert (photo["photo"][0]["width"], photo["photo"][0]["height"]) == (2, 2)
    got = await api("getFile", file_id=document["document"]["file_id"])
    content = await api.http.get(f"/file/bot{world.token}/{got['file_path']}")
    assert content.content == b"PK"
    sent = await api(
        "sendDocument",
        {"document": ("通报（一）.docx", b"PK2")},
        chat_id=ZHANG,
        caption="<b>通报</b>",
        parse_mode="HTML",
    )
    assert sent["document"]["file_name"] == "通报（一）.docx"
    shown = world.transcript(ZHANG)[-1]
    assert shown.document is not None
    assert (shown.document.name, shown.document.size, shown.html) == ("通报（一）.docx", 3, "<b>通报</b>")
    again = await api("sendDocument", chat_id=LI, document=sent["document"]["file_id"])
    assert again["document"]["file_id"] == sent["document"]["file_id"]


async def test_an_album_of_a_person_and_a_file_forgotten(api: Api, world: World) -> None:
    for n in range(2):
        world.upload(ZHANG, f"{n}.pdf", b"%PDF", album="7")
    messages = [update["message"] for update in await api.updates()]
    assert [message["media_group_id"] for message in messages] == ["7", "7"]
    file_id = messages[0]["document"]["file_id"]
    assert (await api("getFile", file_id=file_id))["file_size"] == 4
    world.files.forget(file_id)
    assert "invalid file_id" in await api.refusal("getFile", file_id=file_id)


async def test_albums_and_new_media(api: Api, world: World) -> None:
    media = '[{"type":"photo","media":"attach://一","caption":"图"},{"type":"photo","media":"attach://二"}]'
    album = await api("sendMediaGroup", {"一": ("a.png", PNG), "二": ("b.png", PNG)}, chat_id=ZHANG, media=media)
    assert len({message["media_group_id"] for message in album}) == 1
    assert album[0]["caption"] == "图"
    sent = await api("sendPhoto", {"photo": ("a.png", PNG)}, chat_id=ZHANG)
    media = '{"type":"document","media":"attach://f","caption":"换成文件"}'
    edited = await api(
        "editMessageMedia", {"f": ("新.txt", b"x")}, chat_id=ZHANG, message_id=sent["message_id"], media=media
    )
    assert "photo" not in edited
    assert world.transcript(ZHANG)[-1].text == "换成文件"


async def test_edits_deletions_and_revisions(api: Api, world: World, wall: FrozenClock) -> None:
    sent = await api("sendMessage", chat_id=ZHANG, text="一", reply_markup=keys([("好", "x")]))
    seen = world.revision
    wall.pass_by(seconds=5)
    await api("editMessageText", chat_id=ZHANG, message_id=sent["message_id"], text="二")
    (changed,) = world.transcript(ZHANG, after=seen)
    assert (changed.text, changed.buttons) == ("二", [])
    assert changed.edited is not None
    assert (changed.edited - changed.at).total_seconds() == 5
    await api("deleteMessage", chat_id=ZHANG, message_id=sent["message_id"])
    assert changed.deleted
    assert await api.refusal("deleteMessage", chat_id=ZHANG, message_id=sent["message_id"])
    assert world.chats[ZHANG].last is not changed


async def test_copies_forwards_reactions(api: Api, world: World) -> None:
    sent = world.say(ZHANG, "请看 /help")
    assert await api("copyMessage", chat_id=LI, from_chat_id=ZHANG, message_id=sent.id) == {"message_id": 2}
    forwarded = await api("forwardMessage", chat_id=LI, from_chat_id=ZHANG, message_id=sent.id)
    assert forwarded["forward_origin"]["sender_user"]["id"] == ZHANG
    assert [message.text for message in world.transcript(LI)[-2:]] == ["请看 /help"] * 2
    await api("setMessageReaction", chat_id=ZHANG, message_id=sent.id, reaction=[{"type": "emoji", "emoji": "👍"}])
    assert sent.reactions == ("👍",)


async def test_blocking_is_told_and_stops_talk(api: Api, world: World) -> None:
    world.block(ZHANG)
    (update,) = await api.updates()
    change = update["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    with pytest.raises(SimError, match="blocked"):
        world.say(ZHANG, "在吗")
    world.block(ZHANG, blocked=False)
    world.block(ZHANG, blocked=False)
    (update,) = await api.updates()
    assert update["my_chat_member"]["new_chat_member"]["status"] == "member"


async def test_menus_by_scope_and_language(api: Api, world: World) -> None:
    group = world.add_group("处室", [LI, ZHANG])

    async def put(name: str, **more: object) -> None:
        await api("setMyCommands", commands=[{"command": name, "description": "好"}], **more)

    def names(person: int, chat: int) -> list[str]:
        return [command["command"] for command in world.commands(person, chat)]

    assert names(ZHANG, ZHANG) == []
    await put("any")
    await put("zh", language_code="zh")
    await put("private", scope={"type": "all_private_chats"})
    await put("zhang", scope={"type": "chat", "chat_id": ZHANG})
    await put("group", scope={"type": "all_group_chats"})
    await put("boss", scope={"type": "all_chat_administrators"})
    assert names(ZHANG, ZHANG) == ["zhang"]
    assert names(LI, LI) == ["private"]
    assert (names(ZHANG, group.id), names(LI, group.id)) == (["group"], ["boss"])
    await put("personal", scope={"type": "chat_member", "chat_id": group.id, "user_id": ZHANG})
    assert names(ZHANG, group.id) == ["personal"]
    await api("deleteMyCommands", scope={"type": "chat", "chat_id": ZHANG})
    await api("deleteMyCommands", scope={"type": "all_private_chats"})
    assert names(ZHANG, ZHANG) == ["zh"]
    assert await api("getMyCommands") == [{"command": "any", "description": "好"}]


def test_what_a_world_refuses(world: World) -> None:
    refused: list[Callable[[], object]] = [
        lambda: world.add_person(""),
        lambda: world.add_person("重复", id=ZHANG),
        lambda: world.add_person("重名", username="ZhangWei"),
        lambda: world.add_group("空", []),
        lambda: world.add_group("谁", [999]),
        lambda: world.say(999, "谁"),
        lambda: world.say(ZHANG, " "),
        lambda: world.say(ZHANG, "别人家", chat=LI),
        lambda: world.say(ZHANG, "好", reply_to=99),
        lambda: world.say(ZHANG, "好", thread=3),
        lambda: world.upload(ZHANG, "a.png", b"x", kind="photo"),
        lambda: world.upload(ZHANG, "a.bin", b""),
        lambda: world.transcript(999),
        lambda: world.transcript(LI, viewer=ZHANG),
        lambda: world.add_fault("sleepy"),
        lambda: world.make_supergroup(ZHANG),
        lambda: world.member(ZHANG, world.bot, "left"),
    ]
    for act in refused:
        with pytest.raises(SimError):
            act()
    assert world.updates.pending() == 0


def test_a_token_is_a_token() -> None:
    assert World(token="42:abc").bot.id == 42
    with pytest.raises(ValueError, match="token"):
        World(token="nonsense")
