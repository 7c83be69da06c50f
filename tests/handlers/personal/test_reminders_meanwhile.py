"""Changes between setting a personal reminder and its hour: the task, the person's post, the number of reminders."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.app import until_next_minute
from handlers.personal.reminders import MAX_NOTE, MAX_REMINDERS
from plan.paper import PlanPaper
from storage import importing
from tests.handlers.people.test_handover import person_id, post_of
from tests.handlers.scene import scalar, small, task
from tests.town import CLERK, LEADER, LIAISON, MONDAY, OTHER, Town, quick

STATE = "SELECT state FROM reminders WHERE id = 1"


async def reminded(bureau: Town, place: tuple[str, object] = LIAISON, hours: float = 2) -> list[str]:
    """Return the personal reminders received after these hours."""
    await bureau.until(MONDAY + timedelta(hours=hours))
    texts = bureau.letters(await bureau.person(place), MONDAY)  # type: ignore[arg-type]
    return [text for text in texts if text.startswith("您设的提醒")]


async def set_for(bureau: Town, words: str = "1小时后", code: str = "2.2.3") -> None:
    assert "提醒您" in await bureau.say(LIAISON, f"提醒我 {code} {words}")


async def test_closed_meanwhile(bureau: Town) -> None:
    """The reminder of a closed task comes with the person's words, and says that nothing is owed any more."""
    await set_for(bureau, "1小时后 整理归档材料")
    await bureau.say(LIAISON, "/submit 2.2.3 yes 名单已公布")
    await bureau.say(CLERK, "/close 2.2.3")
    (text,) = await reminded(bureau)
    assert text.splitlines()[1:] == ["整理归档材料", "这项任务已办结。"]


async def test_waived_meanwhile(bureau: Town) -> None:
    await set_for(bureau)
    await bureau.say(CLERK, "/waive 2.2.3")
    await bureau.tap(CLERK, "运用处")
    assert "已免办" in await bureau.confirm(CLERK, "并入其他任务")
    (text,) = await reminded(bureau)
    assert text.splitlines()[1:] == ["这项任务已免办。"]


async def test_it_says_how_the_task_stands_then(bureau: Town) -> None:
    await set_for(bureau)
    (text,) = await reminded(bureau)
    assert len(text.splitlines()) == 2
    assert text.splitlines()[1][0] in "🟢🟡🔴"


async def test_not_for_telegram_meanwhile(bureau: Town) -> None:
    """The reminder names the task's number only, neither its title nor the person's words."""
    await set_for(bureau, "1小时后 名单先报张处")
    await bureau.say(CLERK, "/restrict 2.2.3")
    (text,) = await reminded(bureau)
    assert text == "您设的提醒：2.2.3 （不上机）"


async def test_words_about_what_is_not_for_telegram_are_not_kept(bureau: Town) -> None:
    await bureau.say(CLERK, "/restrict 2.2.3")
    answer = await bureau.say(LIAISON, "提醒我 2.2.3 1小时后 名单先报张处")
    assert "这项任务不上机，附言不予保存。" in answer
    assert "张处" not in answer
    assert await scalar(bureau, "SELECT words FROM reminders") == ""


@pytest.mark.parametrize("excess", [0, 1])
async def test_long_words(bureau: Town, excess: int) -> None:
    answer = await bureau.say(LIAISON, f"提醒我 2.2.3 1小时后 {'记' * (MAX_NOTE + excess)}")
    assert answer.count("记") == MAX_NOTE
    assert ("附言超过500字，已保留前500字。" in answer) is bool(excess)
    (text,) = await reminded(bureau)
    assert text.count("记") == MAX_NOTE


def plan_of(*codes: str, year: int = 2020) -> PlanPaper:
    return replace(small(*(task(code, f"任务{code}") for code in codes)), year=year)


@pytest.mark.parametrize("year", [2020, 2021])
async def test_no_longer_in_the_plan(tmp_path: Path, year: int) -> None:
    """The task was taken out of the plan, or is of an earlier year's, so its number may be another task's now."""
    async with quick(tmp_path, plan_of("1.1.1", "1.1.2")) as bureau:
        await set_for(bureau, "1小时后 记得打电话", "1.1.2")
        now = bureau.clock.now()
        await bureau.db.write(lambda db: importing.apply(db, plan_of("1.1.1", year=year), now.date(), now))
        assert "1.1.2 任务1.1.2（已不在现行计划中）" in await bureau.say(LIAISON, "我的提醒")
        (text,) = await reminded(bureau)
        assert text == "您设的提醒：1.1.2 任务1.1.2\n记得打电话\n这项任务已不在现行计划中。"
        assert bureau.buttons(await bureau.person(LIAISON)) == ["再过1小时", "知道了"]


