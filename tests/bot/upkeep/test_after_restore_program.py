"""After lost records, and after a restore, the program goes on, and everybody is told once."""

import asyncio
import json
import shutil
import signal
import sys
from pathlib import Path

import pytest

from tests.bot.process import Program, posted, program

TOLD = "SELECT count(*) FROM outbox WHERE rule = 'restored'"
FACT = "SELECT value FROM settings WHERE owner = -1 AND name = 'restored'"


async def command(duban: Program, *arguments: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=duban.folder, env=duban.environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output, _ = await process.communicate()
    return process.returncode or 0, output.decode()


async def at_work(duban: Program) -> asyncio.subprocess.Process:
    starts = duban.log.read_text().count("is at work") if duban.log.exists() else 0
    started = await duban.start()
    await duban.until(lambda: duban.log.read_text().count("is at work") > starts)
    return started


async def ended(started: asyncio.subprocess.Process) -> None:
    started.send_signal(signal.SIGTERM)
    assert await started.wait() == 0


async def reported(duban: Program, places: list[tuple[int, int, str]], words: str) -> None:
    before = duban.message_count()
    for person, _, code in places:
        duban.world.say(person, words.format(code=code))
    await duban.until(lambda: duban.message_count() >= before + len(places) and duban.idle())


def remove(folder: Path, *endings: str) -> None:
    for ending in endings:
        (folder / f"duban.db{ending}").unlink(missing_ok=True)


@pytest.mark.soak
async def test_lost_records_then_a_restore(tmp_path: Path) -> None:
    async with program(tmp_path) as duban:
        places = await posted(duban, 3)
        started = await at_work(duban)
        await reported(duban, places, "/sign {code}")
        code, output = await command(duban, "backup")
        assert code == 0
        backup = output.splitlines()[-1]
        await reported(duban, places, "{code} 40% 已开展")
        started.kill()
        await started.wait()

        remove(tmp_path, "-wal")
        assert "[需处理] 记录：最新的记录缺失" in (await command(duban, "doctor"))[1]
        started = await at_work(duban)
        assert duban.sql(TOLD) == [(3,)]
        assert json.loads(duban.sql(FACT)[0][0])["cause"] == "shortened"
        assert " ERROR storage.records records of the database after " in duban.log.read_text()
        await ended(started)
        await restored(duban, tmp_path, backup)


async def restored(duban: Program, tmp_path: Path, backup: str) -> None:
    """Restore to where the lost database was."""
    await ended(await at_work(duban))
    assert duban.sql(TOLD) == [(3,)]
    shutil.move(duban.path, tmp_path / "old.db")
    assert await (await duban.start()).wait() == 1
    assert duban.log.read_text().splitlines()[-1].startswith("数据库文件不见了：")
    remove(tmp_path, "-wal", "-shm")
    assert (await command(duban, "restore", backup))[0] == 0
    await ended(await at_work(duban))
    assert duban.sql(TOLD) == [(3,)]
    assert duban.sql("SELECT count(*) FROM reports") == [(0,)]
    assert json.loads(duban.sql(FACT)[0][0])["cause"] == "backup"
