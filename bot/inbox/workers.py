"""Handle the updates in the inbox: one at a time and in order within each chat, many chats at once.

Updates with files have workers of their own, because a slow download must not delay messages without files.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from itertools import count

from bot.inbox.answer import Answer
from bot.inbox.answers import Answers, Owed
from bot.inbox.arrival import Arrival, examine
from bot.inbox.crowd import Flood
from bot.inbox.update_handler import UpdateHandler
from bot.telegram.sender import Progress
from storage import inbox
from storage.database import Database

log = logging.getLogger(__name__)
WORKERS = 16
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0


ALBUM_PAUSE = 1.0
"""Seconds for which the answer to a file of an album waits for the next file: the files arrive one after the other."""


class Ready(asyncio.PriorityQueue[tuple[bool, int, int]]):
    """Chats with an update to handle: whether it belongs to a flood, the order of arrival, the chat's id."""


class Workers:
    """`put` takes updates of the inbox; `drained` returns when all are handled. Their answers are sent by Answers."""

    def __init__(self, db: Database, handler: UpdateHandler, answers: Answers) -> None:
        self._db, self._handler, self._answers = db, handler, answers
        self._flood = Flood()
        self._chats: dict[int, deque[tuple[bool, Arrival]]] = {}
        self._ready, self._with_file = Ready(), Ready()
        self._order = count()
        self._owed: dict[int, Owed] = {}
        self._awaited: dict[int, asyncio.Event] = {}
        self.tasks: list[asyncio.Task[None]] = []
        self._stopping = False
        self._idle = asyncio.Event()
        self._idle.set()

    async def resume(self) -> None:
        """Continue after a stop: send the answers that are owed, and handle the updates that were not handled."""
        for unfinished in await self._db.read(inbox.unfinished):
            update = unfinished.update
            if unfinished.answer is not None and update.received_at is not None:
                answer = Answer.load(unfinished.answer, update.received_at)
                self._owed[update.id] = Owed(update.id, answer, unfinished.attempts, Progress(unfinished.parts))
            self.put([examine(update)])

    def put(self, arrivals: Iterable[Arrival]) -> None:
        """The updates of `arrivals` are in the inbox and have its ids."""
        for arrival in arrivals:
            chat = arrival.update.chat_id or 0
            sent_at = arrival.sent_at or arrival.update.received_at
            is_excess = bool(arrival.sender_id and sent_at and self._flood.is_excess(arrival.sender_id, sent_at))
            waiting = self._chats.setdefault(chat, deque())
            self._idle.clear()
            waiting.append((is_excess, arrival))
            if len(waiting) == 1:
                self._enqueue(chat)
            elif chat in self._awaited:
                self._awaited[chat].set()

    def _enqueue(self, chat: int) -> None:
        """A chat whose next update belongs to a flood comes after the others."""
        is_excess, arrival = self._chats[chat][0]
        (self._with_file if arrival.has_file else self._ready).put_nowait((is_excess, next(self._order), chat))

    def start(self) -> None:
        self.tasks = [
            asyncio.create_task(self._work(ready)) for ready in (self._ready, self._with_file) for _ in range(WORKERS)
        ]

    async def stop(self, within: float) -> None:
        """Finish the updates that are being handled, within so many seconds. Those that wait stay in the inbox."""
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
                self._enqueue(chat)
                continue
            del self._chats[chat]
            if not self._chats:
                self._idle.set()

    async def _handle(self, arrival: Arrival) -> None:
        """Try until the update is handled. While the database is away, it and the later ones of its chat wait."""
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
        if answer is not None and not answer.refuses and await self._is_continued(arrival):
            answer = None
        self._answers.put(Owed(arrival.update.id, answer))

    async def _is_continued(self, arrival: Arrival) -> bool:
        """Return whether the next update of the chat belongs to the same album; the answer to its last file is enough.

        After a kill, the answers that were not sent are owed one by one.
        """
        if not arrival.album:
            return False
        chat = arrival.update.chat_id or 0
        waiting = self._chats[chat]
        if len(waiting) == 1:
            self._awaited[chat] = asyncio.Event()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._awaited[chat].wait(), ALBUM_PAUSE)
            del self._awaited[chat]
        return len(waiting) > 1 and waiting[1][1].album == arrival.album
