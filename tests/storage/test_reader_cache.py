"""Readers' cached values are never out of date, and a transaction does not use the cache."""

from collections.abc import Callable
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from plan.refusal import Refusal
from storage import progress_counts
from storage.database import Connection, Database
from storage.reader_cache import cached
from storage.schema import tasks
from storage.search_index import TextIndex
from storage.statements import among
from tests.storage.small_plan import CENTRE, LAW, NOW, bring

TEXTS = st.lists(st.text("甲乙丙ab \n", max_size=8), max_size=8)


async def test_computed_once_for_each_mark(db: Database) -> None:
    computed: list[int | None] = []

    def value(number: int | None) -> Callable[[], object]:
        async def compute() -> int | None:
            computed.append(number)
            return number

        return compute

    for mark, expected in ((None, None), (None, None), (1, 1), (1, 1), (2, 2), (2, 2), (1, 1)):
        assert await db.read(lambda db, mark=mark: cached(db, "x", mark, value(mark))) == expected  # type: ignore
    assert computed == [None, 1, 2, 1]


async def test_a_transaction_does_not_use_the_cache(db: Database) -> None:
    async def old() -> str:
        return "rolled back"

    async def new() -> str:
        return "true"

    async def work(db: Connection) -> None:
        assert await cached(db, "x", 1, old) == "rolled back"
        raise Refusal("不行。")

    with suppress(Refusal):
        await db.write(work)
    assert await db.read(lambda db: cached(db, "x", 1, new)) == "true"


async def test_counts_follow_an_import(db: Database) -> None:
    await bring(db, CENTRE)
    assert (await db.read(lambda db: progress_counts.of_plan(db, NOW.date()))).total == 1
    await bring(db, CENTRE, LAW)
    assert (await db.read(lambda db: progress_counts.of_plan(db, NOW.date()))).total == 2


async def test_among_very_many(db: Database) -> None:
    await bring(db, CENTRE, LAW)
    ids = list(range(40_000))  # More than a statement may have parameters.

    async def count(db: Connection) -> int:
        return len((await db.execute(tasks.select().where(among(tasks.c.id, ids)))).all())

    assert await db.read(count) == 2
    assert await db.read(lambda db: db.scalar(tasks.select().where(among(tasks.c.id, [])))) is None


@given(TEXTS, st.text("甲乙ab", min_size=1, max_size=3))
def test_each_text_that_contains_the_word_is_found_once(texts: list[str], letters: str) -> None:
    ids = TextIndex(enumerate(texts)).containing(letters)
    assert ids == [number for number, text in enumerate(texts) if letters in text]
