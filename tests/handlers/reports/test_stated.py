"""A percent that nobody has stated is shown nowhere; what counts for the light is the pace of the day."""

import re
from datetime import timedelta

from tests.handlers.scene import scalar
from tests.town import CLERK, HEAD, LEADER, LIAISON, MONDAY, Town

STATED = "SELECT percent_stated FROM reports ORDER BY id DESC LIMIT 1"
PERCENT_OF_TASK = "SELECT percent FROM assignments WHERE id = (SELECT max(assignment_id) FROM reports)"
FIGURE = re.compile(r"\d+ ?%")


async def test_on_pace_without_a_percent_is_shown_without_one_everywhere(bureau: Town) -> None:
    bureau.clock.set(MONDAY + timedelta(days=120))  # a third of the time has passed
    liaison = await bureau.person(LIAISON)
    await bureau.say(CLERK, "/nudge 2.2.9 all")
    await bureau.tap(CLERK, "确认发送")
    confirmation = await bureau.say(liaison, "2.2.9 按序时 方案已印发")
    assert confirmation.startswith("已记录：按序时。")
    assert "🟢 按序时" in confirmation, "for the light it is the pace of its day"
    share = await scalar(bureau, "SELECT assignment_id FROM reports")
    assert await scalar(bureau, PERCENT_OF_TASK) > 30
    assert await scalar(bureau, STATED) == 0
    for place, line in (
        (LIAISON, "2.2.9"), (CLERK, "2.2.9"), (LEADER, "总览"), (CLERK, f"/review {share}"), (CLERK, "轨迹 2.2.9"),
        (CLERK, "/chain 2.2.9"), (HEAD, "汇报 2.2.9"), (LIAISON, "/my"),
    ):  # fmt: skip
        shown = await bureau.say(place, line)
        lines = [each for each in shown.replace("例如：60%", "").splitlines() if "序时进度" not in each]
        assert not [each for each in lines if FIGURE.search(each)], (line, shown)
    assert "已撤销，2.2.9 恢复为：待签收。" in await bureau.say(liaison, "/undo")


async def test_a_stated_percent_is_kept_by_a_status_without_one(bureau: Town) -> None:
    await bureau.say(LIAISON, "2.2.9 60% 已立项")
    assert "已记录：有困难 60%。" in await bureau.say(LIAISON, "2.2.9 有困难 缺经费")
    assert "已记录：按序时。" in await bureau.say(LIAISON, "2.2.9 按序时")
    assert await scalar(bureau, PERCENT_OF_TASK) == 60
    assert "已记录：有困难。" in await bureau.say(LIAISON, "2.2.9 有困难 仍缺经费")
    assert "有困难：仍缺经费" in await bureau.say(CLERK, "总览")


async def test_the_last_report_again_states_no_percent_either(bureau: Town) -> None:
    await bureau.say(LIAISON, "2.2.9 按序时 已立项")
    assert "已记录：按序时。" in await bureau.say(LIAISON, "2.2.9 沿用上次")
    assert "已记录：按序时。" in await bureau.say(LIAISON, "2.2.9 无变化")


async def test_a_report_is_dated_by_when_it_was_written(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    written = MONDAY.replace(hour=23, minute=58)
    bureau.clock.set(written)
    bureau.world.say(liaison, "/progress 2.2.9 40% 已立项")
    bureau.clock.set(written + timedelta(minutes=7))
    await bureau.settle()
    assert "最近进展（3月2日 23:58" in bureau.last(liaison).text
    assert await scalar(bureau, "SELECT message_id FROM reports") > 0
    await bureau.tap(liaison, "汇报")
    await bureau.tap(liaison, "按序时")
    assert await scalar(bureau, "SELECT message_id IS NULL FROM reports ORDER BY id DESC LIMIT 1")
