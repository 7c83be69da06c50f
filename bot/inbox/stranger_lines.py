"""Send strangers their line, one at a time, after the answers to people of the bureau."""

import asyncio
import logging
from collections import OrderedDict

from bot.inbox.crowd import Line
from bot.outbox.write_batch import WriteBatch
from bot.telegram.errors import CallFailed
from bot.telegram.sender import Progress, Sender
from plan.reply import Reply
from storage import strangers
from storage.database import Database

log = logging.getLogger(__name__)
MAX_WAITING = 10_000
"""Lines that may wait. Further strangers are told when they write again."""


class StrangerLines:
    def __init__(self, db: Database, sender: Sender) -> None:
        self._sender, self._settling = sender, WriteBatch(db)
        self._waiting: OrderedDict[int, Line] = OrderedDict()
        self._sending: asyncio.Task[None] | None = None

    def put(self, line: Line) -> None:
        """At most one line waits for each stranger."""
        if line.chat_id in self._waiting or len(self._waiting) >= MAX_WAITING:
            return
        self._waiting[line.chat_id] = line
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._send())

    async def drained(self) -> None:
        if self._sending is not None:
            await asyncio.wait([self._sending])

    async def stop(self) -> None:
        if self._sending is not None:
            self._sending.cancel()
            await asyncio.gather(self._sending, return_exceptions=True)

    async def _send(self) -> None:
        """A line that did not arrive is not sent again: the stranger gets one when they write again."""
        while self._waiting:
            chat_id, line = next(iter(self._waiting.items()))
            try:
                await self._sender.send(chat_id, Reply(line.text), Progress(), answer=False)
                if line.daily:
                    await self._settling.write(lambda db, id=chat_id: strangers.told(db, id))  # type: ignore[misc]
            except CallFailed as error:
                log.info("a stranger could not be told: %s", error)
            except Exception:
                log.exception("a stranger could not be told")
            del self._waiting[chat_id]
