"""What a morning could not say, and the next one says: once, to whom it is owed, and nothing else by it."""

from datetime import datetime
from pathlib import Path

import pytest

from plan.paper import PlanPaper
from tests.handlers.scene import change, small, task
from tests.schedules.test_assigned import TEN, imported, plan, some, told
from tests.schedules.test_digest import OFFICE, at, due, letters, signed
from tests.schedules.test_waiting import nudged, with_deputy
from tests.town import CLERK, HEAD, LIAISON, OTHER, Town, quick

PROTECTION = ("知识产权保护处",)


def away(bureau: Town, chat: int) -> None:
    bureau.cut_off(chat)


def back(bureau: Town) -> None:
    bureau.reconnect()


@pytest.mark.parametrize(
    ("own", "until", "said"),
    [
        ("", at("3-8"), at("3-9", 8, 30)), ("16:00", at("3-8"), at("3-9", 16)),
        ("", at("3-9", 8, 50), at("3-9", 8, 50)), ("", at("3-9", 20), at("3-10", 8, 30)),
    ],
)  # fmt: skip
async def test_thirty_days_before_was_friday_and_telegram_away(
    tmp_path: Path, own: str, until: datetime, said: datetime
) -> None:
    async with quick(tmp_path, due("4-5")) as bureau:
        (liaison,) = await signed(bureau, LIAISON)
        if own:
            await bureau.say(liaison, f"/settings {own}")
        await bureau.until(at("3-5"))
        away(bureau, liaison)
        await bureau.until(until)
        back(bureau)
        await bureau.until(at("3-12"))
        (letter,) = letters(bureau, liaison)
        assert "4月5日到期" in letter.text
        assert 0 <= (letter.at - said).total_seconds() <= 600


OVERDUE = small(task("1.1.1", "甲", until="2-28"), task("1.1.2", "乙", until="3-6", lead=PROTECTION))
REPORTS = small(task("1.1.1", "甲", until="3-30"), task("1.1.2", "乙", until="3-23", lead=PROTECTION))


@pytest.mark.parametrize(
    ("paper", "first", "day", "wanted"),
    [
        (OVERDUE, "3-6", "3-9", []),  # five days late on Friday: on the sixth nothing is said
        (REPORTS, "3-23", "3-24", ["3月进展请于3月25日前报送"]),
    ],
)
@pytest.mark.parametrize("trouble", ["", "other", "evening"])
async def test_others_get_what_they_are_owed_and_nothing_else(
    tmp_path: Path, paper: PlanPaper, first: str, day: str, wanted: list[str], trouble: str
) -> None:
    """Though another's digest could not be sent, or a far day was made off after the closing."""
    async with quick(tmp_path, paper) as bureau:
        liaison, other, clerk = await signed(bureau, LIAISON, OTHER, CLERK)
        await change(bureau, "UPDATE assignments SET assigned_on = '2020-01-02'")
        await bureau.until(at(first, 7))
        if trouble == "other":
            away(bureau, other)
        await bureau.until(at(first, 19))
        if trouble == "evening":
            await bureau.say(clerk, "/holiday 2020-12-30 放假")
        await bureau.until(at(day, 7))
        back(bureau)
        before = len(letters(bureau, liaison))
        await bureau.until(at(day, 20))
        texts = [message.text for message in letters(bureau, liaison)[before:]]
        assert [words in text for words, text in zip(wanted, texts, strict=True)] == [True] * len(wanted)


@pytest.mark.parametrize(("leave", "receiver"), [("", LIAISON), ("3-9 至 3-13", OFFICE)])
async def test_whoever_is_there_is_told_though_the_head_was_told_already(
    tmp_path: Path, leave: str, receiver: tuple[str, object]
) -> None:
    async with quick(tmp_path, due("12-31")) as bureau:
        liaison, deputy, head = [await bureau.person(one) for one in (LIAISON, OFFICE, HEAD)]
        if leave:
            await with_deputy(bureau, liaison, deputy, leave)
        await bureau.until(at("3-4"))
        away(bureau, liaison)  # unsigned for three days: to the head too
        await bureau.until(at("3-8"))
        back(bureau)
        start = bureau.clock.now()
        await bureau.until(at("3-9"))
        got = [sum(message.at > start for message in letters(bureau, chat)) for chat in (liaison, deputy, head)]
        assert got == [int(receiver == LIAISON), int(receiver == OFFICE), 0]


