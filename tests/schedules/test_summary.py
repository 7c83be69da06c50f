"""The weekly summary for bound groups: sent on Monday, or on the first working day after it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from handlers import REGISTRY
from plan.letter_kinds import DIGEST
from plan.progress_class import ProgressClass
from schedules import SCHEDULES
from schedules.registry import schedule
from tests.handlers.scene import change, scalar, small, task
from tests.schedules.test_digest import at
from tests.town import CHANGZHOU, CLERK, LIAISON, OBSERVER, Town, quick

PLAN = small(
    task("1.1.1", "贯标", until="3-10"), task("1.1.2", "导航", until="3-6"),
    task("1.1.3", "各市落实", until="3-31", lead=(), local=True), task("1.1.4", "机要", until="3-10"),
)  # fmt: skip


async def test_the_first_week_of_a_group(tmp_path: Path) -> None:
    async with quick(tmp_path, PLAN) as bureau:
        clerk = await bureau.person(CLERK)
        group, unbound_group = (bureau.world.add_group(name, [clerk]).id for name in ("工作群", "没有绑定的群"))
        await bureau.say(clerk, "/bind", chat=group)
        await change(bureau, "UPDATE tasks SET restricted = 1 WHERE code = '1.1.4'")
        await bureau.until(at("3-2"))
        first = bureau.last(group).text
        assert first.startswith("小计划 · 一周进展\n截至3月2日 周一，共 4 项任务")
        assert "按序时　4 项（100%）\n" in first
        assert "较上期" not in first
        assert "目前没有滞后或逾期的任务。" in first
        assert "3月6日　1.1.2 导航（运用促进处）" in first
        assert "机要" not in first
        assert [message.text for message in bureau.world.transcript(unbound_group) if message.out] == []


async def test_the_second_week(tmp_path: Path) -> None:
    async with quick(tmp_path, PLAN) as bureau:
        clerk = await bureau.person(CLERK)
        group = bureau.world.add_group("工作群", [clerk]).id
        await bureau.say(clerk, "/bind", chat=group)
        await bureau.until(at("3-2"))
        await bureau.say(LIAISON, "/submit 1.1.1 yes 全部完成")
        await bureau.say(CHANGZHOU, "1.1.3 50%")
        await bureau.until(at("3-9"))
        second = bureau.last(group).text
        assert "逾期　1 项（25%），较上期增加 1 项" in second
        assert "按序时　0 项（0%），较上期减少 4 项" in second
        assert "已办结　0 项（0%），与上期持平" in second
        late = second.partition("需要加快的单位\n")[2]
        assert late.startswith("运用促进处　2 项：1.1.2、1.1.4\n")
        assert "常州市局" not in late  # it is ahead, whatever the other cities are
        assert "还有 5 个单位，请点“查看总览”。" in late
        assert "3月10日　1.1.1 贯标（运用促进处）" in late
        assert [button.text for row in bureau.last(group).buttons for button in row] == ["查看总览", "我的任务"]


async def test_a_summary_is_owed_once(tmp_path: Path) -> None:
    async with quick(tmp_path, PLAN) as bureau:
        group = bureau.world.add_group("工作群", [await bureau.person(CLERK)]).id
        await bureau.say(CLERK, "/bind", chat=group)
        for words in ("3-2", "3-2", "3-3", "3-7"):
            await bureau.until(at(words))
            await bureau.bot.tick()
        assert sum("一周进展" in words.text for words in bureau.world.transcript(group)) == 1


async def test_the_board_says_the_same(tmp_path: Path) -> None:
    async with quick(tmp_path, PLAN) as bureau:
        await bureau.say(LIAISON, "/submit 1.1.1 yes 全部完成")
        await bureau.until(at("3-9"))
        board = await bureau.say(OBSERVER, "总览")
        assert "共 4 项任务" in board
        assert "🔵 待审核 1" in board
        assert "超序时 1 · 按序时 0 · 滞后 2 · 逾期 1 · 已办结 0" in board
        assert "1.1.2 导航" in await bureau.say(OBSERVER, "总览 红黄灯")
        assert "运用促进处　3 项\n　待签收 2 · 红灯 2 · 黄灯 0 · 办结 0" in await bureau.say(OBSERVER, "/units")
        assert [standing.label for standing in ProgressClass] == ["超序时", "按序时", "滞后", "逾期", "已办结"]
        assert "1.1.1" in await bureau.say(OBSERVER, "/board 待审核")
        assert REGISTRY.commands["board"].label == "总览"


def test_a_schedule_is_declared_once() -> None:
    assert {"digest", "summary"} <= SCHEDULES.keys()
    with pytest.raises(ValueError, match="declared twice"):
        schedule(DIGEST, cron="0 9 * * *")(SCHEDULES["digest"].owes)


async def test_the_card_has_its_picture(tmp_path: Path) -> None:
    """A plan of units gives one photo with the text as its caption; city tasks give two, followed by the text."""
    units_plan = small(task("1.1.1", "贯标", until="3-10"))
    for number, (plan, photos) in enumerate(((units_plan, 1), (PLAN, 2))):
        folder = tmp_path / str(number)
        folder.mkdir()
        async with quick(folder, plan) as bureau:
            group = bureau.world.add_group("工作群", [await bureau.person(CLERK)]).id
            await bureau.say(CLERK, "/bind", chat=group)
            await bureau.until(at("3-2"))
            picture_messages = [message for message in bureau.world.transcript(group) if message.photo]
            assert len(picture_messages) == photos
            assert [message.text[:10] for message in picture_messages if message.text] == (
                ["小计划 · 一周进展"] if photos == 1 else []
            )
            assert bureau.last(group).text.startswith("小计划 · 一周进展")
            assert [button.text for row in bureau.last(group).buttons for button in row] == ["查看总览", "我的任务"]
            sizes = [size for message in picture_messages for size in message.body["photo"]]
            assert all(size["width"] == 1080 for size in sizes)


@asynccontextmanager
async def card_waiting(folder: Path) -> AsyncIterator[tuple[Town, int]]:
    """Yield a bureau and its group when Monday's card is queued but not sent."""
    async with quick(folder, PLAN) as bureau:
        group = bureau.world.add_group("工作群", [await bureau.person(CLERK)]).id
        await bureau.say(CLERK, "/bind", chat=group)
        bureau.clock.set(at("3-2"))
        await bureau.bot.scheduler.catch_up()
        yield bureau, group


