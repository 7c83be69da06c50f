"""Sentences with a percent that is not how far the task is record none: the bot asks for the status instead."""

import pytest

from tests.handlers.scene import scalar
from tests.town import LIAISON, Town

REPORTS = "SELECT count(*) FROM reports"


@pytest.mark.parametrize(
    "words",
    [
        "没有完成60%",
        "下周能到80%",
        "目标是100%",
        "合格率98%",
        "60%的企业已走访",
        "比上月提高10个百分点",
        "不能按期完成",
    ],
)
async def test_another_percent_is_not_recorded(bureau: Town, words: str) -> None:
    answer = await bureau.say(LIAISON, f"2.2.4 {words}")
    assert answer.startswith("请选择 2.2.4 推动企业贯标 的状态，选择后才会记录。")
    assert words in answer
    assert await scalar(bureau, REPORTS) == 0


async def test_the_percent_of_the_task_is_recorded(bureau: Town) -> None:
    await bureau.say(LIAISON, "2.2.4 已完成六成")
    assert await scalar(bureau, "SELECT percent FROM reports") == 60
