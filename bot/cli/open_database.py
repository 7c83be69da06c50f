"""Open the database for a command, and say in one sentence why that is not possible."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.backup.listing import backups_in
from bot.cli import checks
from bot.cli.fault import Fault
from bot.settings import Settings
from storage.async_database import AsyncDatabase
from storage.database import Database
from storage.integrity import Damaged, Unusable
from storage.lease import file_of
from storage.records import Absent


@asynccontextmanager
async def open_database(settings: Settings, held_from: datetime | None = None) -> AsyncIterator[Database]:
    """Raises Fault if the database can't be used. `held_from` is for the running bot: see Database.open."""
    try:
        if path := file_of(settings.database_url):
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        db = await AsyncDatabase.open(settings.database_url, held_from)
    except Damaged:
        raise Fault(_damaged(settings)) from None
    except Absent:
        raise Fault(_absent(settings)) from None
    except (Unusable, OSError) as error:
        raise Fault(checks.unusable(str(error))) from None
    try:
        yield db
    finally:
        await db.close()


def _damaged(settings: Settings) -> str:
    return (
        f"数据库文件已损坏，不能使用：{file_of(settings.database_url)}。请将它及其 -wal、-shm "
        f"和文件夹 {settings.files} 移到别处另存，再运行 {_restore(settings)}"
    )


def _absent(settings: Settings) -> str:
    path = file_of(settings.database_url)
    return (
        f"数据库文件不见了：{path}。请将它找回；找不回的，将剩下的 {path}-wal、-shm "
        f"和文件夹 {settings.files} 移到别处另存，再运行 {_restore(settings)}"
        f"确需从空白开始的，删除 {path}.count 和 {path}-wal。"
    )


def _restore(settings: Settings) -> str:
    newest = max(backups_in(settings.backups), default=None)
    return f"duban restore {newest} 恢复最近的备份。" if newest else "duban restore 备份文件，从备份恢复。"