@pytest.mark.parametrize("to_other", [True, False])
async def test_who_has_no_post_any_more_is_not_reminded_and_neither_is_his_successor(
    bureau: Town, to_other: bool
) -> None:
    await set_for(bureau)
    post_id, other_id = await post_of(bureau, LIAISON), await person_id(bureau, OTHER)
    await bureau.say(CLERK, f"/handover {post_id} #{other_id}" if to_other else f"/vacate {post_id} 确认")
    assert await reminded(bureau) == []
    assert await reminded(bureau, OTHER) == []
    assert await scalar(bureau, STATE) == "gone"


async def test_a_reminder_on_its_way_does_not_go_to_the_successor(bureau: Town) -> None:
    """Telegram is away at its hour; letters of the post go to the new holder, personal reminders do not."""
    old, new = await bureau.person(LIAISON), await bureau.person(OTHER)
    post_id, other_id = await post_of(bureau, LIAISON), await person_id(bureau, OTHER)
    await set_for(bureau, "1小时后 我的私事")
    await bureau.say(old, "/submit 2.2.3 yes")
    bureau.cut_off(old)
    bureau.clock.set(MONDAY + timedelta(hours=1))
    await bureau.bot.tick()
    await bureau.settle()
    await bureau.say(CLERK, "/return 2.2.3 数据口径不符")
    waits = "SELECT count(*) FROM outbox WHERE state = 'waiting' AND rule IN ('remind', 'returned')"
    assert await scalar(bureau, waits) == 2
    await bureau.say(CLERK, f"/handover {post_id} #{other_id}")
    assert await scalar(bureau, "SELECT state FROM outbox WHERE rule = 'remind'") == "dropped"
    owner = "SELECT person_id FROM outbox WHERE rule = 'returned'"
    assert await scalar(bureau, owner) == other_id
    await bureau.until(MONDAY + timedelta(hours=2))
    assert any("退回原因" in text for text in bureau.letters(new, MONDAY))
    texts = [text for chat in (old, new) for text in bureau.letters(chat, MONDAY + timedelta(hours=1))]
    assert not [text for text in texts if "私事" in text or text.startswith("您设的提醒")]


async def test_at_most_fifty(bureau: Town) -> None:
    for n in range(MAX_REMINDERS):
        assert "提醒您" in await bureau.say(LIAISON, f"/remind 2.2.3 {n + 2}小时后")
    full = await bureau.say(LIAISON, "/remind 2.2.3 1小时后")
    assert full == "待发的提醒最多50条，请先取消不需要的。"
    assert bureau.buttons(await bureau.person(LIAISON)) == ["我的提醒"]
    assert "提醒您" in await bureau.say(LEADER, "/remind 2.2.3 1小时后")  # each person may have fifty
    await bureau.say(LIAISON, "/unremind 1")
    assert "提醒您" in await bureau.say(LIAISON, "/remind 2.2.3 1小时后")


async def test_the_list_turns_its_pages_and_stays_where_one_was(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    for n in range(1, 19):
        await bureau.say(liaison, f"/remind 2.2.3 {n}天后")
    first = await bureau.say(liaison, "我的提醒")
    assert first.startswith("我的提醒 · 共 18 条（第1页，共3页）\n1. 3月3日 09:00 2.2.3")
    assert "下一页" in bureau.buttons(liaison)
    await bureau.tap(liaison, "下一页")
    second = await bureau.tap(liaison, "取消10")
    assert second.startswith("已取消。\n\n我的提醒 · 共 17 条（第2页，共3页）\n9. 3月11日")
    assert "10. 3月13日" in second
    await bureau.tap(liaison, "下一页")
    last = await bureau.tap(liaison, "取消17")
    assert last.startswith("已取消。\n\n我的提醒 · 共 16 条（第2页，共2页）")  # the page had one line and is gone


async def test_put_off_again_after_it_was_cancelled(bureau: Town) -> None:
    await set_for(bureau)
    assert len(await reminded(bureau, hours=1.1)) == 1
    await bureau.tap(LIAISON, "知道了")
    assert "再次提醒您" in await bureau.say(LIAISON, "/snooze 1")
    assert "没有这条提醒" in await bureau.say(OTHER, "/snooze 1")
    assert len(await reminded(bureau, hours=3)) == 1  # the first message has become the list


def test_it_is_looked_for_on_the_full_minute() -> None:
    """A reminder for 15:00 comes at 15:00, at whatever second the bot was started."""
    assert until_next_minute(datetime(2020, 3, 2, 14, 59, 17, tzinfo=MONDAY.tzinfo)) == pytest.approx(43, abs=0.1)
    assert until_next_minute(datetime(2020, 3, 2, 15, 0, tzinfo=MONDAY.tzinfo)) == pytest.approx(60, abs=0.1)
