"""The whole bot, put together: start, run until it is told to stop, stop within five seconds."""

import asyncio
import gc
import logging
import signal
from collections.abc import Callable
from datetime import datetime, timedelta

import handlers
import schedules
from bot import menu
from bot.clock import Clock
from bot.forecast import forecast
from bot.inbox.answers import Answers
from bot.inbox.arrival import identity_of
from bot.inbox.gate import Gate
from bot.inbox.intake import Intake
from bot.inbox.stranger_lines import StrangerLines
from bot.inbox.workers import Workers
from bot.outbox.boards import Boards
from bot.outbox.delivery import Delivery
from bot.scheduler import Scheduler
from bot.settings import Settings
from bot.telegram.client import Client
from bot.telegram.drawing import Drawings, png
from bot.telegram.files import Files
from bot.telegram.http import Http
from bot.telegram.poller import Poller
from bot.telegram.rate_limit import Limits, RateLimiter
from bot.telegram.sender import Sender
from bot.upkeep import after_restore
from bot.upkeep.minute import Upkeep
from handlers.ask import Bureau
from plan.calendar import Calendar
from plan.light import Thresholds
from storage import (
    assignments,
    evidence,
    groups,
    inbox,
    initials,
    light_dates,
    menus,
    outbox,
    pictures,
    reminders,
    strangers,
    workdays,
)
from storage import settings as stored
from storage.database import Connection, Database
from storage.outbox import claims

log = logging.getLogger(__name__)
STOP_WITHIN = 4.0
PATIENCE = 250  # times 0.02 s
KEEP_WORDS = timedelta(days=7)
TIDY_EVERY = 6 * 3600


