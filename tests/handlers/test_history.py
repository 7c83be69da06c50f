"""轨迹: every change of a task, for those who may see it, and nothing of it for others."""

from tests.town import CLERK, HEAD, LIAISON, OTHER, Town


async def test_who_did_what_when_and_what_it_was(bureau: Town) -> None:
    await bureau.say(LIAISON, "/sign 2.2.3")
    await bureau.say(HEAD, "2.2.3 60% 已完成初稿")
    await bureau.say(LIAISON, "2.2.3 已完成 名单已公布")
    await bureau.say(CLERK, "/return 2.2.3 缺成果材料")
    assert (await bureau.say(CLERK, "轨迹 2.2.3")).splitlines() == [
        "2.2.3 轨迹 · 共 4 条",
        "3月2日 08:00　运用促进处 · 退回",
        "　省知识产权局督办员：待审核 → 办理中，理由：缺成果材料",
        "3月2日 08:00　运用促进处 · 汇报",
        "　运用促进处联络员：办理中 → 待审核，按序时 → 已完成，60% → 100%，“名单已公布”",
        "3月2日 08:00　运用促进处 · 汇报",
        "　运用促进处负责人：按序时，0% → 60%，“已完成初稿”",
        "3月2日 08:00　运用促进处 · 签收",
        "　运用促进处联络员：待签收 → 办理中",
    ]
    await bureau.say(HEAD, "2.2.3")
    assert "共 4 条" in await bureau.tap(HEAD, "轨迹")


async def test_another_unit_sees_nothing_of_it(bureau: Town) -> None:
    await bureau.say(LIAISON, "2.2.3 60% 已完成初稿")
    said = await bureau.say(OTHER, "/history 2.2.3")
    assert "共 0 条" in said
    assert "还没有办理记录。" in said
    assert "没有编号为 9.9.9 的任务" in await bureau.say(OTHER, "/history 9.9.9")


async def test_many_on_pages(bureau: Town) -> None:
    for percent in range(10, 20):
        await bureau.say(LIAISON, f"2.2.3 {percent}%")
    assert "共 10 条（第1页，共2页）" in await bureau.say(LIAISON, "/history 2.2.3")
    assert "0% → 10%" in await bureau.tap(LIAISON, "下一页")
