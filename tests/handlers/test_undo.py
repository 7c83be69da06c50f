"""撤销: undoing one's own last change within ten minutes, unless something has changed since."""

from datetime import timedelta

from tests.town import CLERK, HEAD, LIAISON, MONDAY, Town


async def test_what_was_just_done_is_taken_back(bureau: Town) -> None:
    await bureau.say(LIAISON, "2.2.3")
    await bureau.tap(LIAISON, "签收")
    assert "已撤销，2.2.3 恢复为：待签收。" in await bureau.tap(LIAISON, "撤销")
    await bureau.say(LIAISON, "2.2.3 30% 已开题")
    await bureau.say(LIAISON, "2.2.3 60% 写错了任务")
    card = await bureau.tap(LIAISON, "撤销")
    assert "已撤销，2.2.3 恢复为：办理中 30%。" in card
    assert "按序时 30%：已开题" in card
    assert "写错了任务" not in await bureau.say(CLERK, "总览")
    history = await bureau.say(CLERK, "轨迹 2.2.3")
    assert "撤销" in history
    assert "写错了任务" in history  # nothing is rewritten
    assert "十分钟内没有可以撤销的操作" in await bureau.say(LIAISON, "/undo")


async def test_not_after_ten_minutes_and_not_anothers(bureau: Town) -> None:
    await bureau.say(LIAISON, "2.2.3 30%")
    assert "十分钟内没有可以撤销的操作" in await bureau.say(HEAD, "/undo")
    bureau.clock.set(MONDAY + timedelta(minutes=11))
    assert "十分钟内没有可以撤销的操作" in await bureau.tap(LIAISON, "撤销")
    assert "办理中 30%" in await bureau.say(LIAISON, "2.2.3")


async def test_not_where_something_was_built_upon_it(bureau: Town) -> None:
    await bureau.say(LIAISON, "2.2.3 30%")
    await bureau.say(HEAD, "2.2.3 50%")
    assert "已有新的变化，不能再撤销" in await bureau.tap(LIAISON, "撤销")
    assert "办理中 50%" in await bureau.say(LIAISON, "2.2.3")


async def test_who_was_to_be_told_is_not(bureau: Town) -> None:
    """A letter about a return waits for the morning; undone before, it is not sent."""
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "/submit 2.2.3 yes")
    await bureau.say(CLERK, "/return 2.2.3 缺成果材料")
    assert "恢复为：待审核 100%。" in await bureau.tap(CLERK, "撤销")
    await bureau.until(MONDAY + timedelta(hours=3))
    assert not any("退回" in text for text in bureau.letters(liaison, MONDAY))
    assert "已销号" in await bureau.say(CLERK, "/close 2.2.3")
    assert "恢复为：待审核 100%。" in await bureau.tap(CLERK, "撤销")
