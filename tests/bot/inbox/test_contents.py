"""What is not taken is named, and its caption is read; service messages get no answer; contacts register a phone."""

from typing import Any

import pytest

from tests.bot.inbox.injected import inject
from tests.handlers.scene import remembered, scalar
from tests.town import CHANGZHOU, CLERK, LIAISON, Town

FILE = {"file_id": "x", "file_unique_id": "x", "duration": 3}
MOVING = {
    "video": "暂不接收视频，请发送照片或文件。", "video_note": "暂不接收视频，请发送照片或文件。",
    "animation": "暂不接收动图，请发送照片或文件。", "audio": "暂不接收音频，请发送照片或文件。",
    "voice": "语音暂不能识别，请发送文字。", "sticker": "表情无法识别，请发送文字。",
    "dice": "表情无法识别，请发送文字。", "location": "暂不接收位置，请发送文字。",
    "venue": "暂不接收位置，请发送文字。", "poll": "暂不接收投票，请发送文字。",
    "story": "暂不接收这类内容，请发送文字、照片或文件。",
}  # fmt: skip


@pytest.mark.parametrize("kind", MOVING)
async def test_what_is_not_taken_is_named(bureau: Town, kind: str) -> None:
    """The open question stays open, and the caption is read like a text, with the content named above the answer."""
    person = await bureau.person(LIAISON)
    await bureau.say(LIAISON, "汇报 2.2.3")
    body: dict[str, Any] = {kind: FILE} | ({"document": FILE} if kind == "animation" else {})
    assert await inject(bureau, person, body) == [MOVING[kind]]
    (answer,) = await inject(bureau, person, body | {"caption": "2.2.3 40% 已完成初稿"})
    assert answer.startswith(f"{MOVING[kind]}说明文字已读取：\n")
    assert "已记录：40%" in answer
    (answer,) = await inject(bureau, person, body | {"caption": "2.2.3"})
    assert answer.startswith(f"{MOVING[kind]}说明文字已读取：\n")
    (answer,) = await inject(bureau, person, body | {"caption": "2.2.3 400%"})
    assert answer.startswith(f"{MOVING[kind]}说明文字已读取：\n\n百分比请填0到100之间的整数，例如 60%。")
    assert await scalar(bureau, "SELECT count(*) FROM reports") == 1


@pytest.mark.parametrize(
    "body",
    [
        {"pinned_message": {"message_id": 1, "text": "2.2.3 50%"}}, {"new_chat_title": "2.2.3 50%"},
        {"new_chat_members": []}, {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
        {"write_access_allowed": {}}, {"chat_background_set": {}}, {"users_shared": {"request_id": 1}}, {},
    ],
)  # fmt: skip
async def test_service_messages_get_no_answer(bureau: Town, body: dict[str, Any]) -> None:
    person = await bureau.person(LIAISON)
    await bureau.say(LIAISON, "汇报 2.2.3")
    assert await inject(bureau, person, body) == []
    assert await scalar(bureau, "SELECT count(*) FROM inbox WHERE state != 'done'") == 0
    assert "按序时 40%" in await bureau.say(LIAISON, "40% 已完成初稿")


async def test_pins_and_titles_in_a_group_get_no_answer(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    group = bureau.world.add_group("演示群", [clerk])
    await bureau.say(CLERK, "/bind", chat=group.id)
    message = bureau.world.say(clerk, "/board", chat=group.id)
    await bureau.settle()
    stored, shown = await scalar(bureau, "SELECT count(*) FROM inbox"), len(bureau.world.transcript(group.id))
    bureau.world.pin(clerk, message.id, chat=group.id)
    bureau.world.member(group.id, bureau.world.person(liaison), "member")
    await bureau.settle()
    answers = [message for message in bureau.world.transcript(group.id)[shown:] if message.out]
    assert (answers, await scalar(bureau, "SELECT count(*) FROM inbox")) == ([], stored)


async def test_a_contact_of_ones_own_registers_the_phone(bureau: Town) -> None:
    person = await bureau.person(LIAISON)
    phone = f"SELECT phone FROM people WHERE telegram_id = {person}"
    for number, answer in (
        ("8613800000000", "已登记：演示运用促进处联络员的联系电话为13800000000。"),
        ("+8613900000000", "已登记：演示运用促进处联络员的联系电话为13900000000（原号码尾号0000）。"),
        ("13900000000", "已登记：演示运用促进处联络员的联系电话为13900000000。"),
    ):
        bureau.world.contact(person, phone=number)
        await bureau.settle()
        assert (bureau.last(person).text, await scalar(bureau, phone)) == (answer, number.removeprefix("+")[-11:])
    bureau.world.contact(person, phone="4915100000000")
    await bureau.settle()
    assert "请重新回复" in bureau.last(person).text
    assert await scalar(bureau, phone) == "13900000000"


@pytest.mark.parametrize("who", [CHANGZHOU, "外单位"])
async def test_a_contact_of_somebody_else_is_not_stored(bureau: Town, who: Any) -> None:
    clerk = await bureau.person(CLERK)
    of = who if isinstance(who, str) else await bureau.person(who)
    before = await remembered(bureau)
    bureau.world.contact(clerk, of=of, phone="8613800000000")
    await bureau.settle()
    assert bureau.last(clerk).text == "只登记本人的联系电话，这张名片没有保存。"
    assert await remembered(bureau) == before
    assert await scalar(bureau, "SELECT count(*) FROM inbox WHERE raw LIKE '%13800000000%'") == 0
