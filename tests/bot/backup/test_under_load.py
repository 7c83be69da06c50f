"""Backups of a bot under load: each restores to a state that the database had at one moment."""

import asyncio
import hashlib
import json
import random
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.backup.restore import restore
from bot.clock import Clock
from tests.bot.process import Program, posted, program
from tests.town import SHANGHAI

PEOPLE, SECONDS, A_SECOND = 20, 8, 12
EVENTS = "SELECT id, at, person_id, action, assignment_id, before, after FROM events ORDER BY id"


def rows(path: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return db.execute(query).fetchall()


async def work(duban: Program, places: list[tuple[int, int, str]], chance: random.Random, done: asyncio.Event) -> None:
    """Send reports at random moments, every fourth with a file."""
    number = 0
    while not done.is_set():
        number += 1
        person, _, code = chance.choice(places)
        words = f"{code} {chance.randrange(100)}% 进展{number}"
        if number % 4:
            duban.world.say(person, words)
        else:
            content = b"%PDF-1.4 " + chance.randbytes(chance.randrange(100, 60_000))
            duban.world.upload(person, f"{number}.pdf", content, "document", words)
        await asyncio.sleep(chance.expovariate(A_SECOND))


async def back_up(duban: Program, done: asyncio.Event) -> list[Path]:
    """Make backups one after the other, each with a process of its own."""
    made = []
    while not done.is_set():
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "backup", cwd=duban.folder, env=duban.environment,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        output, error = await process.communicate()
        assert (process.returncode, error) == (0, b""), error.decode()
        made.append(Path(output.decode().splitlines()[-1]))
        await asyncio.sleep(0.3)
    return made


def balanced(folder: Path, final: list[Any]) -> int:
    """Return the number of events; check that they begin the final list and that all states follow from them."""
    path = folder / "duban.db"
    events = rows(path, EVENTS)
    assert events == final[: len(events)]
    last = {share: json.loads(after) for _, _, _, _, share, _, after in events if share}
    shares = "SELECT id, state, percent, words, version FROM assignments"
    for share, state, percent, words, version in rows(path, shares):
        if share in last:
            facts = last[share]
            assert (state, percent, words, version) == tuple(
                facts[name] for name in ("state", "percent", "words", "version")
            )
        else:
            assert version == 1
    reported_words = [json.loads(event[6])["words"] for event in events if event[3] == "report"]
    assert [words for (words,) in rows(path, "SELECT words FROM reports ORDER BY id")] == reported_words
    named = {sha256 for (sha256,) in rows(path, "SELECT sha256 FROM evidence")}
    digests = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in (folder / "evidence").iterdir()}
    assert digests == {sha256: sha256 for sha256 in named}
    return len(events)


@pytest.mark.soak
async def test_each_was_true_at_one_moment(tmp_path: Path) -> None:
    async with program(tmp_path) as duban:
        places = await posted(duban, PEOPLE)
        for person, _, code in places:
            duban.world.say(person, f"/sign {code}")
        started = await duban.start()
        await duban.until(lambda: duban.message_count() >= PEOPLE)
        done = asyncio.Event()
        asyncio.get_running_loop().call_later(SECONDS, done.set)
        _, made = await asyncio.gather(work(duban, places, random.Random(1), done), back_up(duban, done))
        await duban.until(duban.idle)
        started.send_signal(signal.SIGTERM)
        assert await started.wait() == 0

        final, counts = rows(duban.path, EVENTS), []
        for number, path in enumerate(made):
            destination = tmp_path / f"restored{number}"
            url = f"sqlite+aiosqlite:///{destination}/duban.db"
            await asyncio.to_thread(
                restore, url, destination / "duban.db", destination / "evidence", path, Clock(SHANGHAI).now
            )
            counts.append(balanced(destination, final))
        assert len(made) >= 3
        assert counts == sorted(counts)
        assert counts[0] < counts[-1], "nothing happened between the first and the last"
        assert rows(destination / "duban.db", "SELECT count(*) FROM evidence") > [(0,)]
