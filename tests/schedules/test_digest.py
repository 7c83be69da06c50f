"""The morning digest: its reminders, receivers and order; it is sent in the bureau's hours only."""

import re
from datetime import datetime
from pathlib import Path

from plan.paper import PlanPaper
from sandbox import Message
from tests.handlers.scene import change, small, task
from tests.plan.build import SHANGHAI, day
from tests.town import CLERK, HEAD, LEADER, LIAISON, MONDAY, OBSERVER, Place, Town, quick

OFFICE: Place = ("办公室", LIAISON[1])


def at(words: str, hour: int = 10, minute: int = 0) -> datetime:
    return datetime.combine(day(words), datetime.min.time().replace(hour=hour, minute=minute), SHANGHAI)


def due(*days: str) -> PlanPaper:
    """Return a plan with a task for each of these deadlines, led by one division."""
    return small(*(task(f"1.1.{n}", f"任务{n}", until=until) for n, until in enumerate(days, 1)))


async def signed(bureau: Town, *places: Place) -> list[int]:
    """Sign all assignments, so that digests contain deadlines only, and return the chats of these people."""
    await change(bureau, "UPDATE assignments SET state = 'active', percent = 99")
    return [await bureau.person(place) for place in places]


def letters(bureau: Town, person: int) -> list[Message]:
    digest = re.compile(r"^.* · 请(办理|关注) ", re.MULTILINE)
    return [message for message in bureau.world.transcript(person) if message.out and digest.search(message.text)]


async def mornings(bureau: Town, person: int, *days: str) -> list[str]:
    """Return the digests of each of these days, as one text a day."""
    texts = []
    for words in days:
        before = len(letters(bureau, person))
        await bureau.until(at(words))
        texts.append("\n".join(letter.text for letter in letters(bureau, person)[before:]))
    return texts


async def test_the_most_urgent_first_and_at_most_eight_lines(tmp_path: Path) -> None:
    plan = due("3-9", "3-6", "3-4", "3-3", "3-2", *["3-10"] * 7)
    async with quick(tmp_path, plan, MONDAY) as bureau:
        (liaison,) = await signed(bureau, LIAISON)
        await change(bureau, "UPDATE assignments SET state = 'pending', percent = 0 WHERE id = 1")
        _, text = await mornings(bureau, liaison, "3-2", "3-3")
        assert text.startswith("3月3日 周二 · 请办理 12 项")
        order = [line[:7] for line in text.splitlines() if line[:1] in "🔴🟡🟢📥"]
        assert order == ["🔴 1.1.5", "🟡 1.1.4", "🟡 1.1.3", "🟡 1.1.2", *[f"🟢 1.1.{n}" for n in (6, 7, 8, 9)]]
        assert "🔴 1.1.5 任务5\n　已逾期1个工作日\n🟡 1.1.4 任务4\n　今天到期" in text
        assert text.endswith("还有 4 项，请点“我的任务”查看。")
        assert bureau.buttons(liaison)[0] == "1.1.5"
        assert bureau.buttons(liaison)[-2:] == ["我的任务", "为什么收到"]
        assert "任务5" in await bureau.tap(liaison, "1.1.5")
        assert letters(bureau, liaison)[-1].text == text, "the digest stays in the chat, since it lists other tasks too"


async def test_the_sign_is_the_light_of_the_task(tmp_path: Path) -> None:
    """A task that is far behind and due in three days is red, as on its card."""
    async with quick(tmp_path, due("3-6", "12-31")) as bureau:
        (liaison,) = await signed(bureau, LIAISON)
        await change(bureau, "UPDATE assignments SET percent = 0, starts = '2020-01-01' WHERE id = 1")
        (text,) = await mornings(bureau, liaison, "3-3")
        assert "🔴 1.1.1 任务1\n　3月6日到期" in text
        assert "🔴 落后序时" in await bureau.tap(liaison, "1.1.1")


async def test_what_is_not_signed_is_signed_from_the_digest(tmp_path: Path) -> None:
    """Several assignments are signed from their list, a single one by its button."""
    async with quick(tmp_path, due("12-31", "12-31")) as bureau:
        liaison = await bureau.person(LIAISON)
        await mornings(bureau, liaison, "3-3")
        assert bureau.buttons(liaison) == ["未签收", "我的任务", "为什么收到"]
        assert "共 2 项" in await bureau.tap(liaison, "未签收")
        await bureau.say(liaison, "/sign 1.1.1")
        await mornings(bureau, liaison, "3-5")
        assert bureau.buttons(liaison) == ["1.1.2", "签收", "我的任务", "为什么收到"]
        assert "已签收" in await bureau.tap(liaison, "签收")


async def test_several_reports_are_a_list(tmp_path: Path) -> None:
    async with quick(tmp_path, due("12-30", "12-31"), at("2-3", 8)) as bureau:
        (liaison,) = await signed(bureau, LIAISON)
        (text,) = await mornings(bureau, liaison, "3-20")
        assert "3月进展请于3月25日前报送" in text
        assert bureau.buttons(liaison) == ["本期未报", "我的任务", "为什么收到"]
        assert "1.1.1" in await bureau.tap(liaison, "本期未报")


async def test_what_is_asked_in_the_same_words_shares_a_line(tmp_path: Path) -> None:
    async with quick(tmp_path, due("12-28", "12-29", "12-30")) as bureau:
        liaison = await bureau.person(LIAISON)
        (text,) = await mornings(bureau, liaison, "3-3")
        assert text == "3月3日 周二 · 请办理 3 项\n📥 已下达1个工作日，尚未签收\n　1.1.1、1.1.2、1.1.3"