class Duban:
    """`await open()` once; then either `run()` for good, or the parts by hand, as the tests do."""

    def __init__(
        self, settings: Settings, clock: Clock, limits: Limits, http: Http | None = None,
        draw: Callable[[str], bytes] = png, *, backs_up: bool = False,
    ) -> None:  # fmt: skip
        """`http`, where it has been opened already, stays its owner's to close. `backs_up` where it makes backups."""
        handlers.load()
        schedules.load()
        self.settings, self.clock = settings, clock
        self._bureau = Bureau(Calendar(), Thresholds(), "")
        self._told: tuple[stored.Own, tuple[int, ...]] | None = None
        self._pace, self._draw, self._backs_up = RateLimiter(limits, clock.elapsed), draw, backs_up
        self.username = ""
        self.upkeep: Upkeep | None = None
        self.http = http or Http(settings)
        self.poller = Poller(settings, self.http)

    async def open(self, db: Database, username: str = "") -> None:
        """Asks for the bot's name where it is not known yet, as `Poller.username` does.

        What is due counts from here, however long Telegram is away: a morning that comes meanwhile is not lost.
        """
        self.db = db
        self.scheduler = Scheduler(db, self.clock, self.bureau)
        await self.scheduler.begin()
        await self.refresh_settings()
        await db.write(self._take_over)
        self.username = username or await self.poller.username()
        self._build()
        await db.write(self._remember)
        await self.tick()

    async def _take_over(self, db: Connection) -> None:
        """From a process that is no more, maybe of an earlier version, or that a backup was made of."""
        await claims.release(db)
        await inbox.adopt(db, self.settings.bot_id, identity_of)
        await after_restore.tell(db, self.clock.now(), self.bureau().calendar)

    def _build(self) -> None:
        db, clock = self.db, self.clock
        self.client = Client(self.settings, self.http, self.username, Drawings(db, self._draw))
        sender = Sender(self.client, self._pace)
        self.files = Files(self.settings, self.http, db)
        self.gate = Gate(db, clock, self.bureau, self.files, self.refresh_settings)
        self.answers = Answers(db, sender, clock)
        self.strangers = StrangerLines(db, sender)
        self.workers = Workers(db, self.gate, self.answers)
        self.intake = Intake(
            db, self.poller, clock, self.workers, self.username, self.settings.bot_id, self.strangers.put
        )
        self.boards = Boards(db, self.client, clock, self.bureau)
        self.delivery = Delivery(db, sender, clock, self._pace, self.boards, self.bureau)
        self.upkeep = Upkeep(self.settings, db, clock, sender, self.intake, backs_up=self._backs_up)

    async def _remember(self, db: Connection) -> None:
        await stored.put(db, stored.BUREAU, "bot.username", self.username)
        if await stored.get(db, stored.BUREAU, "menu.version") != menu.version():
            await menus.all_changed(db, menu.version(), self.clock.now())
            await stored.put(db, stored.BUREAU, "menu.version", menu.version())
        if not await light_dates.up_to_date(db):
            await light_dates.follow_rules(db, await assignments.of_plan(db))
        await initials.fill(db)

    def bureau(self) -> Bureau:
        """The same until something of it is changed."""
        return self._bureau

    async def refresh_settings(self) -> None:
        """What holds for everybody may have changed: by a command here, or by another process a minute ago."""
        told = await self.db.read(_rows)
        if told != self._told:
            own, weekly = told
            calendar, limits, rules = workdays.calendar_in(own), stored.thresholds_in(own), stored.rules_in(own)
            self._bureau = Bureau(calendar, limits, self.username, rules, weekly, self.settings.quota, forecast)
            self._told = told

    async def tick(self) -> None:
        """Once a minute, and at every moment of a schedule."""
        await self.refresh_settings()
        await self.scheduler.catch_up()
        await self.boards.look()
        self.delivery.wake()

    async def tidy(self) -> None:
        old = self.clock.now() - KEEP_WORDS
        await self.db.write(lambda db: inbox.empty(db, old))
        await self.db.write(lambda db: strangers.forget(db, old.date()))
        await self.db.write(lambda db: pictures.forget(db, old))
        await self.files.discard(await self.db.write(lambda db: evidence.forget(db, old)))

    async def run(self, ready: Callable[[], None] = lambda: None) -> None:
        """Until SIGTERM or SIGINT, or until a part of it fails, which is raised: it would only look alive without."""
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, stop.set)
        await self.workers.resume()
        self.workers.start()
        gc.freeze()  # all that lives as long as the program need not be looked through again and again
        greeting = asyncio.create_task(self._greet())
        parts = [asyncio.create_task(part) for part in (self.intake.run(), self.delivery.run(), self._ticking())]
        ready()
        waiting = asyncio.create_task(stop.wait())
        done, _ = await asyncio.wait([waiting, *parts, *self.workers.tasks], return_when=asyncio.FIRST_COMPLETED)
        await self._stop([greeting, *parts])
        for part in done - {waiting}:
            part.result()

    async def _ticking(self) -> None:
        """At each full minute of the bureau's clock, and at least once in a minute whatever that clock is put to."""
        tidied = self.clock.elapsed()
        assert self.upkeep is not None, "it runs once it is open"
        while True:
            await self.upkeep.look()
            await asyncio.sleep(until_next_minute(self.clock.now()))
            try:
                await self.tick()
                if self.clock.elapsed() - tidied > TIDY_EVERY:
                    tidied = self.clock.elapsed()
                    await self.tidy()
            except Exception:
                log.exception("this minute's work could not be done; trying again in the next")

    async def _greet(self) -> None:
        """The menus must not hold up the first poll."""
        try:
            await menu.set_for_all(self.client)
        except Exception as refused:  # a menu is a convenience
            log.warning("the menus could not be set: %s", refused)

    async def _stop(self, parts: list[asyncio.Task[None]]) -> None:
        """What is in hand is finished where there is time; the rest is owed by the database."""
        for part in parts:
            part.cancel()
        await asyncio.gather(*parts, return_exceptions=True)
        await self.strangers.stop()
        await asyncio.gather(self._answered(), self.delivery.stop(STOP_WITHIN))

    async def _answered(self) -> None:
        began = asyncio.get_running_loop().time()
        await self.workers.stop(STOP_WITHIN)
        await self.answers.stop(max(STOP_WITHIN - (asyncio.get_running_loop().time() - began), 0.1))

    async def drained(self) -> None:
        """What came in is handled, and answered as far as that went at once."""
        await self.workers.drained()
        await self.answers.drained()
        await self.strangers.drained()

    async def close(self) -> None:
        if self.upkeep is not None:
            await self.upkeep.close()
        await self.http.close()

    async def _said(self) -> None:
        """Until what is owed now is sent, by whom it may be; what Telegram does not take at once stays owed."""
        for _ in range(PATIENCE):
            if not await self.delivery.drain() and not await self.delivery.left():
                return
            await asyncio.sleep(0.02)

    async def _next_moment(self) -> datetime:
        """Of a schedule, of what somebody has set for himself, or of a letter that somebody wants at his own hour."""
        now = self.clock.now()
        own = await self.db.read(lambda db: reminders.next_due(db, now))
        letter = await self.db.read(lambda db: claims.next_due(db, now))
        return min(
            moment.astimezone(self.clock.zone) for moment in (self.scheduler.next_moment(), own, letter) if moment
        )

    async def travel(self, target: datetime | None) -> datetime:
        """Moves the clock to `target`, or to the next letter, running what is due on the way, in order."""
        end = target or self.clock.now() + timedelta(days=60)
        await self.tick()  # what was said a moment ago may have made something due
        await self._said()
        while (moment := await self._next_moment()) <= end:
            self.clock.set(moment)
            before = await self.db.read(outbox.last_id)
            await self.tick()
            await self._said()
            if target is None and await self.db.read(outbox.last_id) > before:
                return self.clock.now()
        if target is not None:
            self.clock.set(max(target, self.clock.now()))
            await self._said()
        return self.clock.now()


def until_next_minute(now: datetime) -> float:
    """Seconds, and a little more, lest the waking be early."""
    return 60 - now.second - now.microsecond / 1_000_000 + 0.01


async def _rows(db: Connection) -> tuple[stored.Own, tuple[int, ...]]:
    return await stored.of_bureau(db), await groups.hours(db)
