"""Handles what is in the inbox: in each chat one at a time and in order, many chats at once."""

import asyncio
import logging
from collections import deque
from collections.abc import Iterable

from bot.gate import Answer, Gate
from bot.sending import Sender
from storage import inbox
from storage.database import Database
from storage.inbox import Arrived

log = logging.getLogger(__name__)
WORKERS = 16
MARK_AT, MARK_AFTER = 50, 0.25
"""What is done is marked many at once, a moment later: marking costs a write, and the next update waits for it."""


class Workers:
    """`put` what is already durable; `drained` when all of it is handled, answered and marked."""

    def __init__(self, db: Database, gate: Gate, sender: Sender) -> None:
        self._db, self._gate, self._sender = db, gate, sender
        self._chats: dict[int, deque[Arrived]] = {}
        self._ready: asyncio.Queue[int] = asyncio.Queue()
        self._open: dict[int, Answer] = {}
        self._done: list[int] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def resume(self) -> None:
        """Before the first poll: answers that a stop may have left open, then updates that were not handled."""
        for one, answer in await self._db.read(inbox.unanswered):
            self._open[one.id] = Answer.load(answer)
            self.put([one])
        self.put(await self._db.read(inbox.waiting))

    def put(self, arrived: Iterable[Arrived]) -> None:
        for one in arrived:
            chat = one.chat_id or 0
            if chat not in self._chats:
                self._chats[chat] = deque()
                self._ready.put_nowait(chat)
            self._chats[chat].append(one)

    def start(self) -> None:
        self._tasks = [asyncio.create_task(self._work(), name=f"worker {n}") for n in range(WORKERS)]
        self._tasks.append(asyncio.create_task(self._marking(), name="marking"))

    async def stop(self, within: float) -> None:
        """What is in hand is finished; what waits is in the inbox."""
        self._chats = {chat: deque() for chat in self._chats}
        await asyncio.wait([asyncio.create_task(self.drained())], timeout=within)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._mark()

    async def drained(self) -> None:
        await self._ready.join()
        await self._mark()

    async def _work(self) -> None:
        while True:
            chat = await self._ready.get()
            try:
                if self._chats[chat]:
                    await self._one(self._chats[chat].popleft())
                if self._chats[chat]:
                    self._ready.put_nowait(chat)
                else:
                    del self._chats[chat]
            finally:
                self._ready.task_done()

    async def _one(self, one: Arrived) -> None:
        try:
            if answer := self._open.pop(one.id, None) or await self._gate.handle(one):
                await self._sender.answer(answer)
        except Exception:
            # The database itself fails: the update stays in the inbox and comes again after a restart.
            log.exception("update %s could not be handled", one.id)
            return
        self._done.append(one.id)
        if len(self._done) >= MARK_AT:
            await self._mark()

    async def _marking(self) -> None:
        while True:
            await asyncio.sleep(MARK_AFTER)
            await self._mark()

    async def _mark(self) -> None:
        """Many in one transaction; one that is not marked before a stop is only answered again."""
        done, self._done = self._done, []
        if not done:
            return
        try:
            await self._db.write(lambda db: inbox.done(db, done))
        except Exception:
            log.exception("what is done could not be marked; trying again")
            self._done = done + self._done
