"""What is done at the desk: importing a plan, inviting people, asking how the bot is."""

import argparse
import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from bot import checks
from bot.clock import Clock
from bot.ears import Ears
from bot.fault import Fault
from bot.http import Http
from bot.papers import document
from bot.settings import Settings
from bot.trouble import Trouble
from plan import adopt, builtin
from plan.diff import Diff
from plan.paper import PlanPaper
from plan.values import Duty
from schedules import assigned
from storage import events, importing, inbox, invitations, outbox, plans, units
from storage import settings as stored
from storage.database import Database, Unusable
from storage.lease import file_of

SHOWN = 10
ASK_FOR = 10


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """Raises Fault where the database can't be used."""
    try:
        if path := file_of(settings.database_url):
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        db = await Database.open(settings.database_url)
    except (Unusable, OSError) as error:
        raise Fault(checks.unusable(str(error))) from None
    try:
        yield db
    finally:
        await db.close()


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
            return await Ears(settings, http).username()
    except (TimeoutError, Trouble):
        return ""
    finally:
        await http.close()


async def doctor(_arguments: argparse.Namespace, settings: Settings) -> int:
    """`duban doctor`: what an administrator looks at first. 1 where something needs him."""
    server = urlsplit(settings.bot_api_url).hostname
    print(
        f"令牌：{'已设置' if settings.bot_token else '未设置（演示模式）'}；服务器：{server}；时区：{settings.timezone}"
    )
    async with opened(settings) as db:
        current = await db.read(plans.current)
        print(f"现行计划：{current.title if current else '无'}")
        letters = await db.read(outbox.counts)
        print(
            "消息："
            + (f"待发 {letters.get('waiting', 0)}，已发 {letters.get('sent', 0)}，失败 {letters.get('failed', 0)}")
        )
        aside = await db.read(inbox.set_aside)
    for id, error in aside:
        print(f"未能处理的更新 {id}：{error}")
    return 1 if aside else 0
