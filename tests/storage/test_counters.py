"""Numbers of papers: no gaps, and no number twice."""

import asyncio

import pytest

from plan.nudge import Level
from plan.person import Person
from plan.refusal import Refusal
from plan.values import Duty
from storage import counters, nudges, people, posts, units
from storage.async_database import AsyncDatabase
from storage.database import Connection, Database
from tests.storage.small_plan import CENTRE, NOW, bring, shares

NEXT_YEAR = NOW.replace(year=NOW.year + 1)


async def clerk(db: Database) -> Person:
    await bring(db, CENTRE)
    unit = await db.read(lambda db: units.named(db, "省局"))
    assert unit is not None

    async def come(db: Connection) -> Person:
        known = await people.welcome(db, 1, "演示督办员", NOW)
        await posts.take(db, await posts.add(db, unit.id, Duty.CLERK), known.id, NOW)
        me = await people.by_telegram_id(db, 1, NOW.date())
        assert me is not None
        return me

    return await db.write(come)


async def test_twenty_five_nudges_at_once_from_two_databases(async_db: AsyncDatabase, url: str) -> None:
    me, share = await clerk(async_db), (await shares(async_db))["1.1.1", "甲处"]
    other = await AsyncDatabase.open(url)

    async def issue(db: Database) -> int:
        work = lambda db: nudges.issue(db, share.id, Level.NUDGE, "请报", me, me.posts[0], NOW)  # noqa: E731
        return (await db.write(work)).number

    numbers = await asyncio.gather(*(issue((async_db, other)[number % 2]) for number in range(25)))
    await other.close()
    assert sorted(numbers) == list(range(1, 26))


async def test_each_series_counts_by_itself_and_a_rollback_gives_numbers_back(db: Database) -> None:
    me, share = await clerk(db), (await shares(db))["1.1.1", "甲处"]

    async def work(db: Connection) -> list[int]:
        papers = ((Level.NUDGE, NOW), (Level.NUDGE, NOW), (Level.NOTICE, NOW), (Level.NUDGE, NEXT_YEAR))
        made = [await nudges.issue(db, share.id, level, "请报", me, me.posts[0], now) for level, now in papers]
        return [nudge.number for nudge in made]

    async def undone(db: Connection) -> None:
        await work(db)
        raise Refusal("不行。")

    with pytest.raises(Refusal):
        await db.write(undone)
    assert await db.write(work) == [1, 2, 1, 1]
    series = counters.of_nudges(Level.NUDGE, NOW.year)
    assert await db.read(lambda db: counters.peek(db, series)) == 3
    assert await db.read(lambda db: counters.peek(db, "nothing yet")) == 1
