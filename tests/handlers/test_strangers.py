"""A stranger gets one polite line, whatever he tries, and leaves nothing behind but it."""

from handlers.courtesy import STRANGER
from tests.handlers.scene import change, remembered, scalar
from tests.town import CLERK, LIAISON, Town


async def test_in_private(bureau: Town) -> None:
    await bureau.person(LIAISON)
    before, stranger = await remembered(bureau), bureau.stranger()
    for words in (
        "/start",
        "/start my",
        "/start task-2_2_4",
        "/start task",
        "/my",
        "/sign 1 v1",
        "/bind",
        "2.2.4",
        "你好",
    ):
        assert await bureau.say(stranger, words) == STRANGER, words
        assert bureau.buttons(stranger) == []
    bureau.world.upload(stranger, "a.txt", b"text")
    await bureau.settle()
    assert bureau.last(stranger).text == STRANGER
    assert "邀请链接已失效" in await bureau.say(stranger, "/start AAAAAAAAAAAAAAAAAAAAAA")
    assert await remembered(bureau) == before
    assert await scalar(bureau, "SELECT count(*) FROM people") == 1


async def test_in_a_group(bureau: Town) -> None:
    clerk, stranger = await bureau.person(CLERK), bureau.stranger()
    group = bureau.world.add_group("工作群", [clerk, stranger]).id
    for words in ("/bind", "/unbind", "/my", "/board"):
        assert await bureau.say(stranger, words, chat=group) == STRANGER
    assert await bureau.say(stranger, "大家好", chat=group) == ""
    await bureau.say(clerk, "/bind", chat=group)
    assert await bureau.tap(stranger, "打开督办", chat=group) == STRANGER


async def test_who_has_lost_his_post_is_a_stranger(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "2.2.3")
    await change(bureau, "UPDATE posts SET person_id = NULL")
    for words in ("/my", "2.2.3", "/start", "/start my"):
        assert await bureau.say(liaison, words) == STRANGER
    before = await remembered(bureau)
    card = next(one for one in bureau.world.transcript(liaison) if one.buttons and "签收" in one.buttons[0][0].text)
    bureau.world.tap(liaison, liaison, card.id, card.buttons[0][0].data or "")
    await bureau.settle()
    assert bureau.last(liaison).text == STRANGER
    assert await remembered(bureau) == before
