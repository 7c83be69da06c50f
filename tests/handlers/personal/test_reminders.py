"""A personal reminder comes once, at its time, and says the task's state then."""

from datetime import timedelta

from tests.town import CLERK, LIAISON, MONDAY, Town


async def test_by_taps_and_put_off(bureau: Town) -> None:
    await bureau.say(LIAISON, "2.2.4")
    assert "明天上午：3月3日 周二 09:00" in await bureau.tap(LIAISON, "提醒我")
    assert "将于 3月2日 周一 09:00 提醒您：2.2.4" in await bureau.tap(LIAISON, "1小时后")
    await bureau.until(MONDAY + timedelta(minutes=61))
    chat = await bureau.person(LIAISON)
    assert bureau.last(chat).text.startswith("您设的提醒：2.2.4")
    assert bureau.buttons(chat) == ["查看任务", "再过1小时", "知道了"]
    assert "将于 3月2日 周一 10:01 再次提醒您" in await bureau.tap(LIAISON, "再过1小时")
    await bureau.until(MONDAY + timedelta(minutes=122))
    assert bureau.last(chat).text.startswith("您设的提醒：2.2.4")
    assert "任务的进展没有改变" in await bureau.tap(LIAISON, "知道了")


async def test_at_night_with_his_own_words_and_once(bureau: Town) -> None:
    await bureau.say(LIAISON, "提醒我 2.2.4 周六晚上10点 记得打电话")
    await bureau.until(MONDAY + timedelta(days=7))
    texts = bureau.letters(await bureau.person(LIAISON), MONDAY + timedelta(hours=1))
    reminders = [text for text in texts if "您设的提醒" in text]
    assert len(reminders) == 1
    assert "记得打电话" in reminders[0]
    assert "原定" not in reminders[0]


async def test_late_after_a_stop(bureau: Town) -> None:
    await bureau.say(LIAISON, "提醒我 2.2.4 明天")
    bureau.clock.set(MONDAY + timedelta(days=5))
    for _ in range(2):
        await bureau.bot.tick()
        await bureau.settle()
    texts = [
        message.text
        for message in bureau.world.transcript(await bureau.person(LIAISON))
        if "您设的提醒" in message.text
    ]
    assert len(texts) == 1
    assert "原定 3月3日 09:00，现在补发。" in texts[0]


async def test_what_was_typed_is_kept(bureau: Town) -> None:
    assert "文字已保留" in await bureau.say(LIAISON, "提醒我 2.2.4 记得打电话")
    assert "已过。文字已保留" in await bureau.say(LIAISON, "这周一凌晨2点")
    assert (await bureau.say(LIAISON, "明天")).endswith("记得打电话")


async def test_cancelled_twice_and_by_somebody_else(bureau: Town) -> None:
    await bureau.say(LIAISON, "提醒我 2.2.4 明天")
    assert "没有这条提醒" in await bureau.say(CLERK, "/unremind 1")
    assert "已取消。" in await bureau.tap(LIAISON, "取消提醒")
    assert "此前已取消。" in await bureau.say(LIAISON, "/unremind 1")
    assert "您没有待发的提醒" in await bureau.say(LIAISON, "我的提醒")
