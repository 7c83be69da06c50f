"""Say in words what a backup holds, and which databases can be backed up."""

from pathlib import Path

from bot.backup.manifest import Manifest
from bot.cli.fault import Fault
from bot.settings import Settings
from storage.lease import file_of

LABELS = {
    "units": "单位", "people": "人员", "tasks": "任务", "assignments": "承办", "reports": "汇报", "evidence": "证据",
    "events": "记录",
}  # fmt: skip


def counts_of(manifest: Manifest) -> str:
    counts = "，".join(f"{label} {manifest.counts.get(table, 0)}" for table, label in LABELS.items())
    return f"{counts}，证据文件 {len(manifest.members) - 1}"


def database_file(settings: Settings) -> Path:
    """Raises Fault for a PostgreSQL database, which has tools of its own."""
    path = file_of(settings.database_url)
    if path is None:
        raise Fault(
            f"PostgreSQL 数据库请用 pg_dump 备份、pg_restore 恢复，并另存证据文件夹 {settings.files} 和设置文件 .env。"
        )
    return Path(path)
