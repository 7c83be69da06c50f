"""Estimate when Telegram has counted a message, from how long its answers take."""

import asyncio
import math

MAX_DELAY = 2.0
"""A message that is longer on its way than this, in seconds, no longer holds up others."""
DRIFT = 0.0002
"""Seconds by which the shortest round trip grows with each answer, so that a line that has become slower is noticed
within a minute."""


class Latency:
    """How much longer than the shortest round trip messages are on their way."""

    def __init__(self) -> None:
        self._shortest = math.inf

    def observe(self, seconds: float) -> None:
        """A round trip has taken this long."""
        self._shortest = min(self._shortest + DRIFT, seconds)

    def delay(self, seconds: float) -> float:
        """Return by how much `seconds` exceeds the shortest round trip. A delay that all have does not count."""
        return min(max(seconds - self._shortest, 0.0), MAX_DELAY)


class Slot:
    """Permission to send one call now."""

    def __init__(self, latency: Latency) -> None:
        self._latency, self._began = latency, _now()
        self._took: float | None = None

    def finish(self) -> None:
        """Telegram has answered."""
        self._took = _now() - self._began
        self._latency.observe(self._took)

    @property
    def counted_at(self) -> float:
        """Return the latest moment at which Telegram may have counted the messages, less the time that all need."""
        return self._began + self._latency.delay(_now() - self._began if self._took is None else self._took)


def _now() -> float:
    return asyncio.get_running_loop().time()
