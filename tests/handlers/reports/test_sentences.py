"""Sentences with a percent that is not how far the task is record none: the bot asks for the status instead."""

import pytest

from tests.handlers.scene import scalar
from tests.town import CHANGZHOU, CLERK, LIAISON, Town

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


async def test_the_report_of_another_unit_is_nobodys_own(bureau: Town) -> None:
    """Neither the writer's unit nor the only unit of the task gets a report that names a different one."""
    refused = "2.1.2 由其他单位承办，您不能代为办理。"
    assert await bureau.say(CHANGZHOU, "苏州的2.1.2 60%") == refused
    assert await bureau.say(LIAISON, "代常州汇报2.1.2 60%") == refused
    assert await bureau.say(CLERK, "常州2.2.5 60%") == "2.2.5 不由这个单位承办，未作任何登记。"
    assert await scalar(bureau, "SELECT count(*) FROM reports") == 0