@pytest.mark.parametrize("made_off", [at("3-5", 20), at("3-6", 8), at("3-6", 10)])
async def test_today_is_made_off(tmp_path: Path, made_off: datetime) -> None:
    """What it was to say is said on Monday, at eight or, for whom it has to wait until four, at ten."""
    async with quick(tmp_path, due("4-5")) as bureau:
        liaison, clerk = await signed(bureau, LIAISON, CLERK)
        await bureau.say(liaison, "/settings 16:00")
        await bureau.until(made_off)
        await bureau.say(clerk, "/holiday 2020-03-06 放假")
        await bureau.until(at("3-12"))
        assert [message.at for message in letters(bureau, liaison)] == [at("3-9", 16)]


async def test_a_supporter_of_what_was_closed_since_the_morning(tmp_path: Path) -> None:
    async with quick(tmp_path, small(task("1.1.1", "任务", until="3-6", support=("办公室",)))) as bureau:
        lead, office, _ = await signed(bureau, LIAISON, OFFICE, CLERK)
        await bureau.say(office, "/settings 16:00")
        await bureau.until(at("3-5", 10))
        await bureau.say(lead, "1.1.1 100% 全部完成")
        await bureau.say(CLERK, "/close 1.1.1")
        await bureau.until(at("3-6", 17))
        assert [message.at for message in letters(bureau, office)] == [at("3-3", 16)]


async def test_a_post_that_was_handed_over_since_the_morning(tmp_path: Path) -> None:
    """He keeps another post, and hears no more of this one's tasks."""
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
    """New on Friday evening, told on Tuesday by then, and not asked for a signature in the same minute."""
    async with quick(tmp_path, plan(), TEN) as bureau:
        liaison, clerk = await signed(bureau, LIAISON, CLERK)
        await bureau.until(at("3-6", 18))
        await imported(bureau, plan(*some(12)[11:]))
        await bureau.until(at("3-7"))
        await bureau.say(clerk, "/holiday 2020-03-09 放假")
        await bureau.until(at("3-10", 12))
        assert (len(told(bureau, liaison)), letters(bureau, liaison)) == (1, [])
        await bureau.until(at("3-11", 12))
        assert [message.at for message in letters(bureau, liaison)] == [at("3-11", 8, 30)]


async def test_urgent_on_working_days_is_not_urgent_at_midnight(tmp_path: Path) -> None:
    """What Friday could not bring waits for Monday's opening."""
    async with quick(tmp_path, due("12-31")) as bureau:
        liaison, clerk = await signed(bureau, LIAISON, CLERK)
        await bureau.say(clerk, "/hours 工作日即发")
        await bureau.until(at("3-6", 16))
        away(bureau, liaison)
        await nudged(bureau)
        await bureau.until(at("3-8", 22))
        back(bureau)
        await bureau.until(at("3-9", 12))
        (letter,) = [one for one in bureau.world.transcript(liaison) if one.out and "请反馈" in one.text]
        assert letter.at == at("3-9", 8, 30)


async def test_what_was_left_out_this_morning_is_not_said_at_ten(tmp_path: Path) -> None:
    """A deadline was spoken of, and so the report was not asked for besides; a far day is made off later."""
    async with quick(tmp_path, due("3-31")) as bureau:
        liaison, clerk = await signed(bureau, LIAISON, CLERK)
        await change(bureau, "UPDATE assignments SET assigned_on = '2020-01-02'")
        await bureau.until(at("3-24", 10))
        assert "3月31日到期" in letters(bureau, liaison)[-1].text
        before = len(letters(bureau, liaison))
        await bureau.say(clerk, "/holiday 2020-12-30 放假")
        await bureau.until(at("3-24", 17))
        assert len(letters(bureau, liaison)) == before
