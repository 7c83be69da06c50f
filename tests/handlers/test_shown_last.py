"""A report without a number belongs to the card or the letter that it follows."""

from datetime import timedelta

from tests.handlers.scene import scalar
from tests.schedules.test_digest import at
from tests.town import CLERK, LIAISON, Town

REPORTED = "SELECT t.code FROM reports r JOIN assignments a ON a.id = r.assignment_id JOIN tasks t ON t.id = a.task_id"


async def test_after_a_card_the_answer_says_which_task_it_took(bureau: Town) -> None:
    await bureau.say(LIAISON, "2.2.3")
    answer = await bureau.say(LIAISON, "60% 名单已初审")
    assert "已记录：60%" in answer
    assert "2.2.3 新建高价值专利示范中心" in answer
    assert await scalar(bureau, REPORTED) == "2.2.3"


async def test_after_a_later_letter_about_another_task(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.until(at("3-2"))
    await bureau.say(liaison, "2.2.3")
    bureau.clock.set(bureau.clock.now() + timedelta(minutes=1))
    await bureau.say(CLERK, "/nudge 2.2.9 all")
    await bureau.tap(CLERK, "确认发送")
    bureau.clock.set(bureau.clock.now() + timedelta(minutes=1))
    assert "2.2.9" in bureau.last(liaison).text
    await bureau.say(liaison, "60%")
    assert await scalar(bureau, f"{REPORTED} ORDER BY r.id DESC") == "2.2.9"


async def test_after_half_an_hour_the_task_is_asked_for(bureau: Town) -> None:
    await bureau.say(LIAISON, "2.2.3")
    bureau.clock.set(bureau.clock.now() + timedelta(minutes=31))
    assert "请问是哪一项任务" in await bureau.say(LIAISON, "60%")
    assert await scalar(bureau, "SELECT count(*) FROM reports") == 0
    assert "已记录：60%" in await bureau.say(LIAISON, "2.2.4")
    assert await scalar(bureau, REPORTED) == "2.2.4"


async def test_a_report_written_before_the_card_is_old(bureau: Town) -> None:
    await bureau.say(LIAISON, "2.2.3")
    await bureau.say(LIAISON, "我的任务")  # a list in between leaves the card
    assert "2.2.3" in await bureau.say(LIAISON, "60%")
