"""`duban restore`: restore a backup to where the settings point; it overwrites nothing."""

import argparse
import asyncio

from bot.backup.restore import restore
from bot.cli.backup_contents import counts_of, database_file
from bot.clock import Clock
from bot.settings import Settings


async def restore_backup(arguments: argparse.Namespace, settings: Settings) -> int:
    database = database_file(settings)
    manifest = await asyncio.to_thread(
        restore, settings.database_url, database, settings.files, arguments.file, Clock(settings.zone).now
    )
    made_at = manifest.made_at.astimezone(settings.zone)
    print(f"已恢复到 {made_at:%Y-%m-%d %H:%M:%S} 的数据：{counts_of(manifest)}")
    print("下次启动时，将告知督办员和各岗位：此后报送的内容需重新发送。")
    return 0
