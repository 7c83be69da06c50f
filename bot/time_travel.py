"""Move the bot's clock forward, and do everything that is due on the way: for the demo and the tests."""

import asyncio
from datetime import datetime, timedelta

from bot.app import Duban
from storage import outbox, reminders
from storage.outbox import claims

DELIVERY_TRIES, DELIVERY_PAUSE = 250, 0.02
"""How often, and with which pause in seconds, to look whether all letters are sent."""
FARTHEST = timedelta(days=60)
"""How far to look for the next letter."""


async def travel(bot: Duban, target: datetime | None) -> datetime:
    """Move the clock to `target`, or to the next letter if it is None, and return the time then.

    What is due on the way is done in order. A target in the past leaves the clock as it is.
    """
    end = target or bot.clock.now() + FARTHEST
    await bot.tick()  # A command of a moment ago may have made something due.
    await _deliver(bot)
    while (moment := await _next_moment(bot)) <= end:
        bot.clock.set(moment)
        before = await bot.db.read(outbox.last_id)
        await bot.tick()
        await _deliver(bot)
        if target is None and await bot.db.read(outbox.last_id) > before:
            return bot.clock.now()
    if target is not None:
        bot.clock.set(max(target, bot.clock.now()))
        await _deliver(bot)
    return bot.clock.now()


async def _deliver(bot: Duban) -> None:
    """Send the letters that are due. Those that Telegram does not take at once stay in the outbox."""
    for _ in range(DELIVERY_TRIES):
        if await bot.delivery.drain():
            continue
        if not await bot.delivery.left():
            return
        await asyncio.sleep(DELIVERY_PAUSE)


async def _next_moment(bot: Duban) -> datetime:
    """Return the next moment of a schedule, a personal reminder, or a letter that waits for its receiver's hour."""
    now = bot.clock.now()
    reminder = await bot.db.read(lambda db: reminders.next_due(db, now))
    letter = await bot.db.read(lambda db: claims.next_due(db, now))
    moments = (bot.scheduler.next_moment(), reminder, letter)
    return min(moment.astimezone(bot.clock.zone) for moment in moments if moment)
