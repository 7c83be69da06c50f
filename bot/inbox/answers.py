"""Sends answers: first tries in order within each chat, at Telegram's pace, and again until their outcome is clear."""

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.clock import Clock
from bot.inbox.answer import Answer
from bot.outbox.write_batch import WriteBatch
from bot.telegram.errors import Gone, Later, Moved, Rejected, Trouble, Unauthorized, Unclear
from bot.telegram.retries import pause_after
from bot.telegram.sender import Progress, Sender
from plan.format import moment
from plan.reply import Reply, noted
from storage import inbox
from storage.away import is_away
from storage.database import Database

log = logging.getLogger(__name__)
LATE = timedelta(minutes=1)
"""An answer that comes later than this says to what of which time it answers."""
REMEMBERED = 10_000
DATABASE_PAUSE = 5.0
MARK_AFTER = 0.25


@dataclass
class Owed:
    """An answer to the update `id`, None where there is nothing to say. `attempts` tries of its next part had no clear
    result."""

    id: int
    answer: Answer | None
    attempts: int = 0
    progress: Progress = field(default_factory=Progress)
    tap_is_over: bool = False


class Answers:
    """`put` what is owed; `drained` when all of it has been tried, and what is clear is settled in the inbox."""

    def __init__(self, db: Database, sender: Sender, clock: Clock) -> None:
        self._db, self._sender, self._clock = db, sender, clock
        self._settling = WriteBatch(db)
        self._chats: dict[int, deque[Owed]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._later: set[asyncio.Task[None]] = set()
        self._marking: set[asyncio.Task[None]] = set()
        self._done: list[int] = []
        self._is_marking = False
        self._last_edit: OrderedDict[tuple[int, int], int] = OrderedDict()

    def put(self, owed: Owed) -> None:
        answer = owed.answer
        if answer is not None and answer.message_id is not None:
            self._last_edit[answer.chat_id, answer.message_id] = owed.id
            if len(self._last_edit) > REMEMBERED:
                self._last_edit.popitem(last=False)
        if answer is None:
            self._begin(self._tasks, self._tried(owed))
        elif answer.chat_id in self._chats:
            self._chats[answer.chat_id].append(owed)
        else:
            self._chats[answer.chat_id] = deque([owed])
            self._begin(self._tasks, self._in_order(answer.chat_id))

    async def drained(self) -> None:
        """What waits for another try is not waited for."""
        while self._tasks:
            await asyncio.wait(self._tasks)
        await self._write_marks()

    async def stop(self, within: float) -> None:
        """What is not settled by then is owed by the inbox."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=within)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._write_marks(), within)
        unfinished = [*self._tasks, *self._later, *self._marking]
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)

    def _begin(self, tasks: set[asyncio.Task[None]], work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    async def _in_order(self, chat: int) -> None:
        waiting = self._chats[chat]
        try:
            while waiting:
                await self._tried(waiting[0])
                waiting.popleft()
        finally:
            del self._chats[chat]

    async def _tried(self, owed: Owed) -> None:
        """Until it has arrived, will never, or that is unclear. What was surely not sent is tried for ever."""
        while True:
            try:
                if owed.answer is not None:
                    await self._send(owed, owed.answer)
                return self._mark(owed.id)
            except Moved as moved:
                assert owed.answer is not None
                owed.answer = replace(owed.answer, chat_id=moved.new_chat_id, message_id=None)
            except (Later, Unauthorized):
                assert owed.answer is not None
                await asyncio.sleep(self._sender.rest(owed.answer.chat_id))
            except Unclear as unclear:
                return await self._doubtful(owed, str(unclear))
            except Exception as error:
                if not is_away(error):
                    return await self._refused(owed, error)
                await asyncio.sleep(DATABASE_PAUSE)

    def _mark(self, id: int) -> None:
        """Answered: marked together with others, a moment later, for each write costs a sync of the disk. After a kill
        in between it is answered once more."""
        self._done.append(id)
        if not self._is_marking:
            self._is_marking = True
            self._begin(self._marking, self._mark_soon())

    async def _mark_soon(self) -> None:
        while self._done:
            await asyncio.sleep(MARK_AFTER)
            await self._write_marks()
        self._is_marking = False

    async def _write_marks(self) -> None:
        ids, self._done = self._done, []
        if ids:
            await self._settling.write_until_done(lambda db: inbox.done(db, ids))

    async def _refused(self, owed: Owed, error: Exception) -> None:
        """A fault of the program's is as final as Telegram's refusal: the next try would fail in the same way."""
        if not isinstance(error, Gone | Rejected):
            log.error("answer to update %s could not be sent", owed.id, exc_info=error)
        words = str(error) if isinstance(error, Trouble) else type(error).__name__
        log.warning("answer to update %s was not taken: %s", owed.id, words)
        await self._settling.write_until_done(lambda db: inbox.refused(db, owed.id, words))

    async def _doubtful(self, owed: Owed, words: str) -> None:
        owed.attempts += 1
        pause = pause_after(owed.attempts)
        if pause is None:
            log.error("answer to update %s: %s tries, and no clear result: %s", owed.id, owed.attempts, words)
            await self._settling.write_until_done(lambda db: inbox.unclear(db, owed.id, words))
            return
        log.warning("answer to update %s may have been delivered (%s): again in %s", owed.id, words, pause)
        self._begin(self._later, self._again(owed, pause.total_seconds()))
        parts, attempts = owed.progress.parts, owed.attempts
        await self._settling.write_until_done(lambda db: inbox.tried(db, owed.id, parts, attempts))

    async def _again(self, owed: Owed, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._tried(owed)

    def _is_overtaken(self, owed: Owed) -> bool:
        """A later answer has the place of the same message: this one would show what is no longer so. One that comes
        in messages of its own, and has begun to, is not cut short."""
        answer = owed.answer
        if answer is None or answer.message_id is None or owed.progress.parts:
            return False
        return self._last_edit.get((answer.chat_id, answer.message_id), 0) > owed.id

    async def _send(self, owed: Owed, answer: Answer) -> None:
        """A tap that is too old to be answered is answered by a message of its own."""
        before = owed.progress.parts
        try:
            if answer.tap_id and not owed.tap_is_over:
                in_time = await self._stop_spinner(answer)
                owed.tap_is_over = True
                owed.answer = answer = answer if in_time else replace(answer, message_id=None)
            if self._is_overtaken(owed):
                return
            reply = self._dated(owed, answer)
            edits = answer.message_id if not owed.progress.parts else None
            if edits is None or not await self._sender.edit(answer.chat_id, edits, reply, answer=True):
                thread = answer.thread_id
                await self._sender.send(answer.chat_id, reply, owed.progress, thread_id=thread, answer=True)
        finally:
            owed.attempts = owed.attempts if owed.progress.parts == before else 0

    async def _stop_spinner(self, answer: Answer) -> bool:
        """Whether it was in time. Where the outcome is unclear, the message matters more."""
        try:
            return await self._sender.answer_tap(answer.chat_id, answer.tap_id, answer.reply.toast)
        except (Unclear, Gone, Moved):
            return True

    def _dated(self, owed: Owed, answer: Answer) -> Reply:
        """A reply whose first part has arrived stays as it is."""
        now = self._clock.now()
        if now - answer.asked_at <= LATE or owed.progress.parts:
            return answer.reply
        what = "操作" if answer.tap_id else "消息"
        asked_at = answer.asked_at.astimezone(now.tzinfo)
        return noted(answer.reply, f"（延迟答复：您{moment(asked_at, now.date())}的{what}）")
