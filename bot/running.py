"""`duban run`: the bot on Telegram, or the demo on this machine."""

import argparse
import logging

from bot import logs
from bot.app import Duban
from bot.clock import Clock
from bot.fault import Fault
from bot.http import Http
from bot.intake import Deaf
from bot.office import opened
from bot.pace import Limits
from bot.settings import Settings
from bot.trouble import Unauthorized
from storage.lease import Lease, Taken

log = logging.getLogger(__name__)


async def run(arguments: argparse.Namespace, settings: Settings) -> int:
    logs.set_up(settings.log_level)
    if not settings.bot_token:
        from bot.demo import demo  # noqa: PLC0415 - the bot on Telegram needs no server

        return await demo(settings, arguments.port)
    await on_telegram(settings, Limits())
    return 0


async def on_telegram(settings: Settings, limits: Limits, clock: Clock | None = None) -> None:
    """Run the bot until it is told to stop. Raises Fault where it can't go on.

    The database is opened, and what is due counted, before Telegram is asked for anything.
    """
    lease = _lease(settings)
    http = Http(settings)
    try:
        async with opened(settings) as db:
            bot = Duban(settings, clock or Clock(settings.zone), limits, http)
            await bot.open(db)
            await bot.run(lambda: log.info("@%s is at work", bot.username))
    except Unauthorized:
        raise Fault("Telegram 不认可这个 BOT_TOKEN，请向 @BotFather 核对。") from None
    except Deaf:
        raise Fault("Telegram 已有十分钟不认可这个 BOT_TOKEN，运行结束。请向 @BotFather 核对。") from None
    finally:
        await http.close()
        lease.release()


def _lease(settings: Settings) -> Lease:
    try:
        return Lease(settings.database_url)
    except Taken:
        raise Fault("另一个督办正在使用这个数据库。同一数据库只能运行一个，本次启动结束。") from None
    except OSError as error:
        raise Fault(f"数据库无法使用：{error}") from None