async def test_a_picture_that_is_lost_holds_up_no_words(tmp_path: Path) -> None:
    async with card_waiting(tmp_path) as (bureau, group):
        await change(bureau, "DELETE FROM pictures")
        await bureau.bot.delivery.drain()
        assert bureau.last(group).text.startswith("小计划 · 一周进展")
        assert not any(message.photo for message in bureau.world.transcript(group))


async def test_pictures_that_an_older_version_stored_are_drawn(tmp_path: Path) -> None:
    """The older version stored SVG under the digest that the waiting letter refers to."""
    async with card_waiting(tmp_path) as (bureau, group):
        image = '<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="100"></svg>'
        await change(bureau, "UPDATE pictures SET content = :image", image=image)
        await bureau.bot.delivery.drain()
        photos = [message.body["photo"] for message in bureau.world.transcript(group) if message.photo]
        assert [(photo[-1]["width"], photo[-1]["height"]) for photo in photos] == [(1080, 100)] * 2


async def test_pictures_are_kept_while_a_letter_waits_for_them(tmp_path: Path) -> None:
    """The group still gets the pictures weeks later; after that they are deleted."""
    async with card_waiting(tmp_path) as (bureau, group):
        bureau.clock.set(at("3-19"))
        await bureau.bot.tidy()
        await bureau.bot.delivery.drain()
        assert sum(bool(message.photo) for message in bureau.world.transcript(group)) == 2
        await bureau.bot.tidy()
        assert await scalar(bureau, "SELECT count(*) FROM pictures") == 0


async def test_a_task_that_is_restricted_meanwhile_is_in_no_picture(tmp_path: Path) -> None:
    async with card_waiting(tmp_path) as (bureau, group):
        assert "不上机" in await bureau.say(CLERK, "/restrict 1.1.3")
        assert bureau.last(group).text.startswith("小计划 · 一周进展")
        assert not any(message.photo for message in bureau.world.transcript(group))
