"""A bureau in a test: the real bot, a real database and the sandbox; the clock moves only when the test moves it."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import Duban
from bot.cli.open_database import open_database
from bot.clock import Clock
from bot.pictures import png
from bot.settings import Settings
from bot.telegram.errors import NotSent
from bot.telegram.http import Http
from bot.telegram.rate_limit import UNLIMITED
from bot.time_travel import travel
from plan import builtin
from plan.paper import PlanPaper
from plan.values import Duty
from sandbox import TOKEN, Message, World, serve
from storage import assignments, importing, invitations, light_dates, units
from storage.async_database import AsyncDatabase
from storage.database import Connection, Database, Work
from storage.lease import file_of
from storage.sync_database import SyncDatabase
from tests.watched import Seen

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2020, 3, 2, 8, 0, tzinfo=SHANGHAI)

CLERK = ("省知识产权局", Duty.CLERK)
LEADER = ("省知识产权局", Duty.LEADER)
OBSERVER = ("省知识产权局", Duty.OBSERVER)
HEAD = ("运用促进处", Duty.HEAD)
LIAISON = ("运用促进处", Duty.LIAISON)
OTHER = ("知识产权保护处", Duty.LIAISON)
CHANGZHOU = ("常州市局", Duty.LIAISON)
Place = tuple[str, Duty]
drawn = lru_cache(100)(png.draw)
"""Draws each picture once in a process, because it takes longer than most tests, and many tests send the same ones."""


class Line(Http):
    """The connection to Telegram, which a test can cut for single chats: calls for these are not sent."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.cut: set[int] = set()

    async def request(
        self, method: str, url: str, body: Any, seconds: float, most: int | None = None
    ) -> tuple[int, bytes]:
        if self.cut and _chat(body) in self.cut:
            raise NotSent("ClientConnectorError")
        return await super().request(method, url, body, seconds, most)


def _chat(body: Any) -> int:
    """Return the chat that a call is for, from its JSON or from its form's field; 0 if it is for none."""
    if isinstance(body, bytes):
        return int(json.loads(body).get("chat_id", 0))
    fields = getattr(body, "_fields", ())
    return next((int(value) for about, _, value in fields if about["name"] == "chat_id"), 0)


class Town:
    """A bureau whose people are named by their post, such as `LIAISON`; each joins when first mentioned.

    `beside` is a plain connection to the same database. It reads all rows quickly, also after each of thousands of
    lines.
    """

    def __init__(
        self, bot: Duban, world: World, db: Database, clock: Clock, beside: sqlite3.Connection, line: Line
    ) -> None:
        self.bot, self.world, self.db, self.clock, self.beside = bot, world, db, clock, beside
        self._line = line
        self._people: dict[Place, int] = {}
        self.seen: Seen | None = None

    async def __getitem__(self, place: Place) -> int:
        return await self.person(place)

    async def person(self, place: Place) -> int:
        """Return the person's Telegram id; if they have not joined yet, they confirm an invitation, its page unread."""
        if place not in self._people:
            unit, duty = place
            self._people[place] = person = self.world.add_person(f"演示{unit}{duty.label}").id
            code_hash = invitations.hash_of(await self.code(place))
            invitation = await self.db.read(lambda db: invitations.by_hash(db, code_hash))
            assert invitation is not None
            await self.say(person, f"/join {invitation.id} {invitation.check(person)} yes")
        return self._people[place]

    async def join(self, who: Place | int, code: str) -> str:
        """Open an invitation, confirm it, and return the last answer: a refusal, or the greeting."""
        answer = await self.say(who, f"/start {code}")
        person = who if isinstance(who, int) else await self.person(who)
        if answer and "本人到岗" in self.buttons(person):  # A clerk is asked twice.
            await self.tap(person, "本人到岗")
        labels = self.buttons(person) if answer else []
        confirm = next((label for label in labels if label.startswith("确认")), "")
        return await self.tap(person, confirm) if confirm else answer

    async def code(self, place: Place) -> str:
        unit, duty = place
        known = await self.db.read(lambda db: units.named(db, unit))
        assert known is not None
        now = self.clock.now()
        return await self.db.write(lambda db: invitations.create(db, known.id, duty, "", now))

    def stranger(self, name: str = "路人") -> int:
        return self.world.add_person(name).id

    async def say(self, who: Place | int, text: str, *, chat: int | None = None, thread: int | None = None) -> str:
        """Return what the bot answers in that chat, as people read it."""
        person = who if isinstance(who, int) else await self.person(who)
        before = self._newest(chat or person)
        self.world.say(person, text, chat=chat, thread=thread)
        await self.settle()
        return self._since(chat or person, before)

    async def send(self, who: Place | int, name: str, content: bytes, caption: str = "", kind: str = "document") -> str:
        """Send a file and return what the bot answers."""
        person = who if isinstance(who, int) else await self.person(who)
        before = self._newest(person)
        self.world.upload(person, name, content, kind, caption)
        await self.settle()
        return self._since(person, before)

    async def tap(self, who: Place | int, label: str, *, chat: int | None = None) -> str:
        """Tap the newest button of that name and return what is new or changed in the chat."""
        person = who if isinstance(who, int) else await self.person(who)
        for message in reversed(self.world.transcript(chat or person)):
            for button in (button for row in message.buttons for button in row):
                if button.text == label:
                    return await self._tapped(person, chat or person, message, button.data, button.url)
        raise AssertionError(f"no button {label!r} in {self.buttons(chat or person)}")

    async def confirm(self, who: Place | int, text: str) -> str:
        """Say words that go to other people, tap the preview's button, and return the answer to the tap."""
        person = who if isinstance(who, int) else await self.person(who)
        preview = await self.say(person, text)
        label = next((label for label in self.buttons(person) if label.startswith("确认")), None)
        assert label, preview
        return await self.tap(person, label)

    def press(self, person: int, label: str) -> None:
        """Tap a button of the last message without waiting for the answer."""
        message = self.last(person)
        data = next(button.data for row in message.buttons for button in row if button.text == label)
        self.world.tap(person, person, message.id, data or "")

    async def _tapped(self, person: int, chat: int, message: Message, data: str | None, url: str | None) -> str:
        if url is not None:
            return await self.say(person, f"/start {url.partition('start=')[2]}")
        assert data is not None
        before = self._newest(chat)
        self.world.tap(person, chat, message.id, data)
        await self.settle()
        return self._since(chat, before)

    def _newest(self, chat: int) -> int:
        """Return the highest revision of the chat's messages."""
        return max((message.revision for message in self.world.transcript(chat)), default=0)

    def _since(self, chat: int, before: int) -> str:
        return "\n".join(m.text for m in self.world.transcript(chat) if m.out and m.revision > before)

    def last(self, chat: int) -> Message:
        return next(message for message in reversed(self.world.transcript(chat)) if message.out)

    def toast(self, person: int) -> str:
        """Return the notice with which this person's last tap was answered."""
        return self.world.answers(person)[-1].text

    def buttons(self, chat: int) -> list[str]:
        return [button.text for row in self.last(chat).buttons for button in row]

    async def settle(self) -> None:
        """Wait until every update is handled and every letter that is due is sent."""
        while fetched := await self.bot.intake.once():
            await self.bot.drained()
            if self.world.updates.pending() == fetched:  # The next poll will acknowledge these; no other has come.
                break
        await self.bot.delivery.drain()

    async def until(self, moment: datetime) -> None:
        """Let time pass, with everything that becomes due meanwhile."""
        await travel(self.bot, moment)

    def cut_off(self, chat: int) -> None:
        """Send nothing to this chat until `reconnect`."""
        self._line.cut.add(chat)

    def reconnect(self) -> None:
        self._line.cut.clear()

    def letters(self, chat: int, after: datetime) -> list[str]:
        return [m.text for m in self.world.transcript(chat) if m.out and m.at > after]


