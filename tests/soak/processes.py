"""Run the bot as a process: start, kill, stop, restart, and collect its log."""

import asyncio
import os
import resource
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Literal

HERE = Path(__file__).parents[2]
STOPS_WITHIN = 15
PAUSE = 1.0
"""Seconds before a bot that ended by itself is started again."""


@dataclass(frozen=True)
class Line:
    """A line of the log; `at` is in seconds of `monotonic`."""

    at: float
    text: str


@dataclass(frozen=True)
class End:
    at: float
    how: Literal["killed", "stopped", "by itself"]
    status: int


class Program:
    """One bot process at a time; while it is `up`, a process that ends is started again."""

    def __init__(self, environment: dict[str, str], arguments: tuple[str, ...], log: Path) -> None:
        inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self._environment = inherited | environment | {"PYTHONPATH": str(HERE)}
        self._arguments, self._log = arguments, log
        self._process: asyncio.subprocess.Process | None = None
        self._up = False
        self._how: Literal["killed", "stopped", "by itself"] = "by itself"
        self._hold = asyncio.Event()
        self._hold.set()
        self._keeping_up: asyncio.Task[None] | None = None
        self.lines: list[Line] = []
        self.ends: list[End] = []

    def start(self) -> None:
        self._up = True
        self._keeping_up = asyncio.create_task(self._keep_up())

    async def _keep_up(self) -> None:
        while self._up:
            await self._hold.wait()
            self._how = "by itself"
            process = self._process = await asyncio.create_subprocess_exec(
                sys.executable, *self._arguments, env=self._environment, cwd=self._log.parent,
                stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, limit=2**20,
            )  # fmt: skip
            await self._listen(process)
            status = await process.wait()
            self.ends.append(End(monotonic(), self._how, status))
            if self._how == "by itself" and self._up:
                await asyncio.sleep(PAUSE)

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        """Start the process; its log comes through a pipe, so that a full disk does not stop it."""
        assert process.stdout is not None
        with self._log.open("a", encoding="utf-8") as file:
            while raw := await process.stdout.readline():
                text = raw.decode(errors="replace").rstrip()
                self.lines.append(Line(monotonic(), text))
                print(text, file=file, flush=True)

    @property
    def running(self) -> asyncio.subprocess.Process | None:
        process = self._process
        return process if process is not None and process.returncode is None else None

    def kill(self) -> None:
        if process := self.running:
            self._how = "killed"
            process.send_signal(signal.SIGKILL)

    async def stop(self) -> None:
        """Stop the bot by SIGTERM; if it does not end in time, kill it and record that as an error."""
        if process := self.running:
            self._how = "stopped"
            process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(process.wait(), STOPS_WITHIN)
            except TimeoutError:
                self._how = "by itself"
                process.send_signal(signal.SIGKILL)
                await process.wait()

    async def pause(self) -> None:
        """Stop the bot, and start no other before `go_on`."""
        self._hold.clear()
        await self.stop()

    def go_on(self) -> None:
        self._hold.set()

    def limit_files(self, size: int | None) -> None:
        """Limit the size of the bot's files, as a full disk does; None lifts the limit. Pipes are not affected."""
        if process := self.running:
            _, hard = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (hard if size is None else size, hard))

    async def close(self) -> None:
        self._up = False
        self.go_on()
        await self.stop()
        if self._keeping_up:
            await self._keeping_up
