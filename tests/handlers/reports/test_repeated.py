"""The last report as draft of the next (沿用上次, 无变化), repeated texts, and values read from words."""

from datetime import timedelta

from tests.handlers.scene import scalar
from tests.town import CHANGZHOU, CLERK, HEAD, LIAISON, MONDAY, Town

REPORT_WORDS = "SELECT group_concat(words || unchanged || repeated, '；') FROM reports WHERE NOT undone"
SAME = "（与上次内容相同）"


async def test_the_last_report_again_and_nothing_new(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "2.2.3 有困难 30% 缺经费")
    assert "上次汇报：有困难 30%，缺经费" in await bureau.tap(liaison, "汇报")
    assert "已记录：有困难 30%。" in await bureau.tap(liaison, "无变化")
    await bureau.tap(liaison, "汇报")
    assert "有困难 30%：无变化" in await bureau.tap(liaison, "沿用上次")
    await bureau.tap(liaison, "撤销")
    assert "已记录：有困难 30%。" in await bureau.say(liaison, "2.2.3 无变化")
    await bureau.say(liaison, "2.2.3 有困难：缺 经费！")
    assert await scalar(bureau, REPORT_WORDS) == "缺经费00；无变化10；无变化10；缺 经费！01"
    await bureau.say(liaison, "2.2.3 有困难 无变化，仍缺经费")  # a word among others
    assert await scalar(bureau, "SELECT unchanged FROM reports ORDER BY id DESC LIMIT 1") == 0
    assert "今年第 5 次汇报" in await bureau.say(
        CLERK, f"/review {await scalar(bureau, 'SELECT assignment_id FROM reports')}"
    )


async def test_the_same_tap_twice_is_one_report(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "2.2.3 30% 已启动")
    for label, words in (("无变化", "无变化"), ("沿用上次", "无变化")):
        await bureau.say(liaison, "汇报 2.2.3")
        message = bureau.last(liaison)
        line = next(button.data for row in message.buttons for button in row if button.text == label)
        for _ in range(2):
            bureau.world.tap(liaison, liaison, message.id, str(line))
        await bureau.settle()
        assert message.text.startswith("已记录：按序时 30%。")
        assert f"按序时 30%：{words}" in message.text
    assert await scalar(bureau, "SELECT count(*) FROM reports") == 3


async def test_where_there_is_nothing_to_repeat(bureau: Town) -> None:
    assert await bureau.say(LIAISON, "2.2.3 无变化") == "2.2.3 没有可以沿用的汇报，请回复新的进展。"
    assert "已记录：30%" in await bureau.say(LIAISON, "30%")
    await bureau.say(LIAISON, "/undo")
    await bureau.say(LIAISON, "/submit 2.2.3 yes 名单已公布")
    share = await scalar(bureau, "SELECT assignment_id FROM reports")
    await bureau.say(CLERK, f"/return {share} 缺成果材料")
    assert "没有可以沿用的汇报" in await bureau.say(LIAISON, "汇报 2.2.3 沿用上次")


async def test_a_repeated_text_is_marked_for_the_clerk_alone(bureau: Town) -> None:
    for percent in (30, 40):
        await bureau.say(LIAISON, f"2.2.3 {percent}% 各项工作正在有序推进")
    share = await scalar(bureau, "SELECT assignment_id FROM reports")
    assert f"各项工作正在有序推进{SAME}" in await bureau.say(CLERK, f"/review {share}")
    assert f"各项工作正在有序推进{SAME}" in await bureau.say(CLERK, "2.2.3")
    for place in (LIAISON, HEAD):
        card = await bureau.say(place, "2.2.3")
        assert "各项工作正在有序推进" in card
        assert SAME not in card
    assert SAME not in await bureau.say(CLERK, "总览")


async def test_a_number_of_the_targets_own_unit(bureau: Town) -> None:
    liaison, clerk = await bureau.person(LIAISON), await bureau.person(CLERK)
    assert "如有数量请一并填写，例如：60% 650家" in await bureau.say(liaison, "汇报 2.2.4")
    card = await bureau.say(liaison, "60% 完成650家")
    assert "已记录：60%，完成 650/1000家。" in card
    assert "\n完成 650/1000家\n" in card
    assert "完成 650/1000家" in await bureau.say(clerk, "2.2.4")
    assert "数量 650" in await bureau.say(clerk, "轨迹 2.2.4")
    card = await bureau.say(liaison, "2.2.4 70% 推进会已召开")
    assert "已记录：70%。" in card
    assert "完成 650/1000家" in card, "the last number stands"
    assert await scalar(bureau, "SELECT group_concat(coalesce(value, '-')) FROM reports") == "650.0,-"
    await bureau.say(liaison, "2.2.4 75% 累计720家")
    assert "完成 720/1000家" in await bureau.say(liaison, "2.2.4")
    assert "完成 650/1000家" in await bureau.say(liaison, "/undo")
    # The city only supports, so the target of 1000 is not its own.
    assert "完成 40家" in await bureau.say(CHANGZHOU, "2.2.4 20% 已贯标40家")
    assert "完成 650" not in await bureau.say(CHANGZHOU, "2.2.4")
    assert "如有数量" not in await bureau.say(liaison, "汇报 2.2.1")


async def test_reports_are_counted_by_the_year(bureau: Town) -> None:
    await bureau.say(LIAISON, "2.2.3 30% 已启动")
    bureau.clock.set(MONDAY + timedelta(days=310))
    await bureau.say(LIAISON, "2.2.3 90% 已评审")
    share = await scalar(bureau, "SELECT assignment_id FROM reports")
    assert "今年第 1 次汇报" in await bureau.say(CLERK, f"/review {share}")
