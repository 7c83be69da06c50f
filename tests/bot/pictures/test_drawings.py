"""Drawn pictures: 1080 px wide, once for equal pictures, with the package's own fonts, also from stored SVG."""

import asyncio
import struct
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.pictures.drawings import CACHED, Drawings, NotDrawn
from bot.pictures.png import FONTS, draw, png
from plan import progress_class
from plan.picture import Picture
from plan.picture_contents import LightBasis, pictures
from plan.values import Role, State
from storage import pictures as stored
from tests.handlers.scene import change
from tests.plan.build import CALENDAR, LIMITS, share
from tests.town import Town

TODAY = date(2020, 7, 20)
TWO, TWELVE = "{}处", "知识产权保护运用促进{}处"


def largest(name: str) -> list[Picture]:
    """Return the largest pictures: twelve units by twelve months, and twelve tasks by thirteen cities."""
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
            share(task_id=task, unit=name.format(sign)[:-1] + "市", role=Role.CITY, title="各市落实" * 6)
            for sign in signs
        ]
    tasks = progress_class.tasks(every, TODAY, CALENDAR, LIMITS)
    return pictures("2020年全省知识产权工作要点", date(2020, 1, 6), 2020, tasks, LightBasis(TODAY, CALENDAR, LIMITS))


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><text y="30">{}</text></svg>'


@pytest.mark.parametrize("name", [TWO, TWELVE])
def test_it_is_what_a_phone_shows(name: str) -> None:
    """The time that drawing takes is measured by `make bench`."""
    for picture in largest(name):
        drawn = draw(picture.dump())
        width, height = struct.unpack(">II", drawn[16:24])
        assert width == 1080
        assert height <= 1280  # beyond it Telegram makes the whole photo smaller
        assert len(drawn) < 500_000


def test_the_packages_fonts_draw_the_words() -> None:
    assert all(Path(font).stat().st_size > 2_000_000 for font in FONTS)
    assert (Path(FONTS[0]).parent / "OFL.txt").read_text(encoding="utf-8").count("SIL Open Font License") > 0
    assert len({png(SVG.format(words)) for words in ("督办", "堃玥", "")}) == 3


def test_svg_of_older_versions_is_drawn_as_it_is() -> None:
    assert draw(SVG.format("督办")) == png(SVG.format("督办"))


@pytest.mark.parametrize("stored", ["no picture", "{}", "", "<svg", '<svg xmlns="http://www.w3.org/2000/svg">'])
def test_what_is_no_picture_is_refused(stored: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - some of the words are the library's
        draw(stored)


async def test_equal_pictures_are_drawn_once(bureau: Town) -> None:
    drawn: list[str] = []

    def count(content: str) -> bytes:
        drawn.append(content)
        return content.encode()

    drawings, now = Drawings(bureau.db, count), bureau.clock.now()
    (picture, _) = largest(TWO)

    async def put(title: str) -> str:
        return (await bureau.db.write(lambda db: stored.put(db, replace(picture, title=title), "图.png", now))).path

    digest = await put("")
    assert await put("") == digest
    await asyncio.gather(*(drawings.png(digest) for _ in range(20)))
    assert len(drawn) == 1
    for number in range(CACHED):
        await drawings.png(await put(str(number)))
    await drawings.png(digest)
    assert drawn.count(drawn[0]) == 2, "the cache is limited"


async def test_a_picture_that_is_not_stored_or_not_readable(bureau: Town) -> None:
    await change(bureau, "INSERT INTO pictures (sha256, content, at) VALUES ('damaged', '{}', '2020-03-02')")
    for digest in ("unknown", "damaged"):
        with pytest.raises(NotDrawn):
            await Drawings(bureau.db).png(digest)
