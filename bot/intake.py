"""Fetches updates and keeps them before they are acknowledged."""

import asyncio
import logging
from typing import Any

from bot.clock import Clock
from bot.incoming import arrived, worth_keeping
from bot.wire import Conflict, Later, Rejected, Unauthorized, Wire
from bot.workers import Workers
from storage import inbox
from storage.database import Database

log = logging.getLogger(__name__)
LONGEST_PAUSE = 60
DEAF_AFTER = 600


class Deaf(Exception):
    """Better to end loudly than to live on without ears."""


class Intake:
    def __init__(self, db: Database, wire: Wire, clock: Clock, workers: Workers, username: str) -> None:
        self._db, self._wire, self._clock, self._workers = db, wire, clock, workers
        self._username = username
        self._offset: int | None = None

    async def run(self) -> None:
        """For ever. Raises Deaf after ten minutes of 401 or 404; a single one may be a proxy's."""
        pause, good = 1.0, asyncio.get_running_loop().time()
        while True:
            try:
                await self.once()
                pause, good = 1.0, asyncio.get_running_loop().time()
                continue
            except Conflict:
                log.warning("another program polls with this token: only one may. Waiting %.0f s", pause)
            except (Later, Rejected) as away:
                log.warning("Telegram can't be reached (%s). Waiting %.0f s", away, pause)
            except Unauthorized:
                log.warning("Telegram does not know this token, or a proxy answers in its stead. Waiting %.0f s", pause)
                if asyncio.get_running_loop().time() - good > DEAF_AFTER:
                    raise Deaf from None
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def once(self, seconds: int | None = None) -> int:
        """One poll; the number of updates it brought. They are acknowledged by the next one, when they are safe."""
        updates = await (self._wire.poll(self._offset) if seconds is None else self._wire.poll(self._offset, seconds))
        await self._keep(updates)
        return len(updates)

    async def _keep(self, updates: list[dict[str, Any]]) -> None:
        if not updates:
            return
        kept = [arrived(update) for update in updates if worth_keeping(update, self._username)]
        now = self._clock.now()
        new = await self._db.write(lambda db: inbox.put(db, kept, now)) if kept else []
        self._offset = max(int(update["update_id"]) for update in updates) + 1
        self._workers.put(new)
