"""Prints what one run on this machine says; the ratios are what counts."""

import asyncio
import re
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.drawing import png
from plan import builtin, reading
from plan.values import Duty
from storage import importing, invitations, people, units
from storage.database import Connection, Database
from tests.bench import big, letters, morning
from tests.bench.bots import CHATS, Figures, measure, waits_for
from tests.bot.test_drawing import TWELVE, TWO, pictures

ROUNDS = 3
ASKED = 400
"""Of the 10,000 people so many are asked, evenly spread over the posts."""
PLAN = Path(__file__).parents[3] / "shared/plans/jiangsu-ip-2020.txt"


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite+aiosqlite:///{folder}/bench.db"
        await prepare(database)
        echo, ours = [], []
        for _ in range(ROUNDS):  # by turns, so that a slow minute of the machine hits both
            echo.append(await measure("tests.bench.echo", "hello", database))
            ours.append(await measure("tests.bench.ours", "/my", database))
    report(best(echo), best(ours))
    await ministry()
    await letters.measure()
    drawing_speed()
    await morning.main()
    if PLAN.exists():
        reading_speed()
    else:
        print("reading: ../shared/plans is absent, not measured")


async def ministry() -> None:
    """The waits of everybody in turn, clerk and provinces among them; the rounds are told apart by their echo."""
    texts = ("/my", "5.5.5", "/board", "导航", "逾期")
    chats = [big.CLERK, *range(big.CLERK + 1, big.CLERK + big.PEOPLE, big.PEOPLE // ASKED)]
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite+aiosqlite:///{folder}/big.db"
        db = await Database.open(database)
        now = datetime.now(ZoneInfo("Asia/Shanghai"))  # noqa: TID251 - a bench looks at the wall
        await db.write(lambda db: big.fill(db, now))
        await db.close()
        rounds = []
        for _ in range(ROUNDS):
            echo = await waits_for("tests.bench.echo", ("hello",), database, chats)
            rounds.append(echo | await waits_for("tests.bench.ours", texts, database, chats))
    print(f"{'10,000 people, 100,000':28}{'p50, ms':>10}{'p99, ms':>10}{'ratio':>8}  p99 to an echo's, wanted under 3")
    echo99 = min(percentile(one["hello"], 99) for one in rounds)
    for text in ("hello", *texts):
        p50, p99 = (min(percentile(one[text], share) for one in rounds) for share in (50, 99))
        print(f"{'echo' if text == 'hello' else text:28}{p50:10.2f}{p99:10.2f}{p99 / echo99:8.2f}")


def percentile(waits: list[float], share: int) -> float:
    """`waits` are sorted."""
    return waits[min(len(waits) * share // 100, len(waits) - 1)]


async def prepare(url: str) -> None:
    """The built-in plan, and forty people who hold a post in some unit of it."""
    now = datetime.now(UTC)  # noqa: TID251 - a bench looks at the wall
    db = await Database.open(url)

    async def fill(db: Connection) -> None:
        await importing.apply(db, builtin.load(now.year), now.date(), now)
        every = await units.every(db)
        for number in range(CHATS):
            code = await invitations.create(db, every[number % 27].id, Duty.LIAISON, "", now)
            person = await people.welcome(db, 1000 + number, "demo", now)
            await invitations.use(db, code, person.id, now)

    await db.write(fill)
    await db.close()


def best(rounds: list[Figures]) -> Figures:
    """Noise only ever slows down: the best round of each figure is the nearest to the program's own."""

    def least(name: str) -> float:
        return min(float(getattr(one, name)) for one in rounds)

    most = max(one.rate for one in rounds)
    return Figures(most, least("p50"), least("p99"), least("start"), least("answer"), max(one.memory for one in rounds))


def report(echo: Figures, ours: Figures) -> None:
    print(f"{'':28}{'echo':>10}{'/my':>10}{'ratio':>8}  wanted")
    rows = [
        ("updates per second", echo.rate, ours.rate, "at least 0.5"),
        ("p50, ms", echo.p50, ours.p50, ""),
        ("p99, ms", echo.p99, ours.p99, ""),
        ("start to first poll, s", echo.start, ours.start, "at most 2"),
        ("start to first answer, s", echo.answer, ours.answer, ""),
        ("memory, MB", echo.memory, ours.memory, "under 120 MB"),
    ]
    for label, one, two, wanted in rows:
        print(f"{label:28}{one:10.2f}{two:10.2f}{two / one if one else 0:8.2f}  {wanted}")


def reading_speed() -> None:
    text = PLAN.read_text(encoding="utf-8")
    times = []
    for _ in range(20):
        began = time.perf_counter()
        reading.read(text)
        times.append(time.perf_counter() - began)
    print(f"{'reading the plan, ms':28}{'':10}{sorted(times)[10] * 1000:10.2f}{'':8}  under 50 ms")


def drawing_speed() -> None:
    """The largest pictures: twelve units, then twelve tasks by thirteen cities, with names of two and of twelve
    characters; each beside an empty sheet of the same size, in turn."""
    for name in (TWO, TWELVE):
        for label, svg in zip(("units", "cities"), pictures(name), strict=True):
            empty = re.sub(r"(<svg[^>]*>).*(</svg>)", r"\1\2", svg, flags=re.DOTALL)
            drawn, sheet = (min(one) for one in zip(*((_taken(svg), _taken(empty)) for _ in range(9)), strict=True))
            what = f"drawing {label}, {len(name.format('一'))} characters"
            print(f"{what:28}{'':10}{drawn:10.2f}{drawn / sheet:8.1f}  ms, under 300; to an empty sheet")


def _taken(svg: str) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    png(svg)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    asyncio.run(main())
