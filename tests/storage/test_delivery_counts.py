"""What 送达 asks of a ministry's outbox reads the letters of the day, and no others."""

import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from plan.letter_kinds import DIGEST
from storage.database import Database
from storage.outbox import delivery_counts
from storage.schema import outbox
from tests.town import SHANGHAI

DAY, DAYS, EACH = date(2020, 3, 2), 50, 40
Asked = list[tuple[str, Any]]


@pytest.fixture
async def letters(db: Database) -> None:
    """As many on each of many days; every fourth is not sent."""
    rows = [
        {"key": f"{day}:{n}", "rule": DIGEST, "payload": "{}", "state": ("waiting", "failed", "sent", "sent")[n % 4],
         "due_at": at, "created_at": at}
        for day in range(DAYS)
        for n in range(EACH)
        for at in [datetime(2020, 3, 2, 8, 30, tzinfo=SHANGHAI) + timedelta(days=day)]
    ]  # fmt: skip
    await db.write(lambda db: db.execute(sa.insert(outbox), rows))


@pytest.fixture
def asked() -> Any:
    """Every statement with its values."""
    found: Asked = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        found.append((statement, values))

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield found
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)  # PostgreSQL reads so small a table as a whole
@pytest.mark.usefixtures("letters")
async def test_a_day_s_letters_alone_are_read(db: Database, url: str, asked: Asked) -> None:
    day = DAY + timedelta(days=7)
    counts = await db.read(lambda db: delivery_counts.counts(db, day, SHANGHAI))
    assert {count.state: count.count for count in counts} == {"sent": EACH / 2, "waiting": EACH / 4, "failed": EACH / 4}
    assert await db.read(lambda db: delivery_counts.late_count(db, day, SHANGHAI, [DIGEST])) == EACH / 2
    late = await db.read(lambda db: delivery_counts.late(db, day, SHANGHAI, [DIGEST], 0, 8, day))
    assert [unsent.state for unsent in late] == ["failed"] * 8
    of_outbox = [(statement, values) for statement, values in asked if "FROM outbox" in statement]
    assert len(of_outbox) == 3
    with closing(sqlite3.connect(url.partition("///")[2])) as beside:
        for statement, values in of_outbox:
            plan = " ".join(row[3] for row in beside.execute(f"EXPLAIN QUERY PLAN {statement}", values))
            assert "SEARCH outbox USING INDEX letters_of_a_day (created_at>? AND created_at<?)" in plan, statement
