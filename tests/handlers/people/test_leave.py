"""请假 and B岗: the deputy acts and receives letters while the holder is on leave, and no longer."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.handlers.people.test_handover import person_id, post_of
from tests.handlers.scene import remembered, scalar, small, task
from tests.schedules.test_digest import at, letters, signed
from tests.town import CLERK, HEAD, LEADER, LIAISON, MONDAY, OTHER, Town, quick


async def with_deputy(bureau: Town) -> tuple[int, int]:
    """Return the chats of 运用促进处's liaison and of OTHER, who is the deputy."""
    post_id, other_id = await post_of(bureau, LIAISON), await person_id(bureau, OTHER)
    assert "的B岗为演示知识产权保护处联络员。" in await bureau.say(CLERK, f"/deputy {post_id} #{other_id}")
    return await bureau.person(LIAISON), await bureau.person(OTHER)


async def test_the_deputy_signs_meanwhile_and_not_after(bureau: Town) -> None:
    liaison, deputy = await with_deputy(bureau)
    await bureau.until(MONDAY + timedelta(hours=2))
    assert "您已担任运用促进处联络员的B岗" in bureau.last(deputy).text
    assert "由其他单位承办" in await bureau.say(deputy, "/sign 2.2.3")
    assert "请选择请假的开始日期" in await bureau.say(liaison, "请假")
    await bureau.tap(liaison, "今天起")
    page = await bureau.tap(liaison, "共2天")
    assert "已登记：演示运用促进处联络员3月2日至3月3日请假。" in page
    assert "运用促进处联络员：由B岗演示知识产权保护处联络员代办" in page
    text = bureau.last(deputy).text
    assert text.startswith("请代为办理运用促进处联络员的工作：演示运用促进处联络员3月2日至3月3日请假，您是B岗。")
    assert "　运用促进处联络员（代）" in await bureau.say(deputy, "/settings")
    assert "已签收，由运用促进处承办。" in await bureau.say(deputy, "/sign 2.2.3")
    assert "运用促进处联络员：待签收 → 办理中" in await bureau.say(CLERK, "轨迹 2.2.3")
    assert "已记录" in await bureau.say(liaison, "2.2.3 10%")  # the holder may act all the same
    await bureau.until(at("3-3", 23, 59))
    assert "已签收" in await bureau.say(deputy, "/sign 2.2.2")
    await bureau.until(at("3-4", 0, 1))
    assert "由其他单位承办" in await bureau.say(deputy, "/sign 2.2.1")
    assert "（代）" not in await bureau.say(deputy, "/settings")


async def test_the_menu_follows(bureau: Town) -> None:
    """A leader who is a liaison's deputy can sign from the menu during the leave."""
    post, leader = await post_of(bureau, LIAISON), await person_id(bureau, LEADER)
    await bureau.say(CLERK, f"/deputy {post} #{leader}")
    chat = await bureau.person(LEADER)

    def is_offered() -> bool:
        return "sign" in {command["command"] for command in bureau.world.commands(chat, chat)}

    await bureau.say(LIAISON, "请假 3-3至3-4")
    assert not is_offered()
    for moment, expected in ((at("3-3", 0, 1), True), (at("3-4", 23), True), (at("3-5", 0, 1), False)):
        await bureau.until(moment)
        await bureau.settle()
        assert is_offered() is expected, moment


async def test_the_digest_goes_to_the_deputy(tmp_path: Path) -> None:
    plan = small(task("1.1.1", "任务1", until="3-6"))
    async with quick(tmp_path, plan) as bureau:
        await signed(bureau, CLERK, LIAISON, OTHER, HEAD)
        liaison, deputy = await with_deputy(bureau)
        await bureau.say(liaison, "/leave 3-3 3-5")
        await bureau.until(at("3-3"))
        assert (len(letters(bureau, liaison)), len(letters(bureau, deputy))) == (0, 1)
        assert "1.1.1 任务1" in letters(bureau, deputy)[0].text
        assert "请办理 1 项" in letters(bureau, deputy)[0].text
        await bureau.until(at("3-6"))
        assert [letter.at.day for letter in letters(bureau, liaison)] == [6]
        assert len(letters(bureau, deputy)) == 2  # 3 days and 1 day before


