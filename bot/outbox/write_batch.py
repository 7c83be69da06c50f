"""Combine small writes into one transaction, because each commit costs a disk sync."""

import asyncio
import logging

from storage.database import Connection, Database, Work

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0


class WriteBatch:
    def __init__(self, db: Database) -> None:
        self._db = db
        self._waiting: list[tuple[Work[None], asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def write_until_done(self, work: Work[None]) -> None:
        """Retry until it is committed: what has happened outside must be recorded, however long the database is full,
        locked or away."""
        pause = FIRST_PAUSE
        while True:
            try:
                return await self.write(work)
            except Exception:
                log.exception("an outcome could not be written, and is written again in %.0f s", pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def write(self, work: Work[None]) -> None:
        """Return when it is committed. `work` may run twice: with others and, if that fails, alone."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        await done

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await self._db.write(lambda db: _all(db, [work for work, _ in batch]))  # noqa: B023 - it ends within the iteration
            except Exception:
                for work, done in batch:
                    await self._alone(work, done)
            else:
                for _, done in batch:
                    if not done.done():
                        done.set_result(None)

    async def _alone(self, work: Work[None], done: asyncio.Future[None]) -> None:
        """Write one alone, so that one that can't be written does not undo the others."""
        try:
            await self._db.write(work)
        except Exception as error:
            if not done.done():
                done.set_exception(error)
        else:
            if not done.done():
                done.set_result(None)


async def _all(db: Connection, works: list[Work[None]]) -> None:
    for work in works:
        await work(db)
