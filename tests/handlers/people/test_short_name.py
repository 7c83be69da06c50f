"""The short name of a unit (简称): proposed by the program, changed by the clerk, on all buttons, found by searches."""

from pathlib import Path

from tests.handlers.scene import change, remembered, scalar
from tests.town import CLERK, LEADER, LIAISON, Town, town


async def test_the_clerk_changes_it(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    assert "（处室）\n上级：省知识产权局\n简称：运用处" in await bureau.say(clerk, "岗位 运用处")
    assert "运用促进处的简称是“运用处”，用在按钮上。" in await bureau.tap(clerk, "简称")
    before = await remembered(bureau)
    for words, answer in (
        ("保护处", "“保护处”已是知识产权保护处的名称或简称"),
        ("公共服务处", "“公共服务处”已是公共服务处的名称或简称"),
        ("运用促进和转化处", "简称请控制在6字以内"),
    ):
        assert answer in await bureau.say(clerk, words)
        assert await remembered(bureau) == before
    assert "处室 · 共 6 个" in await bureau.say(clerk, "岗位 处室")  # Not taken for the short name.
    await bureau.say(clerk, "/shortname 5")
    done = await bureau.say(clerk, "转化 处")
    assert "已更改：简称为转化处。" in done
    assert await bureau.say(clerk, "/shortname 5 v1 转化处") == done
    assert "您的操作未保存" in await bureau.say(clerk, "/shortname 5 v1 运转处")
    assert await scalar(bureau, "SELECT count(*) FROM events WHERE action = 'shorten_unit'") == 1
    assert "简称：转化处" in await bureau.say(clerk, "岗位 转化处")
    assert "没有名称含“运用处”的单位" in await bureau.say(clerk, "岗位 运用处")


async def test_on_buttons_and_in_searches(bureau: Town) -> None:
    leader = await bureau.person(LEADER)
    await bureau.say(leader, "/units")
    assert set(bureau.buttons(leader)) >= {"保护处", "运用处", "南京", "无锡"}
    assert "运用促进处" in await bureau.tap(leader, "运用处")
    assert "知识产权保护处" in await bureau.say(leader, "/unit 保护处")
    assert "省专利信息服务中心：20 项" in await bureau.say(leader, "/find 信息中心")
    await bureau.say(CLERK, "/shortname 8 情报所")
    assert "省专利信息服务中心：20 项" in await bureau.say(leader, "/find 情报所")


async def test_a_new_name_has_a_new_short_name(bureau: Town) -> None:
    """But one that the clerk has chosen stays."""
    clerk = await bureau.person(CLERK)
    assert "简称：转化处" in await bureau.say(clerk, "/unitname 5 转化促进处")
    assert "简称：促转处" in await bureau.say(clerk, "/shortname 5 促转处")
    assert "简称：促转处" in await bureau.say(clerk, "/unitname 5 运用促进处")
    assert "简称：保护科" in await bureau.say(clerk, "/newunit 18 处室 知识产权保护科")
    assert "简称：专利保护科" in await bureau.say(clerk, "/newunit 17 处室 专利保护科")


async def test_units_of_an_earlier_version_get_theirs(tmp_path: Path) -> None:
    async with town(tmp_path) as bureau:
        await bureau.person(LIAISON)
        await change(bureau, "UPDATE units SET short_name = '' WHERE id != 5")
        await bureau.bot.close()
        await bureau.bot.open(bureau.db, bureau.bot.username)
        query = "SELECT count(DISTINCT short_name) FROM units WHERE short_name != ''"
        assert await scalar(bureau, query) == await scalar(bureau, "SELECT count(*) FROM units")
