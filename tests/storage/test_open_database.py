"""Opening refuses databases that this program cannot use."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.async_database import AsyncDatabase
from storage.integrity import Unusable


async def test_a_database_of_a_later_version(async_db: AsyncDatabase, url: str, tmp_path: Path) -> None:
    await async_db.write(lambda db: db.execute(sa.text("INSERT INTO versions VALUES (99)")))
    with pytest.raises(Unusable, match="database 99"):
        await AsyncDatabase.open(url)
    (tmp_path / "letter.db").write_text("This is a letter, not a database. " * 40)
    for wrong in (
        f"sqlite+aiosqlite:///{tmp_path}/letter.db",
        f"sqlite+aiosqlite:///{tmp_path}",
        "postgresql+none://h/d",
    ):
        with pytest.raises(Unusable):
            await AsyncDatabase.open(wrong)
