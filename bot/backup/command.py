"""`duban backup` and `duban restore`."""

import argparse
import asyncio
import sys
from pathlib import Path

from bot.backup.make import Made, make
from bot.backup.manifest import Manifest
from bot.backup.restore import restore
from bot.cli.errors import Fault
from bot.clock import Clock
from bot.settings import Settings
from storage.lease import file_of

LABELS = {
    "units": "单位", "people": "人员", "tasks": "任务", "assignments": "承办", "reports": "汇报", "evidence": "证据",
    "events": "记录",
}  # fmt: skip
SHOWN = 10


async def back_up(arguments: argparse.Namespace, settings: Settings) -> int:
    """`duban backup`: beside a running bot or without one; the last line is the path."""
    database = _database(settings)
    folder = Path(arguments.folder) if arguments.folder else settings.backups
    made = await asyncio.to_thread(make, database, settings.files, folder, Clock(settings.zone).now)
    _warn(made)
    print(counts_of(made.manifest))
    print(made.path)
    return 0


def _warn(made: Made) -> None:
    for words, digests in (("不在证据文件夹中", made.manifest.missing), ("内容已改变", made.manifest.damaged)):
        if digests:
            names = "、".join(digests[:SHOWN]) + ("等" if len(digests) > SHOWN else "")
            print(f"注意：{len(digests)} 个证据文件{words}：{names}", file=sys.stderr)


async def bring_back(arguments: argparse.Namespace, settings: Settings) -> int:
    """`duban restore`: writes only where nothing is."""
    database = Path(_database(settings))
    manifest = await asyncio.to_thread(
        restore, settings.database_url, database, settings.files, arguments.file, Clock(settings.zone).now
    )
    made_at = manifest.made_at.astimezone(settings.zone)
    print(f"已恢复到 {made_at:%Y-%m-%d %H:%M:%S} 的数据：{counts_of(manifest)}")
    print("下次启动时，将告知督办员和各岗位：此后报送的内容需重新发送。")
    return 0


def counts_of(manifest: Manifest) -> str:
    counts = "，".join(f"{label} {manifest.counts.get(table, 0)}" for table, label in LABELS.items())
    return f"{counts}，证据文件 {len(manifest.members) - 1}"


def _database(settings: Settings) -> str:
    path = file_of(settings.database_url)
    if path is None:
        raise Fault(
            f"PostgreSQL 数据库请用 pg_dump 备份、pg_restore 恢复，并另存证据文件夹 {settings.files} 和设置文件 .env。"
        )
    return path
