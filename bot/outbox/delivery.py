"""Send the letters that are due: claim them, send them, and record what became of each."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

from bot.clock import Clock
from bot.outbox import unwritable
from bot.outbox.boards import Boards
from bot.outbox.compose import Composer, NoLongerHolds
from bot.outbox.write_batch import WriteBatch
from bot.telegram.errors import ChatGone, ChatMoved, NotSent, OutcomeUnclear, RequestRejected, RetryLater, TokenRejected
from bot.telegram.rate_limit import RateLimiter
from bot.telegram.retries import pause_after
from bot.telegram.sender import Progress, Sender
from bot.telegram.unsent import unsent_reason
from handlers.ask import Bureau
from plan.reply import Reply
from plan.unsent import UnsentReason
from storage import groups, people
from storage.availability import is_away
from storage.database import Connection, Database, Work
from storage.outbox import claims
from storage.outbox.claims import NOBODY, Letter, Receiver, Try

log = logging.getLogger(__name__)
MOST_IN_FLIGHT = 64
"""Letters that are in flight at once: enough to use Telegram's rate limit on a slow connection. An urgent letter waits
behind at most two seconds of them."""
CLAIM_AT = MOST_IN_FLIGHT // 2
"""A claim is a transaction, so letters are claimed in batches, as soon as half of those in flight are settled."""
RETRY_AFTER = timedelta(minutes=1)
FAILED_PAUSE = 5.0


class Delivery:
    """Send to many receivers at once, but at most one letter per receiver, so that letters arrive in order.

    A letter that was certainly not sent holds up its receiver's later letters. One that may have arrived is tried again
    later and holds up nothing.
    """

    def __init__(
        self, db: Database, sender: Sender, clock: Clock, pace: RateLimiter, boards: Boards,
        bureau: Callable[[], Bureau],
    ) -> None:  # fmt: skip
        self._db, self._sender, self._clock, self._pace, self._bureau = db, sender, clock, pace, bureau
        self._composer = Composer(db, sender, clock, boards, bureau)
        self._outcomes = WriteBatch(db)
        self._woken = asyncio.Event()
        self._claiming = asyncio.Lock()
        self._in_flight: dict[Receiver, asyncio.Task[None]] = {}
        self._resting: dict[Receiver, float] = {}
        self._held: dict[Receiver, float] = {}

    def wake(self) -> None:
        """Look for due letters at once: something may have been written just now."""
        self._woken.set()

    async def run(self) -> None:
        while True:
            self._woken.clear()
            try:
                if not await self.drain():
                    await self._wait(1)
            except Exception:
                log.exception("letters could not be claimed; trying again in %.0f s", FAILED_PAUSE)
                await asyncio.sleep(FAILED_PAUSE)

    async def stop(self, within: float) -> None:
        """Finish the letters in flight within so many seconds, once `run` is cancelled; the others stay queued."""
        if self._in_flight:
            await asyncio.wait(self._in_flight.values(), timeout=within)
        unfinished = list(self._in_flight.values())
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)

    async def drain(self) -> int:
        """Send until nothing is due; return the number of letters that were tried."""
        total = 0
        while True:
            busy = bool(self._in_flight or self._resting)
            claimed = await self._start()
            total += claimed
            if not claimed and not busy:
                return total
            if self._in_flight or self._resting:
                await self._wait(min([1, *(until - _now() for until in self._resting.values())]))

    async def left(self) -> bool:
        """Return whether a letter is due now, claimed or not, except to receivers who wait for Telegram."""
        now, calendar, elapsed = self._clock.now(), self._bureau().calendar, self._clock.elapsed()
        held = [receiver for receiver, until in self._held.items() if until > elapsed]
        return await self._db.read(lambda db: claims.any_left(db, now, calendar, held))

    async def _wait(self, seconds: float) -> None:
        """Wait until a letter is settled, a new one is written, or the time has passed."""
        try:
            await asyncio.wait_for(self._woken.wait(), max(seconds, 0.001))
        except TimeoutError:
            return
        self._woken.clear()

    async def _start(self) -> int:
        """Claim due letters while there is room, and start sending them; in an outage, none. Return their number."""
        claimed = 0
        self._resting = {receiver: until for receiver, until in self._resting.items() if until > _now()}
        elapsed = self._clock.elapsed()
        self._held = {receiver: until for receiver, until in self._held.items() if until > elapsed}
        async with self._claiming:
            while len(self._in_flight) <= CLAIM_AT and not self._pace.is_paused and (letters := await self._claim()):
                claimed += len(letters)
                for letter in letters:
                    self._in_flight[letter.receiver] = asyncio.create_task(self._handle(letter))
        return claimed

    async def _claim(self) -> list[Letter]:
        now, room, calendar = self._clock.now(), MOST_IN_FLIGHT - len(self._in_flight), self._bureau().calendar
        busy = {*self._in_flight, *self._resting, *self._held}
        if not await self._db.read(lambda db: claims.any_due(db, now, calendar, busy)):
            return []
        return await self._db.write(lambda db: claims.claim(db, now, calendar, room, busy))

    async def _handle(self, letter: Letter) -> None:
        """Send it and record the outcome; only then is the receiver's next letter started."""
        try:
            await self._outcomes.write_until_done(await self._sent(letter))
        finally:
            del self._in_flight[letter.receiver]
            if rest := self._pace.rest(letter.chat_id):
                self._resting[letter.receiver] = _now() + rest
            if len(self._in_flight) <= CLAIM_AT:
                self._woken.set()

    async def _sent(self, letter: Letter) -> Work[None]:
        """Try to send it; return the write that records the outcome."""
        reply, progress = None, Progress(letter.parts)
        try:
            if letter.chat_id == NOBODY:
                log.info("letter %s has no receiver: never bound", letter.key)
                return self._gone(letter, UnsentReason.NEVER_BOUND)
            reply = await self._composer.reply(letter)
            await self._composer.send(letter, reply, progress)
        except Exception as error:
            return self._outcome(letter, reply, progress, error)
        now = self._clock.now()
        return lambda db: claims.sent(db, letter.id, progress.message_id, now)

    def _outcome(self, letter: Letter, reply: Reply | None, progress: Progress, error: Exception) -> Work[None]:
        """Return the write that records a failed try."""
        match error:
            case NoLongerHolds():
                work = _dropped(letter)
            case ChatMoved():
                work = _moved(letter, reply, progress, error.new_chat_id)
            case ChatGone():
                log.info("letter %s has no receiver: %s", letter.key, error)
                work = self._gone(letter, unsent_reason(error, is_final=True))
            case RequestRejected():
                work = _failed(letter, error)
            case RetryLater():
                work = self._later(letter, reply, progress, error)
            case TokenRejected():
                work = self._later(letter, reply, progress, error)
            case OutcomeUnclear():
                work = self._unclear(letter, reply, progress, error)
            case _ if is_away(error):
                work = self._later(letter, reply, progress, RetryLater("the database is away"))
            case _:
                log.error("letter %s could not be sent", letter.key, exc_info=error)
                work = _failed(letter, error)
        return work

    def _later(
        self, letter: Letter, reply: Reply | None, progress: Progress, error: RetryLater | TokenRejected
    ) -> Work[None]:  # fmt: skip
        """It was certainly not sent. If Telegram is away or wants a pause, the receiver's other letters wait too."""
        retry_at = None
        if isinstance(error, NotSent | TokenRejected) or error.seconds is not None:
            self._held[letter.receiver] = self._clock.elapsed() + self._sender.rest(letter.chat_id)
        else:
            retry_at = self._clock.now() + RETRY_AFTER
        log.info("letter %s waits: %s", letter.key, error)
        attempts = letter.attempts if progress.parts == letter.parts else 0
        attempt = Try(unsent_reason(error, is_final=False), attempts, progress.parts, _begun(reply, progress), retry_at)
        return lambda db: claims.tried(db, letter.id, attempt)

    def _unclear(self, letter: Letter, reply: Reply | None, progress: Progress, error: OutcomeUnclear) -> Work[None]:
        attempts = 1 + (letter.attempts if progress.parts == letter.parts else 0)
        pause = pause_after(attempts)
        if pause is None:
            log.error("letter %s: %s tries, and no clear result: %s", letter.key, attempts, error)
            attempt, now = Try(UnsentReason.UNCONFIRMED, attempts, progress.parts), self._clock.now()
            return lambda db: claims.unclear(db, letter.id, attempt, now)
        log.warning("letter %s may have been delivered (%s): again in %s", letter.key, error, pause)
        reason, retry_at = unsent_reason(error, is_final=False), self._clock.now() + pause
        attempt = Try(reason, attempts, progress.parts, _begun(reply, progress), retry_at)
        return lambda db: claims.tried(db, letter.id, attempt)

    def _gone(self, letter: Letter, reason: UnsentReason) -> Work[None]:
        """A person who can't be reached goes to the phone list; of a group the clerk is told once."""
        now = self._clock.now()

        async def work(db: Connection) -> None:
            await claims.failed(db, letter.id, reason)
            if letter.group_id is not None:
                await unwritable.tell(db, letter.group_id, reason, now)
            elif letter.person_id is not None:
                await people.unreachable(db, letter.person_id)

        return work


