"""`duban run`: the bot on Telegram, or the demo on this machine."""

import argparse
import asyncio
import importlib
import logging

from bot import logs
from bot.ears import Ears
from bot.fault import Fault
from bot.http import Http
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


async def on_telegram(settings: Settings, limits: Limits) -> None:
    """Holds the lease, listens at once, and loads the rest of the house while the first poll waits.

    Nothing is acknowledged before it is in the database: that is what the second poll does.
    """
    lease = _lease(settings)
    http = Http(settings)
    try:
        ears = Ears(settings, http)
        username = await ears.username()
        first = asyncio.create_task(ears.poll(None))
        serve = (await asyncio.to_thread(importlib.import_module, "bot.serving")).serve
        await serve(settings, limits, http, username, first)
    except Unauthorized:
        raise Fault("Telegram 不认可这个 BOT_TOKEN，请向 @BotFather 核对。") from None
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
