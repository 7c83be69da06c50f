"""Each nominal moment of a schedule is claimed once, whichever process runs it."""

import asyncio
from datetime import datetime, timedelta

from storage import runs
from storage.async_database import AsyncDatabase
from storage.database import Database
from tests.storage.small_plan import NOW

DAY = timedelta(days=1)


async def last(db: Database) -> datetime | None:
    return (await db.read(lambda db: runs.last(db, ("digest", "hello")))).get("digest")


async def test_one_of_many_gets_it(async_db: AsyncDatabase, url: str) -> None:
    other = await AsyncDatabase.open(url)
    claims = [database.write(lambda db: runs.claim(db, "digest", NOW, NOW)) for database in (async_db, other) * 5]
    results = await asyncio.gather(*claims)
    await other.close()
    assert sorted(results) == [False] * 9 + [True]
    assert await async_db.write(lambda db: runs.claim(db, "summary", NOW, NOW))
    assert await last(async_db) == NOW


async def test_a_failed_one_is_claimed_again_and_counted(db: Database) -> None:
    await db.write(lambda db: runs.claim(db, "digest", NOW, NOW))
    for attempt in (1, 2):
        assert await db.write(lambda db: runs.failed(db, "digest", NOW + DAY, NOW + DAY, "no")) == attempt
    assert await last(db) == NOW
    assert await db.write(lambda db: runs.claim(db, "digest", NOW + DAY, NOW + DAY))
    assert not await db.write(lambda db: runs.claim(db, "digest", NOW + DAY, NOW + DAY))
    assert await last(db) == NOW + DAY


async def test_none_yet(db: Database) -> None:
    assert await last(db) is None
