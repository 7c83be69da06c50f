"""The updates of one chat that wait to be handled, in order. The parts of a long text are handled as one."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from bot.inbox.arrival import Arrival
from bot.inbox.long_texts import MAX_PARTS, WAIT, continues, is_long


@dataclass(frozen=True)
class Waiting:
    """`is_excess` is whether the update belongs to a flood, and `is_handled` whether only its answer is still owed.
    `since` is the moment of the event loop's clock from which on it waits for a next part."""

    arrival: Arrival
    is_excess: bool
    is_handled: bool
    since: float


class ChatQueue:
    def __init__(self) -> None:
        self._waiting: deque[Waiting] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def first(self) -> Waiting:
        return self._waiting[0]

    @property
    def second(self) -> Waiting:
        return self._waiting[1]

    def append(self, waiting: Waiting) -> None:
        self._waiting.append(waiting)

    def remove(self, parts: Sequence[Arrival]) -> None:
        """Remove what `next_parts` returned."""
        for _ in parts:
            self._waiting.popleft()

    def next_parts(self) -> list[Arrival]:
        """Return the next update, with those that have further parts of its text."""
        parts = [self.first.arrival]
        if self.first.is_handled:
            return parts
        for waiting in islice(self._waiting, 1, MAX_PARTS):
            if waiting.is_handled or not continues(parts[-1], waiting.arrival):
                break
            parts.append(waiting.arrival)
        return parts

    @property
    def complete_at(self) -> float:
        """Return the moment of the event loop's clock from which on the next text waits for no further part."""
        parts, last = self.next_parts(), self._waiting[-1]
        may_continue = len(parts) == len(self) < MAX_PARTS and not last.is_handled and is_long(last.arrival)
        return last.since + WAIT if may_continue else 0.0
