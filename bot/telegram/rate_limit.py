"""Telegram's limits, kept by ourselves: overall, per chat and per group, with pauses after a 429 and in an outage."""

import asyncio
import math
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass

REMEMBERED = 20_000
LONGEST_PAUSE = 30.0
"""In an outage; all that waited has left two minutes after its end."""


@dataclass(frozen=True)
class Limits:
    """Seconds between two messages, and how many may come at once before that holds. Zero is no limit.

    A little less than Telegram's 30 a second, 1 a second in a chat and 20 a minute in a group. The burst overall only
    makes up for turns that came late: `most` in any second, counted from when Telegram had them, is kept besides.
    """

    overall: float = 1 / 29.5
    overall_burst: float = 2
    most: int = 30
    chat: float = 1.02
    chat_burst: float = 3
    group: float = 3.05
    group_burst: float = 1

    def of(self, chat_id: int, *, answer: bool) -> tuple[float, float]:
        """A short burst is for answers: who taps twice is not kept waiting, and letters have time."""
        each, burst = (self.group, self.group_burst) if chat_id < 0 else (self.chat, self.chat_burst)
        return each, burst if answer else 1


UNLIMITED = Limits(overall=0, chat=0, group=0, most=0)
LATEST = 2.0
"""Seconds by which a message may be late on the line and still hold up others."""
SECOND = 1.01
FORGETS = 0.0002
"""Seconds by which the shortest way grows with each answer: a line that has become slower is known in a minute."""


class Latency:
    """How late messages are on their way, against the shortest that there and back has taken."""

    def __init__(self) -> None:
        self._shortest = math.inf

    def took(self, seconds: float) -> None:
        self._shortest = min(self._shortest + FORGETS, seconds)

    def late(self, seconds: float) -> float:
        """A way that is always long is no brake, for it is as long for all."""
        return min(max(seconds - self._shortest, 0.0), LATEST)


class Slot:
    """Messages that may go now."""

    def __init__(self, line: Latency) -> None:
        self._latency, self._began = line, _now()
        self._took: float | None = None

    def over(self) -> None:
        """The answer is there."""
        self._took = _now() - self._began
        self._latency.took(self._took)

    @property
    def counted(self) -> float:
        """When Telegram has counted them at the latest, but for the time that all of them need."""
        return self._began + self._latency.late(_now() - self._began if self._took is None else self._took)


class RateLimiter:
    """Each sender waits for his chat's turn, then in one of two lines: the answers' goes before the letters'."""

    def __init__(self, limits: Limits, elapsed: Callable[[], float] | None = None) -> None:
        """`elapsed` counts the seconds of a pause, by the loop's clock unless another is given."""
        self._limits, self._elapsed = limits, elapsed or _now
        self._overall, self._latency = 0.0, Latency()
        self._chats: OrderedDict[int, float] = OrderedDict()
        self._pause_until = -math.inf
        self._paused: dict[int, float] = {}
        self._away_since: float | None = None
        self._turns: deque[Slot] = deque(maxlen=max(limits.most, 1))
        self._answers = 0
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._lines = {True: asyncio.Lock(), False: asyncio.Lock()}

    def pause(self, chat_id: int, seconds: float) -> None:
        """After a 429 its chat waits, and everybody where a second chat is told to wait meanwhile."""
        now = self._elapsed()
        self._paused = {chat: until for chat, until in self._paused.items() if until > now}
        if self._paused.keys() - {chat_id}:
            self._pause_until = max(self._pause_until, now + seconds)
        self._paused[chat_id] = max(self._paused.get(chat_id, -math.inf), now + seconds)

    def unreachable(self) -> None:
        """The server was not reached: nobody tries for half as long as it has been away, so that one lost connection
        costs the others nothing, and a long outage few tries."""
        now = self._elapsed()
        self._away_since = now if self._away_since is None else self._away_since
        self._pause_until = max(self._pause_until, now + min((now - self._away_since) / 2, LONGEST_PAUSE))

    def reached(self, turn: Slot | None = None) -> None:
        """The server has answered."""
        if turn is not None:
            turn.over()
        self._away_since = None

    def pause_of(self, chat_id: int) -> float:
        """Return the seconds for which nothing goes to this chat after a refusal or in an outage."""
        return max(self._paused.get(chat_id, -math.inf), self._pause_until) - self._elapsed()

    @property
    def is_paused(self) -> bool:
        return self._pause_until > self._elapsed()

    def rest(self, chat_id: int) -> float:
        """Return the seconds by which this chat's next letter keeps its distance from the last message."""
        return max(self._chats.get(chat_id, 0.0) - _now(), 0.0)

    async def turn(self, chat_id: int, *, answer: bool, messages: int = 1) -> Slot:
        """Returns when so many messages may go to this chat. An answer to a person goes before waiting letters."""
        each, burst = self._limits.of(chat_id, answer=answer)
        wait = self.rest(chat_id) - each * (burst - 1)
        self._spend(chat_id, each * messages)
        await _sleep(wait)
        while (wait := self._paused.get(chat_id, -math.inf) - self._elapsed()) > 0:
            await _sleep(wait)
        # Only now: an answer that waits for its own chat holds up nobody else.
        self._count(answer)
        try:
            turn = await self._of_all(answer, messages)
        finally:
            self._count(-answer)
        # What waited in the line went later than its chat's turn, and the next one must keep its distance from that.
        self._chats[chat_id] = max(self._chats.get(chat_id, 0.0), _now() + each * messages)
        return turn

    async def _of_all(self, answer: bool, messages: int) -> Slot:
        """One after the other in each line; looked at anew after each sleep, for there may be a pause by then."""
        each, burst = self._limits.overall, self._limits.overall_burst
        async with self._lines[answer]:
            while True:
                if not answer:
                    await self._quiet.wait()
                wait = max(self._overall - each * (burst - 1), self._room()) - _now()
                wait = max(wait, self._pause_until - self._elapsed())
                if wait <= 0:
                    break
                await asyncio.sleep(wait)
            self._overall = max(self._overall, _now()) + each * messages
            turn = Slot(self._latency)
            self._turns.extend([turn] * messages)
            return turn

    def _room(self) -> float:
        """When the oldest of the last second's messages is surely out of it."""
        full = self._limits.most and len(self._turns) == self._limits.most
        return self._turns[0].counted + SECOND if full else 0.0

    def _spend(self, chat_id: int, seconds: float) -> None:
        self._chats[chat_id] = max(self._chats.get(chat_id, 0.0), _now()) + seconds
        self._chats.move_to_end(chat_id)
        if len(self._chats) > REMEMBERED:
            self._chats.popitem(last=False)

    def _count(self, answers: int) -> None:
        self._answers += answers
        (self._quiet.clear if self._answers else self._quiet.set)()


def _now() -> float:
    return asyncio.get_running_loop().time()


async def _sleep(seconds: float) -> None:
    if seconds > 0:
        await asyncio.sleep(seconds)
