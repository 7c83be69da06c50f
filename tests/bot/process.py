"""Run the bot as a process of its own, `python -m bot run`, against the test's sandbox."""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from plan.values import Duty, Role
from sandbox import TOKEN, World, serve
from storage import assignments, people, posts
from storage.async_database import AsyncDatabase
from storage.database import Connection
from tests import postgres
from tests.town import MONDAY, prepared

PATIENCE = 60
HERE = Path(__file__).parents[2]
"""The code beside these tests, wherever another copy of it is installed."""


class Program:
    """A program to be started with `start`; `log` holds its output."""

    def __init__(self, folder: Path, address: str, world: World, url: str | None = None) -> None:
        self.folder, self.world = folder, world
        self.path = folder / "duban.db"
        self.url = url or f"sqlite+aiosqlite:///{self.path}"
        self.log = folder / "log.txt"
        self.started: list[asyncio.subprocess.Process] = []
        self.environment = {
            "PATH": os.environ["PATH"], "BOT_TOKEN": TOKEN, "BOT_API_URL": address, "TIMEZONE": "Asia/Shanghai",
            "DATABASE_URL": self.url, "PYTHONPATH": str(HERE),
        }  # fmt: skip

    async def start(self) -> asyncio.subprocess.Process:
        with self.log.open("ab") as log:
            run = (sys.executable, "-m", "bot", "run")
            started = await asyncio.create_subprocess_exec(
                *run, cwd=self.folder, env=self.environment, stdout=log, stderr=log
            )
        self.started.append(started)
        return started

    async def until(self, done: Callable[[], bool]) -> None:
        """Wait until the condition holds; it is checked at each change in the sandbox and twenty times a second."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not done():
                    await self.world.changed_after(self.world.revision, 0.05)
        except TimeoutError:
            raise AssertionError(self.log.read_text()[-3000:]) from None

    def message_count(self) -> int:
        """Return how many messages people have received."""
        return sum(message.out for chat in self.world.chats.values() for message in chat.messages.values())

    def sql(self, query: str) -> list[Any]:
        """Return the rows of a query, over a connection separate from the program's."""
        if self.url.startswith("postgresql"):
            return postgres.read(self.url, query)
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=20)) as db:
            return db.execute(query).fetchall()

    def idle(self) -> bool:
        """Return whether no update waits at Telegram or in the inbox."""
        query = "SELECT count(*) FROM inbox WHERE state IN ('new', 'handled')"
        return not self.world.updates.pending() and self.sql(query) == [(0,)]


async def posted(program: Program, count: int) -> list[tuple[int, int, str]]:
    """Return `count` people with an assignment of their unit: (person, assignment, number of the task)."""
    db = await AsyncDatabase.open(program.environment["DATABASE_URL"])

    async def work(db: Connection) -> list[tuple[int, int, str]]:
        reportable = [assignment for assignment in await assignments.of_plan(db) if assignment.role is not Role.SUPPORT]
        chosen = []
        for assignment in reportable[:: len(reportable) // count][:count]:
            person = program.world.add_person(f"演示{assignment.id}")
            known = await people.welcome(db, person.id, person.name, MONDAY)
            post_id = await posts.vacant(db, assignment.unit_id, Duty.LIAISON, MONDAY)
            await posts.take(db, post_id, known.id, MONDAY)
            chosen.append((person.id, assignment.id, assignment.code))
        return chosen

    try:
        return await db.write(work)
    finally:
        await db.close()


@asynccontextmanager
async def program(folder: Path, url: str | None = None) -> AsyncIterator[Program]:
    """Yield a program with the built-in plan, which a database given by `url` must already hold.

    Processes that still run at the end are killed.
    """
    if url is None:
        (folder / "duban.db").write_bytes(prepared(None, MONDAY))
    world = World(token=TOKEN)
    async with serve(world) as address:
        built = Program(folder, address, world, url)
        try:
            yield built
        finally:
            world.close()
            for process in built.started:
                if process.returncode is None:
                    process.send_signal(signal.SIGKILL)
                    await process.wait()
