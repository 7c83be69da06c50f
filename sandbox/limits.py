"""Telegram's limits on what a bot sends: 30 a second overall, 1 a second in a chat, 20 a minute in a group."""

import math
from collections import deque
from collections.abc import Callable

from sandbox.errors import too_many

# How many in how many seconds. Three at once in a chat are a short burst, and pass.
OVERALL, IN_CHAT, IN_GROUP = (30, 1.0), (3, 3.0), (20, 60.0)


class Limits:
    def __init__(self, pulse: Callable[[], float]) -> None:
        self._pulse = pulse
        self._sent: dict[tuple[str, int], deque[float]] = {}

    def spend(self, chat: int) -> None:
        """Counts one message under all limits that hold for the chat, or under none and refuses with 429."""
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
