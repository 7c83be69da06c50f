"""A personal reminder comes once, at its time, and says the task's state then."""

from datetime import timedelta

import pytest

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


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("/remind 2.2.4 2020-03-03 09:00 交材料", "将于 3月3日 周二 09:00 提醒您：2.2.4"),
        ("/remind 2.2.4 2020-03-03 03:00 交材料", "将于 3月3日 周二 03:00 提醒您：2.2.4"),
        ("/remind 2.2.4 2020-03-03 14:40 交材料", "将于 3月3日 周二 14:40 提醒您：2.2.4"),
        ("/remind 2.2.4 2020-03-03 交材料", "将于 3月3日 周二 09:00 提醒您：2.2.4"),
        ("/remind 2.2.4 2020-03-03 下午3点 交材料", "将于 3月3日 周二 15:00 提醒您：2.2.4"),
        ("/remind 2.2.4 2020-03-02 07:00 交材料", "3月2日 07:00 已过。文字已保留，请重新回复时间。"),
        ("/remind 2.2.4 2021-03-13 09:00 交材料", "提醒最远可以设到一年以内。文字已保留，请重新回复时间。"),
        ("/remind 2.2.4 2020-02-30 09:00 交材料", "没有这个时间，请写成 2020-03-03 09:00。其余内容已保留"),
    ],
)
async def test_a_moment_in_digits(bureau: Town, line: str, answer: str) -> None:
    said = await bureau.say(LIAISON, line)
    assert said.startswith(answer)
    if "已保留" in answer:
        said = await bureau.say(LIAISON, "2020-03-04 09:00")
        assert said.startswith("将于 3月4日 周三 09:00 提醒您：2.2.4")
    assert "交材料" in said
    assert "取消提醒" in bureau.buttons(await bureau.person(LIAISON))
