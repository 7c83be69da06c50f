"""灯号标准: the clerk changes the limits of the lights, and all lights follow at once."""

import pytest

from plan.light import Thresholds
from plan.refusal import Refusal
from tests.handlers.scene import scalar
from tests.town import CLERK, LIAISON, Town


async def test_the_clerk_changes_them(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    assert "🟡 距时限3个工作日起，或落后序时10个百分点起" in await bureau.say(clerk, "灯号标准")
    assert "🔴 红灯 0　🟡 黄灯 0" in await bureau.say(clerk, "总览")
    await bureau.say(clerk, "/lights")
    assert bureau.buttons(clerk) == ["临期−1", "临期＋1", "黄灯−5", "黄灯＋5", "红灯−5", "红灯＋5", "总览"]
    assert "距时限4个工作日起" in await bureau.tap(clerk, "临期＋1")
    await bureau.say(clerk, "/lights near_days 9")  # the 15th of March is nine working days away
    assert "🔴 红灯 0　🟡 黄灯 1" in await bureau.say(clerk, "总览")
    assert "5.3.2" in await bureau.say(clerk, "/board lights")
    assert "🟡 临期 距时限9个工作日" in await bureau.say(clerk, "5.3.2")
    assert await scalar(bureau, "SELECT count(*) FROM events WHERE action = 'limits'") == 2
    assert "由督办员办理" in await bureau.say(LIAISON, "/lights near_days 1")
    assert await scalar(bureau, "SELECT value FROM settings WHERE name = 'near_days'") == "9"


@pytest.mark.parametrize(
    ("name", "value"),
    [("near_days", 21), ("yellow_points", 0), ("yellow_points", 31), ("red_points", 9), ("red_points", 100)],
)
async def test_what_makes_no_sense(bureau: Town, name: str, value: int) -> None:
    assert (await bureau.say(CLERK, f"/lights {name} {value}")).startswith("未保存：")
    assert await scalar(bureau, f"SELECT count(*) FROM settings WHERE name = '{name}'") == 0
    with pytest.raises(Refusal):
        Thresholds().changed(name, value)
