"""Telegram's limits, kept by ourselves: overall, per chat and per group, and one pause for all after a 429."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass

REMEMBERED = 20_000


@dataclass(frozen=True)
class Limits:
    """Seconds between two messages, and how many may come at once before that holds. Zero is no limit."""

    overall: float = 1 / 28
    overall_burst: int = 5
    chat: float = 1.0
    chat_burst: int = 3
    group: float = 3.05
    group_burst: int = 1


UNLIMITED = Limits(overall=0, chat=0, group=0)


class Pace:
    """Each sender waits for its turn; turns are given by a virtual schedule, so nothing is recounted."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._overall = 0.0
        self._chats: OrderedDict[int, float] = OrderedDict()
        self._pause_until = 0.0
        self._answers = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    def pause(self, seconds: float) -> None:
        """After a 429 nobody sends until Telegram wants to hear from us again."""
        self._pause_until = max(self._pause_until, asyncio.get_running_loop().time() + seconds)

    async def turn(self, chat_id: int, *, answer: bool) -> None:
        """Returns when a message may go to this chat. An answer to a person goes before the letters that wait."""
        limits = self._limits
        each, burst = (limits.group, limits.group_burst) if chat_id < 0 else (limits.chat, limits.chat_burst)
        wait, self._chats[chat_id] = self._reserve(self._chats.get(chat_id, 0.0), each, burst)
        self._chats.move_to_end(chat_id)
        if len(self._chats) > REMEMBERED:
            self._chats.popitem(last=False)
        await _sleep(wait)
        # Only now: an answer that waits for its own chat holds up nobody else.
        self._count(answer)
        try:
            if not answer:
                await self._quiet.wait()
            wait, self._overall = self._reserve(self._overall, limits.overall, limits.overall_burst)
            await _sleep(wait)
            while (left := self._pause_until - asyncio.get_running_loop().time()) > 0:
                await _sleep(left)
        finally:
            self._count(-answer)

    def _count(self, answers: int) -> None:
        self._answers += answers
        (self._quiet.clear if self._answers else self._quiet.set)()

    @staticmethod
    def _reserve(due: float, each: float, burst: int) -> tuple[float, float]:
        """How long to wait for the next free turn, and when the one after it would be due without a burst."""
        now = asyncio.get_running_loop().time()
        due = max(due, now)
        return due - now - each * (burst - 1), due + each


async def _sleep(seconds: float) -> None:
    if seconds > 0:
        await asyncio.sleep(seconds)
