"""What a letter says when it goes out, and where: in a message of its own, in the place of another, or as a menu."""

import logging
from collections.abc import Callable

from bot.boards import Boards
from bot.clock import Clock
from bot.menu import set_for
from bot.split import split
from bot.trouble import Later
from bot.wire import Wire
from handlers.ask import Bureau
from plan.reply import Reply
from schedules.afresh import afresh, fresh
from schedules.registry import Tick
from storage import menus, outbox, people
from storage.boards import RULE
from storage.claims import Letter
from storage.database import Database

log = logging.getLogger(__name__)


class Over(Exception):
    """What the letter says is no longer so."""


class Saying:
    def __init__(
        self, db: Database, wire: Wire, clock: Clock, boards: Boards, bureau: Callable[[], Bureau]
    ) -> None:  # fmt: skip
        self._db, self._wire, self._clock, self._boards, self._bureau = db, wire, clock, boards, bureau

    async def reply(self, letter: Letter) -> Reply | None:
        """None for a menu, and for a board. Raises Over where there is nothing left to say; where that can't be found
        out, it goes as it was written."""
        if letter.rule in (menus.RULE, RULE):
            return None
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

    async def send(self, letter: Letter, reply: Reply | None) -> int | None:
        """Answers with the message's number, where it has one. A menu and a board say what is so now."""
        if letter.rule == RULE:
            return await self._boards.deliver(letter)
        if reply is not None and (message_id := await self._replaced(letter)) is not None:
            return await self._wire.edit(letter.chat_id, message_id, reply, thread_id=letter.thread_id)
        if reply is not None:
            return await self._wire.send(letter.chat_id, reply, thread_id=letter.thread_id)
        today = self._clock.now().date()
        person = await self._db.read(lambda db: people.by_telegram_id(db, letter.chat_id, today))
        await set_for(self._wire, letter.chat_id, person.duties if person else frozenset())
        return None

    async def _replaced(self, letter: Letter) -> int | None:
        """The message that becomes this letter; one that took several can't, and stays. Again it is the same."""
        if letter.replaces is None:
            return None
        id = letter.replaces
        before = await self._db.read(lambda db: outbox.get(db, id))
        if before is None or len(split(Reply.load(before.payload).html)) > 1:
            return None
        if before.state == "waiting":
            raise Later("the letter that it replaces has not gone out yet")
        return before.message_id
