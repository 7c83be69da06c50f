"""From December on the clerk is told that the coming year's days off are missing, each Monday, until they are there."""

from datetime import datetime
from pathlib import Path

import pytest

from plan.moments import asks_for_year, wanted_year
from tests.handlers.scene import scalar
from tests.notices import IN_2027, notice
from tests.plan.build import CALENDAR, SHANGHAI, day
from tests.town import CLERK, LIAISON, quick

START = datetime(2026, 11, 26, 10, tzinfo=SHANGHAI)
TOLD = "2027年的放假安排尚未设定"


@pytest.mark.parametrize(
    ("done", "today", "expected"),
    [
        ("2026-11-29", "2026-11-30", "2026-11-30"),  # a Monday; November's concern is the year itself
        ("2026-11-30", "2026-12-1", "2026-12-1"),
        ("2026-12-1", "2026-12-2", None),
        ("2026-12-6", "2026-12-7", "2026-12-7"),
        ("2026-12-7", "2026-12-8", None),
        ("2026-12-4", "2026-12-9", "2026-12-7"),  # it stood still on Monday
        ("2026-11-20", "2026-12-3", "2026-12-1"),
        ("2026-12-6", "2026-12-6", None),  # a Sunday
        ("2024-11-29", "2024-12-2", "2024-12-2"),  # the 1st is a Sunday: one letter, on Monday
    ],
)
def test_which_day_is_owed(done: str, today: str, expected: str | None) -> None:
    assert asks_for_year(day(done), day(today), CALENDAR) == (day(expected) if expected else None)


def test_which_year() -> None:
    assert [wanted_year(day(one)) for one in ("2026-11-30", "2026-12-1", "2027-1-4")] == [2026, 2027, 2027]


async def test_the_clerk_is_told_until_it_is_there(tmp_path: Path) -> None:
    async with quick(tmp_path, start=START) as bureau:
        clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)

        async def told(month: int, to: int) -> int:
            await bureau.until(datetime(2026, month, to, 17, tzinfo=SHANGHAI))
            return sum(TOLD in one for one in bureau.letters(clerk, START))

        assert await told(11, 30) == 0
        assert [await told(12, to) for to in (1, 2, 6, 7, 8, 14)] == [1, 1, 1, 2, 2, 3]
        assert not any(TOLD in one for one in bureau.letters(liaison, START))
        assert "放假通知的全文" in await bureau.tap(clerk, "粘贴放假通知")
        await bureau.say(clerk, notice(2027, *IN_2027))
        await bureau.tap(clerk, "启用")
        await bureau.until(datetime(2026, 12, 28, 17, tzinfo=SHANGHAI))
        assert await scalar(bureau, "SELECT count(*) FROM outbox WHERE rule = 'next_year'") == 3
