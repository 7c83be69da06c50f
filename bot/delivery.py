"""Sends what is owed: claimed for a limited time, kept until Telegram has taken it, set aside where nobody is there."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.boards import Boards
from bot.clock import Clock
from bot.pace import Pace, Turn
from bot.saying import Over, Saying
from bot.together import Together
from bot.trouble import Gone, Later, Moved, Perhaps, Rejected, Unauthorized
from bot.wire import Wire, count
from handlers.ask import Bureau
from plan.unsent import NEVER_BOUND, NO_TOKEN
from storage import claims, groups, people, unwritable
from storage.claims import LEASE, NOBODY, Letter, Receiver
from storage.database import Connection, Database

log = logging.getLogger(__name__)
IN_HAND = 64
"""Claimed and on their way: enough for Telegram's pace on a slow line; an urgent one waits behind two seconds of it."""
CLAIM_AT = IN_HAND // 2
"""A claim is a transaction: one for many letters, as soon as half of those in hand have gone."""
PATIENCE = timedelta(seconds=4)
"""So long a letter waits in hand at most: the rest of its lease is for the sending, however slow."""
MOVES = 3
LONGEST_PAUSE = timedelta(minutes=10)
AGAIN = timedelta(seconds=5)
TRIES = 8
"""After so many the pauses grow no more."""


class NotYet(Exception):
    """Others were before it for so long that it had better be claimed anew."""


