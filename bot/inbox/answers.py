"""Send answers, in order within each chat, and try again until their outcome is clear."""

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.clock import Clock
from bot.inbox.answer import Answer
from bot.inbox.done_marks import DoneMarks
from bot.outbox.write_batch import WriteBatch
from bot.telegram.errors import (
    CallFailed,
    ChatGone,
    ChatMoved,
    OutcomeUnclear,
    RequestRejected,
    RetryLater,
    TokenRejected,
)
from bot.telegram.retries import pause_after
from bot.telegram.sender import Progress, Sender
from plan.format import moment
from plan.reply import Reply, noted
from storage import inbox
from storage.availability import is_away
from storage.database import Database

log = logging.getLogger(__name__)
LATE = timedelta(minutes=1)
"""An answer that is later than this names the message that it answers."""
REMEMBERED = 10_000
"""Messages whose last edit is remembered."""
DATABASE_PAUSE = 5.0


@dataclass
class Owed:
    """The answer to the update `id`, None if there is none. `attempts` tries of its next part had no clear result."""

    id: int
    answer: Answer | None
    attempts: int = 0
    progress: Progress = field(default_factory=Progress)
    is_tap_answered: bool = False


class Answers:
    """`put` takes an answer; `drained` returns when all have been tried and clear outcomes are stored."""

    def __init__(self, db: Database, sender: Sender, clock: Clock) -> None:
        self._db, self._sender, self._clock = db, sender, clock
        self._settling = WriteBatch(db)
        self._marks = DoneMarks(self._settling)
        self._chats: dict[int, deque[Owed]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._later: set[asyncio.Task[None]] = set()
        self._last_edit: OrderedDict[tuple[int, int], int] = OrderedDict()

    def put(self, owed: Owed) -> None:
        answer = owed.answer
        if answer is not None and answer.message_id is not None:
            self._last_edit[answer.chat_id, answer.message_id] = owed.id
            if len(self._last_edit) > REMEMBERED:
                self._last_edit.popitem(last=False)
        if answer is None:
            self._begin(self._tasks, self._try(owed))
        elif answer.chat_id in self._chats:
            self._chats[answer.chat_id].append(owed)
        else:
            self._chats[answer.chat_id] = deque([owed])
            self._begin(self._tasks, self._in_order(answer.chat_id))

    async def drained(self) -> None:
        """Return when every answer has been tried once. Answers that wait for another try are not waited for."""
        while self._tasks:
            await asyncio.wait(self._tasks)
        await self._marks.write()

    async def stop(self, within: float) -> None:
        """Stop within so many seconds. Answers that are not settled by then stay in the inbox for the next start."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=within)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._marks.write(), within)
        unfinished = [*self._tasks, *self._later, *self._marks.tasks]
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
                await self._try(waiting[0])
                waiting.popleft()
        finally:
            del self._chats[chat]

    async def _try(self, owed: Owed) -> None:
        """Try until the answer has arrived, was refused, or its outcome is unclear.

        There is no limit to the tries of an answer that was certainly not sent.
        """
        while True:
            try:
                if owed.answer is not None:
                    await self._send(owed, owed.answer)
                return self._marks.add(owed.id)
            except ChatMoved as error:
                assert owed.answer is not None
                owed.answer = replace(owed.answer, chat_id=error.new_chat_id, message_id=None)
            except (RetryLater, TokenRejected):
                assert owed.answer is not None
                await asyncio.sleep(self._sender.rest(owed.answer.chat_id))
            except OutcomeUnclear as error:
                return await self._retry_later(owed, str(error))
            except Exception as error:
                if not is_away(error):
                    return await self._give_up(owed, error)
                await asyncio.sleep(DATABASE_PAUSE)

    async def _give_up(self, owed: Owed, error: Exception) -> None:
        """An error in the program is as final as Telegram's refusal: the next try would fail in the same way."""
        if not isinstance(error, ChatGone | RequestRejected):
            log.error("answer to update %s could not be sent", owed.id, exc_info=error)
        words = str(error) if isinstance(error, CallFailed) else type(error).__name__
        log.warning("answer to update %s was not taken: %s", owed.id, words)
        await self._settling.write_until_done(lambda db: inbox.refused(db, owed.id, words))

    async def _retry_later(self, owed: Owed, words: str) -> None:
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
        await self._try(owed)

    def _is_overtaken(self, owed: Owed) -> bool:
        """Whether a later answer replaces the same message, so that this one would show an outdated state. An answer of
        which a part has arrived as a new message is sent completely."""
        answer = owed.answer
        if answer is None or answer.message_id is None or owed.progress.parts:
            return False
        return self._last_edit.get((answer.chat_id, answer.message_id), 0) > owed.id

    async def _send(self, owed: Owed, answer: Answer) -> None:
        """If Telegram no longer accepts the answer to a tap, send a new message instead."""
        before = owed.progress.parts
        try:
            if answer.tap_id and not owed.is_tap_answered:
                is_in_time = await self._stop_spinner(answer)
                owed.is_tap_answered = True
                owed.answer = answer = answer if is_in_time else replace(answer, message_id=None)
            if self._is_overtaken(owed):
                return
            reply = self._dated(owed, answer)
            replaced = answer.message_id if not owed.progress.parts else None
            if replaced is None or not await self._sender.edit(answer.chat_id, replaced, reply, answer=True):
                thread = answer.thread_id
                await self._sender.send(answer.chat_id, reply, owed.progress, thread_id=thread, answer=True)
        finally:
            owed.attempts = owed.attempts if owed.progress.parts == before else 0

    async def _stop_spinner(self, answer: Answer) -> bool:
        """Return whether Telegram still accepted the answer to the tap.

        An unclear outcome counts as accepted, because the message itself matters more.
        """
        try:
            return await self._sender.answer_tap(answer.chat_id, answer.tap_id, answer.reply.toast)
        except (OutcomeUnclear, ChatGone, ChatMoved):
            return True

    def _dated(self, owed: Owed, answer: Answer) -> Reply:
        """Return the reply, with a note if it is late and no part of it has arrived."""
        now = self._clock.now()
        if now - answer.asked_at <= LATE or owed.progress.parts:
            return answer.reply
        what = "操作" if answer.tap_id else "消息"
        asked_at = answer.asked_at.astimezone(now.tzinfo)
        return noted(answer.reply, f"（延迟答复：您{moment(asked_at, now.date())}的{what}）")
