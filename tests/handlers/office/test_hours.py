"""提醒时段: which letters are urgent, and times outside the new hours."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from plan.letter_kinds import GROUP_UNWRITABLE
from storage import settings as stored
from tests.handlers.scene import scalar, small, task
from tests.schedules.test_digest import at, due, letters, signed
from tests.town import CLERK, HEAD, LIAISON, MONDAY, Town, quick

FRIDAY = MONDAY + timedelta(days=4)
NEXT = FRIDAY + timedelta(days=3, minutes=30)
CHOICES = ("顺延发送", "工作日即发", "随时即发")


def on(hour: int, minute: int = 0, days: int = 0) -> datetime:
    return FRIDAY.replace(hour=hour, minute=minute) + timedelta(days=days)


async def returned(bureau: Town, moment: datetime, choice: str = "") -> list[datetime]:
    """Return an assignment at that moment, and give the times at which the liaison was told until Monday."""
    liaison, clerk = await bureau.person(LIAISON), await bureau.person(CLERK)
    if choice:
        await bureau.say(clerk, f"/hours {choice}")
    await bureau.say(liaison, "/submit 2.2.3 yes 名单已公布")
    await bureau.until(moment)
    await bureau.say(clerk, "/return 2.2.3 数据口径不符")
    await bureau.until(NEXT)
    return [message.at for message in bureau.world.transcript(liaison) if message.out and "退回原因" in message.text]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (on(17, 29), (on(17, 29),) * 3),
        (on(17, 30), (on(17, 30),) * 3),
        (on(17, 31), (NEXT, on(17, 31), on(17, 31))),
        (on(10, days=1), (NEXT, NEXT, on(10, days=1))),  # Saturday
    ],
)
async def test_what_is_urgent(tmp_path: Path, moment: datetime, expected: tuple[datetime, ...]) -> None:
    for choice, sent_at in zip(CHOICES, expected, strict=True):
        (tmp_path / choice).mkdir()
        async with quick(tmp_path / choice) as bureau:
            assert await returned(bureau, moment, choice) == [sent_at], choice


async def test_what_is_not_urgent_waits_in_any_case(bureau: Town) -> None:
    """A failure to write to a group is not urgent."""
    clerk = await bureau.person(CLERK)
    await bureau.say(clerk, "/hours 随时即发")
    group = bureau.world.add_group("督办群", [clerk])
    await bureau.say(clerk, "/bind", chat=group.id)
    await bureau.until(on(18))
    bureau.world.add_fault(403, chat=group.id, times=9)
    await bureau.say(LIAISON, "2.2.3 60% 已完成遴选方案")
    await bureau.bot.tick()  # its board has changed
    await bureau.settle()
    state = f"SELECT group_concat(state) FROM outbox WHERE rule = '{GROUP_UNWRITABLE.name}'"
    assert await scalar(bureau, state) == "waiting"
    await bureau.until(on(8, 29, days=3))
    assert await scalar(bureau, state) == "waiting"
    await bureau.until(on(8, 30, days=3))
    assert await scalar(bureau, state) == "sent"


async def test_the_choice_is_changed_while_letters_wait(bureau: Town) -> None:
    liaison, clerk, head = [await bureau.person(place) for place in (LIAISON, CLERK, HEAD)]
    await bureau.say(liaison, "/submit 2.2.3 yes 名单已公布")
    await bureau.until(on(18))
    await bureau.say(clerk, "/return 2.2.3 数据口径不符")
    assert "将于3月9日 08:30发送" in await bureau.say(clerk, "/deliveries p0 returned")
    await bureau.until(on(9, days=1))
    await bureau.say(clerk, "/hours 工作日即发")  # it is Saturday
    assert "将于3月9日 08:30发送" in await bureau.say(clerk, "/deliveries p1 returned")
    await bureau.say(clerk, "/hours 9:00 17:00")
    assert "将于3月9日 09:00发送" in await bureau.say(clerk, "/deliveries p1 returned")
    assert bureau.letters(liaison, on(18)) == []
    sheet = await bureau.say(clerk, "/hours 随时即发")
    assert "（退回、催办、批示等）即时发送，不分昼夜和休息日。" in sheet
    assert bureau.buttons(clerk)[-3:] == ["顺延发送", "工作日即发", "返回"]
    assert [any("退回原因" in text for text in bureau.letters(chat, on(18))) for chat in (liaison, head)] == [
        True,
        True,
    ]
    assert await scalar(bureau, "SELECT count(*) FROM events WHERE action = 'hours'") == 3


async def test_the_choice_outlives_other_changes_of_the_hours(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    await bureau.say(clerk, "提醒时段")
    assert "工作日即时发送，休息日顺延至下一工作日。" in await bureau.tap(clerk, "工作日即发")
    assert bureau.toast(clerk) == "已保存"
    assert "工作日即时发送" in await bureau.tap(clerk, "推后开始")
    assert await scalar(bureau, "SELECT value FROM settings WHERE name = 'calendar.hours'") == "09:00 17:30 workdays"
    rules = await bureau.say(LIAISON, "提醒规则")
    assert "提醒时段：工作日9:00—17:30，" in rules
    assert "时段以外，标“即告”的事项工作日即时发送，休息日顺延至下一工作日。" in rules
    assert "由督办员办理" in await bureau.say(LIAISON, "/hours 随时即发")


async def test_hours_of_before_there_was_a_choice(bureau: Town) -> None:
    await bureau.db.write(lambda db: stored.put(db, stored.BUREAU, "calendar.hours", "08:00 18:00"))
    await bureau.bot.refresh_settings()
    assert "工作日8:00—18:00" in await bureau.say(CLERK, "提醒时段")


async def test_a_digest_outside_of_the_new_hours_is_moved_and_it_is_said(tmp_path: Path) -> None:
    async with quick(tmp_path, due("3-12"), MONDAY) as bureau:
        liaison, clerk = await signed(bureau, LIAISON, CLERK)
        assert "晨报时间8:30已不在时段内，改为9:00。" in await bureau.say(clerk, "/hours 9:00 17:00")
        assert "晨报　工作日9:00" in await bureau.say(clerk, "提醒规则")
        assert await bureau.say(clerk, "/rules morning 17:30") == (
            "未保存。晨报时间应在提醒时段9:00—17:00之内，您填的是17:30。"
        )
        assert "晨报　工作日16:30" in await bureau.say(clerk, "16:30")  # the bot asks again and gets an answer
        assert "晨报时间16:30已不在时段内，改为8:00。" in await bureau.say(clerk, "/hours 8:00 16:00")
        assert "晨报时间8:00随时段开始改为7:00。" in await bureau.say(clerk, "/hours 7:00 21:00")
        assert "晨报时间7:00已不在时段内，改为8:00。" in await bureau.say(clerk, "/hours 8:00 21:00")
        assert "晨报　工作日20:00" in await bureau.say(clerk, "/rules morning 20点")
        await bureau.until(MONDAY.replace(day=5, hour=19))
        assert letters(bureau, liaison) == []
        await bureau.until(MONDAY.replace(day=5, hour=20, minute=1))
        assert [message.at for message in letters(bureau, liaison)] == [at("3-5", 20)]


async def test_groups_whose_hour_lies_outside_are_named(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    group = bureau.world.add_group("督办群", [clerk])
    await bureau.say(clerk, "/bind", chat=group.id)
    answer = await bureau.say(clerk, "/hours 9:30 17:00")
    assert "以下群的周报时间不在时段内，将顺延至时段开始时发送：督办群。" in answer
    await bureau.until(at("3-9", 9, 29))
    before = len(bureau.letters(group.id, at("3-9", 8)))
    await bureau.until(at("3-9", 9, 31))
    assert (before, len(bureau.letters(group.id, at("3-9", 9, 29)))) == (0, 3)  # two pictures and the text


async def test_ones_own_hour_lies_between_the_bureaus_and_the_end(tmp_path: Path) -> None:
    plan = small(task("1.1.1", "任务1", until="3-9"))
    async with quick(tmp_path, plan, MONDAY) as bureau:
        liaison, clerk = await signed(bureau, LIAISON, CLERK)
        for wrong in ("8:00", "17:31", "18:00"):
            assert await bureau.say(liaison, f"/settings {wrong}") == (
                f"未保存。晨报时间应在8:30到17:30之间，您填的是{wrong}。"
            )
        assert "工作日17:30发送" in await bureau.say(liaison, "/settings 17点半")
        assert bureau.buttons(liaison)[-4:] == ["8:30", "9:00", "10:00", "14:00"]
        await bureau.say(clerk, "/hours 9:30 16:00")
        assert "工作日16:00发送" in await bureau.say(liaison, "设置")
        assert bureau.buttons(liaison)[-3:] == ["9:30", "10:00", "14:00"]
        await bureau.until(MONDAY + timedelta(days=5))
        assert [message.at for message in letters(bureau, liaison)] == [at("3-2", 16), at("3-6", 16)]


async def test_the_opening_is_moved_and_moved_back(bureau: Town) -> None:
    """The digest moves with the hours, in both directions; the phone list stays at nine."""
    clerk = await bureau.person(CLERK)
    for line in ("/hours 9:00 17:30", "/hours 8:30 17:30"):
        await bureau.say(clerk, line)
    rules = await bureau.say(clerk, "提醒规则")
    assert "晨报　工作日8:30" in "".join(rules.split("</b>"))
    assert "打电话清单　工作日9:00" in rules
