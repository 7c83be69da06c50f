"""What was not understood: counted by words, masked, at most so many rows."""

from datetime import timedelta

from storage import misunderstood
from storage.database import Connection, Database
from storage.misunderstood import MOST
from tests.plan.build import SHANGHAI
from tests.storage.small_plan import NOW


async def add(db: Database, *words: str, minutes: int = 0) -> None:
    async def work(db: Connection) -> None:
        for each in words:
            await misunderstood.add(db, each, NOW + timedelta(minutes=minutes))

    await db.write(work)


async def rows(db: Database) -> list[tuple[str, int]]:
    page = await db.read(lambda db: misunderstood.page(db, 0, SHANGHAI))
    return [(row.words, row.times) for row in page]


async def test_the_same_words_are_counted(db: Database) -> None:
    await add(db, "天气如何", "写篇讲话稿", "天气如何", " 天气　如何", "打13800000000", "打13900000000", "", "\u200b")
    assert await rows(db) == [("打（号码）", 2), ("天气如何", 2), ("天气 如何", 1), ("写篇讲话稿", 1)]
    await add(db, "写篇讲话稿", minutes=1)
    page = await db.read(lambda db: misunderstood.page(db, 0, SHANGHAI))
    assert (page[0].words, page[0].times) == ("写篇讲话稿", 2)
    assert page[0].last_at == NOW + timedelta(minutes=1)


async def test_the_rarest_and_oldest_make_room(db: Database) -> None:
    await add(db, "常问", "常问", "最旧")
    await add(db, *(f"第{n}句" for n in range(MOST - 2)), minutes=1)
    assert await db.read(misunderstood.count) == MOST
    await add(db, "新来", minutes=2)
    assert await db.read(misunderstood.count) == MOST
    everything = await db.read(_words)
    assert {"常问", "新来", "第0句"} <= everything
    assert "最旧" not in everything


async def _words(db: Connection) -> set[str]:
    return {row.words for at in range(0, MOST, 8) for row in await misunderstood.page(db, at, SHANGHAI)}
