"""`duban invite`: print a link into a post that works once. It may run beside a running bot."""

import argparse
import asyncio

from bot.cli.fault import Fault
from bot.cli.open_database import open_database
from bot.clock import Clock
from bot.settings import Settings
from bot.telegram.errors import CallFailed
from bot.telegram.http import Http
from bot.telegram.poller import Poller
from plan.values import Duty
from storage import events, invitations, units
from storage import settings as stored

TIME_LIMIT = 10
"""Seconds within which Telegram must say the bot's name."""
LONGEST_NAME = 40


async def invite(arguments: argparse.Namespace, settings: Settings) -> int:
    now = Clock(settings.zone).now()
    duty = Duty(arguments.post)
    async with open_database(settings) as db:
        unit = await db.read(lambda db: units.named(db, arguments.unit))
        if unit is None:
            names = "、".join(known.name for known in await db.read(units.every))
            raise Fault(f"没有“{arguments.unit}”这个单位。" + (f"现有：{names}" if names else "请先导入计划。"))
        username = await db.read(lambda db: stored.get(db, stored.BUREAU, "bot.username")) or await _username(settings)
        code = await db.write(lambda db: invitations.create(db, unit.id, duty, arguments.name[:LONGEST_NAME], now))
        await db.write(lambda db: events.happened(db, "invite", now, None, {"unit": unit.name, "duty": duty.value}))
    print(f"https://t.me/{username or '<bot>'}?start={code}")
    if not username:
        print("机器人尚未启动过：请将 <bot> 换成它的用户名。")
    return 0


async def _username(settings: Settings) -> str:
    """Ask Telegram for the name of a bot that has not run yet. Return "" if that does not succeed soon."""
    if not settings.bot_token:
        return ""
    http = Http(settings)
    try:
        async with asyncio.timeout(TIME_LIMIT):
            return await Poller(settings, http).username()
    except (TimeoutError, CallFailed):
        return ""
    finally:
        await http.close()
