"""The world's clock, and the only module of the package that reads the system clock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic

Now = Callable[[], datetime]
# Long polls, rate limits and faults are measured in real time, because a client's timeouts are, whatever time the
# world has.
pulse = monotonic


def wall() -> datetime:
    return datetime.now(UTC)


class Clock:
    """The system clock, or the function `now`, plus the sum of all moves."""

    def __init__(self, now: Now | None = None) -> None:
        self._source = now or wall
        self._ahead = timedelta(0)

    def now(self) -> datetime:
        return self._source() + self._ahead

    def unix(self) -> int:
        return int(self.now().timestamp())

    def move(self, target: datetime) -> datetime:
        """Move the clock forward to `target`. Raises ValueError for the past: dates of messages never decrease."""
        step = target - self.now()
        if step < timedelta(0):
            raise ValueError("time only goes forward")
        self._ahead += step
        return self.now()
