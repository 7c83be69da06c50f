"""Fetches updates, and hands them on after the write that keeps them has committed."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.inbox import crowd
from bot.inbox.arrival import Arrival, arrival, unreadable, worth_keeping
from bot.inbox.crowd import Line
from bot.inbox.workers import Workers
from bot.logs.error_text import described
from bot.telegram.errors import Conflict, Trouble, Unauthorized
from bot.telegram.poller import FIRST_PAUSE, LONGEST_PAUSE, Poller, Updates
from storage import inbox
from storage.availability import is_away
from storage.database import Connection, Database

log = logging.getLogger(__name__)
DEAF_AFTER = 600
"""Seconds of refusals of the token, after which the process ends: a proxy's 401 is over by then."""


class Deaf(Exception):
    """Telegram has refused the token for too long."""


class Intake:
    """`tell_stranger` takes what a stranger is to be told. `last_poll` is when Telegram last answered a poll, None
    where it has not since the start."""

    def __init__(
        self, db: Database, poller: Poller, clock: Clock, workers: Workers, username: str, bot_id: int,
        tell_stranger: Callable[[Line], None],
    ) -> None:  # fmt: skip
        self._db, self._poller, self._clock, self._workers = db, poller, clock, workers
        self._username, self._bot_id, self._tell_stranger = username, bot_id, tell_stranger
        self._offset: int | None = None
        self.last_poll: datetime | None = None

    async def run(self) -> None:
        """Poll for ever. Raises Deaf after ten minutes in which every poll was refused as unauthorized."""
        pause, refused_since = FIRST_PAUSE, None
        while True:
            wait, began = pause, asyncio.get_running_loop().time()
            try:
                await self._keep(await self._poll())
                pause, refused_since = FIRST_PAUSE, None
                continue
            except Conflict:
                refused_since = None
                log.warning("another program polls with this token: only one may. Waiting %.0f s", wait)
            except Unauthorized:
                refused_since = refused_since or began
                log.warning("Telegram does not know this token, or a proxy answers in its stead. Waiting %.0f s", wait)
                if began - refused_since > DEAF_AFTER:
                    raise Deaf from None
            except Trouble as away:
                refused_since = None
                wait = max(wait, getattr(away, "seconds", None) or 0)
                log.warning("Telegram can't be reached (%s). Waiting %.0f s", away, wait)
            except Exception:
                log.exception("updates could not be kept, and are asked for again. Waiting %.0f s", wait)
            await asyncio.sleep(wait)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def once(self) -> int:
        """Take what is there now; return the number of updates."""
        updates = await self._poll(0)
        await self._keep(updates)
        return len(updates)

    async def _poll(self, *seconds: int) -> Updates:
        updates = await self._poller.poll(self._offset, *seconds)
        self.last_poll = self._clock.now()
        return updates

    async def _keep(self, updates: Updates) -> None:
        """The next poll acknowledges what is kept here, by the id of its last update. After an empty answer there is
        nothing to acknowledge, and no id is named: after a quiet week, or from another server, they begin again."""
        if not updates:
            self._offset = None
            return
        try:
            await self._put(updates)
        except Exception as error:
            if is_away(error):
                raise
            log.exception("some of %d updates can't be kept: one at a time", len(updates))
            for update in updates:
                await self._put_alone(update)
        self._offset = int(updates[-1]["update_id"]) + 1

    async def _put(self, updates: Updates) -> None:
        arrivals = [arrival(update) for update in updates if worth_keeping(update, self._username)]
        if not arrivals:
            return
        new, lines = await self._db.write(lambda db: self._write(db, arrivals))
        by_identity = {one.update.identity: one for one in arrivals}
        self._workers.put(replace(by_identity[update.identity], update=update) for update in new)
        for line in lines:
            self._tell_stranger(line)

    async def _put_alone(self, update: dict[str, Any]) -> None:
        """One that can't be kept as it is must not hold up the others: it is set aside."""
        try:
            await self._put([update])
        except Exception as error:
            if is_away(error):
                raise
            words, now, bot = described(error), self._clock.now(), self._bot_id
            log.exception("an update can't be kept, and is set aside")
            await self._db.write(lambda db: inbox.put_aside(db, bot, unreadable(update), words, now))

    async def _write(self, db: Connection, arrivals: Sequence[Arrival]) -> tuple[list[inbox.Update], list[Line]]:
        now = self._clock.now()
        kept, lines = await crowd.sort(db, arrivals, now)
        return await inbox.put(db, self._bot_id, [one.update for one in kept], now), lines
