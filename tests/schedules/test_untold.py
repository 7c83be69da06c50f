"""Reminders that a morning could not deliver: the next one sends them once, to their receivers only."""

from datetime import datetime
from pathlib import Path

import pytest

from plan.paper import PlanPaper
from tests.handlers.scene import change, small, task
from tests.schedules.test_assigned import TEN, assignment_letters, imported, new_tasks, plan
from tests.schedules.test_digest import OFFICE, at, due, letters, signed
from tests.schedules.test_waiting import nudged, with_deputy
from tests.town import CLERK, HEAD, LIAISON, OTHER, quick

PROTECTION = ("知识产权保护处",)


@pytest.mark.parametrize(
    ("own_hour", "until", "expected"),
    [
        ("", at("3-8"), at("3-9", 8, 30)), ("16:00", at("3-8"), at("3-9", 16)),
        ("", at("3-9", 8, 50), at("3-9", 8, 50)), ("", at("3-9", 20), at("3-10", 8, 30)),
    ],
)  # fmt: skip
async def test_thirty_days_before_was_friday_and_telegram_away(
    tmp_path: Path, own_hour: str, until: datetime, expected: datetime
) -> None:
    async with quick(tmp_path, due("4-5")) as bureau:
        (liaison,) = await signed(bureau, LIAISON)
        if own_hour:
            await bureau.say(liaison, f"/settings {own_hour}")
        await bureau.until(at("3-5"))
        bureau.cut_off(liaison)
        await bureau.until(until)
        bureau.reconnect()
        await bureau.until(at("3-12"))
        (letter,) = letters(bureau, liaison)
        assert "4月5日到期" in letter.text
        assert 0 <= (letter.at - expected).total_seconds() <= 600


OVERDUE = small(task("1.1.1", "甲", until="2-28"), task("1.1.2", "乙", until="3-6", lead=PROTECTION))
REPORTS = small(task("1.1.1", "甲", until="3-30"), task("1.1.2", "乙", until="3-23", lead=PROTECTION))


@pytest.mark.parametrize(
    ("paper", "first", "day", "expected"),
    [
        (OVERDUE, "3-6", "3-9", []),  # five days late on Friday: no reminder on the sixth day
        (REPORTS, "3-23", "3-24", ["3月进展请于3月25日前报送"]),
    ],
)
@pytest.mark.parametrize("trouble", ["", "other", "evening"])
async def test_others_get_what_they_are_owed_and_nothing_else(
    tmp_path: Path, paper: PlanPaper, first: str, day: str, expected: list[str], trouble: str
) -> None:
    """It makes no difference that another's digest was not sent, or that a distant day became a day off."""
    async with quick(tmp_path, paper) as bureau:
        liaison, other, clerk = await signed(bureau, LIAISON, OTHER, CLERK)
        await change(bureau, "UPDATE assignments SET assigned_on = '2020-01-02'")
        await bureau.until(at(first, 7))
        if trouble == "other":
            bureau.cut_off(other)
        await bureau.until(at(first, 19))
        if trouble == "evening":
            await bureau.say(clerk, "/holiday 2020-12-30 放假")
        await bureau.until(at(day, 7))
        bureau.reconnect()
        before = len(letters(bureau, liaison))
        await bureau.until(at(day, 20))
        texts = [message.text for message in letters(bureau, liaison)[before:]]
        assert [words in text for words, text in zip(expected, texts, strict=True)] == [True] * len(expected)


@pytest.mark.parametrize(("leave", "receiver"), [("", LIAISON), ("3-9 至 3-13", OFFICE)])
async def test_whoever_is_there_is_told_though_the_head_was_told_already(
    tmp_path: Path, leave: str, receiver: tuple[str, object]
) -> None:
    async with quick(tmp_path, due("12-31")) as bureau:
        liaison, deputy, head = [await bureau.person(place) for place in (LIAISON, OFFICE, HEAD)]
        if leave:
            await with_deputy(bureau, liaison, deputy, leave)
        await bureau.until(at("3-4"))
        bureau.cut_off(liaison)  # unsigned for three days: the head is told too
        await bureau.until(at("3-8"))
        bureau.reconnect()
        start = bureau.clock.now()
        await bureau.until(at("3-9"))
        letter_counts = [
            sum(message.at > start for message in letters(bureau, chat)) for chat in (liaison, deputy, head)
        ]
        assert letter_counts == [int(receiver == LIAISON), int(receiver == OFFICE), 0]