async def test_without_a_deputy_he_is_told_himself(tmp_path: Path) -> None:
    async with quick(tmp_path, small(task("1.1.1", "任务1", until="3-6"))) as bureau:
        (liaison,) = await signed(bureau, LIAISON)
        assert "未设B岗，提醒仍发给本人" in await bureau.say(liaison, "/leave 3-3 3-5")
        await bureau.until(at("3-3"))
        assert len(letters(bureau, liaison)) == 1


async def test_back_early(bureau: Town) -> None:
    liaison, deputy = await with_deputy(bureau)
    await bureau.until(MONDAY + timedelta(hours=2))
    await bureau.say(liaison, "/leave 今天 +1周")
    assert "（代）" in await bureau.say(deputy, "/settings")
    ends = next(str(button.data) for row in bureau.last(liaison).buttons for button in row if button.text == "销假")
    answer = await bureau.tap(liaison, "销假")
    assert answer == "已销假：演示运用促进处联络员的请假已结束。"
    assert await bureau.say(liaison, ends) == answer
    assert bureau.last(deputy).text.startswith("请知悉：演示运用促进处联络员已销假，运用促进处联络员不再由您代办。")
    assert "（代）" not in await bureau.say(deputy, "/settings")
    assert "目前没有请假" in await bureau.say(liaison, "销假")
    await bureau.say(liaison, "/leave 3-9 3-10")
    await bureau.say(liaison, "/leave 3-10 3-12")  # instead of the earlier leave
    assert await scalar(bureau, "SELECT count(*) FROM leaves") == 1


async def test_taken_back_before_the_morning_the_deputy_hears_only_that(bureau: Town) -> None:
    liaison, deputy = await with_deputy(bureau)
    await bureau.say(liaison, "/leave 3-3 3-5")
    await bureau.say(liaison, "/back")
    await bureau.until(at("3-2", 10))
    assert not any("请代为办理" in text for text in bureau.letters(deputy, MONDAY))


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("3-1 3-5", "请假的开始日期不能早于今天。请假未登记，请重新回复起止日期。"),
        ("2-30 3-5", "没有2月30日这一天。请假未登记，请重新回复起止日期。"),
        ("3-5 3-4", "请假的结束日期不能早于开始日期。开始日期3月5日已保留，请重新回复结束日期。"),
    ],
)
async def test_wrong_days_are_said_and_asked_again(bureau: Town, words: str, answer: str) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "请假")
    before = await remembered(bureau)
    assert await bureau.say(liaison, words) == answer
    assert await remembered(bureau) == before
    rest = "3-9" if words.startswith("3-5") else "3-5 3-9"  # the first day is valid, so only the last is asked again
    assert "3月5日至3月9日请假" in await bureau.say(liaison, rest)


async def test_by_the_clerk_and_by_two_at_once(bureau: Town) -> None:
    liaison, _ = await with_deputy(bureau)
    clerk, id = await bureau.person(CLERK), await person_id(bureau, LIAISON)
    await bureau.until(MONDAY + timedelta(hours=2))
    line = f"/leave #{id} v1 2020-03-05 2020-03-06"
    done = await bureau.say(clerk, line)
    assert "已登记：演示运用促进处联络员3月5日至3月6日请假。" in done
    assert "请知悉：督办员已登记您3月5日至3月6日请假。" in bureau.last(liaison).text
    before = await remembered(bureau)
    assert await bureau.say(clerk, line) == done
    assert "您的操作未保存" in await bureau.say(clerk, f"/leave #{id} v1 2020-04-05 2020-04-06")
    assert await remembered(bureau) == before


async def test_the_holder_is_no_deputy_of_himself(bureau: Town) -> None:
    post, id = await post_of(bureau, LIAISON), await person_id(bureau, LIAISON)
    other_id = await person_id(bureau, OTHER)
    assert "B岗不能是主岗本人" in await bureau.say(CLERK, f"/deputy {post} #{id}")
    await bureau.say(CLERK, f"/deputy {post} #{other_id}")
    await bureau.say(CLERK, f"/handover {post} #{other_id}")
    assert "B岗：未设" in await bureau.say(CLERK, f"/post {post}")


