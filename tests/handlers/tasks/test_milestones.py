"""里程碑: setting and removing milestones, and the pace that follows."""

from datetime import datetime

from tests.handlers.scene import scalar
from tests.town import CLERK, LIAISON, SHANGHAI, Town


async def test_the_pace_goes_along_them(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    await bureau.say(clerk, "2.2.4")
    assert "尚未设定，序时进度按时间计算。" in await bureau.tap(clerk, "里程碑")
    assert "1. 6月30日 周二前达到 40%：完成中期评审" in await bureau.say(clerk, "6月30日 40% 完成中期评审")
    assert "请回复这一天应达到的进度" in await bureau.say(clerk, "/milestones 2.2.4 9月30日")
    assert "2. 9月30日 周三前达到 80%" in await bureau.say(clerk, "80%")
    bureau.clock.set(datetime(2020, 6, 30, 10, 0, tzinfo=SHANGHAI))
    assert "🟢 按序时" in await bureau.say(LIAISON, "2.2.4")
    bureau.clock.set(datetime(2020, 7, 1, 10, 0, tzinfo=SHANGHAI))
    assert "🔴 落后序时 40 个百分点" in await bureau.say(LIAISON, "2.2.4")
    assert await scalar(bureau, "SELECT red_on FROM tasks WHERE code = '2.2.4'") == "2020-07-01"
    assert "已取消。" in await bureau.say(clerk, "/unmilestone 2.2.4 1")
    assert "🟢 按序时" in await bureau.say(LIAISON, "2.2.4")


async def test_what_is_wrong_is_said_and_asked_again(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    assert await bureau.say(clerk, "/milestones 2.2.4 12月31日 40%") == "里程碑应早于任务时限。"
    assert "1. 9月30日" in await bureau.say(clerk, "9月30日 40%")  # the question is still open
    assert "没有2月30日这一天。" in await bureau.say(clerk, "/milestones 2.2.4 2月30日 40%")
    assert "没有这个里程碑。" in await bureau.say(clerk, "/unmilestone 2.2.4 2")
    assert "由督办员办理" in await bureau.say(LIAISON, "/milestones 2.2.4 6月30日 10%")
