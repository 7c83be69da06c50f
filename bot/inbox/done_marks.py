"""Mark updates in the inbox as answered, many in one write, because each write costs a sync of the disk."""

import asyncio

from bot.outbox.write_batch import WriteBatch
from storage import inbox

COLLECT = 0.25
"""Seconds for which marks are collected into one write."""


class DoneMarks:
    """If the bot is killed before a mark is written, it answers that update once more."""

    def __init__(self, batch: WriteBatch) -> None:
        self._batch = batch
        self._ids: list[int] = []
        self._will_write = False
        self.tasks: set[asyncio.Task[None]] = set()

    def add(self, id: int) -> None:
        """Mark an update within COLLECT seconds."""
        self._ids.append(id)
        if not self._will_write:
            self._will_write = True
            task = asyncio.create_task(self._write_soon())
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    async def write(self) -> None:
        """Write the marks that are collected."""
        ids, self._ids = self._ids, []
        if ids:
            await self._batch.write_until_done(lambda db: inbox.done(db, ids))

    async def _write_soon(self) -> None:
        while self._ids:
            await asyncio.sleep(COLLECT)
            await self.write()
        self._will_write = False
