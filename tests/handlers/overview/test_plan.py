"""The plan and one's own tasks: pages, the button back, and the result of a new import."""

from datetime import timedelta
from pathlib import Path

from storage import importing
from tests.handlers.scene import small, task
from tests.town import CHANGZHOU, CLERK, LEADER, LIAISON, MONDAY, Town, quick


async def test_sections_pages_and_back(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    plan = await bureau.say(liaison, "计划")
    assert "共 109 项任务" in plan
    assert "2　创造与运用（25 项）" in plan
    assert len(bureau.buttons(liaison)) == 8
    assert "（第1页，共4页）" in await bureau.tap(liaison, "创造与运用")
    assert bureau.buttons(liaison)[-2:] == ["下一页", "返回"]
    page = await bureau.tap(liaison, "下一页")
    assert "2.2.4 推动企业贯标 · 12月31日" in page
    assert "承办单位" in await bureau.tap(liaison, "2.2.4")
    assert "共 109 项任务" in await bureau.say(liaison, "/plan p9")
    assert "计划已更新" in await bureau.say(liaison, "/plan 999")


async def test_my_tasks(bureau: Town) -> None:
    liaison, city = await bureau.person(LIAISON), await bureau.person(CHANGZHOU)
    answer = await bureau.say(liaison, "我的任务")
    assert answer.startswith("我的任务 · 共 38 项，待签收 38 项（第1页")
    assert "第1页，共5页" in answer
    assert answer.index("5.3.3 4·26宣传周") < answer.index("2.1.6") < answer.index("4.3.1")  # nearest deadline first
    assert answer.count(" · 待签收 · ") == 8
    assert "1.1.3 各市出台本地保护落实举措" in await bureau.say(city, "/my")
    leader = await bureau.say(LEADER, "/my")
    assert "您的岗位没有承办任务" in leader


async def test_a_section_that_an_import_has_replaced(tmp_path: Path) -> None:
    async with quick(tmp_path, small(task("1.1.1", "推动企业贯标"))) as bureau:
        clerk = await bureau.person(CLERK)
        await bureau.say(clerk, "/plan")
        old = bureau.last(clerk)
        newer, now = small(task("1.1.1", "推动企业贯标"), task("1.1.2", "专利导航")), MONDAY + timedelta(days=1)
        await bureau.db.write(lambda db: importing.apply(db, newer, now.date(), now))
        bureau.world.tap(clerk, clerk, old.id, old.buttons[0][0].data or "")
        await bureau.settle()
        assert "计划已更新" in bureau.last(clerk).text
        assert "共 2 项" in await bureau.tap(clerk, "查看计划")
