"""The only module that reads the system clock."""

import time
from datetime import UTC, datetime, timedelta, tzinfo


class Clock:
    """The bureau's time: the system's, or one that begins at `start`. A `frozen` clock moves only when it is set."""

    def __init__(self, zone: tzinfo, start: datetime | None = None, *, frozen: bool = False) -> None:
        self.zone = zone
        self._frozen = start if frozen else None
        self._shift = timedelta() if start is None else start - datetime.now(UTC)
        self._moved_forward = 0.0

    def now(self) -> datetime:
        """Return the time, aware, in the bureau's time zone."""
        return (self._frozen or datetime.now(UTC) + self._shift).astimezone(self.zone)

    def set(self, moment: datetime) -> None:
        self._moved_forward += max((moment - self.now()).total_seconds(), 0.0)
        if self._frozen is not None:
            self._frozen = moment
        self._shift = moment - datetime.now(UTC)

    def elapsed(self) -> float:
        """Return seconds since an arbitrary moment, for measuring waits; `now` decides what is due.

        They go on evenly when the system clock is changed, and include the time by which `set` moved the clock forward.
        """
        return time.monotonic() + self._moved_forward
