"""The only place that looks at the wall."""

import time
from datetime import UTC, datetime, timedelta, tzinfo


class Clock:
    """The bureau's time: the wall's, or shifted against it; `frozen`, it moves only when it is set."""

    def __init__(self, zone: tzinfo, start: datetime | None = None, *, frozen: bool = False) -> None:
        self.zone = zone
        self._frozen = start if frozen else None
        self._shift = timedelta() if start is None else start - datetime.now(UTC)
        self._travelled = 0.0

    def now(self) -> datetime:
        """Aware, in the bureau's zone."""
        return (self._frozen or datetime.now(UTC) + self._shift).astimezone(self.zone)

    def set(self, moment: datetime) -> None:
        self._travelled += max((moment - self.now()).total_seconds(), 0.0)
        if self._frozen is not None:
            self._frozen = moment
        self._shift = moment - datetime.now(UTC)

    def elapsed(self) -> float:
        """Seconds since some moment: they go on evenly, whatever the wall's clock is put to, and time that was
        travelled has passed. For waiting; what is due is decided by `now`."""
        return time.monotonic() + self._travelled
