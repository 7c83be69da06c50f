"""After SIGTERM under load the bot ends soon and cleanly, and the next start handles what was waiting."""

import asyncio
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.bot.process import posted, program

PEOPLE = 20


@pytest.mark.soak
async def test_told_to_stop_while_busy(tmp_path: Path) -> None:
    async with program(tmp_path) as duban:
        places = await posted(duban, PEOPLE)
        for number in range(1, 5):
            for person, _, code in places:
                duban.world.say(person, f"{code} {number * 10}% 进展{person}之{number}")
        running = await duban.start()
        await duban.until(lambda: duban.message_count() >= 10)
        asked = time.monotonic()
        running.send_signal(signal.SIGTERM)
        assert await running.wait() == 0
        assert time.monotonic() - asked < 5
        done = duban.sql("SELECT count(*) FROM reports")[0][0]
        assert 10 <= done < PEOPLE * 4, "there was nothing left to stop in"
        assert "Traceback" not in duban.log.read_text()

        for person, _, code in places[:5]:
            duban.world.say(person, f"{code} 55% 停机期间")
        running = await duban.start()
        await duban.until(duban.idle)
        running.send_signal(signal.SIGINT)
        assert await running.wait() == 0
        assert duban.sql("SELECT count(*), count(DISTINCT words) FROM reports") == [(PEOPLE * 4 + 5, PEOPLE * 4 + 1)]
        for person, _, _ in places:  # in the order in which he said it
            words = duban.sql(f"SELECT words FROM reports WHERE words LIKE '进展{person}之%' ORDER BY id")
            assert words == [(f"进展{person}之{number}",) for number in range(1, 5)]
        assert "Traceback" not in duban.log.read_text()


@pytest.mark.soak
async def test_told_to_stop_while_another_program_holds_the_database(tmp_path: Path) -> None:
    """Updates that the bot can't store are not acknowledged, and are handled after the next start."""
    async with program(tmp_path) as duban:
        ((person, _, code),) = await posted(duban, 1)
        running = await duban.start()
        duban.world.say(person, code)
        await duban.until(lambda: duban.message_count() >= 1)
        with closing(sqlite3.connect(duban.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            duban.world.say(person, f"{code} 10% 进展")
            await asyncio.sleep(0.5)  # it has fetched it by then, and waits
            asked = time.monotonic()
            running.send_signal(signal.SIGTERM)
            assert await running.wait() == 0
            assert time.monotonic() - asked < 5
            other.execute("ROLLBACK")
        running = await duban.start()
        await duban.until(lambda: duban.sql("SELECT words FROM reports") == [("进展",)])
        running.send_signal(signal.SIGTERM)
        assert await running.wait() == 0
