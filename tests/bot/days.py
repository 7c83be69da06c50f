"""Days of 2020, and a bureau that starts on one of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from plan import builtin
from tests.town import CLERK, LIAISON, MONDAY, SHANGHAI, Town, town

SMALL = replace(builtin.load(), sections=builtin.load().sections[2:3])
"""One section is as good as the whole plan here, and a year of it passes in a moment."""


def on(month: int, day: int, hour: int = 8, minute: int = 0) -> datetime:
    return datetime(2020, month, day, hour, minute, tzinfo=SHANGHAI)


@asynccontextmanager
async def working(folder: Path, start: datetime) -> AsyncIterator[tuple[Town, int, int]]:
    """Yield a bureau on this day, with a liaison who has not signed and a bound group."""
    async with town(folder, SMALL, start) as bureau:
        liaison, clerk = await bureau.person(LIAISON), await bureau.person(CLERK)
        group = bureau.world.add_group("演示群", [clerk, liaison])
        await bureau.say(CLERK, "/bind", chat=group.id)
        yield bureau, liaison, group.id


def days(bureau: Town, chat: int, words: str) -> list[str]:
    """Return day and time of each such letter."""
    texts = bureau.letters(chat, MONDAY - timedelta(days=100))
    return [text.splitlines()[0] for text in texts if words in text]
