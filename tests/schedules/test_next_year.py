"""From December on, the clerk is reminded each Monday to enter the coming year's days off, until they are entered."""

from datetime import datetime
from pathlib import Path

from tests.handlers.scene import scalar
from tests.notices import IN_2027, notice
from tests.plan.build import SHANGHAI
from tests.town import CLERK, LIAISON, quick

START = datetime(2026, 11, 26, 10, tzinfo=SHANGHAI)
REMINDER = "2027年的放假安排尚未设定"


async def test_the_clerk_is_told_until_it_is_there(tmp_path: Path) -> None:
    async with quick(tmp_path, start=START) as bureau:
        clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)

        async def reminder_count(month: int, until_day: int) -> int:
            await bureau.until(datetime(2026, month, until_day, 17, tzinfo=SHANGHAI))
            return sum(REMINDER in text for text in bureau.letters(clerk, START))

        assert await reminder_count(11, 30) == 0
        assert [await reminder_count(12, to) for to in (1, 2, 6, 7, 8, 14)] == [1, 1, 1, 2, 2, 3]
        assert not any(REMINDER in letter for letter in bureau.letters(liaison, START))
        assert "放假通知的全文" in await bureau.tap(clerk, "粘贴放假通知")
        await bureau.say(clerk, notice(2027, *IN_2027))
        await bureau.tap(clerk, "启用")
        await bureau.until(datetime(2026, 12, 28, 17, tzinfo=SHANGHAI))
        assert await scalar(bureau, "SELECT count(*) FROM outbox WHERE rule = 'next_year'") == 3
