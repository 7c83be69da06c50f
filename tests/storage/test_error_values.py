"""Errors and their causes contain no values of statements or rows, because errors are logged and stored."""

import traceback

import pytest
import sqlalchemy as sa

from storage.async_database import AsyncDatabase
from storage.database import Connection
from storage.schema import people
from tests import postgres
from tests.storage.test_database import ADD

SECRET = "K7Q2-演示某人-13900000000"


async def duplicate_row(db: Connection) -> None:
    for _ in range(2):
        await db.execute(sa.text(ADD), {"name": SECRET})


async def missing_value(db: Connection) -> None:
    await db.execute(sa.text("INSERT INTO settings (owner, name) VALUES (0, :name)"), {"name": SECRET})


async def unknown_column(db: Connection) -> None:
    await db.execute(sa.text("UPDATE settings SET nothing = 1 WHERE name = :name"), {"name": SECRET})


async def rejected_by_the_driver(db: Connection) -> None:
    await db.execute(sa.select(people).where(people.c.telegram_id == SECRET))


async def rejected_by_the_server(db: Connection) -> None:
    await db.execute(sa.text("SELECT CAST(CAST(:name AS TEXT) AS INTEGER)"), {"name": SECRET})


ON_BOTH = (duplicate_row, missing_value, unknown_column)
ON_POSTGRESQL = (rejected_by_the_driver, rejected_by_the_server)


@pytest.mark.parametrize(
    ("url", "work"),
    [
        *(("sqlite", work) for work in ON_BOTH),
        *(pytest.param("postgresql", work, marks=postgres.needed) for work in (*ON_BOTH, *ON_POSTGRESQL)),
    ],
    indirect=["url"],
)
async def test_no_value_in_an_error(async_db: AsyncDatabase, work: object) -> None:
    with pytest.raises(sa.exc.DBAPIError) as caught:
        await async_db.write(work)  # type: ignore[arg-type]
    text = "".join(traceback.format_exception(caught.value)) + str(caught.value) + repr(caught.value)
    assert "Error" in text
    for part in SECRET.split("-"):
        assert part not in text
