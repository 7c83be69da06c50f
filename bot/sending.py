"""Gives people their answers: in the pace that Telegram allows, again where it was away."""

import asyncio
import logging

from bot.gate import Answer
from bot.pace import Pace
from bot.trouble import Gone, Later, Moved, Perhaps, Rejected, Unauthorized
from bot.wire import Wire, count

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30


class Sender:
    def __init__(self, wire: Wire, pace: Pace) -> None:
        self._wire, self._pace = wire, pace

    async def answer(self, answer: Answer) -> None:
        """Until it is taken, or will never be: an answer is worth waiting for Telegram, and is better said twice."""
        pause, perhaps = FIRST_PAUSE, False
        while True:
            try:
                turn = await self._pace.turn(answer.chat_id, answer=True, messages=count(answer.reply))
                try:
                    await self._say(answer)
                finally:
                    turn.over()
                return
            except Moved as moved:
                answer = Answer(moved.new_chat_id, answer.reply, answer.thread_id)
            except (Gone, Rejected) as refused:
                log.warning("an answer was not taken: %s: %s", type(refused).__name__, refused)
                return
            except (Later, Unauthorized) as later:
                if isinstance(later, Perhaps) and perhaps:
                    log.info("an answer may have been delivered, twice")
                    return
                perhaps = isinstance(later, Perhaps)
                if isinstance(later, Later) and later.seconds is not None:
                    self._pace.pause(later.seconds)
                else:
                    log.warning("Telegram is away (%r): the answer waits %.0f s", later, pause)
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, LONGEST_PAUSE)

    async def _say(self, answer: Answer) -> None:
        if answer.message_id is not None:
            await self._wire.edit(answer.chat_id, answer.message_id, answer.reply)
        else:
            await self._wire.send(answer.chat_id, answer.reply, thread_id=answer.thread_id)
        if answer.tap_id:
            await self._wire.answer_tap(answer.tap_id, answer.reply.toast)
