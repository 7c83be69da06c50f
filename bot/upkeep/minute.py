"""Once a minute, store that the bot is running, make the nightly backup if it is due, and watch the database."""

import asyncio
import logging
from contextlib import suppress
from datetime import datetime

from bot.backup.nightly import Nightly
from bot.clock import Clock
from bot.inbox.intake import Intake
from bot.settings import Settings
from bot.telegram.sender import Progress, Sender
from bot.upkeep.write_watch import WriteWatch
from bot.version import VERSION
from plan.reply import Reply
from plan.values import Duty
from storage import heartbeat, people
from storage.database import Database

log = logging.getLogger(__name__)
PROBE_PAUSE = 2.0
"""Seconds between tries to write while the database takes no writes; a locked one takes ten to say so."""


class Upkeep:
    """Call `look` once a minute, whatever else fails. `backs_up` is whether the bot makes backups every night."""

    def __init__(
        self, settings: Settings, db: Database, clock: Clock, sender: Sender, intake: Intake, *, backs_up: bool
    ) -> None:
        self._db, self._clock, self._sender, self._intake = db, clock, sender, intake
        self._nightly = Nightly(settings, clock, db) if backs_up else None
        self._watch = WriteWatch(self._send, clock.elapsed)
        self._started_at = clock.now()
        self._probing: asyncio.Task[None] | None = None
        db.after_write = self._noticed

    async def look(self) -> None:
        for work in (self._note, self._remember_clerks, self._back_up):
            try:
                await work()
            except Exception:
                log.exception("upkeep failed; trying again in a minute")

    async def close(self) -> None:
        if self._probing is not None:
            self._probing.cancel()
            await asyncio.gather(self._probing, return_exceptions=True)
        if self._nightly is not None:
            await self._nightly.close()

    def _noticed(self, error: BaseException | None) -> None:
        if error is None:
            self._watch.succeeded()
        else:
            self._watch.failed(error)
        if self._watch.fails and (self._probing is None or self._probing.done()):
            self._probing = asyncio.create_task(self._probe(), name="probe")

    async def _probe(self) -> None:
        """Write until a write succeeds, so that the recovery is noticed although nobody writes meanwhile."""
        while self._watch.fails:
            await asyncio.sleep(PROBE_PAUSE)
            with suppress(Exception):  # `_noticed` is called with the error.
                await self._note()

    async def _note(self) -> None:
        now, polled = self._clock.now(), self._intake.last_poll
        started_at: datetime = self._started_at
        await self._db.write(
            lambda db: heartbeat.put(db, now, started_at=started_at, version=VERSION, last_poll=polled)
        )

    async def _remember_clerks(self) -> None:
        today = self._clock.now().date()
        clerks = await self._db.read(lambda db: people.holders(db, (Duty.CLERK,), today))
        self._watch.remember(person.telegram_id for person in clerks if person.telegram_id is not None)

    async def _back_up(self) -> None:
        if self._nightly is not None:
            await self._nightly.look()

    async def _send(self, chat_id: int, text: str) -> None:
        async with asyncio.timeout(60):
            await self._sender.send(chat_id, Reply(text), Progress(), answer=True)
