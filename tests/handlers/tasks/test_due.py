"""到期: what is due when, the nearest first; an empty list names the next date."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.handlers.scene import change, small, task
from tests.town import CHANGZHOU, CLERK, LIAISON, OTHER, SHANGHAI, Place, Town, quick

TASKS = (
    task("1.1", "宣传活动", until="3-15", lead=("知识产权保护处",)),
    task("1.2", "导航项目", until="4-26", lead=("运用促进处",)),
    task("1.3", "各市都做", until="6-30", lead=("知识产权保护处",), local=True),
    task("1.4", "年底完成", until="12-31", lead=("运用促进处",), support=("办公室",)),
    task("1.5", "时限待定的事", until="12-30", lead=("运用促进处",)),
)


async def codes(bureau: Town, person: int, line: str) -> list[str]:
    answer = await bureau.say(person, line)
    is_list = " · 共 " in answer.splitlines()[0]
    return [label for label in bureau.buttons(person) if label[0].isdigit()] if is_list else []


@pytest.mark.parametrize(
    ("place", "line", "expected"),
    [
        (CLERK, "/due 2020-03-02 2020-03-08", []),
        (CLERK, "/due 2020-03-09 2020-03-15", ["1.1"]),
        (CLERK, "/due 2020-03-01 2020-06-30", ["1.1", "1.2", "1.3"]),
        (CLERK, "/due 2020-06-30", ["1.1", "1.2", "1.3"]),
        (CLERK, "/due 2020-06-30 保护处", ["1.1", "1.3"]),
        (CLERK, "/due 2020-06-30 常州", ["1.3"]),
        (CLERK, "/due 2020-06-30 没报 常州", ["1.3"]),
        (CLERK, "/due 最近", ["1.1"]),
        (CLERK, "/due", ["1.1"]),
        (CLERK, "/due 二季度", ["1.2", "1.3"]),
        (CLERK, "到期", ["1.1"]),
        (CLERK, "/find 6月底前", ["1.1", "1.2", "1.3"]),
        (CLERK, "/find 二季度有哪些", ["1.2", "1.3"]),
        (CLERK, "/find 导航 二季度", ["1.2"]),
        (CLERK, "/find 时限待定", ["1.5"]),
        (LIAISON, "/find 二季度", ["1.2", "1.3"]),  # of the plan
        (LIAISON, "/find 我的 二季度", ["1.2"]),
        (LIAISON, "/find 我牵头 12月", ["1.4"]),
        (LIAISON, "/due 2020-12-31 我的", ["1.2", "1.4"]),
        (LIAISON, "/due 2020-06-30 没报", ["1.2"]),  # the state of others' assignments is not theirs to know
        (CHANGZHOU, "/due 2020-12-31 我的", ["1.3"]),
        (OTHER, "/find 各市 6月", ["1.3"]),
    ],
)
async def test_what_is_due(tmp_path: Path, place: Place, line: str, expected: list[str]) -> None:
    async with quick(tmp_path, small(*TASKS)) as bureau:
        await change(bureau, "UPDATE tasks SET deadline = NULL WHERE code = '1.5'")
        await change(bureau, "UPDATE assignments SET deadline = NULL WHERE task_id = 5")
        assert await codes(bureau, await bureau.person(place), line) == expected


async def test_the_rows_show_the_date_and_the_units(tmp_path: Path) -> None:
    async with quick(tmp_path, small(*TASKS)) as bureau:
        assert (await bureau.say(CLERK, "/due 2020-03-02 2020-05-01")).splitlines() == [
            "3月2日至5月1日到期 · 共 2 项",
            "🟢 1.1 宣传活动 · 3月15日", "　按序时 · 知识产权保护处",
            "🟢 1.2 导航项目 · 4月26日", "　按序时 · 运用促进处",
        ]  # fmt: skip
        found = await bureau.say(CLERK, "/find 五一前")
        assert found.splitlines()[:2] == ["查找“五一前” · 共 2 项", "时限：4月30日以前"]


async def test_an_extension_and_an_end_move_it_for_its_readers(tmp_path: Path) -> None:
    async with quick(tmp_path, small(*TASKS)) as bureau:
        clerk, other = await bureau.person(CLERK), await bureau.person(OTHER)
        await change(bureau, "UPDATE assignments SET deadline = '2020-05-20' WHERE task_id = 2")
        assert await codes(bureau, clerk, "/due 2020-04-01 2020-04-30") == []
        assert "1.2 导航项目 · 5月20日" in await bureau.say(clerk, "/due 2020-05-01 2020-05-31")
        assert await codes(bureau, other, "/due 2020-04-01 2020-04-30 全部") == ["1.2"]  # as in the plan
        await change(bureau, "UPDATE assignments SET state = 'closed' WHERE task_id = 2")
        assert await codes(bureau, clerk, "/due 2020-05-01 2020-05-31") == []
        assert await codes(bureau, clerk, "/due 2020-05-01 2020-05-31 已办结") == ["1.2"]


async def test_an_empty_list_names_the_next_date(tmp_path: Path) -> None:
    async with quick(tmp_path, small(*TASKS)) as bureau:
        clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
        assert await bureau.say(clerk, "/due 2020-03-02 2020-03-08") == (
            "3月2日至3月8日没有到期的任务。\n下一项：1.1 宣传活动，时限3月15日 周日"
        )
        assert bureau.buttons(clerk) == ["1.1", "总览"]
        assert await bureau.say(liaison, "/find 我 这周要交") == (
            "没有符合“我 这周要交”的任务（时限3月2日至3月8日）。\n下一项：1.2 导航项目，时限4月26日 周日"
        )
        assert await bureau.say(liaison, "/find 逾期") == (
            "没有符合“逾期”的任务。\n下一项：1.2 导航项目，时限4月26日 周日"
        )
        bureau.clock.set(datetime(2021, 1, 4, 9, tzinfo=SHANGHAI))
        assert await bureau.say(clerk, "/due 2021-01-04 2021-01-10") == "1月4日至1月10日没有到期的任务。"
        assert bureau.buttons(clerk) == ["查看计划", "总览"]


async def test_a_unit_is_shown_its_own_and_on_request_the_plan(tmp_path: Path) -> None:
    async with quick(tmp_path, small(*TASKS)) as bureau:
        liaison = await bureau.person(LIAISON)
        own = await bureau.say(liaison, "/due 2020-03-02 2020-06-30")
        assert own.startswith("3月2日至6月30日到期（本单位） · 共 1 项\n运用促进处：")
        assert bureau.buttons(liaison) == ["1.2", "全部计划"]
        plan = await bureau.tap(liaison, "全部计划")
        assert plan.startswith("3月2日至6月30日到期 · 共 3 项")
        assert "没有到期的任务（本单位）。\n下一项：1.2" in await bureau.say(liaison, "/due 最近")
        assert await codes(bureau, liaison, "/due 2020-06-30 常州") == ["1.3"]


async def test_pages_of_what_is_due(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    first = await bureau.say(clerk, "/due 2020-03-02 2020-12-31 运用处")
    assert first.startswith("3月2日至12月31日到期（运用处） · 共 ")
    assert "运用促进处：38 项，待签收 38 · 办理中 0 · 待审核 0 · 已办结 0" in first
    assert "（第2页" in await bureau.tap(clerk, "下一页")
    assert "（第1页" in await bureau.tap(clerk, "上一页")


async def test_a_restricted_task_is_not_found_by_its_date(tmp_path: Path) -> None:
    async with quick(tmp_path, small(*TASKS)) as bureau:
        await change(bureau, "UPDATE tasks SET restricted = 1 WHERE code = '1.1'")
        for place in (CLERK, OTHER):
            answer = await bureau.say(place, "/due 2020-03-02 2020-03-31")
            assert "1.1" not in answer
            assert "3月15日" not in answer


async def test_the_pages_of_the_plan_stay_with_the_plan(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    own = await bureau.say(liaison, "/due 2020-12-31")
    assert "（本单位） · 共 " in own
    assert "（第2页" in await bureau.tap(liaison, "下一页")
    await bureau.tap(liaison, "全部计划")
    assert "12月31日以前到期 · 共 " in await bureau.tap(liaison, "下一页")


async def test_a_wrong_date(bureau: Town) -> None:
    assert "没有6月31日这一天" in await bureau.say(CLERK, "/due 6月31日")
    assert "日期请写成2020-03-08的形式" in await bureau.say(CLERK, "/due 2020-13-40")
