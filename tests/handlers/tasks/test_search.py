"""Search by number, title, unit, initials and state."""

from datetime import datetime
from pathlib import Path

import pytest

from plan.values import Duty
from tests.handlers.scene import change, small, task
from tests.town import CHANGZHOU, CLERK, LIAISON, OBSERVER, OTHER, SHANGHAI, Place, Town, quick


async def test_finding(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    assert "2.2.9 重点园区专利导航 · 12月31日" in await bureau.say(liaison, "专利导航")
    assert bureau.buttons(liaison) == ["2.2.9"]
    answer = await bureau.say(liaison, "/find 徐州市局")
    assert "（第1页，共" in answer
    assert bureau.buttons(liaison)[-1] == "下一页"
    assert "（第2页，共" in await bureau.tap(liaison, "下一页")
    assert "（第1页，共" in await bureau.tap(liaison, "上一页")
    assert "5.3.2 3·15主题宣传" in await bureau.say(liaison, "/find 3·15")
    assert "没有找到“太空探索”" in await bureau.say(liaison, "/find 太空探索")
    assert "2020年全省知识产权工作要点" in await bureau.tap(liaison, "查看计划")


async def test_words_that_mean_something_to_a_database_or_to_markup(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    for words in ("%", "_", "\\", "'; DROP TABLE tasks; --", "<b>", "&amp;", "字" * 4000, "🚀"):
        assert (await bureau.say(liaison, f"/find {words}")).startswith(f"没有找到“{words[:50]}”。")


async def test_a_question_is_asked_back_and_answered(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    assert "请回复要查找的" in await bureau.say(liaison, "查找")
    assert "查找“质押” · 共 1 项" in await bureau.say(liaison, "质押")


async def test_a_number_that_is_not_there(bureau: Town) -> None:
    assert "没有编号为 9.9.9 的任务" in await bureau.say(LIAISON, "9.9.9")
    assert "没有编号为 99999 的任务" in await bureau.say(LIAISON, "/task 99999")
    assert "没有这个命令" in await bureau.say(LIAISON, "/nothing")
    assert "没有这个命令" in await bureau.say(LIAISON, "/2.2.4")
    assert "没有这个命令" in await bureau.say(LIAISON, "/进展")


async def test_by_number_and_its_beginning(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    assert "查找“2.2” · 共 " in await bureau.say(liaison, "2.2")
    assert all(code.startswith("2.2.") for code in bureau.buttons(liaison) if code != "下一页")
    assert "（第2页，共" in await bureau.tap(liaison, "下一页")
    answer = await bureau.say(liaison, "/find 2.2.1")
    assert "查找“2.2.1” · 共 1 项" in answer
    assert bureau.buttons(liaison) == ["2.2.1"]  # not 2.2.10
    assert "没有编号为 9.9 的任务" in await bureau.say(liaison, "9.9")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("zdyqzldh", "2.2.9"),
        ("ZLDH", "2.2.9"),
        ("zhuanlidaohang", "2.2.9"),
        ("专利 园区", "2.2.9"),
        ("专利导航 运用促进", "2.2.9"),
        ("3·15 办公室", "5.3.2"),
        ("pct", "0.1"),  # only the sentence says it
    ],
)
async def test_by_words_and_letters(tmp_path: Path, words: str, code: str) -> None:
    tasks = (
        task("0.1", "主要指标", "专利授权、PCT排名前列"),
        task("2.2.9", "重点园区专利导航"),
        task("5.3.2", "3·15主题宣传", lead=("办公室",)),
    )
    async with quick(tmp_path, small(*tasks)) as bureau:
        liaison = await bureau.person(LIAISON)
        assert f"查找“{words}” · 共 1 项" in await bureau.say(liaison, f"/find {words}")
        assert bureau.buttons(liaison) == [code]


async def test_a_unit_by_its_initials(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    by_name = await bureau.say(liaison, "/find 常州市局")
    for words in ("czsj", "changzhou"):
        assert (await bureau.say(liaison, f"/find {words}")).replace(words, "常州市局") == by_name
    assert "查找“bhzx” · 共 " in await bureau.say(liaison, "/find bhzx")


async def test_a_slip_of_the_finger_is_said(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    answer = await bureau.say(liaison, "/find 专利倒航")
    assert answer.startswith("没有完全相符的，您要找的可能是：\n查找“专利倒航” · 共 ")
    assert "2.2.9 重点园区专利导航" in answer
    unit = await bureau.say(liaison, "/find 常洲市局")
    assert unit.startswith("没有完全相符的")
    assert "（第1页，共" in unit
    assert "（第2页，共" in await bureau.tap(liaison, "下一页")


TASKS = (
    task("1.1", "早已到期", until="3-20", lead=("运用促进处",), support=("办公室",)),
    task("1.2", "年底到期", until="12-31", lead=("运用促进处", "知识产权保护处")),
    task("1.3", "各市都做", until="6-30", lead=("知识产权保护处",), local=True),
)
APRIL = datetime(2020, 4, 1, 9, 0, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("place", "words", "codes"),
    [
        (CLERK, "逾期", ["1.1"]),
        (CLERK, "红灯", ["1.1"]),
        (CLERK, "红灯 黄灯", ["1.1", "1.3"]),
        (CLERK, "红灯 没报", ["1.1"]),
        (CLERK, "黄灯 徐州", ["1.3"]),
        (CLERK, "滞后", ["1.3"]),
        (CLERK, "没报", ["1.1", "1.3", "1.2"]),
        (CLERK, "待签收", ["1.1", "1.3", "1.2"]),
        (CLERK, "办理中", ["1.2"]),
        (CLERK, "已办结", []),
        (CLERK, "常州 没报", ["1.3"]),
        (CLERK, "知识产权保护处 没报", ["1.3", "1.2"]),  # of its share, though the other one has reported
        (CLERK, "年底 没报", ["1.2"]),
        (CLERK, "6月到期", ["1.3"]),
        (CLERK, "各市", ["1.3"]),
        (CLERK, "我牵头", []),
        (LIAISON, "我牵头", ["1.1", "1.2"]),
        (LIAISON, "我牵头 逾期", ["1.1"]),
        (LIAISON, "我配合", []),
        (LIAISON, "逾期", ["1.1"]),
        (LIAISON, "没报", ["1.1"]),
        (LIAISON, "办理中", ["1.2"]),
        (LIAISON, "常州 没报", []),  # the liaison may not know it
        (LIAISON, "6月", ["1.3"]),  # of the plan
        (("办公室", Duty.HEAD), "我配合 逾期", ["1.1"]),
        (OTHER, "逾期", []),
        (OTHER, "早已到期 逾期", []),
        (OTHER, "办理中", []),
        (CHANGZHOU, "没报", ["1.3"]),
        (CHANGZHOU, "徐州 没报", []),
        (OBSERVER, "逾期", ["1.1"]),
    ],
)
async def test_by_how_it_stands(tmp_path: Path, place: Place, words: str, codes: list[str]) -> None:
    async with quick(tmp_path, small(*TASKS)) as bureau:
        await bureau.say(LIAISON, "1.2 10% 已起草")
        person = await bureau.person(place)
        bureau.clock.set(APRIL)
        answer = await bureau.say(person, f"/find {words}")
        if codes:
            assert [label for label in bureau.buttons(person) if label[0].isdigit()] == codes, answer
        else:
            assert answer.startswith((f"没有符合“{words}”的任务", "没有找到"))


async def test_the_most_urgent_first_with_whose_it_is(tmp_path: Path) -> None:
    async with quick(tmp_path, small(*TASKS)) as bureau:
        clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
        bureau.clock.set(APRIL)
        assert (await bureau.say(clerk, "/find 到期")).splitlines() == [
            "查找“到期” · 共 2 项", "🔴 1.1 早已到期 · 3月20日", "🟢 1.2 年底到期 · 12月31日",
        ]  # fmt: skip
        assert (await bureau.say(clerk, "/find 逾期 1.1")).startswith("查找“逾期 1.1” · 共 1 项")
        assert (await bureau.say(clerk, "/find 1.1 逾期")).splitlines() == [
            "查找“1.1 逾期” · 共 1 项", "🔴 1.1 早已到期 · 3月20日", "　逾期 已超时限8个工作日 · 运用促进处、办公室",
        ]  # fmt: skip
        cities = await bureau.say(clerk, "/find 各市 没报")
        assert "徐州市局等13个单位" in cities.replace("南京市局、无锡市局", "徐州市局")
        assert "查找“1.1 逾期”（本单位） · 共 1 项" in await bureau.say(liaison, "/find 1.1 逾期")


async def test_who_has_a_share_is_told_to_all_and_how_it_stands_only_to_its_readers(tmp_path: Path) -> None:
    async with quick(tmp_path, small(*TASKS)) as bureau:
        clerk, city, other = [await bureau.person(place) for place in (CLERK, CHANGZHOU, OTHER)]
        bureau.clock.set(APRIL)
        row, units, late = "1.3 各市都做 · 6月30日", "南京市局、无锡市局等13个单位", "落后序时 25 个百分点 · "
        for person, sign, light in ((clerk, "🟡 ", late), (city, "🟡 ", late), (other, "", "")):
            assert (await bureau.say(person, "/find 各市")).splitlines() == [
                "查找“各市” · 共 1 项", sign + row, f"　{light}{units}",
            ]  # fmt: skip


async def test_what_is_not_for_telegram_is_not_found_by_its_words(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    await change(bureau, "UPDATE tasks SET restricted = 1, deadline = '2020-06-15' WHERE code = '2.2.9'")
    for person in (clerk, liaison):
        for words in ("园区专利导航", "zdyqzldh", "zhongdianyuanqu", "重点园区专利倒航", "专利导航 待签收"):
            assert "2.2.9" not in await bureau.say(person, words)
        assert "2.2.9 （不上机）\n　运用促进处" in await bureau.say(person, "/find 2.2.9")
        assert "2.2.9" not in await bureau.say(person, "/find 6月 运用促进处")
    pending = await bureau.say(liaison, "/find 2.2.9 待签收")
    assert pending.splitlines()[1:] == ["2.2.9 （不上机）", "　运用促进处"]
    assert "2.2.9 （不上机）" in await bureau.say(clerk, "/find 不上机")
    assert await bureau.say(liaison, "/find 不上机") == "不上机任务由督办员查找。"


async def test_the_pages_of_words_too_long_for_a_button(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "知识产权 " * 5)
    assert "第2页" in await bureau.tap(liaison, "下一页")


async def test_what_is_stuck_until_it_is_reported_otherwise(tmp_path: Path) -> None:
    async with quick(tmp_path, small(*TASKS)) as bureau:
        clerk, other = await bureau.person(CLERK), await bureau.person(OTHER)
        assert await bureau.say(clerk, "/find 有困难的任务") == "没有符合“有困难的任务”的任务。"
        await bureau.say(LIAISON, "1.2 有困难 缺人手")
        assert (await bureau.say(clerk, "/find 有困难的任务")).startswith("查找“有困难的任务” · 共 1 项")
        assert bureau.buttons(clerk) == ["1.2"]
        assert "没有符合" in await bureau.say(other, "/find 有困难")  # it is not of their share
        await bureau.say(LIAISON, "1.2 按序时 60% 人手已到位")
        assert "没有符合" in await bureau.say(clerk, "/find 有困难")


async def test_a_list_about_units_opens_with_their_totals(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    await bureau.say(LIAISON, "/sign 2.2.3")
    own = "运用促进处：38 项，待签收 37 · 办理中 1 · 待审核 0 · 已办结 0"
    for line in ("/find 我 没报", "/find 我牵头", "/find 我的"):
        assert (await bureau.say(liaison, line)).splitlines()[1] == own
    cities = await bureau.say(clerk, "/find 苏州、无锡没报的")
    assert cities.splitlines()[1:3] == [
        "苏州市局：29 项，待签收 29 · 办理中 0 · 待审核 0 · 已办结 0",
        "无锡市局：29 项，待签收 29 · 办理中 0 · 待审核 0 · 已办结 0",
    ]
    assert cities.splitlines()[0].startswith("查找“苏州、无锡没报的” · 共 ")
    assert "苏州市局、无锡市局" in cities.replace("无锡市局、苏州市局", "苏州市局、无锡市局")
    assert (await bureau.say(clerk, "/find 苏州和无锡没报")).splitlines()[1:] == cities.splitlines()[1:]
    assert "38 项，待签收 37" in await bureau.say(clerk, "/find 运用处 没报")
    assert "您只能查看本单位及下属单位的承办情况。" in await bureau.say(liaison, "/find 常州 没报")
    assert "待签收" not in await bureau.say(liaison, "/find 常州 各市")  # their counts are not the liaison's to know


async def test_a_unit_that_a_question_names_is_no_word_of_a_title(tmp_path: Path) -> None:
    async with quick(tmp_path, small(*TASKS, task("1.4", "常州设计展"))) as bureau:
        clerk = await bureau.person(CLERK)
        await bureau.say(clerk, "/find 常州 没报")
        assert bureau.buttons(clerk) == ["1.3"]
        assert "共 2 项" in await bureau.say(clerk, "/find 常州")  # without a question both are found
