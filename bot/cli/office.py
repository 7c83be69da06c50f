"""What is done at the desk: importing a plan, inviting people."""

import argparse
import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.backup.listing import backups_in
from bot.cli import checks
from bot.cli.errors import Fault
from bot.cli.read import document
from bot.clock import Clock
from bot.settings import Settings
from bot.telegram.errors import Trouble
from bot.telegram.http import Http
from bot.telegram.poller import Poller
from plan import adopt, builtin
from plan.diff import Diff
from plan.paper import PlanPaper
from plan.values import Duty
from schedules import assigned
from storage import events, importing, invitations, plans, units
from storage import settings as stored
from storage.async_database import AsyncDatabase
from storage.database import Database
from storage.integrity import Damaged, Unusable
from storage.lease import file_of
from storage.records import Absent

SHOWN = 10
ASK_FOR = 10


@asynccontextmanager
async def opened(settings: Settings, held_from: datetime | None = None) -> AsyncIterator[Database]:
    """Open the database, or raise Fault if it cannot be used. `held_from` is as in AsyncDatabase.open."""
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


def paper(name: str, year: int | None) -> PlanPaper:
    if name == "builtin":
        return builtin.load(year or builtin.YEAR)
    return adopt.plan(document(Path(name)), year)


async def bring(arguments: argparse.Namespace, settings: Settings) -> int:
    """`duban import`: a preview, then a yes."""
    if arguments.year is not None and not 2000 <= arguments.year <= 2100:
        raise Fault("--year 应为2000到2100之间的年份。")
    brought = paper(arguments.file, arguments.year)
    now = Clock(settings.zone).now()
    async with opened(settings) as db:
        diff = await db.read(lambda db: importing.preview(db, brought))
        print(preview(brought, diff))
        current = await db.read(plans.current)
        if current and current.year == brought.year and not (diff.added or diff.changed or diff.gone):
            print("与现行计划一致，无需导入。")
            return 0
        if not arguments.yes and not _agreed():
            print("未导入。")
            return 1
        _, told = await db.write(lambda db: assigned.put_into_force(db, brought, now))
    print(f"已导入，新任务将通知 {told} 个岗位的联络员。" if told else "已导入。")
    return 0


def _agreed() -> bool:
    try:
        return input("确认导入？输入 yes 确认：").strip().lower() in ("y", "yes", "是")
    except EOFError:
        return False


def preview(brought: PlanPaper, diff: Diff) -> str:
    lines = [f"《{brought.title}》，{brought.year}年，共 {len(brought.tasks)} 项任务"]
    lines += _some("新增", [f"{task.code} {task.title}" for task in diff.added])
    lines += _some("变更", [f"{old.code} → {new.code} {new.title}" for old, new in diff.changed])
    lines += _some("移出", [f"{known.code} {known.fields.title}" for known in diff.gone])
    return "\n".join(lines)


def _some(label: str, rows: Sequence[str]) -> list[str]:
    if not rows:
        return []
    more = [f"  还有 {len(rows) - SHOWN} 项"] if len(rows) > SHOWN else []
    return [f"{label} {len(rows)} 项", *(f"  {row}" for row in rows[:SHOWN]), *more]


async def invite(arguments: argparse.Namespace, settings: Settings) -> int:
    """`duban invite`: works beside a running bot."""
    now = Clock(settings.zone).now()
    duty = Duty(arguments.post)
    async with opened(settings) as db:
        unit = await db.read(lambda db: units.named(db, arguments.unit))
        if unit is None:
            every = "、".join(one.name for one in await db.read(units.every))
            raise Fault(f"没有“{arguments.unit}”这个单位。" + (f"现有：{every}" if every else "请先导入计划。"))
        username = await db.read(lambda db: stored.get(db, stored.BUREAU, "bot.username")) or await _username(settings)
        code = await db.write(lambda db: invitations.create(db, unit.id, duty, arguments.name[:40], now))
        await db.write(lambda db: events.happened(db, "invite", now, None, {"unit": unit.name, "duty": duty.value}))
    print(f"https://t.me/{username or '<bot>'}?start={code}")
    if not username:
        print("机器人尚未启动过：请将 <bot> 换成它的用户名。")
    return 0


async def _username(settings: Settings) -> str:
    """Of a bot that has not run yet: from Telegram, where it answers soon."""
    if not settings.bot_token:
        return ""
    http = Http(settings)
    try:
        async with asyncio.timeout(ASK_FOR):
            return await Poller(settings, http).username()
    except (TimeoutError, Trouble):
        return ""
    finally:
        await http.close()
