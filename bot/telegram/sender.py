"""Send replies part by part, within the rate limits, without repeating parts that have arrived."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.telegram.client import Client
from bot.telegram.errors import NotSent, OutcomeUnclear, RequestRejected, RetryLater, TokenRejected
from bot.telegram.latency import Slot
from bot.telegram.parts import parts
from bot.telegram.rate_limit import RateLimiter
from plan.reply import Reply

T = TypeVar("T")
log = logging.getLogger(__name__)
CONCURRENT = 96
"""Requests under way: enough for Telegram's rate over a slow line, and more than the letters claimed at one time."""


@dataclass
class Progress:
    """How many parts of a reply have arrived, and the id of the last message, None if there is none."""

    parts: int = 0
    message_id: int | None = None


class Sender:
    def __init__(self, client: Client, rate_limiter: RateLimiter) -> None:
        self.client, self._rate_limiter = client, rate_limiter
        self._room = asyncio.Semaphore(CONCURRENT)

    async def send(
        self, chat_id: int, reply: Reply, progress: Progress, *, thread_id: int | None = None, answer: bool
    ) -> None:
        """Send the parts after `progress`, and advance it with each. `answer` is whether it answers a person.

        Raises CallFailed; the parts that `progress` counts have arrived then.
        """
        for part in parts(reply)[progress.parts :]:
            progress.message_id = await self.call(
                chat_id,
                lambda part=part: self.client.send(chat_id, part, thread_id=thread_id),  # type: ignore[misc]
                answer=answer,
                messages=part.messages,
            )
            progress.parts += 1

    async def edit(self, chat_id: int, message_id: int, reply: Reply, *, answer: bool) -> bool:
        """Replace a message by `reply`. Return False if that is not possible: too long, too old, deleted, a picture.

        Any other refusal returns False too, because Telegram may accept the reply as a new message. Raises CallFailed.
        """
        try:
            return await self.call(chat_id, lambda: self.client.edit(chat_id, message_id, reply), answer=answer)
        except RequestRejected as refused:
            log.warning("a message could not be edited: %s", refused)
            return False

    async def answer_tap(self, chat_id: int, tap_id: str, words: str) -> bool:
        """Stop a button's spinner. Return False if it is too late. This does not count as a message."""
        return await self._observed(chat_id, lambda: self.client.answer_tap(tap_id, words))

    async def call(
        self, chat_id: int, work: Callable[[], Awaitable[T]], *, answer: bool, messages: int = 1
    ) -> T:  # fmt: skip
        """Run `work` when the rate limits allow it, and tell the rate limiter how it went."""
        slot = await self._rate_limiter.wait_for_slot(chat_id, answer=answer, messages=messages)
        return await self._observed(chat_id, work, slot)

    async def _observed(self, chat_id: int, work: Callable[[], Awaitable[T]], slot: Slot | None = None) -> T:
        try:
            async with self._room:
                result = await work()
        except RetryLater as later:
            if later.seconds is not None:
                self._rate_limiter.pause(chat_id, later.seconds)
            elif isinstance(later, NotSent):
                self._rate_limiter.unreachable()
            raise
        except TokenRejected:
            self._rate_limiter.unreachable()
            raise
        except OutcomeUnclear:
            raise
        except Exception:
            self._rate_limiter.reached(slot)
            raise
        self._rate_limiter.reached(slot)
        return result

    def rest(self, chat_id: int) -> float:
        """Return the seconds to wait before another try, after one that was not sent."""
        return max(1.0, self._rate_limiter.pause_of(chat_id))
