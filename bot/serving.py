"""The bot on Telegram, once somebody listens: the database opened, the parts put together, until the end."""

import asyncio
import logging

from bot.app import Duban
from bot.clock import Clock
from bot.ears import Updates
from bot.fault import Fault
from bot.http import Http
from bot.intake import Deaf
from bot.office import opened
from bot.pace import Limits
from bot.settings import Settings

log = logging.getLogger(__name__)


async def serve(settings: Settings, limits: Limits, http: Http, username: str, first: asyncio.Task[Updates]) -> None:
    """Raises Fault where it can't go on."""
    try:
        async with opened(settings) as db:
            bot = Duban(settings, Clock(settings.zone), limits, http)
            await bot.open(db, username)
            await bot.run(lambda: log.info("@%s is at work", username), first)
    except Deaf:
        raise Fault("Telegram 已有十分钟不认可这个 BOT_TOKEN，运行结束。请向 @BotFather 核对。") from None
    finally:
        first.cancel()
