"""Run all benches and print the figures; the ratios are what counts."""

import asyncio
import re
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.pictures.png import png
from bot.pictures.svg import svg
from plan import builtin, reading
from plan.values import Duty
from storage import importing, people, posts, units
from storage.async_database import AsyncDatabase
from storage.database import Connection
from tests.bench import big, letters, morning, words
from tests.bench.bots import CHATS, Figures, measure, messages, waits_for
from tests.bot.pictures.test_drawings import TWELVE, TWO, largest

ROUNDS = 3
ASKED = 400
"""How many of the 10,000 people ask, spread evenly over the posts."""
PLAN = Path(__file__).parents[3] / "shared/plans/jiangsu-ip-2020.txt"


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite+aiosqlite:///{folder}/bench.db"
        await prepare(database)
        await compare_pages(database)
        echo, peer, ours = [], [], []
        for _ in range(ROUNDS):  # in turn, so that a slow minute of the machine affects all of them
            echo.append(await measure("tests.bench.echo", "hello", database))
            peer.append(await measure("tests.bench.peer", "/my", database))
            ours.append(await measure("tests.bench.ours", "/my", database))
    report(best(echo), best(peer), best(ours))
    await ministry()
    await letters.measure()
    words.measure()
    drawing_speed()
    await morning.main()
    if PLAN.exists():
        reading_speed()
    else:
        print("reading: ../shared/plans is absent, not measured")


async def ministry() -> None:
    """Print the waits of people asking one after another, and the ratio of their 99th percentile to an echo's."""
    texts = ("/my", "5.5.5", "/board", "导航", "逾期")
    chats = [big.CLERK, *range(big.CLERK + 1, big.CLERK + big.PEOPLE, big.PEOPLE // ASKED)]
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite+aiosqlite:///{folder}/big.db"
        db = await AsyncDatabase.open(database)
        now = datetime.now(ZoneInfo("Asia/Shanghai"))  # noqa: TID251 - a bench looks at the wall
        await db.write(lambda db: big.fill(db, now))
        await db.close()
        rounds = []
        for _ in range(ROUNDS):
            echo = await waits_for("tests.bench.echo", ("hello",), database, chats)
            rounds.append(echo | await waits_for("tests.bench.ours", texts, database, chats))
    print(f"{'10,000 people, 100,000':28}{'p50, ms':>10}{'p99, ms':>10}{'ratio':>8}  p99 to an echo's, wanted under 3")
    echo99 = min(percentile(round_waits["hello"], 99) for round_waits in rounds)
    for text in ("hello", *texts):
        p50, p99 = (min(percentile(round_waits[text], share) for round_waits in rounds) for share in (50, 99))
        print(f"{'echo' if text == 'hello' else text:28}{p50:10.2f}{p99:10.2f}{p99 / echo99:8.2f}")


def percentile(waits: list[float], share: int) -> float:
    """Return percentiles of `waits`, which are sorted."""
    return waits[min(len(waits) * share // 100, len(waits) - 1)]


async def prepare(url: str) -> None:
    """Write a database with the built-in plan and forty people who hold posts."""
    now = datetime.now(UTC)  # noqa: TID251 - a bench looks at the wall
    db = await AsyncDatabase.open(url)

    async def fill(db: Connection) -> None:
        await importing.apply(db, builtin.load(now.year), now.date(), now)
        every = await units.every(db)
        for number in range(CHATS):
            post = await posts.add(db, every[number % 27].id, Duty.LIAISON)
            person = await people.welcome(db, 1000 + number, "demo", now)
            await posts.take(db, post, person.id, now)

    await db.write(fill)
    await db.close()


def best(rounds: list[Figures]) -> Figures:
    """Return the best round of each figure, because noise can only make it slower."""

    def least(name: str) -> float:
        return min(float(getattr(figures, name)) for figures in rounds)

    most = max(figures.rate for figures in rounds)
    return Figures(
        most, least("p50"), least("p99"), least("start"), least("answer"), max(figures.memory for figures in rounds)
    )


async def compare_pages(database: str) -> None:
    """Fail if the peer's answer differs from our bot's, because it would do different work."""
    peer, ours = [await messages(module, "/my", database) for module in ("tests.bench.peer", "tests.bench.ours")]
    assert peer == ours, next((peer[chat], ours[chat]) for chat in ours if peer[chat] != ours[chat])


def report(echo: Figures, peer: Figures, ours: Figures) -> None:
    """Print our figures, and their ratios to the echo's and the peer's."""
    print(f"{'':28}{'echo':>10}{'peer':>10}{'ours':>10}{'to echo':>9}{'to peer':>9}  wanted of ours")
    for label, name, target in (
        ("updates per second", "rate", "at least 0.5 of the echo's, 1 of the peer's"),
        ("p50, ms", "p50", ""),
        ("p99, ms", "p99", ""),
        ("start to first poll, s", "start", "at most 2 s"),
        ("start to first answer, s", "answer", ""),
        ("memory, MB", "memory", "under 120 MB"),
    ):
        echo_value, peer_value, our_value = (float(getattr(figures, name)) for figures in (echo, peer, ours))
        ratios = "".join(f"{our_value / baseline if baseline else 0:9.2f}" for baseline in (echo_value, peer_value))
        print(f"{label:28}{echo_value:10.2f}{peer_value:10.2f}{our_value:10.2f}{ratios}  {target}")


def reading_speed() -> None:
    text = PLAN.read_text(encoding="utf-8")
    times = []
    for _ in range(20):
        began = time.perf_counter()
        reading.read(text)
        times.append(time.perf_counter() - began)
    print(f"{'reading the plan, ms':28}{'':10}{sorted(times)[10] * 1000:10.2f}{'':8}  under 50 ms")


def drawing_speed() -> None:
    """Print how long it takes to draw the largest pictures, whose names have two or twelve characters, and the ratio
    to an empty sheet of the same size."""
    for name in (TWO, TWELVE):
        for label, picture in zip(("units", "cities"), largest(name), strict=True):
            image = svg(picture)
            empty = re.sub(r"(<svg[^>]*>).*(</svg>)", r"\1\2", image, flags=re.DOTALL)
            times = [(_milliseconds(image), _milliseconds(empty)) for _ in range(9)]
            drawn, sheet = (min(column) for column in zip(*times, strict=True))
            what = f"drawing {label}, {len(name.format('一'))} characters"
            print(f"{what:28}{'':10}{drawn:10.2f}{drawn / sheet:8.1f}  ms, under 300; to an empty sheet")


def _milliseconds(image: str) -> float:
    """Return how long it takes to draw this SVG."""
    began = time.perf_counter()
    png(image)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    asyncio.run(main())
