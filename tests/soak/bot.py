"""Run the bot as `duban run` does, with a clock shifted by a file: `python -m tests.soak.bot FILE`."""

import asyncio
import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import logs
from bot.cli.fault import Fault
from bot.cli.run import on_telegram
from bot.clock import Clock
from bot.settings import load
from bot.telegram.rate_limit import Limits


class MovedClock(Clock):
    """A clock that reads at each call by how many seconds it is ahead of the system's."""

    def __init__(self, zone: ZoneInfo, file: Path) -> None:
        super().__init__(zone)
        self._file = file

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=float(self._file.read_text(encoding="ascii")))


if __name__ == "__main__":
    known = load()
    logs.set_up(known.log_level)
    try:
        asyncio.run(on_telegram(known, Limits(), MovedClock(known.zone, Path(sys.argv[1]))))
    except Fault as fault:
        print(fault, file=sys.stderr)
        sys.exit(1)
