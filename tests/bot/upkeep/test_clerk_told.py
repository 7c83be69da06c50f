"""The clerk is told when the database takes no writes and when it works again, even if nobody else writes."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.upkeep.write_watch import WORKS
from tests.town import CLERK, Town


async def test_a_lock_while_nobody_writes(bureau: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After one failed write the bot goes on trying, and tells of the failure and its end in time."""
    monkeypatch.setattr("bot.upkeep.write_watch.TELL_AFTER", 0.4)
    monkeypatch.setattr("bot.upkeep.minute.PROBE_PAUSE", 0.05)
    person = await bureau.person(CLERK)
    assert bureau.bot.upkeep is not None
    monkeypatch.setattr(bureau.bot.upkeep._watch, "_now", asyncio.get_running_loop().time)
    await bureau.bot.upkeep.look()
    monkeypatch.setattr("storage.sqlite_driver.ATTEMPTS", 1)

    async def wait_for(text: str) -> None:
        async with asyncio.timeout(10):
            while text not in bureau.last(person).text:  # noqa: ASYNC110 - it is another task that speaks
                await asyncio.sleep(0.02)

    with closing(sqlite3.connect(tmp_path / "duban.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await bureau.bot.upkeep.look()
        await wait_for("数据库被其他程序占用，系统暂时无法保存内容")
        other.execute("ROLLBACK")
    await wait_for(WORKS)
    assert bureau.bot.upkeep._probing is not None
    await asyncio.wait_for(bureau.bot.upkeep._probing, 10)
