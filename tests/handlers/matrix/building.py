"""Build the scene: everybody does their work through the bot, then the database file is kept."""

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

from plan.values import Duty
from storage.database import Connection
from tests.handlers.matrix.scene import (
    CITY,
    CITY_2,
    FORMER,
    HIDDEN,
    KINDS,
    NOW,
    ON_LEAVE,
    OWN,
    PERCENT,
    PLAN,
    SIGNS,
    Scene,
    code,
    everybody,
)  # fmt: skip
from tests.handlers.scene import change, scalar
from tests.town import CLERK, LEADER, LIAISON, OTHER, Place, Town, quick

SHARES = (
    "SELECT a.id, t.code, u.name, u.id FROM assignments a, tasks t, units u WHERE t.id = a.task_id AND u.id = a.unit_id"
)
UNIT_IDS = "SELECT id, name, path FROM units"
PERSON_IDS = "SELECT telegram_id, id FROM people"


@cache
def built() -> Scene:
    """Build the scene once in each process, in a thread because the caller's event loop is running."""
    with TemporaryDirectory() as folder, ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _build(Path(folder))).result()


async def _build(folder: Path) -> Scene:
    async with quick(folder, PLAN) as bureau:
        bureau.clock.set(NOW)
        telegram = {place: await bureau.person(place) for place in (*everybody(), FORMER)}
        for sign, unit in SIGNS.items():
            await _work(bureau, sign, (unit, Duty.LIAISON))
        for unit in (CITY, CITY_2):
            await done(bureau, (unit, Duty.LIAISON), f"5.1 {PERCENT[unit]}% {unit[:1]}汇报密")
        await _people(bureau)
        await _hidden(bureau)
        await _bulletins(bureau)
        return await _scene(bureau, folder, telegram)


async def done(bureau: Town, place: Place, line: str, tap: str = "") -> None:
    """Say a line, and fail if it is refused, because a scene that lacks something tests nothing."""
    before = await scalar(bureau, "SELECT count(*) FROM events")
    answer = await bureau.say(place, line)
    answer = await bureau.tap(place, tap) if tap else answer
    assert await scalar(bureau, "SELECT count(*) FROM events") > before, f"{line}: {answer}"


async def sent(bureau: Town, place: Place, file: str, caption: str) -> None:
    answer = await bureau.send(place, file, file.encode(), caption)
    assert await scalar(bureau, "SELECT name FROM evidence WHERE report_id > 0 ORDER BY id DESC") == file, answer


async def _work(bureau: Town, sign: str, liaison: Place) -> None:
    """Let one unit report, exchange papers with its superiors, and have one task in each state."""
    main, submitted, _, closed, asked, waived = (code(sign, kind) for kind in KINDS)
    await sent(bureau, liaison, f"{sign}材料密.txt", f"{main} {PERCENT[liaison[0]]}% {sign}汇报密")
    await done(bureau, LEADER, f"/directive {main} {sign}批示密", "确认发出")
    await done(bureau, CLERK, f"/nudge {main} {sign}催办密", "确认发送")
    await done(bureau, liaison, f"/answer {await _last(bureau, 'nudges')} {sign}回复密")
    await done(bureau, CLERK, f"/called {await _unit(bureau, liaison[0])} 值班室 6月5日 {main} {sign}通话密")
    await done(bureau, liaison, f"/extend {main} 9月30日 {sign}延期密")
    await done(bureau, CLERK, f"/opinion {await _last(bureau, 'extensions')} {sign}意见密", "确认提出")
    await done(bureau, CLERK, f"/nudge {asked} all", "确认发送")
    await done(bureau, liaison, f"/extend {submitted} 9月30日 {sign}缓办密")
    await done(bureau, LEADER, f"/refuse {await _last(bureau, 'extensions')} 附言 {sign}不准密", "确认不批准")
    await done(bureau, liaison, f"/submit {submitted} yes {sign}初稿")
    await done(bureau, CLERK, f"/return {submitted} 其他 {sign}退回密", "确认退回")
    await done(bureau, CLERK, f"/milestones {closed} 6月20日 40% 阶段")
    for task_code in (submitted, closed):
        await done(bureau, liaison, f"/submit {task_code} yes {sign}完成密")
    await done(bureau, CLERK, f"/close {closed}")
    await done(bureau, CLERK, f"/waive {waived} {sign}免办密", "确认免办")


