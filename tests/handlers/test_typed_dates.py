"""Dates and moments as people type them in commands, and the day from which they count: that on which they wrote."""

from datetime import datetime, timedelta

import pytest

from tests.plan.build import SHANGHAI
from tests.town import CLERK, LIAISON, Place, Town

MIDNIGHT = datetime(2020, 3, 3, tzinfo=SHANGHAI)


async def said_before_midnight(bureau: Town, place: Place, text: str, minutes: int = 7) -> str:
    """Return the answer to what a person wrote on 2 March at 23:58, handled so many minutes later."""
    person = await bureau.person(place)
    bureau.clock.set(MIDNIGHT - timedelta(minutes=2))
    bureau.world.say(person, text)
    bureau.clock.set(MIDNIGHT - timedelta(minutes=2) + timedelta(minutes=minutes))
    await bureau.settle()
    return bureau.last(person).text


@pytest.mark.parametrize(
    ("date", "understood"),
    [
        ("下个月5号", "须晚于现时限"),
        ("明年1月底", "→ 2021年1月31日"),
        ("2021.1.31", "→ 2021年1月31日"),
        ("21年1月31日", "→ 2021年1月31日"),
        ("两周", "→ 2021年1月14日"),
        ("+1月", "→ 2021年1月31日"),
        ("一个半月", "→ 2021年2月15日"),
        ("2021年春节前", "→ 2021年2月10日"),
        ("明年一季度末", "→ 2021年3月31日"),
        ("2021年2月30日", "没有2月30日这一天。理由已保留，请重新回复日期。"),
        ("明年一季度", "明年一季度不是一天"),
        ("尽快", "日期请写成"),
    ],
)
async def test_an_extension(bureau: Town, date: str, understood: str) -> None:
    """The task is due on 31 December; the reason's first words are never taken for a part of the date."""
    answer = await bureau.say(LIAISON, f"/extend 2.2.3 {date} 前期工作5家未报")
    assert understood in answer
    if understood.startswith("→"):
        assert "理由：前期工作5家未报" in answer


@pytest.mark.parametrize("reason", ["国庆后才有数据", "5家企业未报", "到12月底才能评审", "月底开会", "日程冲突"])
async def test_a_reason_that_begins_like_a_date(bureau: Town, reason: str) -> None:
    answer = await bureau.say(LIAISON, f"/extend 2.2.3 明年1月 {reason}")
    assert "明年1月不是一天" in answer
    answer = await bureau.say(LIAISON, f"/extend 2.2.3 2021年1月 15日 {reason}")
    assert f"→ 2021年1月15日 周五\n理由：{reason}" in answer


async def test_a_milestone_and_a_forecast(bureau: Town) -> None:
    assert "已设定：6月30日达到40%。" in await bureau.say(CLERK, "/milestones 2.2.4 二季度末 40% 完成中期评审")
    assert "已设定：4月30日达到20%。" in await bureau.say(CLERK, "/milestones 2.2.4 五一前，20%")
    assert "没有6月31日这一天。" in await bureau.say(CLERK, "/milestones 2.2.4 6月31日 30%")
    assert "3月6日" in await bureau.say(CLERK, "/forecast 本周五")


async def test_a_leave(bureau: Town) -> None:
    assert "3月9日至3月13日请假" in await bureau.say(LIAISON, "/leave 下周一 下周五")
    assert "3月16日至3月22日请假" in await bureau.say(LIAISON, "/leave 3月16日 一周")
    assert "3月24日至3月26日请假" in await bureau.say(LIAISON, "/leave 3.24—3.26")
    assert "没有3月32日这一天。" in await bureau.say(LIAISON, "/leave 3月32日 4月1日")


async def test_tomorrow_is_the_day_after_it_was_written(bureau: Town) -> None:
    assert "将于 3月3日 周二 09:00 提醒您" in await said_before_midnight(bureau, LIAISON, "/remind 2.2.4 明天 交材料")
    assert "3月2日至3月3日请假" in await said_before_midnight(bureau, LIAISON, "/leave 今天 明天")


async def test_a_moment_that_has_passed_meanwhile(bureau: Town) -> None:
    answer = await said_before_midnight(bureau, LIAISON, "/remind 2.2.4 5分钟后 打电话")
    assert answer == "3月3日 周二 00:03 已过，请重新回复时间。"
    assert "将于 3月3日 周二 09:00 提醒您" in await bureau.say(LIAISON, "上午9点")


async def test_an_extension_requested_on_the_last_evening(bureau: Town) -> None:
    """The task is due on the day on which it was written."""
    await bureau.person(LIAISON)
    bureau.clock.set(datetime(2020, 12, 31, 23, 58, tzinfo=SHANGHAI))
    bureau.world.say(await bureau.person(LIAISON), "/extend 2.2.3 明天 等国家文件")
    bureau.clock.set(datetime(2021, 1, 1, 0, 5, tzinfo=SHANGHAI))
    await bureau.settle()
    assert "12月31日 周四 → 1月1日" in bureau.last(await bureau.person(LIAISON)).text.replace("2020年", "")


async def test_a_rhythm_offers_its_first_moment(bureau: Town) -> None:
    answer = await bureau.say(LIAISON, "/remind 2.2.9 每周一9点 报表")
    assert answer == "提醒只能设一次，不能按周期重复。可先设第一次：3月2日 周一 09:00。"
    assert "将于 3月2日 周一 09:00 提醒您：2.2.9" in await bureau.tap(LIAISON, "设一次")


async def test_how_long_before(bureau: Town) -> None:
    answer = await bureau.say(LIAISON, "/remind 2.2.4 明天下午3点开会，提前20分钟")
    assert answer.startswith("将于 3月3日 周二 14:40 提醒您：2.2.4")
    assert answer.endswith("开会")


async def test_a_promise_on_the_phone(bureau: Town) -> None:
    assert "值班室，答应3月6日前报送" in await bureau.say(CLERK, "/called 2 值班室 答应周五前报送")
    assert "值班室，未约定日期" in await bureau.say(CLERK, "/called 2 值班室 今天开会，不在")
