"""The database of a simulation, which nobody waits for: the same rules as of the one that lasts."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from plan.refusal import Refusal
from storage import assignments, settings
from storage.database import Connection, Database
from storage.sync_database import Passing
from tests.storage.papers import CENTRE, bring, shares


@pytest.fixture
async def passing(tmp_path: Path) -> AsyncIterator[Database]:
    db = Passing(str(tmp_path / "passing.db"))
    yield db
    await db.close()


async def test_what_is_written_is_read_and_there_when_it_is_opened_again(passing: Database, tmp_path: Path) -> None:
    await bring(passing, CENTRE)
    one = (await shares(passing))["1.1.1", "甲处"]
    assignment = await passing.read(lambda db: assignments.get(db, one.id))
    assert assignment == one
    await passing.close()
    again = Passing(str(tmp_path / "passing.db"))
    assert (await shares(again))["1.1.1", "甲处"] == one
    await again.close()


async def test_what_fails_is_undone(passing: Database) -> None:
    async def work(db: Connection) -> None:
        await settings.put(db, settings.BUREAU, "half", "1")
        raise Refusal("不行。")

    with pytest.raises(Refusal):
        await passing.write(work)
    assert await passing.read(lambda db: settings.get(db, settings.BUREAU, "half", "nothing")) == "nothing"


async def test_a_reader_can_not_write(passing: Database) -> None:
    with pytest.raises(sa.exc.OperationalError, match="readonly"):
        await passing.read(lambda db: settings.put(db, settings.BUREAU, "sly", "1"))


async def test_a_reader_goes_by_an_open_writer(passing: Database) -> None:
    async def work(db: Connection) -> str:
        await settings.put(db, settings.BUREAU, "half", "1")
        return await passing.read(lambda db: settings.get(db, settings.BUREAU, "half", "nothing"))

    assert await passing.write(work) == "nothing"
    assert await passing.read(lambda db: settings.get(db, settings.BUREAU, "half")) == "1"
