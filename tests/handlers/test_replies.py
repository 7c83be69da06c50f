"""Words in reply to a message, after a letter, and corrections are about the message that they follow or answer."""

from datetime import timedelta

from tests.handlers.questions import prepare, recorded
from tests.handlers.scene import scalar
from tests.town import CLERK, LIAISON, Town


async def later(bureau: Town, minutes: int = 1) -> None:
    await bureau.until(bureau.clock.now() + timedelta(minutes=minutes))


async def nudged(bureau: Town, line: str) -> int:
    """Let the liaison get a letter about one task; return its message."""
    await later(bureau)
    await bureau.confirm(CLERK, line)
    await later(bureau)
    return bureau.last(await bureau.person(LIAISON)).id


async def reply(bureau: Town, message: int, text: str) -> str:
    person = await bureau.person(LIAISON)
    bureau.world.say(person, text, reply_to=message)
    await bureau.settle()
    return bureau.last(person).text


async def test_a_card_that_is_shown_again_comes_after_the_letter(bureau: Town) -> None:
    await prepare(bureau)
    person = await bureau.person(LIAISON)
    await bureau.say(person, "2.2.6")
    await nudged(bureau, "/nudge 2.2.9@5")
    await bureau.say(person, "2.2.6")
    assert "2.2.6 培育知识产权优势企业" in await bureau.say(person, "70%")


async def test_while_a_report_is_asked_the_person_chooses_too(bureau: Town) -> None:
    await prepare(bureau)
    person = await bureau.person(LIAISON)
    for label, title in (("记为2.2.6的汇报", "2.2.6 培育"), ("记为2.2.9的汇报", "2.2.9 重点园区")):
        await bureau.say(person, "/progress 2.2.6")
        await nudged(bureau, "/nudge 2.2.9@5" if "2.2.6" in label else "/nudge 2.2.9@5 再请抓紧")
        assert "是2.2.6的汇报的内容吗？尚未记录。" in await bureau.say(person, "65%，已完成初稿")
        assert title in (answer := await bureau.tap(person, label))
        assert "65%：已完成初稿" in answer
        await bureau.until(bureau.clock.now() + timedelta(days=1))


async def test_a_reply_is_about_the_message_to_which_it_replies(bureau: Town) -> None:
    """Not about the card that was shown last, and it is no answer to a question about another task."""
    await prepare(bureau)
    person = await bureau.person(LIAISON)
    await bureau.say(person, "2.2.9")
    card = bureau.last(person).id
    await bureau.say(person, "/progress 2.2.6 滞后")
    question = bureau.last(person).id
    await bureau.say(person, "2.1.5")
    assert "2.2.9 重点园区专利导航" in await reply(bureau, card, "60%")
    for number in ("2.1.5", "2.2.4"):
        await bureau.say(person, f"/progress {number} 滞后")
        assert "2.2.6 培育知识产权优势企业" in await reply(bureau, question, "40%")
    assert await scalar(bureau, "SELECT count(*) FROM reports") == 4  # One is of the preparation.
    await bureau.say(person, "/progress 2.2.6 滞后")
    answer = await reply(bureau, bureau.last(person).id, "45% 数据没报齐")
    assert "滞后 45%：数据没报齐" in answer


async def test_a_correction_is_of_the_last_report_only_if_nothing_else_was_shown(bureau: Town) -> None:
    await prepare(bureau)
    person = await bureau.person(LIAISON)
    await bureau.say(person, "2.2.9 60%")
    assert "已更正：70%" in await bureau.say(person, "不对，是70%")
    for line in ("2.2.6", "/progress 2.2.6"):
        await bureau.say(person, line)
        before = recorded(bureau)
        assert "您最近汇报的是 2.2.9" in await bureau.say(person, "不对，是80%")
        assert bureau.buttons(person) == ["更正2.2.9", "汇报2.2.6"]
        assert recorded(bureau) == before
    assert "已更正：80%" in await bureau.tap(person, "更正2.2.9")


async def test_words_of_a_status_are_kept_as_written(bureau: Town) -> None:
    await prepare(bureau)
    await bureau.say(LIAISON, "/progress 2.2.6 滞后")
    assert "滞后：没有进展" in await bureau.say(LIAISON, "没有进展")
    await bureau.say(LIAISON, "/progress 2.2.9 滞后")
    assert "已记录：按序时 40%" in await bureau.say(LIAISON, "按序时，40%")


async def test_a_word_that_needs_a_task_asks_for_it(bureau: Town) -> None:
    await bureau.person(LIAISON)
    assert "请问是哪一项任务？" in await bureau.say(LIAISON, "签收")
    assert "请问是哪一项任务？" in await bureau.say(LIAISON, "记不清了")
    assert "已签收" in await bureau.say(LIAISON, "2.2.6")
