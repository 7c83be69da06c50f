"""轨迹: every change of a task or a unit, for those who may read it."""

from tests.handlers.scene import change, scalar
from tests.town import CLERK, HEAD, LIAISON, OBSERVER, OTHER, Town


async def test_who_did_what_when_and_what_it_was(bureau: Town) -> None:
    await bureau.say(LIAISON, "/sign 2.2.3")
    await bureau.say(HEAD, "2.2.3 60% 已完成初稿")
    await bureau.say(LIAISON, "/submit 2.2.3 yes 名单已公布")
    await bureau.say(CLERK, "/return 2.2.3 缺成果材料")
    assert (await bureau.say(CLERK, "轨迹 2.2.3")).splitlines() == [
        "2.2.3 轨迹 · 共 4 条",
        "3月2日 08:00　运用促进处 · 退回",
        "　省知识产权局督办员：待审核 → 办理中，已完成 → 按序时，100% → 60%，理由：缺成果材料",
        "3月2日 08:00　运用促进处 · 汇报",
        "　运用促进处联络员：办理中 → 待审核，按序时 → 已完成，60% → 100%，“名单已公布”",
        "3月2日 08:00　运用促进处 · 汇报",
        "　运用促进处负责人：按序时，60%，“已完成初稿”",
        "3月2日 08:00　运用促进处 · 签收",
        "　运用促进处联络员：待签收 → 办理中",
    ]
    await bureau.say(HEAD, "2.2.3")
    assert "共 4 条" in await bureau.tap(HEAD, "轨迹")


async def test_another_unit_sees_nothing_of_it(bureau: Town) -> None:
    await bureau.say(LIAISON, "2.2.3 60% 已完成初稿")
    answer = await bureau.say(OTHER, "/history 2.2.3")
    assert "共 0 条" in answer
    assert "还没有办理记录。" in answer
    assert "没有编号为 9.9.9 的任务" in await bureau.say(OTHER, "/history 9.9.9")


async def test_many_on_pages(bureau: Town) -> None:
    for percent in range(10, 20):
        await bureau.say(LIAISON, f"2.2.3 {percent}%")
    assert "共 10 条（第1页，共2页）" in await bureau.say(LIAISON, "/history 2.2.3")
    assert "，10%" in await bureau.tap(LIAISON, "下一页")


async def test_all_that_a_unit_has_done(bureau: Town) -> None:
    await bureau.say(LIAISON, "/sign 2.2.3")
    await bureau.say(HEAD, "2.2.9 20% 已起草")
    assert "已记录" in await bureau.say(OTHER, "1.1.2 5%")
    expected = [
        "运用促进处 轨迹 · 共 2 条",
        "3月2日 08:00　2.2.9 重点园区专利导航 · 汇报",
        "　运用促进处负责人：待签收 → 办理中，按序时，20%，“已起草”",
        "3月2日 08:00　2.2.3 新建高价值专利示范中心 · 签收",
        "　运用促进处联络员：待签收 → 办理中",
    ]
    for place in (CLERK, HEAD):
        assert (await bureau.say(place, "轨迹 运用促进处")).splitlines() == expected
    await bureau.say(CLERK, "/unit 运用促进处")
    assert (await bureau.tap(CLERK, "轨迹")).splitlines() == expected
    assert bureau.buttons(await bureau.person(CLERK)) == ["返回"]


async def test_another_unit_is_not_told(bureau: Town) -> None:
    await bureau.say(LIAISON, "/sign 2.2.3")
    number = await scalar(bureau, "SELECT id FROM units WHERE name = '运用促进处'")
    for line in (f"/history u{number}", "/history 运用促进处"):
        assert await bureau.say(OTHER, line) == "您只能查看本单位及下属单位的办理记录。"
    assert "没有名称含“火星”的单位" in await bureau.say(CLERK, "/history 火星")
    assert "请只写任务编号或单位名称" in await bureau.say(CLERK, "/history 12 市局")
    assert "有多个单位" in await bureau.say(CLERK, "轨迹 市局")
    assert "南京市局 轨迹 · 共 0 条" in await bureau.tap(CLERK, "南京")
    assert "请回复单位名称" in await bureau.say(CLERK, "轨迹")
    assert "运用促进处 轨迹 · 共 1 条" in await bureau.say(CLERK, "运用促进处")


async def test_a_unit_on_pages(bureau: Town) -> None:
    for percent in range(10, 20):
        await bureau.say(LIAISON, f"2.2.3 {percent}%")
    assert "运用促进处 轨迹 · 共 10 条（第1页，共2页）" in await bureau.say(LIAISON, "/history 运用促进处")
    assert "，10%" in await bureau.tap(LIAISON, "下一页")
    assert "（第2页，共2页）" in await bureau.say(LIAISON, "/history 2.2.3 p9")


async def test_what_is_not_for_telegram_is_a_number_there(bureau: Town) -> None:
    await bureau.say(LIAISON, "2.2.3 60% 机密内容")
    await change(bureau, "UPDATE tasks SET restricted = 1 WHERE code = '2.2.3'")
    assert (await bureau.say(LIAISON, "/history 2.2.3")).splitlines() == [
        "2.2.3 轨迹 · 共 1 条", "3月2日 08:00　运用促进处",
    ]  # fmt: skip
    assert (await bureau.say(LIAISON, "/history 运用促进处")).splitlines() == [
        "运用促进处 轨迹 · 共 1 条", "3月2日 08:00　2.2.3 （不上机）",
    ]  # fmt: skip


async def test_what_passes_between_a_unit_and_its_leaders_is_not_the_observers(bureau: Town) -> None:
    await bureau.say(LIAISON, "/sign 2.2.3")
    await bureau.say(LIAISON, "/extend 2.2.3 2021-01-15 评审推迟")
    for what in ("2.2.3", "运用促进处"):
        assert f"{what} 轨迹 · 共 2 条" in await bureau.say(CLERK, f"/history {what}")
        answer = await bureau.say(OBSERVER, f"/history {what}")
        assert f"{what} 轨迹 · 共 1 条" in answer
        assert "延期" not in answer
