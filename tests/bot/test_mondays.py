"""The weekly summary comes on Monday, or on the first working day after it, once."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.bot.days import on, working
from tests.town import MONDAY


@pytest.mark.parametrize(
    ("start", "end", "mondays"),
    [
        pytest.param(
            on(4, 27, 10), on(5, 12), ["5月6日 周三", "5月11日 周一"], id="May Day: Monday the 4th on Wednesday"
        ),
        pytest.param(
            on(9, 28, 10), on(10, 13), ["10月9日 周五", "10月12日 周一"], id="National Day: Friday, then Monday"
        ),
        pytest.param(
            on(6, 22, 10), on(7, 7), ["6月29日 周一", "7月6日 周一"], id="Dragon Boat: Thursday off, no matter"
        ),
    ],
)
async def test_the_mondays_summary(tmp_path: Path, start: datetime, end: datetime, mondays: list[str]) -> None:
    async with working(tmp_path, start) as (bureau, _, group):
        await bureau.until(end)
        lines = [text.splitlines()[1] for text in bureau.letters(group, start) if "一周进展" in text]
        assert [line.removeprefix("截至").partition("，")[0] for line in lines] == mondays


async def test_a_summary_after_a_stop_meets_the_next_one_once(tmp_path: Path) -> None:
    """After a stop of three weeks the group gets one card, not three."""
    async with working(tmp_path, MONDAY) as (bureau, _, group):
        bureau.clock.set(on(3, 24, 11))
        for _ in range(2):
            await bureau.bot.tick()
            await bureau.bot.delivery.drain()
        await bureau.until(on(3, 30, 10))
        lines = [text.splitlines()[1] for text in bureau.letters(group, MONDAY) if "一周进展" in text]
        assert [line.partition("，")[0] for line in lines] == ["截至3月24日 周二", "截至3月30日 周一"]
