"""Run a soak, from the empty database to the table."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import monotonic

from handlers.messages import STRANGER
from sandbox import TOKEN, serve
from storage.lease import file_of
from tests.soak import answers, effects, history, letters, logbook, others, people
from tests.soak.acts import Scene
from tests.soak.books import Entry, Record
from tests.soak.bureau import prepare
from tests.soak.certificate import server_context
from tests.soak.clock import TrueTime
from tests.soak.diary import Diary
from tests.soak.faults import Place
from tests.soak.looking import Look
from tests.soak.net import Net
from tests.soak.options import MIX, NONE, Options
from tests.soak.phases import Trouble
from tests.soak.processes import Program
from tests.soak.recorder import Recorder

STARTS_WITHIN = 60
QUIET_FOR = 1.5
BEFORE_FAULT = 45.0
"""Seconds, where there are so many: then there are letters that come to be owed while it lasts."""


@dataclass
class Stage:
    """A running soak: the bureau, the bot, and the network between them."""

    options: Options
    scene: Scene
    trouble: Trouble
    look: Look

    async def until_quiet(self) -> float:
        """Wait until no work is left, or patience is over; return the seconds."""
        world, began = self.scene.world, monotonic()
        quiet = began
        while monotonic() - began < self.options.patience and monotonic() - quiet < QUIET_FOR:
            await asyncio.sleep(0.3)
            if world.updates.pending() or await self.look.left(world.now()):
                quiet = monotonic()
        return monotonic() - began

    def record(self, deliveries: str) -> Record:
        place, spells, now = self.trouble.place, self.trouble.spells, self.scene.world.now()
        return Record(self.scene, self.look, place.program.ends, spells, place.net.cut_at, now, deliveries)


@asynccontextmanager
async def stage(options: Options, folder: Path) -> AsyncIterator[Stage]:
    """Yield a soak whose bot has polled once; the bot has ended afterwards."""
    chance, clock = Random(options.seed), TrueTime(folder / "clock")
    url = options.database or f"sqlite+aiosqlite:///{folder}/duban.db"
    world = Recorder(TOKEN, clock.now, limits=True)
    bureau = await prepare(url, world, options.people, chance)
    strangers = [world.add_person(f"路人{number}").id for number in range(options.strangers)]
    scene = Scene(world, bureau, Diary(), chance, clock, strangers, list(bureau.codes))
    async with serve(world) as address:
        context, trusted = (None, None) if options.plain else server_context(folder)
        net = Net(int(address.rpartition(":")[2]), context)
        root, proxy = await net.start()
        environment = {
            "BOT_TOKEN": TOKEN, "BOT_API_URL": root, "PROXY_URL": proxy, "DATABASE_URL": url,
            "TIMEZONE": "Asia/Shanghai", "LOG_LEVEL": "INFO",
        } | ({"SSL_CERT_FILE": str(trusted)} if trusted else {})  # fmt: skip
        program = Program(environment, ("-m", "tests.soak.bot", str(folder / "clock")), folder / "bot.log")
        path = file_of(url)
        chance = Random(options.seed + 1)
        place = Place(world, net, program, clock, chance, Path(path) if path else None)
        program.start()
        try:
            await _polled(world, program)
            yield Stage(options, scene, Trouble(place, chance), Look(url))
        finally:
            await program.close()
            await net.close()


async def _polled(world: Recorder, program: Program) -> None:
    try:
        async with asyncio.timeout(STARTS_WITHIN):
            while not world.updates.polled:
                await world.changed_after(world.revision, 0.05)
    except TimeoutError:
        raise RuntimeError("\n".join(line.text for line in program.lines[-20:])) from None


async def soak(options: Options, folder: Path) -> list[Entry]:
    async with stage(options, folder) as running:
        others.bind_group(running.scene)
        seconds, trouble = float(options.seconds), running.trouble
        async with asyncio.TaskGroup() as group:
            group.create_task(people.act(running.scene, options.rate, seconds))
            group.create_task(_faults(trouble, options))
            group.create_task(trouble.blows(seconds, options.wanted_kills, options.wanted_stops))
        settled = await running.until_quiet()
        record = running.record(await _deliveries(running))
    return [_summary(running, settled), *await balance(record), *logbook.entries(record, trouble.place.program.lines)]


async def _faults(trouble: Trouble, options: Options) -> None:
    if options.fault == MIX:
        await trouble.mix(options.seconds)
    elif options.fault != NONE:
        await asyncio.sleep(min(BEFORE_FAULT, max(options.seconds - options.fault_seconds, 0) / 2))
        await trouble.spell(options.fault, options.fault_seconds)


async def _deliveries(running: Stage) -> str:
    """Return what the clerk reads in 送达."""
    world, clerk = running.scene.world, running.scene.bureau.clerk.id
    before = len(world.arrived[clerk])
    world.say(clerk, "/deliveries")
    for _ in range(100):
        await asyncio.sleep(0.2)
        if texts := [message.text for message in world.arrived[clerk][before:] if "送达 · " in message.text]:
            return texts[-1]
    return ""


async def balance(record: Record) -> list[Entry]:
    entries = [*await effects.entries(record), *await answers.entries(record), *await letters.entries(record)]
    return [*entries, *await history.entries(record), answers.strangers(record, STRANGER)]


def _summary(running: Stage, settled: float) -> Entry:
    acts_, spells = running.scene.diary.acts, running.trouble.spells
    names = ", ".join(dict.fromkeys(spell.fault for spell in spells)) or "no fault"
    note = f"seed {running.options.seed}; {names}; quiet {settled:.0f} s after the last one"
    return Entry("sent by people", len(acts_), len(acts_), [], note)
