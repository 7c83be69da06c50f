"""Run our bot as `duban run` does, but without Telegram's limits, which the bench's server does not enforce."""

import asyncio
import sys

from bot import logs
from bot.cli.run import on_telegram
from bot.settings import load
from bot.telegram.rate_limit import UNLIMITED

if __name__ == "__main__":
    logs.set_up("WARNING")
    settings = load().model_copy(update={"bot_api_url": sys.argv[1], "bot_token": f"1:{'a' * 35}"})
    asyncio.run(on_telegram(settings, UNLIMITED))
