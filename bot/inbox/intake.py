"""Fetch updates, store them, and pass them to the workers after the transaction that stores them has committed."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.inbox import crowd
from bot.inbox.arrival import Arrival, arrival_of, unreadable, worth_keeping
from bot.inbox.crowd import Line
from bot.inbox.workers import Workers
from bot.logs.error_text import described
from bot.telegram.errors import CallFailed, PollConflict, TokenRejected
from bot.telegram.poller import FIRST_PAUSE, LONGEST_PAUSE, Poller, Updates
from storage import inbox
from storage.availability import is_away
from storage.database import Connection, Database

log = logging.getLogger(__name__)
LOCKED_OUT_AFTER = 600
"""Seconds of refusals of the token after which the process ends. A 401 sent by a proxy is over by then."""


class LockedOut(Exception):
    """Telegram has refused the token for LOCKED_OUT_AFTER seconds."""


class Intake:
    """`tell_stranger` is called with what a stranger is to be told. `last_poll` is when Telegram last answered a poll,
    None if it has not since the start."""

    def __init__(
        self, db: Database, poller: Poller, clock: Clock, workers: Workers, username: str, bot_id: int,
        tell_stranger: Callable[[Line], None],
    ) -> None:  # fmt: skip
        self._db, self._poller, self._clock, self._workers = db, poller, clock, workers
        self._username, self._bot_id, self._tell_stranger = username, bot_id, tell_stranger
        self._offset: int | None = None
        self.last_poll: datetime | None = None

    async def run(self) -> None:
        """Poll for ever. Raises LockedOut if Telegram refused the token in every poll of ten minutes."""
        pause, refused_since = FIRST_PAUSE, None
        while True:
            wait, began_at = pause, asyncio.get_running_loop().time()
            try:
                await self.store(await self._poll())
                pause, refused_since = FIRST_PAUSE, None
                continue
            except PollConflict:
                refused_since = None
                log.warning("another program polls with this token: only one may. Waiting %.0f s", wait)
            except TokenRejected:
                refused_since = refused_since or began_at
                log.warning("Telegram refuses this token, or a proxy answers in its place. Waiting %.0f s", wait)
                if began_at - refused_since > LOCKED_OUT_AFTER:
                    raise LockedOut from None
            except CallFailed as error:
                refused_since = None
                wait = max(wait, getattr(error, "seconds", None) or 0)
                log.warning("Telegram can't be reached (%s). Waiting %.0f s", error, wait)
            except Exception:
                log.exception("updates could not be stored, and are fetched again. Waiting %.0f s", wait)
            await asyncio.sleep(wait)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def once(self) -> int:
        """Fetch and store the updates that are there now; return their number."""
        updates = await self._poll(0)
        await self.store(updates)
        return len(updates)

    async def _poll(self, *seconds: int) -> Updates:
        updates = await self._poller.poll(self._offset, *seconds)
        self.last_poll = self._clock.now()
        return updates

    async def store(self, updates: Updates) -> None:
        """Store the updates; the next poll acknowledges them by the id of the last.

        After an empty answer the next poll sends no id: after a quiet week, or with another server, ids begin again.
        """
        if not updates:
            self._offset = None
            return
        try:
            await self._put(updates)
        except Exception as error:
            if is_away(error):
                raise
            log.exception("%d updates can't be stored together, and are stored one at a time", len(updates))
            for update in updates:
                await self._put_alone(update)
        self._offset = int(updates[-1]["update_id"]) + 1

    async def _put(self, updates: Updates) -> None:
        arrivals = [arrival_of(update) for update in updates if worth_keeping(update, self._username)]
        if not arrivals:
            return
        new, lines = await self._db.write(lambda db: self._write(db, arrivals))
        by_identity = {arrival.update.identity: arrival for arrival in arrivals}
        self._workers.put(replace(by_identity[update.identity], update=update) for update in new)
        for line in lines:
            self._tell_stranger(line)

    async def _put_alone(self, update: dict[str, Any]) -> None:
        """Store one update, or set it aside if that fails, so that it does not block the others."""
        try:
            await self._put([update])
        except Exception as error:
            if is_away(error):
                raise
            words, now, bot = described(error), self._clock.now(), self._bot_id
            log.exception("an update can't be stored, and is set aside")
            await self._db.write(lambda db: inbox.put_aside(db, bot, unreadable(update), words, now))

    async def _write(self, db: Connection, arrivals: Sequence[Arrival]) -> tuple[list[inbox.Update], list[Line]]:
        now = self._clock.now()
        stored, lines = await crowd.sort(db, arrivals, now)
        return await inbox.put(db, self._bot_id, [arrival.update for arrival in stored], now), lines
