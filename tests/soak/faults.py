"""Faults of the network, of Telegram's stand-in, the database, the disk and the clock, each for some seconds."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from time import monotonic

from tests.soak.clock import TrueTime
from tests.soak.net import Fault as NetFault
from tests.soak.net import Net
from tests.soak.processes import Program
from tests.soak.recorder import Recorder

HOUR, DAY, YEAR = 3600.0, 86_400.0, 365 * 86_400.0
LOCKED = (0.5, 14.0)
"""Seconds for which a lock is held; the bot waits ten for one."""
LOCK_PAUSE = 3.0
A_PAGE = 4096


@dataclass
class Place:
    """What faults act on; `database` is the path of the SQLite file, or None for another database."""

    world: Recorder
    net: Net
    program: Program
    clock: TrueTime
    chance: Random
    database: Path | None


Strike = Callable[[Place, float], Awaitable[None]]


@dataclass(frozen=True)
class Fault:
    """A fault. If it is `unclear`, delivered messages may look undelivered.

    `explains` is a regular expression of the errors in the log that the fault causes.
    """

    strike: Strike
    unclear: bool = False
    explains: str = ""


async def _of_net(fault: NetFault, place: Place, seconds: float) -> None:
    place.net.meet(fault)
    try:
        await asyncio.sleep(seconds)
    finally:
        place.net.meet("")


async def _of_telegram(kind: str, method: str | None, place: Place, seconds: float) -> None:
    place.world.add_fault(kind, method=method, seconds=seconds, retry_after=3 if kind == "429" else None)
    await asyncio.sleep(seconds)


async def _locked(place: Place, seconds: float) -> None:
    """Hold the write lock again and again, as another process would."""
    end = monotonic() + seconds
    while place.database and (left := end - monotonic()) > 0:
        with closing(sqlite3.connect(place.database, timeout=5, isolation_level=None)) as db:
            try:
                db.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                continue
            await asyncio.sleep(min(left, place.chance.uniform(*LOCKED)))
            db.execute("ROLLBACK")
        await asyncio.sleep(min(max(end - monotonic(), 0), LOCK_PAUSE))


async def _full(place: Place, seconds: float) -> None:
    """Let no file grow or, in half of the cases, let files be written only at their beginning."""
    if place.database:
        log = place.database.with_name(f"{place.database.name}-wal")
        place.program.limit_files(place.chance.choice((A_PAGE, max(log.stat().st_size if log.exists() else 0, A_PAGE))))
        await asyncio.sleep(seconds)
        place.program.limit_files(None)


async def _moved(by: float, place: Place, seconds: float) -> None:
    place.clock.shift(by)
    try:
        await asyncio.sleep(seconds)
    finally:
        place.clock.shift(0)


async def _ids_again(place: Place, seconds: float) -> None:
    """Stop the bot and start it with a server whose update ids it has seen before; people write meanwhile."""
    await place.program.pause()
    await asyncio.sleep(min(seconds, 3))
    place.world.updates.begin_again(place.chance.choice((1, 100_000_001, 100_000_020)))
    place.program.go_on()
    await asyncio.sleep(max(seconds - 3, 0))


def _net(fault: NetFault, *, unclear: bool = False) -> Fault:
    return Fault(partial(_of_net, fault), unclear)


def _telegram(kind: str, method: str | None = "*", *, unclear: bool = False) -> Fault:
    return Fault(partial(_of_telegram, kind, method), unclear)


def _clock(seconds: float) -> Fault:
    return Fault(partial(_moved, seconds))


# Only calls that name a chat fail; updates still come in.
FAULTS = {
    "proxy_503": _net("proxy_503"),
    "proxy_407": _net("proxy_407"),
    "tls_reset": _net("tls_reset"),
    "cut_request": _net("cut_request"),
    "cut_answer": _net("cut_answer", unclear=True),
    "drop_before": _telegram("drop_before"),
    "drop_after": _telegram("drop", unclear=True),
    "garbage": _telegram("garbage", unclear=True),
    "502": _telegram("502"),
    "drop_before_on_sending": _telegram("drop_before", None),
    "drop_after_on_sending": _telegram("drop", None, unclear=True),
    "garbage_on_sending": _telegram("garbage", None, unclear=True),
    "502_on_sending": _telegram("502", None),
    "429": _telegram("429", None),
    "401": _telegram("401"),
    "404": _telegram("404"),
    "409": _telegram("409", None),
    "slow": _telegram("slow"),
    "locked": Fault(_locked, explains="database is locked"),
    "full": Fault(_full, explains="disk|full|File too large"),
    "hour_back": _clock(-HOUR),
    "day_back": _clock(-DAY),
    "day_ahead": _clock(DAY),
    "year_ahead": _clock(YEAR),
    "ids_again": Fault(_ids_again),
}
