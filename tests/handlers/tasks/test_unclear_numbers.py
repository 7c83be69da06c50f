"""What was not understood but names a task by number offers that task, and no other."""

from tests.town import CLERK, LEADER, Town


async def test_the_numbered_tasks_are_offered(bureau: Town) -> None:
    clerk, leader = await bureau.person(CLERK), await bureau.person(LEADER)
    await bureau.say(clerk, "2.1.2")
    answer = await bureau.say(clerk, "2.2.4先不办结")
    assert "未作任何登记" in answer
    assert "2.1.2" not in answer
    assert bureau.buttons(clerk) == ["2.2.4", "帮助"]
    await bureau.say(leader, "2.2.4知道了")
    assert bureau.buttons(leader) == ["2.2.4", "帮助"]


async def test_a_filter_that_search_lacks_is_not_ignored(bureau: Town) -> None:
    for words in ("进度不到30%的", "除了常州都报了吗", "上周办结了几项"):
        assert "未作任何登记" in await bureau.say(CLERK, words)
    assert "查找“没报 各市” · 共 8 项" in await bureau.say(CLERK, "哪些市没报")
    assert "共 13 个市" in await bureau.say(CLERK, "2.1.2还差哪些市")


async def test_what_instructs_nobody_previews_nothing(bureau: Town) -> None:
    for words in ("让我想想", "同意，谢谢", "2.2.4知道了", "请大家注意休息"):
        assert "批示：" not in await bureau.say(LEADER, words)
