"""Enforce Telegram's rate limits: 30 messages a second overall, 1 a second per chat, 20 a minute per group."""

import math
from collections import deque
from collections.abc import Callable

from sandbox.errors import too_many

# Messages per seconds. A chat may get three at once: Telegram allows short bursts.
OVERALL, IN_CHAT, IN_GROUP = (30, 1.0), (3, 3.0), (20, 60.0)


class Limits:
    def __init__(self, pulse: Callable[[], float]) -> None:
        self._pulse = pulse
        self._sent: dict[tuple[str, int], deque[float]] = {}

    def spend(self, chat: int) -> None:
        """Count one message to a chat. Raises Refused (429), and counts nothing, if any limit is reached."""
        now = self._pulse()
        limits = [("overall", 0, *OVERALL), ("chat", chat, *IN_CHAT)]
        if chat < 0:
            limits.append(("group", chat, *IN_GROUP))
        windows = []
        wait = 0.0
        for kind, number, most, seconds in limits:
            sent = self._sent.setdefault((kind, number), deque(maxlen=most))
            windows.append(sent)
            if len(sent) == most:
                wait = max(wait, sent[0] + seconds - now)
        if wait > 0:
            raise too_many(math.ceil(wait))
        for sent in windows:
            sent.append(now)
