"""不上机: messages about a restricted task contain its number and unit only."""

from datetime import timedelta

from tests.handlers.scene import scalar
from tests.town import CLERK, LIAISON, MONDAY, OTHER, Town


async def test_marked_and_released(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    await bureau.say(LIAISON, "2.2.3 60% 已完成遴选方案")
    await bureau.say(clerk, "2.2.3")
    card = await bureau.tap(clerk, "不上机")
    assert "已设为不上机" in card
    assert "2.2.3（不上机）" in card
    texts = [
        await bureau.say(place, line)
        for place in (clerk, LIAISON)
        for line in ("2.2.3", "/my", "总览", "/board lights", "轨迹 2.2.3", "/unit 运用促进处")
    ]
    assert not [text for text in texts if "示范中心" in text or "遴选方案" in text]
    assert "由督办员办理" in await bureau.say(LIAISON, "/release 2.2.3")
    await bureau.say(clerk, "2.2.3")
    assert "2.2.3 新建高价值专利示范中心" in await bureau.tap(clerk, "恢复上机")
    assert await scalar(bureau, "SELECT count(*) FROM events WHERE action = 'restrict'") == 2


async def test_neither_how_far_it_is_nor_its_milestones(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    await bureau.say(clerk, "/milestones 2.2.3 6月30日 40% 完成中期评审")
    await bureau.say(clerk, "/restrict 2.2.3")
    assert (await bureau.say(liaison, "2.2.3 60% 已完成遴选方案")).startswith(
        "已记录：运用促进处的汇报。\n\n2.2.3（不上机）"
    )
    assert "60%" not in bureau.last(liaison).text
    assert (await bureau.tap(liaison, "撤销")).startswith("已撤销，2.2.3 运用促进处。\n\n2.2.3（不上机）")
    await bureau.say(liaison, "/submit 2.2.3 yes")
    assert "名单不全" not in await bureau.say(clerk, "/return 2.2.3 其他 名单不全")
    sent_back = await bureau.tap(clerk, "确认退回")
    assert sent_back.startswith("已退回：2.2.3 运用促进处。\n\n2.2.3\n")
    assert "名单不全" not in sent_back + bureau.last(liaison).text
    for line in ("/milestones 2.2.3", "/milestones 2.2.3 9月30日 80% 完成终审", "/unmilestone 2.2.3 1"):
        assert await bureau.say(clerk, line) == "不上机任务的里程碑请按纸质渠道办理。"
    await bureau.say(clerk, "/release 2.2.3")
    assert "40%：完成中期评审" in await bureau.say(clerk, "/milestones 2.2.3")


async def test_a_letter_that_waits_says_less(bureau: Town) -> None:
    """A letter that waits for the morning tells nothing more of a task restricted meanwhile."""
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "/submit 2.2.3 yes")
    await bureau.say(OTHER, "/submit 1.3.6 yes")
    await bureau.confirm(CLERK, "/return 2.2.3 其他 名单不全")
    await bureau.say(CLERK, "/restrict 2.2.3")
    await bureau.until(MONDAY + timedelta(hours=3))
    letters = bureau.letters(liaison, MONDAY)
    assert "您有新的督办事项，请点下方按钮查看。" in letters
    assert not [text for text in letters if "示范中心" in text or "名单不全" in text]