@cache
def in_force(plan: PlanPaper | None, start: datetime) -> Work[None]:
    """Return the work that puts this plan into force, with the light dates as they are after a first start."""

    async def work(db: Connection) -> None:
        await importing.apply(db, plan or builtin.load(), start.date(), start)
        await light_dates.follow_rules(db, await assignments.of_plan(db))

    return work


@cache
def prepared(plan: PlanPaper | None, start: datetime) -> bytes:
    """Return the file of a database with this plan in force; importing 109 tasks takes a second, a copy does not."""
    return written(in_force(plan, start))


def written(work: Work[None]) -> bytes:
    """Return the file of a new database in which this work was done."""

    async def build(url: str) -> None:
        db = await AsyncDatabase.open(url)
        await db.write(work)
        await db.close()

    with TemporaryDirectory() as folder, ThreadPoolExecutor(1) as thread:  # the caller's event loop is running
        path = Path(folder) / "duban.db"
        thread.submit(asyncio.run, build(f"sqlite+aiosqlite:///{path}")).result()
        return path.read_bytes()


@asynccontextmanager
async def sync_opened(settings: Settings) -> AsyncIterator[Database]:
    db = SyncDatabase(file_of(settings.database_url) or "")
    yield db
    await db.close()


def quick(
    folder: Path, plan: PlanPaper | None = None, start: datetime = MONDAY, **more: Any
) -> AbstractAsyncContextManager[Town]:
    """Return a town with the synchronous database of the simulation, for tests of what people say and are told.

    Tests of what happens at the same time, or after a kill, need `town`, whose database is the production one.
    """
    return town(folder, plan, start, sync_opened, **more)


@asynccontextmanager
async def town(
    folder: Path, plan: PlanPaper | None = None, start: datetime = MONDAY,
    opened: Callable[[Settings], AbstractAsyncContextManager[Database]] = open_database, **more: Any,
) -> AsyncIterator[Town]:  # fmt: skip
    """Return a town with the built-in plan or another one, in force since `start`; `more` are settings."""
    (folder / "duban.db").write_bytes(prepared(plan, start))
    clock = Clock(SHANGHAI, start, frozen=True)
    world = World(token=TOKEN, now=clock.now)
    async with serve(world) as address:
        settings = Settings(
            _env_file=None, bot_token=TOKEN, bot_api_url=address, database_url=f"sqlite+aiosqlite:///{folder}/duban.db",
            **more,
        )  # fmt: skip
        async with opened(settings) as db:
            line = Line(settings)
            bot = Duban(settings, clock, UNLIMITED, line, drawn)
            await bot.open(db)
            bot.workers.start()
            try:
                with closing(sqlite3.connect(folder / "duban.db")) as beside:
                    yield Town(bot, world, db, clock, beside, line)
            finally:
                await bot.workers.stop(1)
                await bot.answers.stop(1)
                await bot.close()
                await bot.close()
                world.close()
