"""A percent or a value is enough: the status follows from the pace of the day, and the answer says so."""

import re
from datetime import timedelta
from typing import get_args

import pytest

from handlers.inputs import Input
from handlers.reports.inputs import ReportPercent
from tests.handlers.scene import remembered, scalar
from tests.town import CHANGZHOU, LIAISON, MONDAY, Town

INPUT = next(each for each in get_args(ReportPercent) if isinstance(each, Input))
LAST = "SELECT status || ' ' || percent || ' ' || words FROM reports ORDER BY id DESC LIMIT 1"


@pytest.mark.parametrize(
    ("words", "percent"),
    [
        ("60 已完成中期评审", "60"), ("60，已完成中期评审", "60"), ("60", "60"), ("60%已完成", "60%"),
        ("60 % 已完成", "60 %"), ("60 名单已公布", "60"), ("60 项目已立项", "60"), ("60 本月已评审", "60"),
        ("60 650家", "60"), ("60\n已完成初评", "60"),
        ("650 已走访", "650"), ("60.5 已评审", "60.5"), ("-1 已评审", "-1"),
        ("60家企业已走访", None), ("60 家企业已走访", None), ("12个园区", None), ("12 个园区", None),
        ("3 项制度已印发", None),
        ("3 月底前完成", None), ("3月2日召开", None), ("2 次会议已召开", None), ("1、完成调研；2、完成初稿", None),
        ("1.完成调研", None), ("1,000家", None), ("2020-03-02 召开", None), ("20 亿元已放款", None),
        ("5G应用已落地", None),
    ],
)  # fmt: skip
def test_which_number_is_a_percent(words: str, percent: str | None) -> None:
    match = re.match(f"(?:{INPUT.shape}){INPUT.after}", words)
    assert (match[0] if match else None) == percent


async def test_a_bare_number_is_the_percent(bureau: Town) -> None:
    card = await bureau.say(LIAISON, "/progress 2.2.3 60 已完成中期评审")
    assert card.startswith("已记录：60%。\n按进度判定为：按序时。\n")
    assert "改状态" in bureau.buttons(await bureau.person(LIAISON))
    assert await scalar(bureau, LAST) == "pace 60 已完成中期评审"


async def test_behind_the_pace(bureau: Town) -> None:
    bureau.clock.set(MONDAY + timedelta(days=200))
    assert "已记录：20%。\n按进度判定为：滞后。" in await bureau.say(LIAISON, "/progress 2.2.9 20% 刚启动")


async def test_a_status_that_was_stated_is_not_called_computed(bureau: Town) -> None:
    card = await bureau.say(LIAISON, "2.2.9 滞后 60% 缺数据")
    assert "已记录：滞后 60%。" in card
    assert "判定" not in card
    assert "改状态" not in bureau.buttons(await bureau.person(LIAISON))


async def test_the_status_is_changed_by_a_button(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "2.2.9 60% 已立项")
    assert "请选择 2.2.9 的状态，进度和文字不变。" in await bureau.tap(liaison, "改状态")
    assert bureau.buttons(liaison) == ["滞后", "有困难", "已完成", "返回"]
    card = await bureau.tap(liaison, "有困难")
    assert card.startswith("已更正：有困难 60%。")
    assert "有困难 60%：已立项" in card
    assert await scalar(bureau, "SELECT count(*) FROM reports WHERE NOT undone") == 1


async def test_a_value_is_held_against_the_whole_target_of_the_leading_unit(bureau: Town) -> None:
    bureau.clock.set(MONDAY + timedelta(days=200))
    card = await bureau.say(LIAISON, "/progress 2.2.4 850家")
    assert card.startswith("已记录：完成 850/1000家。\n按进度判定为：按序时。")
    assert "85%" not in card, "nobody has stated it"
    assert await scalar(bureau, LAST) == "pace 85 850家"
    assert "按进度判定为：滞后。" in await bureau.say(LIAISON, "/progress 2.2.4 贯标300家")
    assert "🔵" not in await bureau.say(LIAISON, "/progress 2.2.4 1000家"), "only 已完成 submits"


async def test_a_value_of_a_part_says_nothing_of_the_progress(bureau: Town) -> None:
    """The city supports the task, so its 40 are no share of the 1000."""
    city = await bureau.person(CHANGZHOU)
    before = await remembered(bureau)
    assert "请选择 2.2.4 推动企业贯标 的状态" in await bureau.say(city, "/progress 2.2.4 已贯标40家")
    assert await remembered(bureau) == before
    assert "已记录：滞后，完成 40家。" in await bureau.tap(city, "滞后")
    card = await bureau.say(city, "/progress 2.2.4 已贯标50家")
    assert card.startswith("已记录：完成 50家。\n状态沿用上次：滞后。")
    assert "改状态" in bureau.buttons(city)


async def test_a_number_over_a_hundred_is_refused_and_the_rest_is_kept(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    before = await remembered(bureau)
    answer = await bureau.say(liaison, "/progress 2.2.4 650 已走访企业")
    assert answer == (
        "百分比请填0到100之间的整数，例如 60%。如是数量，请带上单位，例如 650家。"
        "其余内容已保留，只需重新回复百分比。"
    )  # fmt: skip
    assert await remembered(bureau) == before
    assert "已记录：65%。" in await bureau.say(liaison, "65%")
    assert await scalar(bureau, LAST) == "pace 65 已走访企业"
