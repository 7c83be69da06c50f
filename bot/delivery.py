"""Sends what is owed: claimed for a limited time, kept until Telegram has taken it, set aside where nobody is there."""

import asyncio
import logging
from datetime import datetime, timedelta
from itertools import groupby

from bot.boards import Boards
from bot.clock import Clock
from bot.menu import set_for
from bot.pace import Pace
from bot.trouble import Gone, Later, Moved, Perhaps, Rejected, Unauthorized
from bot.wire import Wire
from plan.reply import Reply
from storage import groups, menus, outbox, people
from storage.boards import RULE
from storage.database import Connection, Database
from storage.outbox import Letter

log = logging.getLogger(__name__)
AT_ONCE = 8
MOVES = 3
LONGEST_PAUSE = timedelta(minutes=10)
AGAIN = timedelta(seconds=5)


class Delivery:
    def __init__(self, db: Database, wire: Wire, clock: Clock, pace: Pace, boards: Boards) -> None:
        self._db, self._wire, self._clock, self._pace = db, wire, clock, pace
        self._boards = boards
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Something may have been written just now."""
        self._woken.set()

    async def run(self) -> None:
        while True:
            self._woken.clear()
            try:
                sent = await self.once()
            except Exception:
                log.exception("letters could not be claimed; trying again")
                sent = 0
            if not sent:
                try:
                    await asyncio.wait_for(self._woken.wait(), timeout=1)
                except TimeoutError:
                    continue

    async def drain(self) -> int:
        """Until nothing is due; the number of letters handled."""
        total = 0
        while handled := await self.once():
            total += handled
        return total

    async def once(self) -> int:
        """Claims what is due, and sends to several receivers at once, to each in order."""
        now = self._clock.now()
        if not await self._db.read(lambda db: outbox.any_due(db, now)):
            return 0
        letters = await self._db.write(lambda db: outbox.claim(db, now, AT_ONCE * 4))
        by_chat = groupby(sorted(letters, key=lambda letter: letter.chat_id), key=lambda letter: letter.chat_id)
        room = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(self._to_one(list(theirs), room) for _, theirs in by_chat))
        return len(letters)

    async def _to_one(self, letters: list[Letter], room: asyncio.Semaphore) -> None:
        """In order: those behind one that has to wait are put back, to wait with it."""
        for at, letter in enumerate(letters):
            async with room:
                due_at = await self._send(letter)
            if due_at is not None:
                behind = [one.id for one in letters[at + 1 :]]
                await self._db.write(lambda db: outbox.put_back(db, behind, due_at))  # noqa: B023 - it ends here
                return

    async def _send(self, letter: Letter) -> datetime | None:
        """Whatever happens is written down: a letter is never silently lost. Answers with the time it waits for."""
        try:
            await self._pace.turn(letter.chat_id, answer=False)
            message_id = await self._deliver(letter)
        except Moved as moved:
            await self._moved(letter, moved.new_chat_id)
        except Gone as gone:
            await self._gone(letter, str(gone))
        except (Rejected, ValueError, TypeError, KeyError) as refused:
            await self._refused(letter, str(refused))
        except Later as later:
            return await self._again(letter, later)
        except Unauthorized:
            return await self._again(letter, Later("Telegram does not know the token"))
        else:
            await self._db.write(lambda db: outbox.sent(db, letter.id, message_id, self._clock.now()))
        return None

    async def _deliver(self, letter: Letter) -> int | None:
        if letter.rule == menus.RULE:
            today = self._clock.now().date()
            person = await self._db.read(lambda db: people.by_telegram_id(db, letter.chat_id, today))
            await set_for(self._wire, letter.chat_id, person.duties if person else frozenset())
            return None
        if letter.rule == RULE:
            return await self._boards.deliver(letter)
        return await self._wire.send(letter.chat_id, Reply.load(letter.payload), thread_id=letter.thread_id)

    async def _again(self, letter: Letter, later: Later) -> datetime | None:
        """Perhaps delivered: once more after its lease, then it counts as sent. Else with growing pauses."""
        now = self._clock.now()
        if isinstance(later, Perhaps):
            if letter.attempts > 1:
                await self._db.write(lambda db: outbox.sent(db, letter.id, None, now))
            return None
        if later.seconds is not None:
            self._pace.pause(later.seconds)
        pause = timedelta(seconds=later.seconds) if later.seconds else min(AGAIN * 2**letter.attempts, LONGEST_PAUSE)
        log.info("letter %s waits %s: %s", letter.key, pause, later)
        await self._db.write(lambda db: outbox.later(db, letter.id, now + pause, str(later)))
        return now + pause

    async def _refused(self, letter: Letter, reason: str) -> None:
        log.warning("letter %s was refused: %s", letter.key, reason)
        await self._db.write(lambda db: outbox.failed(db, letter.id, reason))

    async def _moved(self, letter: Letter, new_chat_id: int) -> None:
        async def work(db: Connection) -> None:
            await groups.move(db, letter.chat_id, new_chat_id)
            words = f"the group is now {new_chat_id}"
            if letter.attempts > MOVES:
                await outbox.failed(db, letter.id, words)
            else:
                await outbox.later(db, letter.id, self._clock.now(), words)

        await self._db.write(work)

    async def _gone(self, letter: Letter, reason: str) -> None:
        log.info("letter %s has no receiver: %s", letter.key, reason)

        async def work(db: Connection) -> None:
            await outbox.failed(db, letter.id, reason)
            if letter.person_id is not None:
                await people.set_reachable(db, letter.chat_id, reachable=False)

        await self._db.write(work)
