"""The bot's queue of updates: kept for a day, polled by one client at a time, each id used once."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.clock import Clock
from sandbox.errors import conflict

Json = dict[str, Any]

KEEP_SECONDS = 24 * 3600
MAX_TIMEOUT, MAX_LIMIT = 50, 100
OPT_IN_KINDS = ("chat_member", "message_reaction", "message_reaction_count")  # sent only if allowed_updates names them
OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "terminated by setWebhook request"
HAS_WEBHOOK = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass(frozen=True, slots=True)
class QueuedUpdate:
    id: int
    at: int
    update: Json


class Updates:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._queue: deque[QueuedUpdate] = deque()
        self._next = 100_000_001
        self._allowed: frozenset[str] | None = None
        self._poll: asyncio.Future[None] | None = None
        self._closed = False
        self.listener: Callable[[], None] | None = None  # called for each update while a webhook is set

    def push(self, kind: str, payload: Json) -> int | None:
        """Queue an update and return its id; None, and nothing queued, for a kind that allowed_updates excludes."""
        if not self.allows(kind):
            return None
        return self.inject({kind: payload})

    def inject(self, update: Json) -> int:
        number, self._next = self._next, self._next + 1
        self._queue.append(QueuedUpdate(number, self._clock.unix(), {"update_id": number, **update}))
        self._forget_old()
        self._wake()
        return number

    def begin_again(self, number: int) -> None:
        """Continue the ids at `number`, also of queued updates, as after a change of server."""
        queue, self._next = list(self._queue), number
        self._queue.clear()
        for queued in queue:
            self._queue.append(QueuedUpdate(self._next, queued.at, {**queued.update, "update_id": self._next}))
            self._next += 1

    def allows(self, kind: str) -> bool:
        return kind not in OPT_IN_KINDS if self._allowed is None else kind in self._allowed

    @property
    def allowed(self) -> list[str] | None:
        return None if self._allowed is None else sorted(self._allowed)

    def allow(self, kinds: list[str] | None) -> None:
        """Set allowed_updates. None keeps the current list; an empty one means all kinds except OPT_IN_KINDS."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    async def poll(self, offset: int, limit: int, seconds: int) -> list[Json]:
        """Wait at most `seconds` for updates. Raises Refused (409) if a newer poll or a webhook replaces this one."""
        if self.listener is not None:
            raise conflict(HAS_WEBHOOK)
        self.end_poll(OTHER_POLL)
        self._acknowledge(offset)
        limit = min(max(limit, 1), MAX_LIMIT)
        if not self._queue and seconds > 0 and not self._closed:
            await self._arrival(min(seconds, MAX_TIMEOUT))
        return [queued.update for queued, _ in zip(self._queue, range(limit), strict=False)]

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

    def next(self) -> QueuedUpdate | None:
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
            oldest = self._clock.unix() - KEEP_SECONDS
            while self._queue and self._queue[0].at < oldest:
                self._queue.popleft()

    def _wake(self) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        if self.listener is not None:
            self.listener()
