"""Keep Telegram's rate limits, overall, per chat and per group; pause after a 429 and while Telegram is away."""

import asyncio
import math
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.telegram.latency import Latency, Slot

REMEMBERED = 20_000
LONGEST_PAUSE = 30.0
"""Seconds between tries while Telegram is away. Everything that waited is sent two minutes after it is back."""


@dataclass(frozen=True)
class Limits:
    """Seconds between two messages, and the size of a burst that is exempt from them. Zero means no limit.

    The values stay a little below Telegram's: 30 a second, 1 a second in a chat, 20 a minute in a group. The overall
    burst only makes up for messages that left late: in any second, counted by when Telegram received them, at most
    `most` messages are sent.
    """

    overall: float = 1 / 29.5
    overall_burst: float = 2
    most: int = 30
    chat: float = 1.02
    chat_burst: float = 3
    group: float = 3.05
    group_burst: float = 1

    def of(self, chat_id: int, *, answer: bool) -> tuple[float, float]:
        """Return interval and burst for a chat. Only answers may come in a burst, so that a person who taps twice need
        not wait."""
        interval, burst = (self.group, self.group_burst) if chat_id < 0 else (self.chat, self.chat_burst)
        return interval, burst if answer else 1


UNLIMITED = Limits(overall=0, chat=0, group=0, most=0)
SECOND = 1.01
"""One second with a margin."""


class RateLimiter:
    """Each call waits until its chat may get a message, then in one of two queues: answers go before letters."""

    def __init__(self, limits: Limits, elapsed: Callable[[], float] | None = None) -> None:
        """`elapsed` is the clock by which pauses are measured, in seconds; by default the event loop's."""
        self._limits, self._elapsed = limits, elapsed or _now
        self._overall, self._latency = 0.0, Latency()
        self._chats: OrderedDict[int, float] = OrderedDict()
        self._pause_until = -math.inf
        self._paused: dict[int, float] = {}
        self._away_since: float | None = None
        self._slots: deque[Slot] = deque(maxlen=max(limits.most, 1))
        self._waiting_answers = 0
        self._no_answers_wait = asyncio.Event()
        self._no_answers_wait.set()
        self._queues = {True: asyncio.Lock(), False: asyncio.Lock()}

    def pause(self, chat_id: int, seconds: float) -> None:
        """After a 429, stop sending to its chat; to all chats if a second chat gets a 429 within that time."""
        now = self._elapsed()
        self._paused = {chat: until for chat, until in self._paused.items() if until > now}
        if self._paused.keys() - {chat_id}:
            self._pause_until = max(self._pause_until, now + seconds)
        self._paused[chat_id] = max(self._paused.get(chat_id, -math.inf), now + seconds)

    def unreachable(self) -> None:
        """Telegram was not reached. Pause everything for half as long as it has been away: one lost connection delays
        nobody, and a long outage costs few tries."""
        now = self._elapsed()
        self._away_since = now if self._away_since is None else self._away_since
        self._pause_until = max(self._pause_until, now + min((now - self._away_since) / 2, LONGEST_PAUSE))

    def reached(self, slot: Slot | None = None) -> None:
        """Telegram has answered, to the call of `slot` if it is given."""
        if slot is not None:
            slot.finish()
        self._away_since = None

    def pause_of(self, chat_id: int) -> float:
        """Return the seconds for which nothing is sent to this chat after a 429 or while Telegram is away."""
        return max(self._paused.get(chat_id, -math.inf), self._pause_until) - self._elapsed()

    @property
    def is_paused(self) -> bool:
        return self._pause_until > self._elapsed()

    def rest(self, chat_id: int) -> float:
        """Return the seconds until the next letter may be sent to this chat."""
        return max(self._chats.get(chat_id, 0.0) - _now(), 0.0)

    async def wait_for_slot(self, chat_id: int, *, answer: bool, messages: int = 1) -> Slot:
        """Return when this number of messages may be sent to the chat. Answers to people go before letters."""
        interval, burst = self._limits.of(chat_id, answer=answer)
        wait = self.rest(chat_id) - interval * (burst - 1)
        self._spend(chat_id, interval * messages)
        await _sleep(wait)
        while (wait := self._paused.get(chat_id, -math.inf) - self._elapsed()) > 0:
            await _sleep(wait)
        # Counted only now: an answer that waits for its own chat does not hold up others.
        self._count(answer)
        try:
            slot = await self._wait_overall(answer, messages)
        finally:
            self._count(-answer)
        # The call may have waited in the queue, and the chat's next message must keep its distance from the later time.
        self._chats[chat_id] = max(self._chats.get(chat_id, 0.0), _now() + interval * messages)
        return slot

    async def _wait_overall(self, answer: bool, messages: int) -> Slot:
        """Wait for the overall limit. The times are computed again after each sleep, because a pause may have begun."""
        interval, burst = self._limits.overall, self._limits.overall_burst
        async with self._queues[answer]:
            while True:
                if not answer:
                    await self._no_answers_wait.wait()
                wait = max(self._overall - interval * (burst - 1), self._second_over_at()) - _now()
                wait = max(wait, self._pause_until - self._elapsed())
                if wait <= 0:
                    break
                await asyncio.sleep(wait)
            self._overall = max(self._overall, _now()) + interval * messages
            slot = Slot(self._latency)
            self._slots.extend([slot] * messages)
            return slot

    def _second_over_at(self) -> float:
        """Return when the oldest of the last `most` messages is certainly more than a second old."""
        is_full = self._limits.most and len(self._slots) == self._limits.most
        return self._slots[0].counted_at + SECOND if is_full else 0.0

    def _spend(self, chat_id: int, seconds: float) -> None:
        self._chats[chat_id] = max(self._chats.get(chat_id, 0.0), _now()) + seconds
        self._chats.move_to_end(chat_id)
        if len(self._chats) > REMEMBERED:
            self._chats.popitem(last=False)

    def _count(self, answers: int) -> None:
        self._waiting_answers += answers
        (self._no_answers_wait.clear if self._waiting_answers else self._no_answers_wait.set)()


def _now() -> float:
    return asyncio.get_running_loop().time()


async def _sleep(seconds: float) -> None:
    if seconds > 0:
        await asyncio.sleep(seconds)