async def test_a_deputy_of_an_empty_post(bureau: Town) -> None:
    """The deputy of a vacant post may sign; once removed, no longer."""
    _, deputy = await with_deputy(bureau)
    post = await post_of(bureau, LIAISON)
    await bureau.say(CLERK, f"/vacate {post} 确认")
    assert "已签收" in await bureau.say(deputy, "/sign 2.2.3")
    await bureau.say(CLERK, f"/deputy {post}")
    assert "已取消：运用促进处联络员不设B岗。" in await bureau.tap(CLERK, "不设B岗")
    assert "由其他单位承办" in await bureau.say(deputy, "/sign 2.2.2")


async def test_who_is_stood_in_for_need_not_be_called(tmp_path: Path) -> None:
    """The phone list names the person who receives today, not the holder of the post."""
    async with quick(tmp_path, small(task("1.1.1", "任务1"))) as bureau:
        clerk, liaison, other = [await bureau.person(place) for place in (CLERK, LIAISON, OTHER)]
        bureau.world.block(liaison)
        await bureau.settle()
        assert "消息送不到" in await bureau.say(clerk, "打电话清单")
        id, deputy, post = await person_id(bureau, LIAISON), await person_id(bureau, OTHER), 2
        await bureau.say(clerk, f"/deputy {post} #{deputy}")
        await bureau.say(clerk, f"/leave #{id} v1 今天 明天")
        assert "目前没有需要电话联系的单位" in await bureau.say(clerk, "打电话清单")
        bureau.world.block(other)  # after the leave the holder receives again, and cannot be reached
        await bureau.settle()
        assert "消息送不到" in await bureau.say(clerk, "打电话清单")
        await bureau.say(clerk, f"/vacate {post} 确认")
        assert "联络员空缺" in await bureau.say(clerk, "打电话清单")
        bureau.world.block(other, False)
        await bureau.settle()
        assert "目前没有需要电话联系的单位" in await bureau.say(clerk, "打电话清单")


async def test_an_acting_clerk_has_no_more_than_the_days(bureau: Town) -> None:
    clerk, post, head = await bureau.person(CLERK), await post_of(bureau, CLERK), await person_id(bureau, HEAD)
    await bureau.say(clerk, f"/deputy {post} #{head}")
    assert "由督办员办理" in await bureau.say(HEAD, "/roster")
    await bureau.say(clerk, "/leave 今天 今天")
    assert "请选择单位类别" in await bureau.say(HEAD, "/roster")
    await bureau.until(at("3-3", 0, 1))
    assert "由督办员办理" in await bureau.say(HEAD, "/roster")


async def test_a_whole_new_line_after_a_refused_date(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    assert "没有2月30日这一天" in await bureau.say(liaison, "请假 2月30日 3月8日")
    assert "3月5日至3月8日请假。" in await bureau.say(liaison, "请假 3月5日 3月8日")
    assert "3月20日请假。" in await bureau.say(liaison, "/leave 2020-03-20 2020-03-20")


async def test_one_tap_takes_back_the_leave_just_registered(bureau: Town) -> None:
    """And not an earlier one."""
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "/leave 2020-03-05 2020-03-06")
    await bureau.say(liaison, "/leave 2020-03-09 2020-03-13")
    await bureau.tap(liaison, "销假")
    assert await scalar(bureau, "SELECT group_concat(first) FROM leaves") == "2020-03-05"
    await bureau.say(liaison, "/back")
    assert await scalar(bureau, "SELECT count(*) FROM leaves") == 0


async def test_written_before_midnight_and_handled_after(bureau: Town) -> None:
    """明天 is the day after the one on which the message was written."""
    liaison = await bureau.person(LIAISON)
    bureau.clock.set(at("3-2", 23, 58))
    bureau.world.say(liaison, "/leave 明天 明天")
    bureau.clock.set(at("3-3", 0, 5))
    await bureau.settle()
    assert "已登记：演示运用促进处联络员3月3日请假。" in bureau.last(liaison).text