@pytest.mark.parametrize("changed_at", [at("3-5", 20), at("3-6", 8), at("3-6", 10)])
async def test_today_is_made_off(tmp_path: Path, changed_at: datetime) -> None:
    """If Friday becomes a day off, its reminder is sent on Monday, at the hour that the liaison has set."""
    async with quick(tmp_path, due("4-5")) as bureau:
        liaison, clerk = await signed(bureau, LIAISON, CLERK)
        await bureau.say(liaison, "/settings 16:00")
        await bureau.until(changed_at)
        await bureau.say(clerk, "/holiday 2020-03-06 放假")
        await bureau.until(at("3-12"))
        assert [message.at for message in letters(bureau, liaison)] == [at("3-9", 16)]


async def test_a_supporter_of_what_was_closed_since_the_morning(tmp_path: Path) -> None:
    async with quick(tmp_path, small(task("1.1.1", "任务", until="3-6", support=("办公室",)))) as bureau:
        lead, office, _ = await signed(bureau, LIAISON, OFFICE, CLERK)
        await bureau.say(office, "/settings 16:00")
        await bureau.until(at("3-5", 10))
        await bureau.say(lead, "/submit 1.1.1 yes 全部完成")
        await bureau.say(CLERK, "/close 1.1.1")
        await bureau.until(at("3-6", 17))
        assert [message.at for message in letters(bureau, office)] == [at("3-3", 16)]


async def test_a_post_that_was_handed_over_since_the_morning(tmp_path: Path) -> None:
    """The former holder keeps another post, and gets no more reminders of this post's tasks."""
    async with quick(tmp_path, due("3-6")) as bureau:
        liaison, _, _ = await signed(bureau, LIAISON, OFFICE, CLERK)
        await bureau.say(liaison, "/settings 16:00")
        await bureau.until(at("3-5", 10))
        await change(
            bureau,
            "UPDATE posts SET person_id = (SELECT id FROM people WHERE name = '演示办公室联络员') "
            "WHERE person_id = (SELECT id FROM people WHERE name = '演示运用促进处联络员')",
        )
        await bureau.until(at("3-5", 17))
        assert [message.at for message in letters(bureau, liaison)] == [at("3-3", 16)]


async def test_the_day_of_its_letter_is_made_off(tmp_path: Path) -> None:
    """A task imported on Friday evening is announced on Tuesday, and its signature is asked for a day later."""
    async with quick(tmp_path, plan(), TEN) as bureau:
        liaison, clerk = await signed(bureau, LIAISON, CLERK)
        await bureau.until(at("3-6", 18))
        await imported(bureau, plan(*new_tasks(12)[11:]))
        await bureau.until(at("3-7"))
        await bureau.say(clerk, "/holiday 2020-03-09 放假")
        await bureau.until(at("3-10", 12))
        assert (len(assignment_letters(bureau, liaison)), letters(bureau, liaison)) == (1, [])
        await bureau.until(at("3-11", 12))
        assert [message.at for message in letters(bureau, liaison)] == [at("3-11", 8, 30)]


async def test_urgent_on_working_days_is_not_urgent_at_midnight(tmp_path: Path) -> None:
    """A letter that could not be sent on Friday is sent when the bureau opens on Monday."""
    async with quick(tmp_path, due("12-31")) as bureau:
        liaison, clerk = await signed(bureau, LIAISON, CLERK)
        await bureau.say(clerk, "/hours 工作日即发")
        await bureau.until(at("3-6", 16))
        bureau.cut_off(liaison)
        await nudged(bureau)
        await bureau.until(at("3-8", 22))
        bureau.reconnect()
        await bureau.until(at("3-9", 12))
        (letter,) = [
            message for message in bureau.world.transcript(liaison) if message.out and "请反馈" in message.text
        ]
        assert letter.at == at("3-9", 8, 30)


async def test_what_was_left_out_this_morning_is_not_said_at_ten(tmp_path: Path) -> None:
    """The deadline's reminder replaced the report's; a later change of a distant day does not bring that back."""
    async with quick(tmp_path, due("3-31")) as bureau:
        liaison, clerk = await signed(bureau, LIAISON, CLERK)
        await change(bureau, "UPDATE assignments SET assigned_on = '2020-01-02'")
        await bureau.until(at("3-24", 10))
        assert "3月31日到期" in letters(bureau, liaison)[-1].text
        before = len(letters(bureau, liaison))
        await bureau.say(clerk, "/holiday 2020-12-30 放假")
        await bureau.until(at("3-24", 17))
        assert len(letters(bureau, liaison)) == before