class Delivery:
    """To each receiver one letter at a time, the next when that one is settled; to many receivers at once."""

    def __init__(
        self, db: Database, wire: Wire, clock: Clock, pace: Pace, boards: Boards,
        bureau: Callable[[], Bureau],
    ) -> None:  # fmt: skip
        self._db, self._clock, self._pace, self._bureau = db, clock, pace, bureau
        self._saying = Saying(db, wire, clock, boards, bureau)
        self._settling = Together(db)
        self._woken = asyncio.Event()
        self._claiming = asyncio.Lock()
        self._hand: dict[Receiver, asyncio.Task[None]] = {}
        self._resting: dict[Receiver, float] = {}
        self._held: dict[Receiver, datetime] = {}

    def wake(self) -> None:
        """Something may have been written just now."""
        self._woken.set()

    async def run(self) -> None:
        try:
            while True:
                self._woken.clear()
                if not await self._drained():
                    await self._wait(1)
        finally:
            for task in self._hand.values():
                task.cancel()
            await asyncio.gather(*self._hand.values(), return_exceptions=True)

    async def _drained(self) -> int:
        try:
            return await self.drain()
        except Exception:
            log.exception("letters could not be claimed; trying again")
            return 0

    async def drain(self) -> int:
        """Until nothing is due; the number of letters handled."""
        total = 0
        while True:
            busy = bool(self._hand or self._resting)
            taken = await self._take()
            total += taken
            if not taken and not busy:
                return total
            if self._hand or self._resting:
                await self._wait(min([1, *(until - _now() for until in self._resting.values())]))

    async def left(self) -> bool:
        """Whether anything is to be said now, by whomever, but for those who wait for Telegram."""
        now, calendar = self._clock.now(), self._bureau().calendar
        held = [who for who, until in self._held.items() if until > now]
        return await self._db.read(lambda db: claims.any_left(db, now, calendar, held))

    async def _wait(self, seconds: float) -> None:
        """Until there is room, something new, or a receiver who has rested."""
        try:
            await asyncio.wait_for(self._woken.wait(), max(seconds, 0.001))
        except TimeoutError:
            return
        self._woken.clear()

    async def _take(self) -> int:
        """Claims what is due, as long as there is room, and begins to send it."""
        taken = 0
        async with self._claiming:
            while len(self._hand) <= CLAIM_AT and (letters := await self._claim()):
                taken += len(letters)
                for letter in letters:
                    self._hand[letter.receiver] = asyncio.create_task(self._handle(letter))
        return taken

    async def _claim(self) -> list[Letter]:
        now, room, calendar = self._clock.now(), IN_HAND - len(self._hand), self._bureau().calendar
        self._resting = {who: until for who, until in self._resting.items() if until > _now()}
        self._held = {who: until for who, until in self._held.items() if until > now}
        busy = {*self._hand, *self._resting, *self._held}
        if not await self._db.read(lambda db: claims.any_due(db, now, calendar, busy)):
            return []
        return await self._db.write(lambda db: claims.claim(db, now, calendar, room, busy))

    async def _handle(self, letter: Letter) -> None:
        """One that can't be written down comes again after its lease."""
        try:
            await self._in_turn(letter)
        except Exception:
            log.exception("letter %s could not be settled", letter.key)
        finally:
            del self._hand[letter.receiver]
            if rest := self._pace.rest(letter.chat_id):
                self._resting[letter.receiver] = _now() + rest
            if len(self._hand) <= CLAIM_AT:
                self._woken.set()

    async def _in_turn(self, letter: Letter) -> None:
        """Whatever happens is written down: a letter is never silently lost."""
        try:
            message_id = await self._taken(letter)
        except NotYet:
            await self._settling.write(lambda db: claims.put_back(db, letter))
        except Over:
            await self._settling.write(lambda db: claims.dropped(db, letter.id))
        except Moved as moved:
            await self._moved(letter, moved.new_chat_id)
        except Gone as gone:
            await self._gone(letter, str(gone))
        except (Rejected, ValueError, TypeError, KeyError) as refused:
            log.warning("letter %s was refused: %s", letter.key, refused)
            await self._settling.write(lambda db: claims.failed(db, letter.id, str(refused)))  # noqa: F821
        except Later as later:
            await self._again(letter, later)
        except Unauthorized:
            await self._again(letter, Later(NO_TOKEN))
        else:
            now = self._clock.now()
            await self._settling.write(lambda db: claims.sent(db, letter.id, message_id, now))

    async def _taken(self, letter: Letter) -> int | None:
        """By Telegram, which may have given it a number. Raises what the answer was else."""
        if letter.chat_id == NOBODY:
            raise Gone(NEVER_BOUND)
        reply = await self._saying.reply(letter)
        turn = await self._turn(letter, messages=count(reply) if reply else 1)
        try:
            return await self._saying.send(letter, reply)
        finally:
            turn.over()

    async def _turn(self, letter: Letter, messages: int) -> Turn:
        """Raises NotYet where it does not come while enough of the lease is left."""
        left = letter.until - self._clock.now() - (LEASE - PATIENCE)
        try:
            async with asyncio.timeout(left.total_seconds()):
                return await self._pace.turn(letter.chat_id, answer=False, messages=messages)
        except TimeoutError:
            raise NotYet from None

    async def _again(self, letter: Letter, later: Later) -> None:
        """Perhaps delivered: once more after its lease, then it counts as sent. Else with growing pauses."""
        now = self._clock.now()
        if isinstance(later, Perhaps):
            await self._settling.write(
                lambda db: claims.sent(db, letter.id, None, now) if letter.doubtful else claims.perhaps(db, letter.id)
            )
            return
        if later.seconds is not None:
            self._pace.pause(later.seconds)
        growing = min(AGAIN * 2 ** min(letter.attempts, TRIES), LONGEST_PAUSE)
        pause = timedelta(seconds=later.seconds) if later.seconds else growing
        log.info("letter %s waits %s: %s", letter.key, pause, later)
        self._held[letter.receiver] = now + pause  # those behind it wait with it
        await self._settling.write(lambda db: claims.later(db, letter.id, now + pause, str(later)))

    async def _moved(self, letter: Letter, new_chat_id: int) -> None:
        async def work(db: Connection) -> None:
            await groups.move(db, letter.chat_id, new_chat_id)
            words = f"the group is now {new_chat_id}"
            if letter.attempts > MOVES:
                await claims.failed(db, letter.id, words)
            else:
                await claims.later(db, letter.id, self._clock.now(), words)

        await self._db.write(work)

    async def _gone(self, letter: Letter, reason: str) -> None:
        """The person is for the phone list; of a group the clerk is told, once."""
        log.info("letter %s has no receiver: %s", letter.key, reason)
        now = self._clock.now()

        async def work(db: Connection) -> None:
            await claims.failed(db, letter.id, reason)
            if letter.group_id is not None:
                await unwritable.tell(db, letter.group_id, reason, now)
            elif letter.person_id is not None:
                await people.unreachable(db, letter.person_id)

        await self._db.write(work)


def _now() -> float:
    return asyncio.get_running_loop().time()
