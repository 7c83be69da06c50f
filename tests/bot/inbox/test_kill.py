"""The program is killed again and again while it works: nothing is lost, and nothing is done twice."""

import random
import signal
from pathlib import Path

import pytest

from tests.bot.process import posted, program

PEOPLE, REPORTS, ROUNDS = 50, 5, 3


@pytest.mark.soak
@pytest.mark.parametrize("seed", [2020])
async def test_killed_while_it_works(tmp_path: Path, seed: int) -> None:
    """300 updates of fifty people: each signs, then reports five times; three kills at random points."""
    chance = random.Random(seed)
    async with program(tmp_path) as duban:
        places = await posted(duban, PEOPLE)
        for report in range(REPORTS + 1):
            for person, _, code in places:
                duban.world.say(person, f"{code} {report * 10}% 进展{person}之{report}" if report else f"/sign {code}")
        for _ in range(ROUNDS):
            running = await duban.start()
            goal = duban.message_count() + chance.randint(5, 70)
            await duban.until(lambda goal=goal: duban.message_count() >= goal)  # type: ignore[misc]
            running.send_signal(signal.SIGKILL)
            await running.wait()
            assert not duban.idle(), "it was too quick to be killed"
        running = await duban.start()
        await duban.until(duban.idle)
        running.send_signal(signal.SIGTERM)
        assert await running.wait() == 0

        expected = sorted((f"进展{person}之{n}",) for person, _, _ in places for n in range(1, REPORTS + 1))
        assert sorted(duban.sql("SELECT words FROM reports")) == expected
        assert duban.sql("SELECT action, count(*) FROM events WHERE assignment_id NOT NULL GROUP BY action") == [
            ("report", PEOPLE * REPORTS),
            ("sign", PEOPLE),
        ]
        assert duban.sql("SELECT state, count(*) FROM inbox GROUP BY state") == [("done", PEOPLE * (REPORTS + 1))]
        for person, share, _ in places:
            assert duban.sql(f"SELECT percent, words FROM assignments WHERE id = {share}") == [
                (REPORTS * 10, f"进展{person}之{REPORTS}")
            ]
            answers = [message.text for message in duban.world.transcript(person) if message.out]
            assert any("已签收" in text for text in answers)
            assert all(any(f"进展{person}之{n}" in text for text in answers) for n in range(1, REPORTS + 1))
