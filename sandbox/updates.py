"""The bot's queue of updates: kept for a day, polled by one client at a time, each id given once."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.clock import Clock
from sandbox.errors import conflict

Json = dict[str, Any]

KEPT = 24 * 3600
TIMEOUT_MOST, LIMIT_MOST = 50, 100
ASKED_FOR = ("chat_member", "message_reaction", "message_reaction_count")  # sent only when allowed_updates names them
OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "terminated by setWebhook request"
HAS_WEBHOOK = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass(frozen=True, slots=True)
class Waiting:
    id: int
    at: int
    update: Json


class Updates:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._queue: deque[Waiting] = deque()
        self._next = 100_000_001
        self._allowed: frozenset[str] | None = None
        self._poll: asyncio.Future[None] | None = None
        self._closed = False
        self.listener: Callable[[], None] | None = None  # the webhook's pusher, where one is set

    def push(self, kind: str, payload: Json) -> int | None:
        """None for a kind that the bot has not asked for: such an update is never queued."""
        if not self.allows(kind):
            return None
        return self.inject({kind: payload})

    def inject(self, update: Json) -> int:
        number, self._next = self._next, self._next + 1
        self._queue.append(Waiting(number, self._clock.unix(), {"update_id": number, **update}))
        self._forget_old()
        self._wake()
        return number

    def begin_again(self, number: int) -> None:
        """From now on ids count from `number`, as with another server; what still waits is given new ones."""
        waiting, self._next = list(self._queue), number
        self._queue.clear()
        for one in waiting:
            self._queue.append(Waiting(self._next, one.at, {**one.update, "update_id": self._next}))
            self._next += 1

    def allows(self, kind: str) -> bool:
        return kind not in ASKED_FOR if self._allowed is None else kind in self._allowed

    @property
    def allowed(self) -> list[str] | None:
        return None if self._allowed is None else sorted(self._allowed)

    def allow(self, kinds: list[str] | None) -> None:
        """None keeps the last list; an empty one asks for all but the special kinds again."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    async def poll(self, offset: int, limit: int, patience: int) -> list[Json]:
        """Raises Refused (409) when a newer poll, or a webhook, takes this one's place."""
        if self.listener is not None:
            raise conflict(HAS_WEBHOOK)
        self.end_poll(OTHER_POLL)
        self._acknowledge(offset)
        limit = min(max(limit, 1), LIMIT_MOST)
        if not self._queue and patience > 0 and not self._closed:
            await self._arrival(min(patience, TIMEOUT_MOST))
        return [waiting.update for waiting, _ in zip(self._queue, range(limit), strict=False)]

    async def _arrival(self, seconds: int) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(poll, seconds)
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None

    @property
    def polled(self) -> bool:
        return self._poll is not None

    def end_poll(self, why: str) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(conflict(why))
        self._poll = None

    def next(self) -> Waiting | None:
        self._forget_old()
        return self._queue[0] if self._queue else None

    def done(self, number: int) -> None:
        while self._queue and self._queue[0].id <= number:
            self._queue.popleft()

    def pending(self) -> int:
        self._forget_old()
        return len(self._queue)

    def drop(self) -> None:
        self._queue.clear()

    def open(self) -> None:
        self._closed = False

    def close(self) -> None:
        self._closed = True
        self._wake()

    def _acknowledge(self, offset: int) -> None:
        self._forget_old()
        if offset < 0:
            while len(self._queue) > -offset:
                self._queue.popleft()
        elif offset > 0:
            self.done(offset - 1)

    def _forget_old(self) -> None:
        if self._queue:
            oldest = self._clock.unix() - KEPT
            while self._queue and self._queue[0].at < oldest:
                self._queue.popleft()

    def _wake(self) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        if self.listener is not None:
            self.listener()
