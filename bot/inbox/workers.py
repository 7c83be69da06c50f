"""Handles what is in the inbox: in each chat one update at a time and in order, many chats at once. A file takes as
long as Telegram does: who only writes does not wait for it."""

import asyncio
import logging
from collections import deque
from collections.abc import Iterable
from itertools import count

from bot.inbox.answer import Answer
from bot.inbox.answers import Answers, Owed
from bot.inbox.arrival import Arrival, described
from bot.inbox.crowd import Flood
from bot.inbox.update_handler import UpdateHandler
from bot.telegram.sender import Progress
from storage import inbox
from storage.database import Database

log = logging.getLogger(__name__)
WORKERS = 16
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0


class Ready(asyncio.PriorityQueue[tuple[bool, int, int]]):
    """Chats with something to be handled, floods last."""


class Workers:
    """`put` what is in the inbox; `drained` when all of it is handled. Its answers leave at a pace of their own."""

    def __init__(self, db: Database, handler: UpdateHandler, answers: Answers) -> None:
        self._db, self._handler, self._answers = db, handler, answers
        self._flood = Flood()
        self._chats: dict[int, deque[tuple[bool, Arrival]]] = {}
        self._ready, self._with_file = Ready(), Ready()
        self._order = count()
        self._owed: dict[int, Owed] = {}
        self.tasks: list[asyncio.Task[None]] = []
        self._stopping = False
        self._idle = asyncio.Event()
        self._idle.set()

    async def resume(self) -> None:
        """Take up what a stop has left: answers that are owed, and updates that were not handled."""
        for left in await self._db.read(inbox.unfinished):
            if left.answer is not None and left.update.received_at is not None:
                answer, progress = Answer.load(left.answer, left.update.received_at), Progress(left.parts)
                self._owed[left.update.id] = Owed(left.update.id, answer, left.attempts, progress)
            self.put([described(left.update)])

    def put(self, arrivals: Iterable[Arrival]) -> None:
        """`arrivals` are in the inbox: their updates have their ids."""
        for arrival in arrivals:
            chat = arrival.update.chat_id or 0
            sent_at = arrival.sent_at or arrival.update.received_at
            excess = bool(arrival.sender_id and sent_at and self._flood.is_excess(arrival.sender_id, sent_at))
            waiting = self._chats.setdefault(chat, deque())
            self._idle.clear()
            waiting.append((excess, arrival))
            if len(waiting) == 1:
                self._is_ready(chat)

    def _is_ready(self, chat: int) -> None:
        """A chat whose next update is one of a flood comes after the others."""
        excess, arrival = self._chats[chat][0]
        (self._with_file if arrival.has_file else self._ready).put_nowait((excess, next(self._order), chat))

    def start(self) -> None:
        self.tasks = [
            asyncio.create_task(self._work(ready)) for ready in (self._ready, self._with_file) for _ in range(WORKERS)
        ]

    async def stop(self, within: float) -> None:
        """Finish what is in hand, within so many seconds; what waits stays in the inbox."""
        self._stopping = True
        await asyncio.wait([asyncio.create_task(self.drained())], timeout=within)
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def drained(self) -> None:
        await self._idle.wait()

    async def _work(self, ready: Ready) -> None:
        while True:
            *_, chat = await ready.get()
            if not self._stopping:
                await self._handle(self._chats[chat][0][1])
            self._chats[chat].popleft()
            if self._chats[chat]:
                self._is_ready(chat)
                continue
            del self._chats[chat]
            if not self._chats:
                self._idle.set()

    async def _handle(self, arrival: Arrival) -> None:
        """Until it is handled: where the database itself fails, the update and those behind it in its chat wait."""
        if owed := self._owed.pop(arrival.update.id, None):
            self._answers.put(owed)
            return
        pause = FIRST_PAUSE
        while True:
            try:
                answer = await self._handler.handle(arrival.update)
                break
            except Exception:
                log.exception("update %s could not be handled, and is tried again in %.0f s", arrival.update.id, pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        self._answers.put(Owed(arrival.update.id, answer))