def _moved(letter: Letter, reply: Reply | None, progress: Progress, new_chat_id: int) -> Work[None]:
    """Send it to the group's new chat, from the first part that has not arrived. It fails if the new chat was bound by
    itself."""
    reason, attempts = UnsentReason.GROUP_MOVED, letter.attempts if progress.parts == letter.parts else 0
    log.info("letter %s follows its group to %s", letter.key, new_chat_id)

    async def work(db: Connection) -> None:
        await groups.move(db, letter.chat_id, new_chat_id)
        group = await groups.get(db, letter.group_id or 0)
        if group is None or group.chat_id == letter.chat_id:
            await claims.failed(db, letter.id, reason)
        else:
            await claims.tried(db, letter.id, Try(reason, attempts, progress.parts, _begun(reply, progress)))

    return work


def _begun(reply: Reply | None, progress: Progress) -> str | None:
    """Return the reply in flight if a part of it has arrived, so that a retry sends the rest of the same reply."""
    return reply.dump() if reply is not None and progress.parts else None


def _dropped(letter: Letter) -> Work[None]:
    return lambda db: claims.dropped(db, letter.id)


def _failed(letter: Letter, error: Exception) -> Work[None]:
    """Refused by Telegram, or a fault of the bot's."""
    if isinstance(error, RequestRejected):
        log.warning("letter %s was refused: %s", letter.key, error)
    reason = unsent_reason(error, is_final=True)
    return lambda db: claims.failed(db, letter.id, reason)


def _now() -> float:
    return asyncio.get_running_loop().time()
