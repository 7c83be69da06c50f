"""What an error says is logged and stored: no value of a statement or of a row is in it, nor in what has caused it."""

import traceback

import pytest
import sqlalchemy as sa

from storage.database import Connection, Database
from storage.schema import people
from tests import postgres
from tests.storage.test_database import ADD

SECRET = "K7Q2-演示某人-13900000000"


async def twice(db: Connection) -> None:
    for _ in range(2):
        await db.execute(sa.text(ADD), {"name": SECRET})


async def half_a_row(db: Connection) -> None:
    await db.execute(sa.text("INSERT INTO settings (owner, name) VALUES (0, :name)"), {"name": SECRET})


async def unknown_column(db: Connection) -> None:
    await db.execute(sa.text("UPDATE settings SET nothing = 1 WHERE name = :name"), {"name": SECRET})


async def no_number_to_the_driver(db: Connection) -> None:
    await db.execute(sa.select(people).where(people.c.telegram_id == SECRET))


async def no_number_to_the_server(db: Connection) -> None:
    await db.execute(sa.text("SELECT CAST(CAST(:name AS TEXT) AS INTEGER)"), {"name": SECRET})


ON_BOTH = (twice, half_a_row, unknown_column)
ON_POSTGRESQL = (no_number_to_the_driver, no_number_to_the_server)


@pytest.mark.parametrize(
    ("url", "work"),
    [
        *(("sqlite", work) for work in ON_BOTH),
        *(pytest.param("postgresql", work, marks=postgres.needed) for work in (*ON_BOTH, *ON_POSTGRESQL)),
    ],
    indirect=["url"],
)
async def test_no_value_in_an_error(db: Database, work: object) -> None:
    with pytest.raises(sa.exc.DBAPIError) as caught:
        await db.write(work)  # type: ignore[arg-type]
    told = "".join(traceback.format_exception(caught.value)) + str(caught.value) + repr(caught.value)
    assert "Error" in told
    for part in SECRET.split("-"):
        assert part not in told
