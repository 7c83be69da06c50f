"""The world's clock, and the only file of the package that looks at the wall."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic

Now = Callable[[], datetime]
pulse = (
    monotonic  # what long polls and limits are measured with: a client's patience is real time, whatever the world's is
)


def wall() -> datetime:
    return datetime.now(UTC)


class Clock:
    """The wall, or what `now` says, moved forward by as much as somebody asked for."""

    def __init__(self, now: Now | None = None) -> None:
        self._source = now or wall
        self._ahead = timedelta(0)

    def now(self) -> datetime:
        return self._source() + self._ahead

    def unix(self) -> int:
        return int(self.now().timestamp())

    def move(self, target: datetime) -> datetime:
        """Raises ValueError for a target in the past: no client has ever seen dates of messages run backwards."""
        step = target - self.now()
        if step < timedelta(0):
            raise ValueError("time only goes forward")
        self._ahead += step
        return self.now()
