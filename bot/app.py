"""Put the bot together, start it, run it until it is told to stop, and stop it within five seconds."""

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
from bot.inbox.evidence_folder import EvidenceFolder
from bot.inbox.identity import identity_of
from bot.inbox.intake import Intake
from bot.inbox.stranger_lines import StrangerLines
from bot.inbox.update_handler import UpdateHandler
from bot.inbox.workers import Workers
from bot.outbox.boards import Boards
from bot.outbox.delivery import Delivery
from bot.pictures import png
from bot.pictures.drawings import Drawings
from bot.scheduler import Scheduler
from bot.settings import Settings
from bot.telegram.client import Client
from bot.telegram.download import Downloader
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
    button_lines,
    evidence,
    groups,
    inbox,
    initials,
    light_dates,
    menus,
    pictures,
    strangers,
    units,
    workdays,
)
from storage import settings as stored
from storage.database import Connection, Database
from storage.outbox import claims

log = logging.getLogger(__name__)
STOP_WITHIN = 4.0
KEEP_WORDS = timedelta(days=7)
TIDY_EVERY = 6 * 3600


class Duban:
    """Call `open()` once; then `run()`, or drive the parts one by one, as the tests do."""

    def __init__(
        self, settings: Settings, clock: Clock, limits: Limits, http: Http | None = None,
        draw: Callable[[str], bytes] = png.draw, *, backs_up: bool = False,
    ) -> None:  # fmt: skip
        """`close` closes `http`, also one that is passed in. `draw` renders an SVG as PNG. `backs_up` is whether there
        are nightly backups."""
        handlers.load()
        schedules.load()
        self.settings, self.clock = settings, clock
        self._bureau = Bureau(Calendar(), Thresholds(), "")
        self._rows: tuple[stored.Own, tuple[int, ...]] | None = None
        self._pace, self._draw, self._backs_up = RateLimiter(limits, clock.elapsed), draw, backs_up
        self.username = ""
        self.upkeep: Upkeep | None = None
        self.http = http or Http(settings)
        self.poller = Poller(settings, self.http)

    async def open(self, db: Database, username: str = "") -> None:
        """Prepare everything; ask Telegram for the bot's name if `username` is empty. Raises TokenRejected.

        Schedules are counted as due from here on, before Telegram is asked: if Telegram is away, no morning is lost.
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
        """Take over what an earlier process has left: one that was killed, had an older version, or was backed up."""
        await claims.release(db)
        await inbox.adopt(db, self.settings.bot_id, identity_of)
        await after_restore.tell(db, self.clock.now(), self.bureau().calendar)

    def _build(self) -> None:
        db, clock = self.db, self.clock
        self.client = Client(self.settings, self.http, self.username, Drawings(db, self._draw))
        sender = Sender(self.client, self._pace)
        self.evidence_folder = EvidenceFolder(self.settings.files, Downloader(self.settings, self.http), db)
        self.update_handler = UpdateHandler(db, clock, self.bureau, self.evidence_folder, self.refresh_settings)
        self.answers = Answers(db, sender, clock)
        self.strangers = StrangerLines(db, sender)
        self.workers = Workers(db, self.update_handler, self.answers)
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
        await units.fill_short_names(db)

    def bureau(self) -> Bureau:
        """Return what holds for everybody at this moment: the same value until something of it changes."""
        return self._bureau

    async def refresh_settings(self) -> None:
        """Read again what holds for everybody: a command, or another process, may have changed it."""
        rows = await self.db.read(_settings_rows)
        if rows != self._rows:
            own, weekly = rows
            calendar, limits = workdays.calendar_in(own), stored.thresholds_in(own)
            rules_in_force = stored.rules_in(own)
            self._bureau = Bureau(
                calendar, limits, self.username, rules_in_force, weekly, self.settings.quota, forecast,
            )  # fmt: skip
            self._rows = rows

    async def tick(self) -> None:
        """Do what is due: once a minute, and at every moment of a schedule."""
        await self.refresh_settings()
        await self.scheduler.catch_up()
        await self.boards.look()
        self.delivery.wake()

    async def tidy(self) -> None:
        """Delete what is kept for a limited time only, such as the texts of handled updates."""
        old = self.clock.now() - KEEP_WORDS
        await self.db.write(lambda db: inbox.empty(db, old))
        await self.db.write(lambda db: strangers.forget(db, old.date()))
        await self.db.write(lambda db: pictures.forget(db, old))
        await self.db.write(lambda db: button_lines.remove(db, old))
        await self.evidence_folder.discard(await self.db.write(lambda db: evidence.forget(db, old)))

    async def run(self, ready: Callable[[], None] = lambda: None) -> None:
        """Run until SIGTERM or SIGINT. Raise the error of a part that fails, because the bot needs all of them."""
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        await self.workers.resume()
        self.workers.start()
        gc.freeze()  # What lives as long as the program need not be examined by each collection.
        menus_task = asyncio.create_task(self._set_menus())
        parts = [asyncio.create_task(part) for part in (self.intake.run(), self.delivery.run(), self._ticking())]
        ready()
        waiting = asyncio.create_task(stop.wait())
        done, _ = await asyncio.wait([waiting, *parts, *self.workers.tasks], return_when=asyncio.FIRST_COMPLETED)
        await self._stop([menus_task, *parts])
        for part in done - {waiting}:
            part.result()

    async def _ticking(self) -> None:
        """Call `tick` at each full minute of the bureau's clock, and once a minute even if that clock is changed."""
        tidied_at = self.clock.elapsed()
        assert self.upkeep is not None, "`open` is called before `run`"
        while True:
            await self.upkeep.look()
            await asyncio.sleep(until_next_minute(self.clock.now()))
            try:
                await self.tick()
                if self.clock.elapsed() - tidied_at > TIDY_EVERY:
                    tidied_at = self.clock.elapsed()
                    await self.tidy()
            except Exception:
                log.exception("this minute's work could not be done; trying again in the next")

    async def _set_menus(self) -> None:
        """Set the menus, in a task of its own so that this does not delay the first poll."""
        try:
            await menu.set_for_all(self.client)
        except Exception as error:  # The bot can be used without menus.
            log.warning("the menus could not be set: %s", error)

    async def _stop(self, parts: list[asyncio.Task[None]]) -> None:
        """Finish what is under way if there is time. The database keeps the rest for the next start."""
        for part in parts:
            part.cancel()
        await asyncio.gather(*parts, return_exceptions=True)
        await self.strangers.stop()
        await asyncio.gather(self._stop_answering(), self.delivery.stop(STOP_WITHIN))

    async def _stop_answering(self) -> None:
        began = asyncio.get_running_loop().time()
        await self.workers.stop(STOP_WITHIN)
        await self.answers.stop(max(STOP_WITHIN - (asyncio.get_running_loop().time() - began), 0.1))

    async def drained(self) -> None:
        """Return when all updates are handled and each answer has been tried once."""
        await self.workers.drained()
        await self.answers.drained()
        await self.strangers.drained()

    async def close(self) -> None:
        if self.upkeep is not None:
            await self.upkeep.close()
        await self.http.close()


def until_next_minute(now: datetime) -> float:
    """Return the seconds until the next full minute, plus a margin so that the bot does not wake too early."""
    return 60 - now.second - now.microsecond / 1_000_000 + 0.01


async def _settings_rows(db: Connection) -> tuple[stored.Own, tuple[int, ...]]:
    return await stored.of_bureau(db), await groups.hours(db)
