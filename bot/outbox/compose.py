"""Determine what a letter says when it is sent, and send it: as a message, in the place of an earlier message, as a
pinned board, or as a person's menu."""

import logging
from collections.abc import Callable
from datetime import timedelta

from bot.clock import Clock
from bot.menu import set_for
from bot.outbox.boards import Boards
from bot.telegram.errors import RetryLater
from bot.telegram.parts import parts
from bot.telegram.sender import Progress, Sender
from handlers.ask import Bureau
from plan.format import moment
from plan.reply import Reply, noted
from schedules.rebuild import is_current, rebuilt
from schedules.tick import Tick
from storage import outbox, people
from storage.database import Database
from storage.outbox.claims import Letter

log = logging.getLogger(__name__)
LATE = timedelta(minutes=10)
"""A letter that is sent later than this names the moment for which it was meant."""


class NoLongerHolds(Exception):
    """The letter has waited, and nothing of what it says holds any more."""


class Composer:
    def __init__(
        self, db: Database, sender: Sender, clock: Clock, boards: Boards, bureau: Callable[[], Bureau]
    ) -> None:  # fmt: skip
        self._db, self._sender, self._clock, self._boards, self._bureau = db, sender, clock, boards, bureau

    async def reply(self, letter: Letter) -> Reply | None:
        """Return what it says; None for a menu and a board, whose content is determined while they are sent. Raise
        NoLongerHolds if nothing is left to say.

        A letter is sent as it was written if it can't be rebuilt, or if a part of it has arrived.
        """
        if not letter.kind.is_message:
            return None
        if letter.parts:
            return Reply.load(letter.payload)
        reply = await self._rebuilt(letter)
        now = self._clock.now()
        due = letter.due_at.astimezone(now.tzinfo)
        due = letter.kind.sendable_at(due, due, self._bureau().calendar)
        return noted(reply, f"（延迟送达：原定{moment(due, now.date())}）") if now - due > LATE else reply

    async def _rebuilt(self, letter: Letter) -> Reply:
        now, bureau = self._clock.now(), self._bureau()
        if is_current(letter, now):
            return Reply.load(letter.payload)
        try:
            reply = await self._db.read(
                lambda db: rebuilt(
                    Tick(db, now, now, now, bureau.calendar, bureau.limits, bureau.rules, now.date()), letter
                )
            )
        except Exception:
            log.exception("letter %s could not be rebuilt", letter.key)
            return Reply.load(letter.payload)
        if reply is None:
            raise NoLongerHolds
        return reply

    async def send(self, letter: Letter, reply: Reply | None, progress: Progress) -> None:
        """Raise a CallFailed if it fails; `progress` records the parts that have arrived."""
        if reply is None:
            progress.message_id = await self._sender.call(letter.chat_id, lambda: self._current(letter), answer=False)
            return
        if (message_id := await self._replaced(letter)) is not None and await self._sender.edit(
            letter.chat_id, message_id, reply, answer=False
        ):
            progress.message_id = message_id
            return
        await self._sender.send(letter.chat_id, reply, progress, thread_id=letter.thread_id, answer=False)

    async def _current(self, letter: Letter) -> int | None:
        """Show a board or a menu as it is now; return the board's message id."""
        if letter.kind.shown_as == "board":
            return await self._boards.deliver(letter)
        today = self._clock.now().date()
        person = await self._db.read(lambda db: people.by_telegram_id(db, letter.chat_id, today))
        await set_for(self._sender.client, letter.chat_id, person.duties if person else frozenset())
        return None

    async def _replaced(self, letter: Letter) -> int | None:
        """Return the id of the message that this letter replaces. A letter that took several messages is not replaced.
        A retry finds the same message."""
        if letter.replaces is None or letter.parts:
            return None
        id = letter.replaces
        before = await self._db.read(lambda db: outbox.get(db, id))
        if before is None or len(parts(Reply.load(before.payload))) > 1:
            return None
        if before.state == "waiting":
            raise RetryLater("the letter that it replaces has not gone out yet")
        return before.message_id
