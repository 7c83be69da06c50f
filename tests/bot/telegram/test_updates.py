"""Updates of any shape are parsed or set aside; ordinary talk in a group is neither read nor stored."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.inbox.arrival import arrival_of, worth_keeping
from bot.telegram.contents import Announced
from bot.telegram.poller import KINDS
from bot.telegram.updates import STRANGE, Incoming, read
from storage.inbox import Update
from tests.town import CLERK, LIAISON, Town

Json = dict[str, Any]
ANY = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.lists(st.integers(), max_size=2)
)
PERSON = {"id": 7, "is_bot": False, "first_name": "演示"}
PRIVATE = {"id": 7, "type": "private", "first_name": "演示"}
GROUP = {"id": -5, "type": "group", "title": "演示群"}
MESSAGE = {"message_id": 3, "date": 1583107200, "from": PERSON, "chat": PRIVATE, "text": "2.2.3"}
PAPER = {"file_id": "P", "file_unique_id": "p", "file_name": "名单.pdf", "file_size": 9}
SMALL = {"file_id": "S", "file_unique_id": "s", "width": 90, "height": 60, "file_size": 5}
LARGE = {"file_id": "L", "file_unique_id": "l", "width": 900, "height": 600, "file_size": 50}
UPDATES: list[Json] = [
    {"message": MESSAGE},
    {"message": {**MESSAGE, "chat": {**GROUP, "type": "supergroup"}, "message_thread_id": 9, "is_topic_message": True}},
    {"message": {**MESSAGE, "chat": GROUP, "migrate_to_chat_id": -1000}},
    {"callback_query": {"id": "1", "from": PERSON, "data": "/my", "message": MESSAGE}},
    {"my_chat_member": {"chat": PRIVATE, "from": PERSON, "new_chat_member": {"status": "kicked", "user": PERSON}}},
    {"edited_message": MESSAGE},
    {"message": {**MESSAGE, "reply_to_message": {**MESSAGE, "from": {**PERSON, "is_bot": True}, "text": "2.2.4 贯标"}}},
    {"message": {**MESSAGE, "text": None, "caption": "2.2.3", "document": PAPER, "media_group_id": "7"}},
    {"message": {**MESSAGE, "photo": [SMALL, LARGE, SMALL]}},
    {"message": {**MESSAGE, "text": None, "contact": {"user_id": 7, "phone_number": "8613800000000"}}},
    {"message": {**MESSAGE, "forward_origin": {"type": "user", "date": 1}}},
    {"edited_message": {**MESSAGE, "edit_date": 1583107300, "caption": "2.2.3", "document": PAPER}},
]


def places(value: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Yield the path to every value in a JSON."""
    if not isinstance(value, dict):
        return [path]
    return [path, *(way for name, inner in value.items() for way in places(inner, (*path, name)))]


def put(value: Json, path: tuple[str, ...], new: Any) -> Json:
    name, *rest = path
    return {**value, name: put(value[name], tuple(rest), new) if rest else new}


def strange(update: Json) -> st.SearchStrategy[Json]:
    """Return the update with one value, or a whole part, replaced."""
    return st.builds(lambda path, new: put(update, path, new), st.sampled_from(places(update)[1:]), ANY)


@given(
    st.sampled_from(UPDATES).flatmap(strange) | st.dictionaries(st.sampled_from(KINDS), ANY),
    st.integers(0, 2**40),
)
@example({"message": {**MESSAGE, "text": "半个\ud83d字"}}, 1)
@example({"message": {**MESSAGE, "chat": {**PRIVATE, "id": 10**30}}}, 1)
@example({"message": {**MESSAGE, "chat": {**PRIVATE, "id": float("inf")}}}, 1)
def test_a_strange_shape_harms_nobody(update: Json, id: int) -> None:
    update = {"update_id": id, **update}
    if not worth_keeping(update, "duban_bot"):
        return
    stored = replace(arrival_of(update).update, id=id)
    assert stored.identity
    assert stored.raw.encode()
    assert stored.chat_id is None or abs(stored.chat_id) < 2**63
    try:
        incoming = read(stored)
    except STRANGE:
        return
    assert isinstance(incoming, Incoming)
    assert (incoming.id, isinstance(incoming.text, str), isinstance(incoming.chat.id, int)) == (id, True, True)


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        ("大家下午好", False), ("/", True), ("/task 2.2.3", True), ("/task@duban_bot 2.2.3", True),
        ("/TASK@Duban_Bot", True), ("/task@other_bot 2.2.3", False), (" /task", False), (None, False), (5, False),
    ],
)  # fmt: skip
def test_what_of_a_group_is_kept(text: Any, is_kept: bool) -> None:
    assert worth_keeping({"update_id": 1, "message": {**MESSAGE, "chat": GROUP, "text": text}}, "duban_bot") is is_kept
    assert worth_keeping({"update_id": 1, "message": {**MESSAGE, "text": text}}, "duban_bot")


