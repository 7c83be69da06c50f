"""`duban backup`: make a backup, beside a running bot or without one."""

import argparse
import asyncio
import sys
from pathlib import Path

from bot.backup.make import Backup, make
from bot.cli.backup_contents import counts_of, database_file
from bot.clock import Clock
from bot.settings import Settings

SHOWN = 10


async def back_up(arguments: argparse.Namespace, settings: Settings) -> int:
    """The last line that it prints is the backup's path."""
    database = str(database_file(settings))
    folder = Path(arguments.folder) if arguments.folder else settings.backups
    backup = await asyncio.to_thread(make, database, settings.files, folder, Clock(settings.zone).now)
    _warn(backup)
    print(counts_of(backup.manifest))
    print(backup.path)
    return 0


def _warn(backup: Backup) -> None:
    for words, digests in (("不在证据文件夹中", backup.manifest.missing), ("内容已改变", backup.manifest.damaged)):
        if digests:
            names = "、".join(digests[:SHOWN]) + ("等" if len(digests) > SHOWN else "")
            print(f"注意：{len(digests)} 个证据文件{words}：{names}", file=sys.stderr)
