"""The phone list is sent to the clerk on working mornings, unless it is empty: people, numbers, missing reports."""

from datetime import datetime
from pathlib import Path

from sandbox import Message
from tests.handlers.calls.test_phone_list import OFFICE, manned, unit_id
from tests.handlers.scene import change, small, task
from tests.schedules.test_digest import at
from tests.town import CLERK, LIAISON, MONDAY, Town, quick

TASKS = small(*(task(f"1.1.{n}", f"任务{n}") for n in range(1, 5)),
              task("1.2.1", "办公室的任务", until="3-3", lead=("办公室",)))  # fmt: skip


def lists(bureau: Town, person: int, after: datetime = MONDAY) -> list[Message]:
    """Return the phone lists sent as letters, without those that the clerk has opened."""
    return [message for message in bureau.world.transcript(person)
            if message.out and message.at > after and message.text.startswith("请打电话")]  # fmt: skip


async def test_whom_to_call_at_nine_on_working_days(tmp_path: Path) -> None:
    async with quick(tmp_path, TASKS) as bureau:
        clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
        await change(bureau, "UPDATE people SET phone = '+8613900000000' WHERE telegram_id = :id", id=liaison)
        bureau.world.block(liaison)
        await bureau.settle()
        await bureau.until(at("3-2", 8, 59))
        assert lists(bureau, clerk) == []
        await bureau.until(at("3-2"))
        (letter,) = lists(bureau, clerk)
        assert letter.at == at("3-2", 9)
        assert letter.text.splitlines() == [
            "请打电话 · 共 2 个单位",
            "办公室",
            "　联络员空缺 · 未反馈 1.2.1",
            "运用促进处　联络员 演示运用促进处联络员 +8613900000000",
            "　消息送不到 · 未反馈 1.1.1、1.1.2等4项",
            "",
            "通话后请点单位名称登记。",
        ]
        assert bureau.buttons(clerk) == ["办公室", "运用处", "电话清单", "为什么收到"]
        await bureau.until(at("3-9", 8))  # a daily list: the same again, but not at the weekend
        assert [message.at for message in lists(bureau, clerk)] == [at(f"3-{n}", 9) for n in range(2, 7)]
        assert "打电话清单：工作日9:00，有需要联系的单位才发。\n发给：督办员。" in await bureau.tap(clerk, "为什么收到")


async def test_silent_when_nobody_is_to_be_called(tmp_path: Path) -> None:
    async with quick(tmp_path, TASKS) as bureau:
        clerk, *_ = await manned(bureau)
        await bureau.until(at("3-4"))
        assert lists(bureau, clerk) == []


async def test_who_has_promised_a_day_is_called_after_it(tmp_path: Path) -> None:
    async with quick(tmp_path, TASKS) as bureau:
        clerk = await bureau.person(CLERK)
        office = await unit_id(bureau, "办公室")
        await bureau.say(clerk, f"/called {office} 值班室 3月4日 报送")
        await bureau.until(at("3-3"))
        first = lists(bureau, clerk)[-1].text
        assert "请打电话 · 共 1 个单位\n运用促进处\n" in first
        assert "另有 1 个单位已约定日期，到期前不列入。" in first
        await bureau.person(LIAISON)
        await bureau.until(at("3-4"))
        assert len(lists(bureau, clerk)) == 2, "all that are left have promised a day"
        await bureau.until(at("3-5"))
        assert "办公室\n　联络员空缺 · 未反馈 1.2.1\n　值班室3月2日答应3月4日前报送" in lists(bureau, clerk)[-1].text
        await bureau.person(OFFICE)
        await bureau.until(at("3-9"))
        assert lists(bureau, clerk, at("3-5")) == []


async def test_eight_units_and_how_many_more(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    await bureau.until(at("3-2"))
    (letter,) = lists(bureau, clerk)
    total = int(letter.text.split(" ")[3])
    assert total > 8
    assert f"还有 {total - 8} 个单位，请点“电话清单”查看。" in letter.text
    assert len(bureau.buttons(clerk)) == 8 + 2
    assert f"请打电话 · 共 {total} 个单位（第1页，共" in await bureau.tap(clerk, "电话清单")


async def test_nothing_of_a_hidden_task_but_its_number(tmp_path: Path) -> None:
    async with quick(tmp_path, small(task("1.2.1", "绝密的事", until="3-1", lead=("办公室",)))) as bureau:
        clerk = await bureau.person(CLERK)
        await bureau.say(clerk, "/restrict 1.2.1")
        await bureau.until(at("3-2"))
        assert lists(bureau, clerk)[0].text.splitlines()[1:3] == ["办公室", "　联络员空缺 · 未反馈 1.2.1"]


async def test_the_clerk_sets_its_hour(tmp_path: Path) -> None:
    async with quick(tmp_path, TASKS) as bureau:
        clerk = await bureau.person(CLERK)
        assert "打电话清单　工作日14:30" in await bureau.say(clerk, "/rules phone 14:30")
        assert "未保存" in await bureau.say(clerk, "/rules phone 7:30")
        await bureau.until(at("3-3", 14, 29))
        assert [message.at for message in lists(bureau, clerk)] == [at("3-2", 14, 30)]


async def test_after_a_stop_of_days_one_list(tmp_path: Path) -> None:
    async with quick(tmp_path, TASKS) as bureau:
        clerk = await bureau.person(CLERK)
        bureau.clock.set(at("3-5", 11))
        await bureau.bot.tick()
        await bureau.settle()
        assert [message.at for message in lists(bureau, clerk)] == [at("3-5", 11)]
