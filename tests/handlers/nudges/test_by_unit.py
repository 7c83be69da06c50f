"""催办 by unit: what a unit owes, which units owe something, and that nobody learns more than they may nudge."""

from pathlib import Path

from tests.handlers.nudges.desk import CITY_HEAD, PAPERS, PLAN, SUZHOU, at
from tests.handlers.scene import change, remembered, scalar
from tests.town import CHANGZHOU, CLERK, HEAD, LEADER, LIAISON, OBSERVER, Town, quick


async def test_what_a_unit_owes_and_a_nudge_with_words(bureau: Town) -> None:
    clerk, city = await bureau.person(CLERK), await bureau.person(CHANGZHOU)
    await bureau.until(at("3-2"))
    await bureau.say(city, "签收 2.1.2")
    page = await bureau.say(clerk, "/nudgeunit 常州市局 请于周五前报送")
    assert page.splitlines()[0] == "催办常州市局：请选择任务（第1页，共4页）"
    assert page.splitlines()[1] == "未签收 26 项、未汇报 1 项"
    assert "1.1.3 各市出台本地保护落实举措\n　未签收 · 时限9月30日" in page
    assert "附言：请于周五前报送" in page
    assert bureau.buttons(clerk)[:3] == ["5.3.3", "1.1.3", "5.1.2"]  # what was signed is less urgent
    while "2.1.2" not in bureau.buttons(clerk):
        assert "附言：请于周五前报送" in await bureau.tap(clerk, "下一页")
    preview = await bureau.tap(clerk, "2.1.2")
    assert "提醒 1 件：常州市局；" in preview
    assert "附言：请于周五前报送\n" in preview
    assert await scalar(bureau, PAPERS) == 0
    await bureau.tap(clerk, "确认发送")
    assert bureau.last(city).text.endswith("省知识产权局督办员：请于周五前报送")
    again = await bureau.say(clerk, "催办单位 常州市局")
    assert again.splitlines()[1] == "未签收 26 项"
    assert "今天已催办 1 项，不再重复。" in again


async def test_by_id_by_part_of_the_name_and_several(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    ids = [await scalar(bureau, f"SELECT id FROM units WHERE name = '{name}'") for name in ("常州市局", "苏州市局")]
    for words in (ids[0], "常州", "常州市局"):
        assert (await bureau.say(clerk, f"/nudgeunit {words}")).startswith("催办常州市局：请选择任务")
    several = await bureau.say(clerk, f"/nudgeunit {ids[0]} {ids[1]} 请抓紧")
    assert several.startswith("催办2个单位：请选择单位\n常州市局　未签收 27 项\n苏州市局　未签收 29 项")
    assert "附言：请抓紧" in await bureau.tap(clerk, "苏州")
    assert "没有名称含“火星”的单位" in await bureau.say(clerk, "/nudgeunit 火星")
    assert (await bureau.say(clerk, "/nudgeunit 办公室")).startswith("催办办公室：请选择任务")
    await change(bureau, "UPDATE assignments SET state = 'closed'")
    assert await bureau.say(clerk, "/nudgeunit 办公室") == "办公室没有需要催办的任务。"


async def test_all_units_of_a_list(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    await bureau.person(CHANGZHOU)
    for code in ("1.1.3", "2.1.2", "5.3.3"):
        await bureau.say(CHANGZHOU, f"签收 {code}")
    page = await bureau.say(clerk, "/nudgeall 未签收")
    assert page.splitlines()[0] == "催办未签收的单位：请选择单位（第1页，共4页）"
    assert page.splitlines()[1:3] == ["知识产权保护处　未签收 44 项", "运用促进处　未签收 38 项"]
    assert "未签收 24 项" in await bureau.say(clerk, "/nudgeall 未签收 p1")
    assert "常州市局　未反馈 27 项" in await bureau.say(clerk, "/nudgeall 未反馈")
    assert "未签收 24 项、未汇报 3 项" in await bureau.tap(clerk, "常州")
    assert await bureau.say(clerk, "/nudgeall 逾期") == "没有逾期的单位。"
    bureau.clock.set(at("12-31", 20))
    assert "催办逾期的单位：请选择单位" in await bureau.say(clerk, "/nudgeall 逾期")
    assert "用法：/nudgeall 情况" in await bureau.say(clerk, "/nudgeall")


async def test_who_may_not(bureau: Town) -> None:
    for place in (LIAISON, OBSERVER, SUZHOU, HEAD, CITY_HEAD, LEADER):
        await bureau.person(place)
    before = await remembered(bureau)
    for line in ("/nudgeunit 知识产权保护处", "/nudgeall 未签收", "/nudgeunit 常州市局 x"):
        for place in (LIAISON, OBSERVER, SUZHOU):
            assert "由分管领导、督办员、负责人办理。" in await bureau.say(place, line)
    for line in ("/nudgeunit 知识产权保护处", "/nudgeunit 运用促进处", "/nudgeunit 常州市局"):
        for place in (HEAD, CITY_HEAD):
            answer = await bureau.say(place, line)
            assert answer == f"{line.partition(' ')[2]}不在您的催办范围内。"
    assert await bureau.say(HEAD, "/nudgeall 未签收") == "没有未签收的单位。"
    assert (await bureau.say(LEADER, "/nudgeunit 常州市局")).startswith("催办常州市局")
    assert await remembered(bureau) == before


async def test_a_head_sees_the_units_below(tmp_path: Path) -> None:
    async with quick(tmp_path, PLAN) as bureau:
        head = await bureau.person(("南京专利代办处", HEAD[1]))
        assert (await bureau.say(head, "/nudgeall 未反馈")).splitlines()[1:] == ["苏州分理处　未反馈 1 项"]
        assert "催办苏州分理处：请选择任务" in await bureau.say(head, "/nudgeunit 苏州分理处")
        assert "提醒 1 件：苏州分理处；" in await bureau.tap(head, "1.1.3")


async def test_a_restricted_task_is_its_number(tmp_path: Path) -> None:
    async with quick(tmp_path, PLAN) as bureau:
        await change(bureau, "UPDATE tasks SET restricted = 1")
        clerk = await bureau.person(CLERK)
        page = await bureau.say(clerk, "/nudgeunit 运用促进处 请抓紧")
        assert "1.1.1 （不上机）" in page
        assert "时限" not in page
        assert "推动" not in page
        assert "不上机任务，信中只写编号和单位" in await bureau.tap(clerk, "1.1.1")
