"""The demo: bot and sandbox in one process, with the built-in plan, demo people and a clock that can be moved."""

import asyncio
import contextlib
import logging
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import Duban
from bot.cli import checks
from bot.cli.fault import Fault
from bot.cli.open_database import open_database
from bot.clock import Clock
from bot.settings import Settings
from bot.telegram.rate_limit import UNLIMITED
from bot.time_travel import travel
from plan import builtin
from plan.values import Duty
from sandbox import TOKEN, World, serve
from schedules import assigned
from storage import invitations, units
from storage.database import Database
from storage.lease import Lease, Taken

log = logging.getLogger(__name__)
START = datetime(2020, 3, 2, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
DATABASE = Path("data/demo.db")
EVIDENCE = Path("data/demo-evidence")
PEOPLE = (
    ("演示·督办员", "省知识产权局", Duty.CLERK),
    ("演示·分管领导", "省知识产权局", Duty.LEADER),
    ("演示·运用处负责人", "运用促进处", Duty.HEAD),
    ("演示·运用处联络员", "运用促进处", Duty.LIAISON),
    ("演示·保护处负责人", "知识产权保护处", Duty.HEAD),
    ("演示·保护处联络员", "知识产权保护处", Duty.LIAISON),
    ("演示·南京联络员", "南京市局", Duty.LIAISON),
    ("演示·常州联络员", "常州市局", Duty.LIAISON),
    ("演示·苏州联络员", "苏州市局", Duty.LIAISON),
)
GROUP = "演示·重点工作督办群"
PAUSE = 1.0
"""Most seconds between two looks whether the bot has answered those who join."""
WHAT_TO_TRY = """
督办演示：{address}
  · 左侧选择一个人，就以他的身份使用督办；时钟从2020年3月2日 周一 08:00开始。
  · 以“运用处联络员”发送 2.2.3，点“签收”，再发送“2.2.3 60% 已完成遴选方案”。
  · 以“督办员”打开“总览”，查看最近进展。
  · 拨动时钟：到次日上午看晨报，到下周一看群内的进展通报。
按 Ctrl+C 结束。
"""


async def demo(settings: Settings, port: int) -> int:
    url = f"sqlite+aiosqlite:///{DATABASE}"
    checks.check_port_is_free(port)
    checks.database(url)
    DATABASE.parent.mkdir(exist_ok=True)
    try:
        lease = Lease(url)
    except Taken:
        raise Fault("本文件夹中的演示已在运行，本次启动结束。") from None
    try:
        _forget()
        async with stage(settings, url, port) as (bot, _, address):
            await bot.run(lambda: print(WHAT_TO_TRY.format(address=address), flush=True))
    except OSError as error:
        raise checks.no_port(port, error) from None
    finally:
        lease.release()
    return 0


def _forget() -> None:
    """Empty the database, because each demo has a new sandbox in memory. The file stays, because it is locked."""
    for ending in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            DATABASE.with_name(DATABASE.name + ending).unlink()
    DATABASE.write_bytes(b"")
    shutil.rmtree(EVIDENCE, ignore_errors=True)


@contextlib.asynccontextmanager
async def stage(settings: Settings, url: str, port: int) -> AsyncIterator[tuple[Duban, World, str]]:
    """Yield bot, sandbox and address; the people join as soon as the bot runs."""
    clock = Clock(settings.zone, START)
    world = World(token=TOKEN, now=clock.now)

    async def move_clock(target: datetime | None) -> datetime:
        return await travel(bot, target)

    async with serve(world, port=port, travel=move_clock) as address:
        changes = {"bot_token": TOKEN, "bot_api_url": address, "database_url": url, "evidence_dir": str(EVIDENCE)}
        demo_settings = settings.model_copy(update=changes)
        bot = Duban(demo_settings, clock, UNLIMITED)
        async with open_database(demo_settings) as db:
            await db.write(lambda db: assigned.put_into_force(db, builtin.load(), clock.now()))
            joining = None
            try:
                await bot.open(db)
                joining = asyncio.create_task(_join(bot, world, await _people(bot, world, db)))
                yield bot, world, address
            finally:
                if joining:
                    joining.cancel()
                    await asyncio.gather(joining, return_exceptions=True)
                await bot.close()
                world.close()


async def _people(bot: Duban, world: World, db: Database) -> list[int]:
    """Let the demo people open invitations, as everybody does, and return their ids, the clerk's first."""
    units_by_name = {unit.name: unit for unit in await db.read(units.every)}
    ids = []
    for name, unit, duty in PEOPLE:
        person = world.add_person(name, about=f"{unit} {duty.label}")
        ids.append(person.id)
        code = await db.write(
            lambda db, unit=unit, duty=duty, name=name: invitations.create(  # type: ignore[misc]
                db, units_by_name[unit].id, duty, name, bot.clock.now()
            )
        )
        world.say(person.id, f"/start {code}")
    return ids


async def _join(bot: Duban, world: World, ids: list[int]) -> None:
    """Let everybody confirm their invitation once the bot has answered, and let the clerk bind the group."""
    group = world.add_group(GROUP, ids)
    world.member(group.id, world.bot.id, "administrator")  # The bot may pin its board only as an administrator.
    unconfirmed = set(ids)
    while unconfirmed:
        await world.changed_after(world.revision, PAUSE)
        for id in sorted(unconfirmed):
            for message, line in _confirmations(world, id):
                world.tap(id, id, message, line)
                unconfirmed.discard(id)
    while list(_confirmations(world, ids[0])):
        await world.changed_after(world.revision, PAUSE)
    world.say(ids[0], f"/bind@{bot.username}", chat=group.id)


def _confirmations(world: World, person: int) -> Iterator[tuple[int, str]]:
    """Yield the messages in the person's chat that ask for a 确认, each with the line behind that button."""
    for message in world.transcript(person):
        for button in (button for row in message.buttons for button in row):
            if button.data and button.text.startswith("确认"):
                yield message.id, button.data
