"""On PostgreSQL, the program loses nothing when it is killed or the server restarts."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.lease import Lease, held
from storage.postgres import LEASE
from tests import postgres
from tests.bot.process import Program, posted, program
from tests.town import MONDAY, in_force

pytestmark = postgres.needed
PEOPLE, REPORTS = 10, 3
Places = list[tuple[int, int, str]]


@pytest.fixture
async def duban(tmp_path: Path) -> AsyncIterator[Program]:
    """Yield a program with the built-in plan that has not been started."""
    async with postgres.database(in_force(None, MONDAY)) as url, program(tmp_path, url) as built:
        yield built


def say(duban: Program, places: Places, report: int) -> None:
    """Let everybody sign, and then go on reporting."""
    for person, _, code in places:
        duban.world.say(person, f"{code} {report * 10}% 进展{person}之{report}" if report else f"/sign {code}")


def balance(duban: Program, places: Places) -> None:
    """Check that each report took effect once and was answered."""
    expected = sorted((f"进展{person}之{n}",) for person, _, _ in places for n in range(1, REPORTS + 1))
    assert sorted(duban.sql("SELECT words FROM reports")) == expected
    assert duban.sql("SELECT action, count(*) FROM events WHERE assignment_id IS NOT NULL GROUP BY 1 ORDER BY 1") == [
        ("report", PEOPLE * REPORTS),
        ("sign", PEOPLE),
    ]
    for person, _, _ in places:
        answers = [message.text for message in duban.world.transcript(person) if message.out]
        assert any("已签收" in text for text in answers)
        assert all(any(f"进展{person}之{n}" in text for text in answers) for n in range(1, REPORTS + 1))


@pytest.mark.soak
async def test_a_second_one_and_a_kill(duban: Program) -> None:
    places = await posted(duban, PEOPLE)
    running = await duban.start()
    await duban.until(lambda: "is at work" in duban.log.read_text())
    second = await duban.start()
    assert await second.wait() == 1
    assert "另一个督办正在使用这个数据库" in duban.log.read_text()
    for report in range(REPORTS + 1):
        say(duban, places, report)
    await duban.until(lambda: duban.message_count() >= 5)
    running.send_signal(signal.SIGKILL)
    await running.wait()
    assert not duban.idle(), "it was too quick to be killed"
    running = await duban.start()
    await duban.until(duban.idle)
    running.send_signal(signal.SIGTERM)
    assert await running.wait() == 0
    assert not held(duban.url)
    balance(duban, places)


@pytest.mark.soak
async def test_the_server_is_restarted_under_it(duban: Program) -> None:
    """The server restarts twice while people report; the program goes on by itself."""
    places = await posted(duban, PEOPLE)
    running = await duban.start()
    await duban.until(lambda: "is at work" in duban.log.read_text())
    for report in range(REPORTS + 1):
        say(duban, places, report)
        if report in (1, 3):
            await asyncio.to_thread(postgres.server().stop)
            await asyncio.sleep(1)
            await asyncio.to_thread(postgres.server().start)
        await asyncio.sleep(0.2)
    await duban.until(duban.idle)
    assert running.returncode is None
    running.send_signal(signal.SIGTERM)
    assert await running.wait() == 0
    balance(duban, places)
    Lease(duban.url).release()


async def test_another_one_takes_over(duban: Program) -> None:
    """If the lease's connection is cut and another process takes the lock, the program ends and says so."""
    running = await duban.start()
    await duban.until(lambda: "is at work" in duban.log.read_text())
    async with postgres.server().connected(duban.url) as other:
        waiting = asyncio.create_task(other.execute(f"SELECT pg_advisory_lock({LEASE})"))
        await asyncio.sleep(0.1)
        await postgres.cut_lease(duban.url)
        async with asyncio.timeout(5):
            await waiting
            assert await running.wait() == 1
    assert duban.log.read_text().splitlines()[-1] == "另一个督办已接管这个数据库，本次运行结束。"


async def test_characters_that_no_database_takes(duban: Program) -> None:
    """Broken connections delay nobody, and are replaced."""
    ((person, _, code),) = await posted(duban, 1)
    await duban.start()
    at = int(MONDAY.timestamp())
    chat, user = {"id": person, "type": "private"}, {"id": person, "is_bot": False, "first_name": "演示\0"}
    body = {"message_id": 9000, "date": at, "chat": chat, "from": user}
    for number, text in enumerate((f"/start a\0\ud800{'b' * 20}", f"{code} 60% 初稿\0\ud800完")):
        duban.world.updates.inject({"message": body | {"message_id": 9000 + number, "text": text}})
    tap = {"id": "a\0", "from": user, "data": "/my \0", "message": body}
    duban.world.updates.inject({"callback_query": tap})
    duban.world.updates.inject({"message": body | {"message_id": 9009, "date": 10**17, "text": f"{code} 70% 二稿"}})
    await duban.until(lambda: duban.sql("SELECT count(*) FROM reports") == [(2,)] and duban.idle())
    assert duban.sql("SELECT words FROM reports ORDER BY id") == [("初稿??完",), ("二稿",)]
    assert duban.sql("SELECT count(*) FROM inbox WHERE state = 'poison'") == [(0,)]