async def test_nothing_when_there_is_nothing(tmp_path: Path) -> None:
    async with quick(tmp_path, due("12-31")) as bureau:
        liaison, clerk = await signed(bureau, LIAISON, CLERK)
        assert await mornings(bureau, liaison, "3-3", "3-9", "3-20") == ["", "", ""]
        assert letters(bureau, clerk) == []


async def test_the_head_and_the_leader_in_charge_are_told(tmp_path: Path) -> None:
    async with quick(tmp_path, due("3-3")) as bureau:
        people = await signed(bureau, LIAISON, HEAD, LEADER, OBSERVER, CLERK, OFFICE)
        days = ("3-2", "3-3", "3-4", "3-5", "3-6", "3-9", "3-10", "3-11", "3-17")
        new_counts = []
        for words in days:
            counts = [len(letters(bureau, person)) for person in people]
            await bureau.until(at(words))
            new_counts.append([len(letters(bureau, person)) - n for person, n in zip(people, counts, strict=True)])
        with_head, nobody, liaison_only = [1, 1, 0, 0, 0, 0], [0] * 6, [1, 0, 0, 0, 0, 0]
        with_leader = [1, 1, 1, 0, 0, 0]
        assert new_counts == [
            liaison_only, liaison_only, with_head, with_head, with_head, with_leader, with_leader, nobody, with_leader,
        ]  # fmt: skip
        leaders = letters(bureau, people[2])[-1]
        assert leaders.text.startswith("3月17日 周二 · 请关注 1 项")
        assert "已逾期10个工作日" in leaders.text
        assert leaders.buttons[-1][0].text == "总览"


async def test_not_signed_reaches_the_head_the_second_time(tmp_path: Path) -> None:
    async with quick(tmp_path, due("12-31")) as bureau:
        liaison, head = await bureau.person(LIAISON), await bureau.person(HEAD)
        first, _, third = await mornings(bureau, liaison, "3-3", "3-4", "3-5")
        assert "📥 1.1.1 任务1\n　已下达1个工作日，尚未签收" in first
        assert [letter.text.count("已下达3个工作日") for letter in letters(bureau, head)] == [1]
        assert "已下达3个工作日" in third
        assert await mornings(bureau, liaison, "3-6", "3-20") == ["", ""]


async def test_silent_and_two_posts_are_one_message(tmp_path: Path) -> None:
    plan = small(
        task("1.1.1", "甲", until="3-4"), task("1.1.2", "乙", until="3-4", lead=("办公室",), support=("运用促进处",))
    )
    async with quick(tmp_path, plan) as bureau:
        liaison, office = await signed(bureau, LIAISON, OFFICE)
        await change(bureau, "UPDATE posts SET person_id = 1 WHERE person_id = 2")
        await bureau.say(liaison, "/settings silent")
        (text,) = await mornings(bureau, liaison, "3-3")
        assert "请办理 3 项" in text
        assert "　运用促进处 · 3月4日到期，还有1个工作日" in text
        assert "　办公室 · 3月4日到期，还有1个工作日" in text
        assert letters(bureau, liaison)[-1].silent
        assert letters(bureau, office) == []
        assert [button for button in bureau.buttons(liaison) if button == "1.1.2"] == ["1.1.2"]
        await bureau.say(liaison, "/settings aloud")
        await bureau.until(at("3-4"))
        assert not letters(bureau, liaison)[-1].silent


async def test_a_reported_or_submitted_task_is_not_spoken_of(tmp_path: Path) -> None:
    async with quick(tmp_path, due("3-4")) as bureau:
        liaison = await bureau.person(LIAISON)
        await bureau.say(liaison, "/submit 1.1.1 yes 全部完成")
        assert await mornings(bureau, liaison, "3-3", "3-4", "3-5") == ["", "", ""]


async def test_a_restricted_task_is_its_number_and_unit(tmp_path: Path) -> None:
    async with quick(tmp_path, due("3-4")) as bureau:
        (liaison,) = await signed(bureau, LIAISON)
        await change(bureau, "UPDATE tasks SET restricted = 1")
        (text,) = await mornings(bureau, liaison, "3-3")
        assert text == "3月3日 周二 · 请办理 1 项\n🟡 1.1.1 （不上机）\n　运用促进处"


async def test_the_first_morning_counts(tmp_path: Path) -> None:
    async with quick(tmp_path, due("3-5")) as bureau:  # opened at 8:00, three days before
        (liaison,) = await signed(bureau, LIAISON)
        (text,) = await mornings(bureau, liaison, "3-2")
        assert "3月5日到期，还有3个工作日" in text
        assert letters(bureau, liaison)[0].at == at("3-2", 8, 30)


async def test_whoever_supports_a_closed_task_is_left_alone(tmp_path: Path) -> None:
    async with quick(tmp_path, small(task("1.1.1", "任务", until="3-4", support=("办公室",)))) as bureau:
        lead, office = await signed(bureau, LIAISON, OFFICE)
        texts = await mornings(bureau, office, "3-3")
        assert "1.1.1 任务" in texts[0]
        await bureau.say(lead, "/submit 1.1.1 yes")
        await bureau.say(CLERK, "/close 1.1.1")
        assert await mornings(bureau, office, "3-4", "3-5", "3-6") == ["", "", ""]
