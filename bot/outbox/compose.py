"""What a letter says when it goes out, and where: in a message of its own, in the place of another, or as a menu."""

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
from plan.letter_kinds import BOARD
from plan.reply import Reply, noted
from schedules.afresh import afresh, fresh
from schedules.registry import Tick
from storage import outbox, people
from storage.database import Database
from storage.outbox.claims import Letter

log = logging.getLogger(__name__)
LATE = timedelta(minutes=10)
"""A letter that comes later than this says for when it was meant."""


class Over(Exception):
    """What the letter says is no longer so."""


class Saying:
    def __init__(
        self, db: Database, sender: Sender, clock: Clock, boards: Boards, bureau: Callable[[], Bureau]
    ) -> None:  # fmt: skip
        self._db, self._sender, self._clock, self._boards, self._bureau = db, sender, clock, boards, bureau

    async def reply(self, letter: Letter) -> Reply | None:
        """None for a menu, and for a board, which say what is so when they are sent. Raises Over where there is nothing
        left to say; where that can't be found out, it goes as it was written, as does one of which a part has arrived.
        """
        if not letter.kind.is_message:
            return None
        if letter.parts:
            return Reply.load(letter.payload)
        reply = await self._rebuilt(letter)
        now = self._clock.now()
        meant = letter.due_at.astimezone(now.tzinfo)
        meant = letter.kind.speaks_at(meant, meant, self._bureau().calendar)
        return noted(reply, f"（延迟送达：原定{moment(meant, now.date())}）") if now - meant > LATE else reply

    async def _rebuilt(self, letter: Letter) -> Reply:
        now, bureau = self._clock.now(), self._bureau()
        if fresh(letter, now):
            return Reply.load(letter.payload)
        try:
            reply = await self._db.read(
                lambda db: afresh(Tick(db, now, now, now, bureau.calendar, bureau.limits, bureau.rules), letter)
            )
        except Exception:
            log.exception("letter %s could not be asked anew", letter.key)
            return Reply.load(letter.payload)
        if reply is None:
            raise Over
        return reply

    async def send(self, letter: Letter, reply: Reply | None, progress: Progress) -> None:
        """Raises a CallFailed; `progress` tells how far it came."""
        if reply is None:
            progress.message_id = await self._sender.call(letter.chat_id, lambda: self._in_place(letter), answer=False)
            return
        if (message_id := await self._replaced(letter)) is not None and await self._sender.edit(
            letter.chat_id, message_id, reply, answer=False
        ):
            progress.message_id = message_id
            return
        await self._sender.send(letter.chat_id, reply, progress, thread_id=letter.thread_id, answer=False)

    async def _in_place(self, letter: Letter) -> int | None:
        """A board, or a menu."""
        if letter.kind is BOARD:
            return await self._boards.deliver(letter)
        today = self._clock.now().date()
        person = await self._db.read(lambda db: people.by_telegram_id(db, letter.chat_id, today))
        await set_for(self._sender.client, letter.chat_id, person.duties if person else frozenset())
        return None

    async def _replaced(self, letter: Letter) -> int | None:
        """The message that becomes this letter; one that took several can't, and stays. Again it is the same."""
        if letter.replaces is None or letter.parts:
            return None
        id = letter.replaces
        before = await self._db.read(lambda db: outbox.get(db, id))
        if before is None or len(parts(Reply.load(before.payload))) > 1:
            return None
        if before.state == "waiting":
            raise RetryLater("the letter that it replaces has not gone out yet")
        return before.message_id
