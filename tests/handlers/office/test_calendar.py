"""放假安排: everybody reads the calendar; the clerk pastes the notice and sets single days and the hours."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.app import Duban
from bot.cli.open_database import open_database
from bot.clock import Clock
from bot.telegram.rate_limit import UNLIMITED
from tests.handlers.scene import scalar
from tests.notices import IN_2027, notice
from tests.plan.build import SHANGHAI, day
from tests.town import CLERK, LIAISON, MONDAY, Town, quick

NOTICE = notice(2027, *IN_2027)
NOVEMBER = datetime(2026, 11, 24, 10, tzinfo=SHANGHAI)


async def use(bureau: Town, text: str = NOTICE) -> str:
    await bureau.tap(CLERK, "粘贴放假通知")
    await bureau.say(CLERK, text)
    return await bureau.tap(CLERK, "启用")


async def test_the_clerk_pastes_a_notice(tmp_path: Path) -> None:
    async with quick(tmp_path, start=NOVEMBER) as bureau:
        clerk = await bureau.person(CLERK)
        year = await bureau.say(clerk, "/calendar 2027")
        assert year.startswith("2027年放假安排（暂按周末推算）\n2027年的放假通知尚未设定")
        assert "2027年的放假通知尚未设定：周六、周日放假，其余日子上班。" in year
        assert "请粘贴国务院办公厅放假通知的全文并发送" in await bureau.tap(clerk, "粘贴放假通知")
        preview = await bureau.say(clerk, NOTICE)
        assert preview.startswith("请核对，点“启用”后生效。\n\n2027年放假安排（国务院安排）")
        spring = "春节　2月5日至2月11日放假，共7天\n　调休上班：1月31日 周日、2月14日 周日\n"
        assert spring in preview
        assert not bureau.bot.bureau().calendar.known(2027), "nothing holds before the tap"
        done = await bureau.tap(clerk, "启用")
        assert done.startswith("已启用2027年放假安排。")
        assert bureau.toast(clerk) == "已启用"
        calendar = bureau.bot.bureau().calendar
        assert [calendar.works(day(words)) for words in ("2027-2-8", "2027-2-14", "2027-2-15")] == [False, True, True]
        assert calendar.source(day("2027-3-3")) == "official"
        assert await scalar(bureau, "SELECT count(*) FROM events WHERE action = 'notice'") == 1
        assert "2027年放假安排（国务院安排）" in await bureau.say(LIAISON, "放假安排2027")
        assert "粘贴放假通知" not in bureau.buttons(await bureau.person(LIAISON))


async def test_a_notice_that_nobody_asked_for(tmp_path: Path) -> None:
    async with quick(tmp_path, start=NOVEMBER) as bureau:
        assert (await bureau.say(CLERK, NOTICE)).startswith("请核对")
        assert "由督办员办理" in await bureau.say(LIAISON, NOTICE)


async def test_what_cannot_be_read_changes_nothing(tmp_path: Path) -> None:
    async with quick(tmp_path, start=NOVEMBER) as bureau:
        await bureau.say(CLERK, "/calendar")
        await use(bureau)
        before = await scalar(bureau, "SELECT value FROM settings WHERE name = 'calendar.notice.2027'")
        await bureau.say(CLERK, "/notice")
        wrong = await bureau.say(CLERK, NOTICE.replace("1月31日（周日）", "1月31日（周六）"))
        assert wrong.startswith(
            "未保存，原来的安排不变。\n春节没有读懂：“1月31日(周六)”写的是周六，2027年这一天是周日\n原文：二、春节"
        )
        again = await bureau.say(CLERK, NOTICE.replace("1天，不调休", "1天", 1))
        assert again.startswith("与现行安排一致，不必再启用。"), "the question is still open"
        assert await scalar(bureau, "SELECT value FROM settings WHERE name = 'calendar.notice.2027'") == before


async def test_what_was_shown_is_what_is_used(tmp_path: Path) -> None:
    async with quick(tmp_path, start=NOVEMBER) as bureau:
        clerk = await bureau.person(CLERK)
        await bureau.say(clerk, NOTICE)
        first = bureau.last(clerk).buttons[0][0].data
        assert first is not None
        await bureau.say(clerk, NOTICE.replace("、2月14日（周日）", ""))
        assert "这份预览已处理或已被新的替换" in await bureau.say(clerk, first)
        assert await scalar(bureau, "SELECT count(*) FROM settings WHERE name LIKE 'calendar.notice%'") == 0


async def test_another_notice_for_the_year(tmp_path: Path) -> None:
    async with quick(tmp_path, start=NOVEMBER) as bureau:
        await bureau.say(CLERK, "/calendar")
        await use(bureau)
        assert "与现行安排不同：2月14日。" in await bureau.say(CLERK, NOTICE.replace("、2月14日（周日）", ""))
        await bureau.tap(CLERK, "启用")
        assert not bureau.bot.bureau().calendar.works(day("2027-2-14"))


async def test_single_days(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    assert "已设定：3月4日 周三放假（本单位设定）。" in await bureau.say(clerk, "/holiday 2020-03-04 放假")
    assert not bureau.bot.bureau().calendar.works(day("3-4"))
    assert "已设定：3月7日 周六上班（本单位设定）。" in await bureau.say(clerk, "调整工作日 3月7日 上班")
    year = await bureau.say(LIAISON, "/calendar")
    assert "本单位设定\n3月4日 周三　放假\n3月7日 周六　上班\n" in year
    assert "春节　1月24日至2月2日放假，共10天\n　调休上班：1月19日 周日" in year
    assert "3月7日 周六放假（国务院安排）" in await bureau.tap(clerk, "恢复")
    assert await scalar(bureau, "SELECT count(*) FROM settings WHERE name LIKE 'calendar.day%'") == 1
    assert "未作调整：3月8日 周日放假" in await bureau.say(clerk, "/holiday 3月8日 放假")
    assert await scalar(bureau, "SELECT count(*) FROM events WHERE action = 'workday'") == 3
    assert "去年到后年" in await bureau.say(clerk, "/holiday 2030-01-02 放假")
    assert "没有2月30日这一天" in await bureau.say(clerk, "/holiday 2月30日 放假")


async def test_lights_follow_the_calendar(bureau: Town) -> None:
    """15 March is nine working days away, or eight if one of them is off."""
    await bureau.say(CLERK, "/lights near_days 8")
    assert "🟡 黄灯 0" in await bureau.say(CLERK, "总览")
    await bureau.say(CLERK, "/holiday 3月4日 放假")
    assert "🟡 黄灯 1" in await bureau.say(CLERK, "总览")
    await bureau.say(CLERK, "/holiday 3月4日 恢复")
    assert "🟡 黄灯 0" in await bureau.say(CLERK, "总览")


async def test_a_restart_and_another_process_know_it(bureau: Town) -> None:
    second_bot = Duban(bureau.bot.settings, Clock(SHANGHAI, bureau.clock.now(), frozen=True), UNLIMITED)
    async with open_database(bureau.bot.settings) as db:
        await second_bot.open(db)
        assert second_bot.bureau().calendar.works(day("3-4")), "nothing is set yet"
        await bureau.say(CLERK, "/holiday 3月4日 放假")
        await bureau.say(CLERK, "/hours 9:00 18:00")
        await second_bot.tick()
        assert not second_bot.bureau().calendar.works(day("3-4"))
        assert str(second_bot.bureau().calendar.hours) == "9:00—18:00"
        await second_bot.close()


async def test_the_hours(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    assert "工作日8:30—17:30" in await bureau.say(clerk, "提醒时段")
    assert bureau.buttons(clerk) == ["提前开始", "推后开始", "提前结束", "推后结束", "工作日即发", "随时即发", "返回"]
    assert "工作日9:00—17:30" in await bureau.tap(clerk, "推后开始")
    assert "工作日7:00—21:00" in await bureau.say(clerk, "/hours 7点至21:00")
    assert bureau.buttons(clerk) == ["推后开始", "提前结束", "工作日即发", "随时即发", "返回"]
    assert "提醒时段：工作日7:00—21:00" in await bureau.say(LIAISON, "/calendar")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("6:59 17:30", "未保存：提醒时段应在7:00至21:00之间，您填的是6:59—17:30。"),
        ("8:30 21:01", "未保存：提醒时段应在7:00至21:00之间"),
        ("17:30 8:30", "未保存：开始时间应早于结束时间"),
        ("9:00 9:00", "未保存：开始时间应早于结束时间"),
        ("8:60 17:30", "时间请写成 8:30 或 8点半。"),
        ("早上 晚上", "用法：/hours"),
    ],
)
async def test_hours_that_make_no_sense(bureau: Town, words: str, reason: str) -> None:
    assert (await bureau.say(CLERK, f"/hours {words}")).startswith(reason)
    assert await scalar(bureau, "SELECT count(*) FROM settings WHERE name = 'calendar.hours'") == 0


async def test_the_morning_follows_the_hours(bureau: Town) -> None:
    """The digest of 8:30 and letters that wait for the morning are sent when the new hours begin."""
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    await bureau.say(clerk, "/hours 9:20 17:00")
    tuesday = MONDAY + timedelta(days=1)
    await bureau.until(tuesday.replace(hour=9, minute=19))
    assert bureau.letters(liaison, tuesday) == []
    await bureau.until(tuesday.replace(hour=9, minute=20))
    assert len(bureau.letters(liaison, tuesday)) == 1
    await bureau.until(tuesday.replace(hour=17, minute=30))
    await bureau.say(liaison, "/submit 2.2.3 yes 名单已公布")
    due = "/deliveries p0 submitted"
    assert "将于3月4日 09:20发送" in await bureau.say(clerk, due)
    await bureau.say(clerk, "/holiday 3月4日 放假")
    assert "将于3月5日 09:20发送" in await bureau.say(clerk, due)
    await bureau.say(clerk, "/hours 10:00 17:00")
    assert "将于3月5日 10:00发送" in await bureau.say(clerk, due)
    await bureau.until(tuesday + timedelta(days=1, hours=8))
    assert not any("2.2.3" in text for text in bureau.letters(clerk, tuesday.replace(hour=17)))
    await bureau.until(tuesday + timedelta(days=2, hours=2))
    assert any("2.2.3" in text for text in bureau.letters(clerk, tuesday.replace(hour=17)))


async def test_the_near_days_come_first(tmp_path: Path) -> None:
    async with quick(tmp_path) as bureau:
        answer = await bureau.say(LIAISON, "/calendar")
        assert answer.splitlines()[:5] == [
            "2020年放假安排（国务院安排）",
            "今天3月2日 周一，上班（国务院安排）",
            "本周3月7日至3月8日放假",
            "下周3月14日至3月15日放假",
            "下一个假期：清明，4月4日至4月6日，共3天",
        ]
        bureau.clock.set(datetime(2020, 4, 24, 9, tzinfo=SHANGHAI))
        answer = await bureau.say(LIAISON, "/calendar")
        assert "\n本周4月25日放假，4月26日 周日调休上班\n下周5月1日至5月3日放假\n" in answer
        assert "本周" not in await bureau.say(LIAISON, "/calendar 2021")
