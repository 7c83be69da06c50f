"""Fetches updates and keeps them before they are acknowledged."""

import asyncio
import logging
from collections.abc import Awaitable

from bot.clock import Clock
from bot.ears import FIRST_PAUSE, LONGEST_PAUSE, Ears, Updates
from bot.incoming import arrived, worth_keeping
from bot.trouble import Conflict, Gone, Later, Rejected, Unauthorized
from bot.workers import Workers
from storage import inbox
from storage.database import Database

log = logging.getLogger(__name__)
DEAF_AFTER = 600


class Deaf(Exception):
    """Better to end loudly than to live on without ears."""


class Intake:
    def __init__(self, db: Database, ears: Ears, clock: Clock, workers: Workers, username: str) -> None:
        self._db, self._ears, self._clock, self._workers = db, ears, clock, workers
        self._username = username
        self._offset: int | None = None

    async def run(self, first: Awaitable[Updates] | None = None) -> None:
        """For ever, from a poll that is under way. Raises Deaf after ten minutes of 401; one may be a proxy's."""
        pause, good = FIRST_PAUSE, asyncio.get_running_loop().time()
        while True:
            try:
                await self._keep(await (first or self._ears.poll(self._offset)))
                first, pause, good = None, FIRST_PAUSE, asyncio.get_running_loop().time()
                continue
            except Conflict:
                log.warning("another program polls with this token: only one may. Waiting %.0f s", pause)
            except (Later, Rejected, Gone) as away:
                log.warning("Telegram can't be reached (%s). Waiting %.0f s", away, pause)
            except Unauthorized:
                log.warning("Telegram does not know this token, or a proxy answers in its stead. Waiting %.0f s", pause)
                if asyncio.get_running_loop().time() - good > DEAF_AFTER:
                    raise Deaf from None
            except Exception:
                self._offset = None
                log.exception("updates could not be kept, and are asked for again. Waiting %.0f s", pause)
            first = None
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def once(self) -> int:
        """What is there now; the number of updates. They are acknowledged by the next poll, when they are safe."""
        updates = await self._ears.poll(self._offset, 0)
        await self._keep(updates)
        return len(updates)

    async def _keep(self, updates: Updates) -> None:
        """What is new for certain is handled while it is being kept; of the rest the inbox says what is new."""
        if not updates:
            return
        arrivals = [arrived(update) for update in updates if worth_keeping(update, self._username)]
        if arrivals:
            now, offset = self._clock.now(), self._offset
            kept = asyncio.ensure_future(self._workers.write(lambda db: inbox.put(db, arrivals, now)))
            if certain := offset is not None and all(one.id >= offset for one in arrivals):
                self._workers.put({one.id: one for one in arrivals}.values(), kept)
            new = await asyncio.shield(kept)
            if not certain:
                self._workers.put(new)
        self._offset = max(int(update["update_id"]) for update in updates) + 1