async def _people(bureau: Town) -> None:
    for n, place in enumerate(everybody()):
        await done(bureau, place, f"/contact 1390000000{n}")
        await done(bureau, place, f"/feedback 第{n}条投诉密", "确认提交")
        await bureau.send(place, f"待归{n}.txt", place[0].encode())
        assert "将于" in await bureau.say(place, f"/remind 5.1 12月1日 第{n}条提醒密")
    await change(
        bureau, "UPDATE reminders SET state = 'sent'"
    )  # its letter has come, so it can be dismissed or postponed once more
    for place, days in ON_LEAVE.items():
        await done(bureau, place, f"/leave {days}")
    await done(bureau, FORMER, "/feedback 临别建议", "确认提交")
    former = await scalar(bureau, f"SELECT id FROM posts WHERE unit_id = {await _unit(bureau, FORMER[0])}")
    await done(bureau, CLERK, f"/vacate {former} 确认")
    await done(bureau, CLERK, f"/reply {1 + everybody().index(LIAISON)} 答复密", "确认答复")


async def _hidden(bureau: Town) -> None:
    """Work on the tasks, then mark them 不上机: 6.1 is active, 6.2 submitted, 6.3 pending, 6.4 closed."""
    for place, percent in ((LIAISON, 61), (OTHER, 67)):
        await bureau.send(place, f"{HIDDEN}{percent}.txt", place[0].encode(), f"6.1 {percent}% {HIDDEN}汇报")
        await done(bureau, place, f"/extend 6.1 9月30日 {HIDDEN}延期")
        for n in (2, 4):
            await done(bureau, place, f"/submit 6.{n} yes {HIDDEN}完成")
        number = await scalar(bureau, f"{SHARES} AND t.code = '6.4' AND u.name = '{place[0]}'")
        await done(bureau, CLERK, f"/close {number}")
    await done(bureau, LEADER, f"/directive 6.1 {HIDDEN}批示", "确认发出")
    await done(bureau, CLERK, f"/milestones 6.1 8月31日 70% {HIDDEN}阶段")
    await done(bureau, CLERK, f"/nudge 6.3 all {HIDDEN}催办", "确认发送")
    await done(bureau, CLERK, f"/called {await _unit(bureau, OWN)} 值班室 6月5日 6.1 {HIDDEN}通话")
    for n in (1, 2, 3, 4):
        await done(bureau, CLERK, f"/restrict 6.{n}")


async def _bulletins(bureau: Town) -> None:
    """Make a bulletin that was sent, one that waits for the leader, and a draft older than its data."""
    group = bureau.world.add_group("通报群", [await bureau.person(CLERK)]).id
    await bureau.say(CLERK, "/bind", chat=group)
    for id in (1, 2):
        await done(bureau, CLERK, "/bulletin")
        await done(bureau, CLERK, f"/tosign {id}")
        if id == 1:
            await done(bureau, LEADER, f"/issue {id}", "签发")
    await done(bureau, CLERK, "/bulletin")
    await done(bureau, LEADER, "/directive 5.1 请各市抓紧", "确认发出")


async def _scene(bureau: Town, folder: Path, telegram: dict[Place, int]) -> Scene:
    async def look(db: Connection) -> list[list[Any]]:
        return [list(await db.execute(sa.text(query))) for query in (SHARES, UNIT_IDS, PERSON_IDS)]

    shares, units, people = await bureau.db.read(look)
    by_account = dict(people)
    with closing(sqlite3.connect(folder / "duban.db")) as live, closing(sqlite3.connect(folder / "copy.db")) as copy:
        live.backup(copy)
        with copy:
            copy.execute("DELETE FROM inbox")  # another town numbers its updates from the same start
    return Scene(
        (folder / "copy.db").read_bytes(), {(code, unit): id for id, code, unit, _ in shares},
        {id: unit_id for id, _, _, unit_id in shares}, {name: id for id, name, _ in units},
        {id: path for id, _, path in units}, {place: by_account[id] for place, id in telegram.items()}, telegram,
    )  # fmt: skip


async def _last(bureau: Town, table: str) -> int:
    return int(await scalar(bureau, f"SELECT max(id) FROM {table}"))


async def _unit(bureau: Town, name: str) -> int:
    return int(await scalar(bureau, f"SELECT id FROM units WHERE name = '{name}'"))