@pytest.mark.parametrize("kind", ["edited_message", "channel_post", "edited_channel_post", "guest_message"])
def test_talk_of_another_kind(kind: str) -> None:
    assert not worth_keeping({"update_id": 1, kind: {**MESSAGE, "chat": GROUP}}, "duban_bot")
    assert worth_keeping({"update_id": 1, kind: MESSAGE}, "duban_bot")


def test_how_each_kind_is_read() -> None:
    messages = [read(Update("1", None, json.dumps(update), 1)) for update in UPDATES]
    kinds = ["message", "message", "moved", "tap", "membership", "edit", *["message"] * 5, "edit"]
    assert [incoming.kind for incoming in messages] == kinds
    assert (messages[1].chat.kind, messages[1].chat.thread_id) == ("group", 9)
    assert messages[7].file == Announced("P", "document", "名单.pdf", 9, "7")
    assert messages[7].text == "2.2.3"
    assert messages[8].file == Announced("L", "photo", "照片.jpg", 50, "")
    assert messages[9].text == "/contact 13800000000"
    assert [incoming.is_forwarded for incoming in messages] == [False] * 10 + [True, False]
    assert (messages[11].file, messages[11].written_at) == (
        Announced("P", "document", "名单.pdf", 9, ""),
        datetime.fromtimestamp(1583107300, UTC),
    )
    assert (messages[2].new_chat_id, messages[3].message_id, messages[4].status) == (
        -1000,
        3,
        "kicked",
    )


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("2.2.4 推动企业贯标\n🟢 按序时\n原文：1.2亿件", "2.2.4"),
        ("已批示。\n\n2.2.4 推动企业贯标", "2.2.4"),
        ("请审核：2.2.4 推动企业贯标\n运用促进处已报完成。", "2.2.4"),
        ("2.2.4（不上机）\n这项任务不在手机上显示内容", "2.2.4"),
        ("2.2.4 推动企业贯标\n2.2.4 的进展", "2.2.4"),
        ("2.2.3 示范中心\n2.2.4 推动企业贯标", ""),  # a list
        ("请回复对 2.2.4 的批示", ""),  # a question has its answer
        ("3月2日 周一 · 请关注 1 项", ""),
        ("", ""),
    ],
)
def test_of_what_a_message_replies_to_only_the_task_is_kept(text: str, about: str) -> None:
    replied = {**MESSAGE, "from": {**PERSON, "is_bot": True}, "text": text}
    update = arrival_of({"update_id": 1, "message": {**MESSAGE, "reply_to_message": replied}}).update
    assert read(update).about == about
    assert "贯标" not in update.raw
    group_message = {**MESSAGE, "chat": GROUP, "text": "/board"}
    for other in (
        {**group_message, "reply_to_message": replied},
        {**MESSAGE, "reply_to_message": {**replied, "from": PERSON}},
    ):
        update = arrival_of({"update_id": 1, "message": other}).update
        assert read(update).about == ""
        assert "2.2.4" not in update.raw


async def test_a_groups_talk_is_nowhere_in_the_file(bureau: Town, tmp_path: Path) -> None:
    """Talk is not stored as message, caption, edit, or what a command replies to, even if the bot is administrator."""
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    world = bureau.world
    group = world.add_group("演示群", [clerk, liaison])
    world.member(group.id, world.bot, "administrator")
    talk = world.say(liaison, "SECRET 今晚聚餐", chat=group.id)
    world.upload(liaison, "SECRET.txt", b"SECRET", caption="SECRET 附件", chat=group.id)
    world.inject({"edited_message": {**MESSAGE, "chat": {**GROUP, "id": group.id}, "text": "SECRET 改为明晚"}})
    world.say(clerk, "/board", chat=group.id, reply_to=talk.id)
    assert "本群已绑定" in await bureau.say(CLERK, "/bind", chat=group.id)
    await bureau.db.close()
    content = b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.name.startswith("duban.db"))  # noqa: ASYNC240
    assert b"/board" in content, "the command itself is kept"
    assert b"SECRET" not in content
