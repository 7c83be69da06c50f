"""`duban run`: the bot on Telegram, or the demo on this machine."""

import argparse
import logging

from bot import logs
from bot.app import Duban
from bot.clock import Clock
from bot.fault import Fault
from bot.intake import Deaf
from bot.office import opened
from bot.pace import Limits
from bot.settings import Settings
from bot.wire import Unauthorized
from storage.lease import Lease, Taken

log = logging.getLogger(__name__)


async def run(arguments: argparse.Namespace, settings: Settings) -> int:
    logs.set_up(settings.log_level)
    if not settings.bot_token:
        from bot.demo import demo  # noqa: PLC0415 - the bot on Telegram needs no server

        return await demo(settings, arguments.port)
    try:
        lease = Lease(settings.database_url)
    except Taken:
        raise Fault("Another duban is running on this database. Only one may; this one ends.") from None
    try:
        async with opened(settings) as db:
            bot = Duban(settings, Clock(settings.zone), Limits())
            try:
                await bot.open(db)
                await bot.run(lambda: log.info("@%s is at work", bot.username))
            finally:
                await bot.wire.close()
    except Unauthorized:
        raise Fault("Telegram does not know this BOT_TOKEN. Check it with @BotFather.") from None
    except Deaf:
        raise Fault("Telegram has not known this BOT_TOKEN for ten minutes; ending.") from None
    finally:
        lease.release()
    return 0
