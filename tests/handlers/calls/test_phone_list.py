"""打电话清单: people whom the bot cannot reach or who have not answered; the record of calls; promises."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.handlers.nudges.desk import at, nudged
from tests.handlers.scene import change, remembered, scalar, small, task
from tests.town import CHANGZHOU, CLERK, HEAD, LEADER, LIAISON, MONDAY, OTHER, Place, Town, quick

OFFICE: Place = ("办公室", LIAISON[1])
TASKS = small(*(task(f"1.1.{n}", f"任务{n}", lead=("运用促进处",)) for n in range(1, 6)),
              task("1.2.1", "办公室的任务", until="3-3", lead=("办公室",)))  # fmt: skip


async def manned(bureau: Town) -> tuple[int, int, int]:
    """Two units have liaisons; the phone number of one is known."""
    clerk, liaison, office = [await bureau.person(place) for place in (CLERK, LIAISON, OFFICE)]
    await change(bureau, "UPDATE people SET phone = '+8613900000000' WHERE telegram_id = :id", id=liaison)
    return clerk, liaison, office


async def unit_id(bureau: Town, name: str) -> int:
    return int(await scalar(bureau, f"SELECT id FROM units WHERE name = '{name}'"))


async def test_a_unit_without_a_liaison_is_on_it(tmp_path: Path) -> None:
    async with quick(tmp_path, TASKS) as bureau:
        clerk = await bureau.person(CLERK)
        answer = await bureau.say(clerk, "打电话清单")
        assert answer.splitlines() == [
            "请打电话 · 共 2 个单位",
            "运用促进处",
            "　联络员空缺 · 未反馈 1.1.1、1.1.2等5项",
            "办公室",
            "　联络员空缺 · 未反馈 1.2.1",
            "",
            "通话后请点单位名称登记。",
        ]
        assert bureau.buttons(clerk) == ["运用处", "办公室"]
        await bureau.say(clerk, "/invite 办公室 联络员 演示丙")
        await bureau.person(HEAD)
        answer = await bureau.say(clerk, "/phone")
        assert "办公室　联络员 演示丙（未绑定） 电话未登记" in answer
        assert "运用促进处　负责人 演示运用促进处负责人 电话未登记" in answer
        await manned(bureau)
        assert await bureau.say(clerk, "/phone") == "请打电话\n目前没有需要电话联系的单位。"


async def test_who_has_blocked_the_bot_is_on_it_until_he_comes_back(tmp_path: Path) -> None:
    async with quick(tmp_path, TASKS) as bureau:
        clerk, liaison, _ = await manned(bureau)
        bureau.world.block(liaison)
        await bureau.settle()
        answer = await bureau.say(clerk, "/phone")
        assert answer.splitlines()[1:3] == [
            "运用促进处　联络员 演示运用促进处联络员 +8613900000000",
            "　消息送不到 · 未反馈 1.1.1、1.1.2等5项",
        ]
        bureau.world.block(liaison, False)
        await bureau.say(liaison, "/start")
        assert "目前没有需要电话联系的单位。" in await bureau.say(clerk, "/phone")


async def test_a_nudge_without_an_answer_after_two_working_days(tmp_path: Path) -> None:
    async with quick(tmp_path, TASKS) as bureau:
        clerk, liaison, _ = await manned(bureau)
        bureau.clock.set(at("3-5", 16))
        await nudged(bureau, clerk, "催 1.1.1 请抓紧")
        bureau.clock.set(at("3-8"))  # a weekend does not count as time to answer
        assert "目前没有" in await bureau.say(clerk, "/phone")
        bureau.clock.set(at("3-9", 9))
        assert "运用促进处　联络员 演示运用促进处联络员 +8613900000000\n　催办未回复 · 未反馈" in await bureau.say(
            clerk, "/phone"
        )
        await bureau.say(liaison, "/answer 1 周三报送")
        assert "目前没有" in await bureau.say(clerk, "/phone")


async def test_for_the_clerk_alone(bureau: Town) -> None:
    unit = await unit_id(bureau, "运用促进处")
    people = [await bureau.person(place) for place in (LEADER, HEAD, LIAISON, OTHER, CHANGZHOU)]
    before = await remembered(bureau)
    for person in people:
        for line in ("电话", "/phone p1", f"/called {unit} 值班室 6月5日 下周报送"):
            assert "由督办员办理。" in await bureau.say(person, line)
    assert await remembered(bureau) == before


async def test_the_most_overdue_first_and_eight_a_page(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    first = await bureau.say(clerk, "/phone")
    assert "（第1页，共" in first
    assert len(bureau.buttons(clerk)) == 9
    await change(bureau, "UPDATE assignments SET deadline = '2020-03-01' WHERE unit_id = "
                         "(SELECT id FROM units WHERE name = '宿迁市局')")  # fmt: skip
    assert (await bureau.say(clerk, "/phone")).splitlines()[1].startswith("宿迁市局")
    assert "（第2页，共" in await bureau.tap(clerk, "下一页")


async def test_a_promise_is_said_on_its_morning_to_both(tmp_path: Path) -> None:
    async with quick(tmp_path, TASKS) as bureau:
        clerk, liaison, _ = await manned(bureau)
        bureau.world.block(liaison)
        await bureau.settle()
        await bureau.say(clerk, "/phone")
        assert "请回复 运用促进处 的通话情况" in await bureau.tap(clerk, "运用处")
        answer = await bureau.say(clerk, "值班室 1.1.2 3月6日 下周一定报送")
        assert answer.startswith("已记录：运用促进处 1.1.2，值班室，答应3月6日前报送。\n\n请打电话 · 共 1 个单位")
        assert "　值班室3月2日答应3月6日前报送" in answer
        assert await scalar(bureau, "SELECT words FROM calls") == "1.1.2 下周一定报送"
        bureau.world.block(liaison, False)
        await bureau.say(liaison, "/start")
        await bureau.until(at("3-6", 8))
        assert not any("承诺" in text for person in (clerk, liaison) for text in bureau.letters(person, MONDAY))
        await bureau.until(at("3-6"))
        digest = next(text for text in bureau.letters(liaison, at("3-6", 8)) if "承诺" in text)
        assert "📞 1.1.2 任务2\n　承诺今天报送" in digest
        assert bureau.last(clerk).text == "3月6日 周五 · 请关注 1 项\n📞 1.1.2 任务2\n　运用促进处 · 承诺今天报送"
        await bureau.until(at("3-9"))
        assert len([text for text in bureau.letters(clerk, MONDAY) if "承诺" in text]) == 1
        await bureau.say(clerk, "轨迹 1.1.2")
        assert "通话\n　省知识产权局督办员：值班室，答应3月6日前报送，1.1.2 下周一定报送" in bureau.last(clerk).text
        assert "通话：值班室，答应3月6日前报送" in await bureau.tap(clerk, "催办记录")


@pytest.mark.parametrize("report", ["1.1.2 30% 已报送", "/submit 1.1.2 yes 已报送"])
async def test_a_promise_that_was_kept_is_not_spoken_of(tmp_path: Path, report: str) -> None:
    async with quick(tmp_path, TASKS) as bureau:
        clerk, liaison, _ = await manned(bureau)
        await bureau.say(clerk, f"/called {await unit_id(bureau, '运用促进处')} 值班室 1.1.2 3月6日")
        bureau.clock.set(at("3-4"))
        await bureau.say(liaison, report)
        await bureau.until(at("3-6"))
        assert not any("承诺" in text for person in (clerk, liaison) for text in bureau.letters(person, MONDAY))


async def test_a_later_promise_takes_its_place(tmp_path: Path) -> None:
    async with quick(tmp_path, TASKS) as bureau:
        clerk, liaison, _ = await manned(bureau)
        unit = await unit_id(bureau, "运用促进处")
        await bureau.say(clerk, f"/called {unit} 值班室 3月5日 报送")
        await bureau.say(clerk, f"/called {unit} 处长 3月8日 还差一些")  # a Sunday: told on Friday
        await bureau.until(at("3-5"))
        assert not any("承诺" in text for text in bureau.letters(clerk, MONDAY))
        await bureau.until(at("3-6"))
        assert "1.1.1 任务1\n　运用促进处 · 承诺3月8日报送，共5项" in bureau.last(clerk).text
        assert any("承诺3月8日报送，共5项" in text for text in bureau.letters(liaison, at("3-6", 8)))


async def test_what_was_typed_around_a_wrong_date_is_kept(tmp_path: Path) -> None:
    async with quick(tmp_path, TASKS) as bureau:
        clerk = await bureau.person(CLERK)
        unit = await unit_id(bureau, "办公室")
        hint = "其余内容已保留，只需重新回复日期。"
        assert await bureau.say(clerk, f"/called {unit} 值班室 2月30日 下周报送") == f"没有2月30日这一天。{hint}"
        assert await bureau.say(clerk, "3月1日") == f"3月1日已过，请填今天或以后的日期。{hint}"
        assert await scalar(bureau, "SELECT count(*) FROM calls") == 0
        assert "办公室 1.2.1，值班室，答应3月2日前报送。" in await bureau.say(clerk, "今天")
        assert await scalar(bureau, "SELECT words FROM calls") == "下周报送"
        assert "请先写明是谁接的电话" in await bureau.say(clerk, f"/called {unit} 3月5日 报送")
        assert "，处长，答应3月5日前报送。" in await bureau.say(clerk, "处长")
        assert "，无人接听，未约定日期。" in await bureau.say(clerk, f"/called {unit} 无人接听")
        assert "没有这个单位" in await bureau.say(clerk, "/called 999 值班室")


async def test_who_was_called_goes_to_the_end(tmp_path: Path) -> None:
    async with quick(tmp_path, TASKS) as bureau:
        clerk = await bureau.person(CLERK)
        await bureau.say(clerk, "/phone")
        assert bureau.buttons(clerk) == ["运用处", "办公室"]
        await bureau.say(clerk, f"/called {await unit_id(bureau, '运用促进处')} 无人接听")
        assert bureau.buttons(clerk) == ["办公室", "运用处"]
        bureau.clock.set(datetime.combine(at("3-3").date(), MONDAY.timetz()))
        await bureau.say(clerk, "/phone")
        assert bureau.buttons(clerk) == ["运用处", "办公室"]
