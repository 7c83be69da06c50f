"""The queries of 送达 read only the letters of the day, even if the outbox holds very many."""

import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from plan.letter_kinds import DIGEST
from storage.async_database import AsyncDatabase
from storage.outbox import delivery_counts
from storage.schema import outbox
from tests.town import SHANGHAI

DAY, DAYS, EACH = date(2020, 3, 2), 50, 40
Statements = list[tuple[str, Any]]


@pytest.fixture
async def letters(async_db: AsyncDatabase) -> None:
    """Letters on each of many days: a quarter waits, a quarter has failed, half are sent."""
    rows = [
        {"key": f"{day}:{n}", "rule": DIGEST, "payload": "{}", "state": ("waiting", "failed", "sent", "sent")[n % 4],
         "due_at": at, "created_at": at}
        for day in range(DAYS)
        for n in range(EACH)
        for at in [datetime(2020, 3, 2, 8, 30, tzinfo=SHANGHAI) + timedelta(days=day)]
    ]  # fmt: skip
    await async_db.write(lambda db: db.execute(sa.insert(outbox), rows))


@pytest.fixture
def statements() -> Any:
    """All statements that are executed, with their values."""
    executed: Statements = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        executed.append((statement, values))

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield executed
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)  # PostgreSQL scans a table as small as this one.
@pytest.mark.usefixtures("letters")
async def test_only_letters_of_the_day_are_read(async_db: AsyncDatabase, url: str, statements: Statements) -> None:
    day = DAY + timedelta(days=7)
    counts = await async_db.read(lambda db: delivery_counts.counts(db, day, SHANGHAI))
    assert {count.state: count.count for count in counts} == {"sent": EACH / 2, "waiting": EACH / 4, "failed": EACH / 4}
    assert await async_db.read(lambda db: delivery_counts.late_count(db, day, SHANGHAI, [DIGEST])) == EACH / 2
    late = await async_db.read(lambda db: delivery_counts.late(db, day, SHANGHAI, [DIGEST], 0, 8, day))
    assert [unsent.state for unsent in late] == ["failed"] * 8
    of_outbox = [(statement, values) for statement, values in statements if "FROM outbox" in statement]
    assert len(of_outbox) == 3
    with closing(sqlite3.connect(url.partition("///")[2])) as beside:
        for statement, values in of_outbox:
            plan = " ".join(row[3] for row in beside.execute(f"EXPLAIN QUERY PLAN {statement}", values))
            assert "SEARCH outbox USING INDEX letters_of_a_day (created_at>? AND created_at<?)" in plan, statement
