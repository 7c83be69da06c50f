"""Pictures are 1080 px wide, use our own fonts only, and are rendered once, within 300 ms."""

import asyncio
import struct
from datetime import date
from pathlib import Path

import pytest

from bot.telegram.drawing import CACHE_SIZE, FONTS, Drawings, NotDrawn, png
from plan import progress_class
from plan.picture import Looked, svgs
from plan.values import Role, State
from storage import pictures as remembered
from tests.plan.build import CALENDAR, LIMITS, share
from tests.town import Town

TODAY = date(2020, 7, 20)
TWO, TWELVE = "{}处", "知识产权保护运用促进{}处"


def pictures(name: str) -> list[str]:
    """Return two large pictures: twelve units by twelve months, and twelve tasks by thirteen cities."""
    signs = "甲乙丙丁戊己庚辛壬癸子丑寅"
    every = [
        share(
            task_id=unit * 12 + month, unit=name.format(signs[unit]), unit_id=unit, percent=month * 7,
            deadline=date(2020, month + 1, 20), starts=date(2020, 1, 6),
            state=State.CLOSED if (unit + month) % 4 == 0 else State.ACTIVE,
        )
        for unit in range(12) for month in range(12)
    ]  # fmt: skip
    for task in range(200, 212):
        every += [
            share(task_id=task, unit=name.format(one)[:-1] + "市", role=Role.CITY, title="各市落实" * 6)
            for one in signs
        ]
    tasks = progress_class.tasks(every, TODAY, CALENDAR, LIMITS)
    return svgs("2020年全省知识产权工作要点", date(2020, 1, 6), 2020, tasks, Looked(TODAY, CALENDAR, LIMITS))


@pytest.mark.parametrize("name", [TWO, TWELVE])
def test_it_is_what_a_phone_shows(name: str) -> None:
    """The time that it takes is measured by `make bench`."""
    for svg in pictures(name):
        drawn = png(svg)
        width, height = struct.unpack(">II", drawn[16:24])
        assert width == 1080
        assert height <= 1280  # beyond it Telegram makes the whole photo smaller
        assert len(drawn) < 500_000


def test_our_own_fonts_draw_the_words() -> None:
    assert all(Path(font).stat().st_size > 2_000_000 for font in FONTS)
    assert (Path(FONTS[0]).parent / "OFL.txt").read_text(encoding="utf-8").count("SIL Open Font License") > 0
    shown = '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><text y="30">{}</text></svg>'
    assert len({png(shown.format(words)) for words in ("督办", "堃玥", "")}) == 3
    with pytest.raises(ValueError):  # noqa: PT011 - its words are the library's
        png("no picture")


async def test_what_shows_the_same_is_drawn_once(bureau: Town) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8">{}</svg>'
    drawings = Drawings(bureau.db)
    now = bureau.clock.now()

    async def put(words: str) -> str:
        return (await bureau.db.write(lambda db: remembered.put(db, svg.format(words), "图.png", now))).path

    digest = await put("")
    assert await put("") == digest
    first, *others = await asyncio.gather(*(drawings.png(digest) for _ in range(20)))
    assert all(one is first for one in others)
    for number in range(CACHE_SIZE):
        await drawings.png(await put(str(number)))
    assert await drawings.png(digest) is not first
    with pytest.raises(NotDrawn):
        await drawings.png("unknown")
