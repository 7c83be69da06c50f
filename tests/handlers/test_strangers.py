"""A stranger gets one polite line a day, whatever they try; only a count of them is stored."""

from datetime import timedelta

import pytest

from handlers.messages import STRANGER
from tests.handlers.scene import change, remembered, scalar
from tests.town import CLERK, LIAISON, MONDAY, Town


async def test_in_private(bureau: Town) -> None:
    """A stranger gets one line a day, and only a count is stored."""
    await bureau.person(LIAISON)
    before, stranger = await remembered(bureau), bureau.stranger()
    inbox_count = await scalar(bureau, "SELECT count(*) FROM inbox")
    lines = ("/my", "/sign 1 v1", "/bind", "2.2.4", "你好")
    assert [await bureau.say(stranger, words) for words in lines] == [STRANGER, "", "", "", ""]
    bureau.world.upload(stranger, "a.txt", b"text")
    await bureau.settle()
    assert await remembered(bureau) == before
    assert await scalar(bureau, "SELECT count(*) FROM people") == 1
    assert await scalar(bureau, "SELECT count(*) FROM inbox") == inbox_count
    assert await scalar(bureau, "SELECT messages FROM strangers") == 6
    await bureau.until(MONDAY + timedelta(days=1))
    assert [await bureau.say(stranger, words) for words in ("在吗", "在吗")] == [STRANGER, ""]


@pytest.mark.parametrize("word", ["/start", "/start my", "/start task-2_2_4", "/start task"])
async def test_a_link_that_is_no_code(bureau: Town, word: str) -> None:
    assert await bureau.say(bureau.stranger(), word) == STRANGER


async def test_codes(bureau: Town) -> None:
    """Five wrong codes a day are answered; a valid one always is, also afterwards, and pasted as a link."""
    stranger = bureau.stranger()
    texts = [await bureau.join(stranger, letter * 22) for letter in "ABCDEFG"]
    assert ["邀请链接已失效" in text for text in texts] == [True] * 5 + [False] * 2
    assert texts[5:] == ["", ""]
    code = await bureau.code(LIAISON)
    assert "请确认是否为本人" in await bureau.say(stranger, f"https://t.me/duban_demo_bot?start={code}")
    assert "您已加入督办" in await bureau.tap(stranger, "确认到岗")


async def test_in_a_group(bureau: Town) -> None:
    clerk, stranger = await bureau.person(CLERK), bureau.stranger()
    group = bureau.world.add_group("工作群", [clerk, stranger]).id
    for words in ("/bind", "/unbind", "/my", "/board", "大家好"):
        assert await bureau.say(stranger, words, chat=group) == ""
    await bureau.say(clerk, "/bind", chat=group)
    assert await bureau.tap(stranger, "打开督办", chat=group) == STRANGER


async def test_who_has_lost_their_post_is_a_stranger(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "2.2.3")
    await change(bureau, "UPDATE posts SET person_id = NULL")
    assert [await bureau.say(liaison, words) for words in ("/my", "2.2.3", "/start")] == [STRANGER, "", ""]
    before = await remembered(bureau)
    card = next(
        message
        for message in bureau.world.transcript(liaison)
        if message.buttons and "签收" in message.buttons[0][0].text
    )
    bureau.world.tap(liaison, liaison, card.id, card.buttons[0][0].data or "")
    await bureau.settle()
    assert bureau.last(liaison).text == STRANGER
    assert await remembered(bureau) == before


async def test_somebody_who_writes_can_be_reached(bureau: Town) -> None:
    """A person who writes is marked as reachable, whatever was stored before."""
    person = await bureau.person(LIAISON)
    await change(bureau, "UPDATE people SET reachable = 0")
    await bureau.say(person, "2.2.3")
    assert await scalar(bureau, "SELECT reachable FROM people") == 1
