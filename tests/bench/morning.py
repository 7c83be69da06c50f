"""Measure a ministry's morning: a tick over 100,000 open assignments and 10,000 people, and over a tenth."""

import asyncio
import json
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import schedules
from plan.calendar import Calendar
from plan.light import Thresholds
from plan.rules import Rules
from plan.values import OVER, State
from schedules import SCHEDULES
from schedules.run import run
from schedules.tick import Tick
from storage import outbox
from storage.async_database import AsyncDatabase
from storage.database import Connection
from storage.schema import assignments as shares
from storage.schema import tasks
from tests.bench import big
from tests.bench.bots import memory

MORNING = datetime(2020, 6, 2, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
"""A working Tuesday."""
TENTH = big.TASKS // 10
ROUNDS = 3


async def prepare(url: str, count: int) -> None:
    """Return a database whose assignments are all open."""
    db = await AsyncDatabase.open(url)
    await db.write(lambda db: big.fill(db, MORNING, count))
    await db.write(_open)
    await db.close()


async def _open(db: Connection) -> None:
    over = (*OVER, State.SUBMITTED)
    for table in (shares, tasks):
        await db.execute(table.update().where(table.c.state.in_(over)).values(state=State.ACTIVE))


async def tick(url: str) -> None:
    """Run a tick in its own process, and return seconds, letters and MB; roll it back so that it can run again."""
    schedules.load()
    db = await AsyncDatabase.open(url)
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        try:
            await db.write(_rolled_back)
        except Rolled as result:
            took.append(time.perf_counter() - began)
            letters = result.letters
    await db.close()
    print(json.dumps([min(took), letters, memory()]))


class Rolled(Exception):
    """Rolls the transaction back and carries the result."""

    def __init__(self, letters: int) -> None:
        self.letters = letters


async def _rolled_back(db: Connection) -> None:
    since = MORNING - timedelta(days=1)
    moment = Tick(db, MORNING, since, MORNING, Calendar(), Thresholds(), Rules(), since.date())
    before = await outbox.last_id(db)
    await run(SCHEDULES["digest"], moment)
    raise Rolled(await outbox.last_id(db) - before)


async def measured(count: int) -> tuple[float, int, float]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'morning.db'}"
        for arguments in (("prepare", url, str(count)), ("tick", url)):
            run = [sys.executable, "-m", "tests.bench.morning", *arguments]
            process = await asyncio.create_subprocess_exec(*run, stdout=asyncio.subprocess.PIPE)
            out, _ = await process.communicate()
            if process.returncode:
                raise RuntimeError("the morning could not be measured")
        seconds, letters, mb = json.loads(out)
        return seconds, letters, mb


async def main() -> None:
    few, many = await measured(TENTH), await measured(big.TASKS)
    print(f"{'the morning tick, open':28}{TENTH * big.SHARES:>10,}{big.TASKS * big.SHARES:>10,}{'ratio':>8}  wanted")
    rows = (("seconds", few[0], many[0], "under 10 s, at most 11 times"), ("letters", few[1], many[1], ""),
            ("memory, MB", few[2], many[2], "under 300 MB"))  # fmt: skip
    for label, few_value, many_value, target in rows:
        ratio = many_value / few_value if few_value else 0
        print(f"{label:28}{few_value:10.2f}{many_value:10.2f}{ratio:8.2f}  {target}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["prepare"]:
        asyncio.run(prepare(sys.argv[2], int(sys.argv[3])))
    elif sys.argv[1:2] == ["tick"]:
        asyncio.run(tick(sys.argv[2]))
    else:
        asyncio.run(main())
