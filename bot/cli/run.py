"""`duban run`: the bot on Telegram, or the demo on this machine."""

import argparse
import asyncio
import logging
from collections.abc import Coroutine

from bot import logs
from bot.app import Duban
from bot.cli import checks
from bot.cli.fault import Fault
from bot.cli.open_database import open_database
from bot.clock import Clock
from bot.inbox.intake import LockedOut
from bot.settings import Settings
from bot.telegram.errors import TokenRejected
from bot.telegram.http import Http
from bot.telegram.rate_limit import Limits
from storage.lease import Lease, Taken

log = logging.getLogger(__name__)


async def run(arguments: argparse.Namespace, settings: Settings) -> int:
    logs.set_up(settings.log_level)
    if not settings.bot_token:
        from bot.cli.demo import demo  # noqa: PLC0415 - only the demo needs the web server

        return await demo(settings, arguments.port)
    await on_telegram(settings, Limits())
    return 0


async def on_telegram(settings: Settings, limits: Limits, clock: Clock | None = None) -> None:
    """Run the bot until it is told to stop. Raises Fault if it can't go on.

    It opens the database, and counts what is due, before the first request to Telegram.
    """
    lease = _lease(settings)
    http = Http(settings)
    try:
        await _until_lost(lease, _serve(settings, limits, clock or Clock(settings.zone), http))
    except TokenRejected:
        raise Fault("Telegram 不认可这个 BOT_TOKEN，请向 @BotFather 核对。") from None
    except LockedOut:
        raise Fault("Telegram 已有十分钟不认可这个 BOT_TOKEN，运行结束。请向 @BotFather 核对。") from None
    finally:
        await http.close()
        lease.release()


async def _serve(settings: Settings, limits: Limits, clock: Clock, http: Http) -> None:
    async with open_database(settings, clock.now()) as db:
        bot = Duban(settings, clock, limits, http, backs_up=True)
        try:
            await bot.open(db)
            await bot.run(lambda: log.info("@%s is at work", bot.username))
        finally:
            await bot.close()


async def _until_lost(lease: Lease, serving: Coroutine[None, None, None]) -> None:
    """Run `serving` until it ends. Raises Fault if another process takes over the database."""
    work, lost = asyncio.create_task(serving), asyncio.create_task(lease.lost())
    try:
        await asyncio.wait((work, lost), return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            raise Fault("另一个督办已接管这个数据库，本次运行结束。")
        await work
    finally:
        work.cancel()
        lost.cancel()
        await asyncio.gather(work, lost, return_exceptions=True)


def _lease(settings: Settings) -> Lease:
    try:
        return Lease(settings.database_url)
    except Taken:
        raise Fault("另一个督办正在使用这个数据库。同一数据库只能运行一个，本次启动结束。") from None
    except OSError as error:
        raise Fault(checks.unavailable(error)) from None
