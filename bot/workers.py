"""Handles what is in the inbox: in each chat one at a time and in order, many chats at once."""

import asyncio
import logging
from collections import deque
from collections.abc import Iterable
from typing import TypeVar

from bot.gate import Answer, Gate
from bot.sending import Sender
from storage import inbox
from storage.database import Connection, Database, Work
from storage.inbox import Arrived

T = TypeVar("T")
Kept = asyncio.Future[list[Arrived]]
log = logging.getLogger(__name__)
WORKERS = 16
MARK_AT, MARK_AFTER = 50, 0.25
"""What is done is marked with the next update that is kept, or many at once: a write of its own costs a sync."""


class Workers:
    """`put` what is in the inbox or on its way into it; `drained` when all is handled, answered and marked."""

    def __init__(self, db: Database, gate: Gate, sender: Sender) -> None:
        self._db, self._gate, self._sender = db, gate, sender
        self._chats: dict[int, deque[tuple[Arrived, Kept | None]]] = {}
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

    def put(self, arrived: Iterable[Arrived], kept: Kept | None = None) -> None:
        """`kept` is the write under way that brings them into the inbox. Who only reads need not wait for it; who
        writes stands behind it, as there is one writer, and finds the update missing where it failed."""
        for one in arrived:
            chat = one.chat_id or 0
            if chat not in self._chats:
                self._chats[chat] = deque()
                self._ready.put_nowait(chat)
            self._chats[chat].append((one, kept))

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
                    await self._one(*self._chats[chat].popleft())
                if self._chats[chat]:
                    self._ready.put_nowait(chat)
                else:
                    del self._chats[chat]
            finally:
                self._ready.task_done()

    async def _one(self, one: Arrived, kept: Kept | None) -> None:
        try:
            if answer := self._open.pop(one.id, None) or await self._gate.handle(one):
                await self._sender.answer(answer)
            if kept:
                await asyncio.shield(kept)
        except Exception:
            # The database itself fails: the update stays in the inbox, or is not acknowledged, and comes again.
            log.exception("update %s could not be handled", one.id)
            return
        self._done.append(one.id)
        if len(self._done) >= MARK_AT:
            await self._mark()

    async def write(self, work: Work[T]) -> T:
        """A transaction that also marks what is done; an update not marked before a stop is only answered again."""
        done, self._done = self._done, []

        async def both(db: Connection) -> T:
            if done:
                await inbox.done(db, done)
            return await work(db)

        try:
            return await self._db.write(both)
        except Exception:
            self._done = done + self._done
            raise

    async def _marking(self) -> None:
        """What no newer update has taken along."""
        while True:
            oldest = self._done[:1]
            await asyncio.sleep(MARK_AFTER)
            if oldest and self._done[:1] == oldest:
                await self._mark()

    async def _mark(self) -> None:
        try:
            if self._done:
                await self.write(_nothing)
        except Exception:
            log.exception("what is done could not be marked; trying again")


async def _nothing(_db: Connection) -> None:
    return None
