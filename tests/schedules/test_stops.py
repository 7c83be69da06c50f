"""After an outage, missed reminders that still apply are sent once, merged, on the next working morning."""

from pathlib import Path

import pytest

from tests.schedules.test_digest import at, due, letters, signed
from tests.town import CLERK, LIAISON, Town, quick


async def started_again(bureau: Town, day: str, hour: int, minute: int = 0) -> None:
    """Advance the clock without running the bot, then run it once, as after an outage."""
    bureau.clock.set(at(day, hour, minute))
    await bureau.bot.tick()
    await bureau.bot.delivery.drain()


@pytest.mark.parametrize(
    ("restarted_at", "sent_at", "words"),
    [
        (("3-6", 11), ("3-6", 11, 0), "3月9日到期，还有1个工作日"),  # within the hours: at once
        (("3-5", 20), ("3-6", 8, 30), "3月9日到期，还有1个工作日"),
        (("3-6", 3), ("3-6", 8, 30), "3月9日到期，还有1个工作日"),
        (("3-7", 10), ("3-9", 8, 30), "今天到期"),  # a Saturday: what Friday owed is not lost
        (("3-9", 8), ("3-9", 8, 30), "今天到期"),
    ],
)
async def test_what_was_missed(
    tmp_path: Path, restarted_at: tuple[str, int], sent_at: tuple[str, int, int], words: str
) -> None:
    async with quick(tmp_path, due("3-9")) as bureau:
        (liaison,) = await signed(bureau, LIAISON)
        await bureau.until(at("3-2"))  # a week before: said, and over
        assert len(letters(bureau, liaison)) == 1
        await started_again(bureau, *restarted_at)
        await bureau.until(at(*sent_at))
        (letter,) = letters(bureau, liaison)[1:]
        assert letter.at == at(*sent_at)
        assert words in letter.text


async def test_a_friday_that_was_missed_is_owed_on_monday(tmp_path: Path) -> None:
    async with quick(tmp_path, due("4-5")) as bureau:  # thirty days before is Friday the 6th of March
        (liaison,) = await signed(bureau, LIAISON)
        await bureau.until(at("3-5"))
        await started_again(bureau, "3-7", 10)
        await bureau.until(at("3-8", 12))
        assert letters(bureau, liaison) == []
        await bureau.until(at("3-9"))
        assert [letter.text.count("4月5日到期") for letter in letters(bureau, liaison)] == [1]


async def test_what_is_no_longer_true_is_not_said(tmp_path: Path) -> None:
    async with quick(tmp_path, due("3-5", "3-6")) as bureau:
        (liaison,) = await signed(bureau, LIAISON)
        await started_again(bureau, "3-9", 9)
        (letter,) = letters(bureau, liaison)
        assert "请办理 2 项" in letter.text
        assert "已逾期2个工作日" in letter.text
        assert "到期，" not in letter.text
        await bureau.bot.tick()
        await bureau.bot.delivery.drain()
        assert len(letters(bureau, liaison)) == 1


async def test_the_summary_that_was_missed(tmp_path: Path) -> None:
    async with quick(tmp_path, due("12-31")) as bureau:
        group = bureau.world.add_group("工作群", [await bureau.person(CLERK)]).id
        await bureau.until(at("3-6"))
        await bureau.say(CLERK, "/bind", chat=group)
        await started_again(bureau, "3-9", 20)  # it stood still all Monday
        assert "一周进展" not in bureau.last(group).text
        await bureau.until(at("3-10"))
        assert bureau.last(group).at == at("3-10", 8, 30)  # the next working morning
        assert "截至3月10日 周二" in bureau.last(group).text
        await bureau.until(at("3-13"))
        assert sum("一周进展" in message.text for message in bureau.world.transcript(group)) == 1
