"""Sends replies to Telegram: part by part, each in its turn, and never again what has arrived."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.telegram.client import Client
from bot.telegram.errors import Later, NotSent, Rejected, Unauthorized, Unclear
from bot.telegram.parts import parts
from bot.telegram.rate_limit import RateLimiter, Slot
from plan.reply import Reply

T = TypeVar("T")
log = logging.getLogger(__name__)
AT_ONCE = 96
"""Requests under way: enough for Telegram's pace on a slow line, and more than letters are ever in hand."""


@dataclass
class Progress:
    """How many parts of a reply have arrived, and the number of the last message, None where it has none."""

    parts: int = 0
    message_id: int | None = None


class Sender:
    def __init__(self, client: Client, pace: RateLimiter) -> None:
        self.client, self._pace = client, pace
        self._room = asyncio.Semaphore(AT_ONCE)

    async def send(
        self, chat_id: int, reply: Reply, progress: Progress, *, thread_id: int | None = None, answer: bool
    ) -> None:
        """Send what has not arrived yet; `progress` tells how far it came where this raises a Trouble."""
        for part in parts(reply)[progress.parts :]:
            progress.message_id = await self.call(
                chat_id,
                lambda part=part: self.client.send(chat_id, part, thread_id=thread_id),  # type: ignore[misc]
                answer=answer,
                messages=part.messages,
            )
            progress.parts += 1

    async def edit(self, chat_id: int, message_id: int, reply: Reply, *, answer: bool) -> bool:
        """Put `reply` in the place of a message; False where that can't be done: too long, too old, deleted, a picture.
        Whatever else is refused may be taken as a message of its own."""
        try:
            return await self.call(chat_id, lambda: self.client.edited(chat_id, message_id, reply), answer=answer)
        except Rejected as refused:
            log.warning("a message could not be edited: %s", refused)
            return False

    async def answer_tap(self, chat_id: int, tap_id: str, words: str) -> bool:
        """Stop a button's spinner; False where it is too late. It counts among no messages."""
        return await self._learning(chat_id, lambda: self.client.answer_tap(tap_id, words))

    async def call(
        self, chat_id: int, work: Callable[[], Awaitable[T]], *, answer: bool, messages: int = 1
    ) -> T:  # fmt: skip
        """Do something in the pace that Telegram allows, which learns from how it went."""
        turn = await self._pace.turn(chat_id, answer=answer, messages=messages)
        return await self._learning(chat_id, work, turn)

    async def _learning(self, chat_id: int, work: Callable[[], Awaitable[T]], turn: Slot | None = None) -> T:
        try:
            async with self._room:
                result = await work()
        except Later as later:
            if later.seconds is not None:
                self._pace.pause(chat_id, later.seconds)
            elif isinstance(later, NotSent):
                self._pace.unreachable()
            raise
        except Unauthorized:
            self._pace.unreachable()
            raise
        except Unclear:
            raise
        except Exception:
            self._pace.reached(turn)
            raise
        self._pace.reached(turn)
        return result

    def rest(self, chat_id: int) -> float:
        """Return the seconds until another try makes sense after one that was not sent."""
        return max(1.0, self._pace.pause_of(chat_id))
