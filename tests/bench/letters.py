"""10,000 letters to 10,000 people through a server that enforces Telegram's limits, with answers and groups in between.

`python -m tests.bench.letters [FASTER]`: all limits so many times Telegram's; with 1 it takes six minutes.
"""

import asyncio
import contextlib
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from datetime import time as time_of_day
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.outbox.boards import Boards
from bot.outbox.delivery import Delivery
from bot.pictures.drawings import Drawings
from bot.settings import Settings
from bot.telegram.client import Client
from bot.telegram.http import Http
from bot.telegram.rate_limit import Limits, RateLimiter
from bot.telegram.sender import Progress, Sender
from handlers.ask import Bureau
from plan.calendar import Calendar
from plan.hours import Hours
from plan.letter_kinds import REMIND, SUMMARY
from plan.light import Thresholds
from plan.reply import Reply
from storage import outbox
from storage.async_database import AsyncDatabase
from storage.database import Connection
from storage.schema import groups, people

PEOPLE, GROUPS, TO_A_GROUP = 10_000, 30, 10
FASTER = 10.0
ASKING = 400
"""How many answers are sent in between, to people who get no letter meanwhile."""
TEXT = "<b>11月27日 周五 · 请办理 3 项</b>\n⏰ 2.2.4 推进专利导航工程\n　还有3个工作日"


def limits(faster: float) -> Limits:
    """Our bot with its limits raised by the same factor."""
    true = Limits()
    burst = 1 + (true.overall_burst - 1) * faster
    return Limits(
        true.overall / faster,
        burst,
        int(true.most * faster),
        true.chat / faster,
        1,
        true.group / faster,
        true.group_burst,
    )


async def fill(db: Connection, now: datetime) -> None:
    rows = [{"id": n, "telegram_id": 1000 + n, "name": f"演示{n}", "joined_at": now} for n in range(1, PEOPLE + 1)]
    await db.execute(people.insert(), rows)
    bound = {"title": "演示群", "bound_at": now, "bound_by": 1}
    await db.execute(groups.insert(), [{"id": n, "chat_id": -n, **bound} for n in range(1, GROUPS + 1)])
    for n in range(1, PEOPLE + 1):
        await outbox.put(db, f"remind:{n}", REMIND, Reply(TEXT).dump(), now, person_id=n)
        if n % (PEOPLE // (GROUPS * TO_A_GROUP)) == 0:
            await outbox.put(db, f"g:{n}", SUMMARY, Reply(f"群 {n}").dump(), now, group_id=n % GROUPS + 1)


@contextlib.asynccontextmanager
async def serving(faster: float) -> AsyncIterator[asyncio.subprocess.Process]:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "tests.bench.limits", str(faster))
    server = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, limit=2**26)
    try:
        yield server
    finally:
        with contextlib.suppress(ProcessLookupError):
            server.kill()
        await server.wait()


async def line(server: asyncio.subprocess.Process) -> str:
    assert server.stdout
    return (await server.stdout.readline()).decode()


async def ask(sender: Sender, done: asyncio.Event) -> list[float]:
    """Let one person after another ask, while the letters are sent."""
    waits: list[float] = []
    while not done.is_set() and len(waits) < ASKING:
        began = time.perf_counter()
        await sender.send(1_000_000 + len(waits), Reply("答"), Progress(), answer=True)
        waits.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0.05)
    return sorted(waits)


async def measure(faster: float = FASTER) -> None:
    with tempfile.TemporaryDirectory() as folder:
        clock = Clock(ZoneInfo("Asia/Shanghai"))
        db = await AsyncDatabase.open(f"sqlite+aiosqlite:///{folder}/letters.db")
        await db.write(lambda db: fill(db, clock.now() - timedelta(seconds=1)))
        async with serving(faster) as server:
            url = f"http://127.0.0.1:{(await line(server)).strip()}"
            settings = Settings(_env_file=None, bot_token=f"123:{'a' * 35}", bot_api_url=url)
            http, pace = Http(settings), RateLimiter(limits(faster))
            client = Client(settings, http, "bench_bot", Drawings(db))
            days = {clock.now().date() + timedelta(days=n): True for n in (0, 1)}
            always = Calendar(days, hours=Hours(time_of_day.min, time_of_day.max))
            bureau = partial(Bureau, always, Thresholds(), "bench_bot")
            done = asyncio.Event()
            sender = Sender(client, pace)
            answers = asyncio.create_task(ask(sender, done))
            handled = await Delivery(db, sender, clock, pace, Boards(db, client, clock, bureau), bureau).drain()
            done.set()
            waits = await answers
            assert server.stdin
            server.stdin.write(b"\n")
            recorded = json.loads(await line(server))
            await http.close()
        counts = await db.read(outbox.counts)
        await db.close()
    report(recorded, waits, handled, counts, faster)


def report(recorded: dict[str, Any], waits: list[float], handled: int, counts: dict[str, int],
           faster: float) -> None:  # fmt: skip
    taken = recorded["taken"]
    letter_count = sum(text != "答" for _, _, text in taken)
    assert counts == {"sent": letter_count}, "each of them once"
    rate = (len(taken) - 1) / (taken[-1][0] - taken[0][0])
    share = rate / (30 * faster)
    print(f"{f'{handled} letters, {faster:g} times as fast':40}{'':10}  wanted")
    print(f"{'messages a second':40}{rate:10.2f}")
    print(f"{'share of what the limits allow':40}{share:10.3f}  at least 0.95")
    print(f"{'refused with 429':40}{sum(recorded['refused'].values()):10}  0  {recorded['refused'] or ''}")
    print(f"{f'wait of {len(waits)} answers in between, p50 ms':40}{waits[len(waits) // 2]:10.1f}")
    print(f"{'p99 ms':40}{waits[len(waits) * 99 // 100]:10.1f}")


if __name__ == "__main__":
    asyncio.run(measure(*(float(word) for word in sys.argv[1:2])))
