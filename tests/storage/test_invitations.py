"""Invitations work once, for seven days, for one person, and cannot be read from the database."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from plan.values import Duty
from storage import invitations, people, units
from storage.async_database import AsyncDatabase
from storage.database import Database
from tests.storage.small_plan import CENTRE, NOW, bring
from tests.town import LIAISON, MONDAY, Town


async def invited(db: Database) -> str:
    await bring(db, CENTRE)
    unit = await db.read(lambda db: units.named(db, "甲处"))
    assert unit is not None
    return await db.write(lambda db: invitations.create(db, unit.id, Duty.LIAISON, "", NOW))


async def found(db: Database, code: str) -> invitations.Invitation:
    invitation = await db.read(lambda db: invitations.by_hash(db, invitations.hash_of(code)))
    assert invitation is not None
    return invitation


async def test_two_at_once(db: Database) -> None:
    code = await invited(db)
    both = [await db.write(lambda db, n=n: people.welcome(db, n, f"演示{n}", NOW)) for n in (1, 2)]  # type: ignore[misc]

    invitation = await found(db, code)

    def take(id: int) -> asyncio.Task[bool]:
        return asyncio.create_task(db.write(lambda db: invitations.use(db, invitation, id, NOW)))

    results = await asyncio.gather(*(take(person.id) for person in both))
    assert sorted(results) == [False, True]
    holders = await db.read(lambda db: people.receivers(db, NOW.date()))
    assert [person.id for person in holders] == [both[results.index(True)].id]


@pytest.mark.parametrize(("after", "usable"), [(timedelta(days=7, seconds=-1), True), (timedelta(days=7), False)])
async def test_seven_days(db: Database, after: timedelta, usable: bool) -> None:
    code = await invited(db)
    person = await db.write(lambda db: people.welcome(db, 1, "演示", NOW))
    invitation = await found(db, code)
    assert invitation.is_usable(NOW + after) is usable
    assert await db.write(lambda db: invitations.use(db, invitation, person.id, NOW + after)) is usable


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_the_code_is_nowhere_in_the_file(async_db: AsyncDatabase, tmp_path: Path) -> None:
    code = await invited(async_db)
    await async_db.close()
    files = {file.name: file.read_bytes() for file in tmp_path.iterdir()}  # noqa: ASYNC240 - no other task runs
    assert b"code_hash" in files["duban.db"]
    assert not [name for name, content in files.items() if code.encode() in content]


async def test_in_chat_by_the_bureaus_clock(bureau: Town) -> None:
    code = await bureau.code(LIAISON)
    first, second = bureau.stranger("演示甲"), bureau.stranger("演示乙")
    assert "您已加入督办，岗位：运用促进处联络员" in await bureau.join(first, code)
    assert "欢迎回来" in await bureau.join(first, code)
    assert "已失效或已被使用" in await bureau.join(second, code)
    late = await bureau.code(LIAISON)
    bureau.clock.set(MONDAY + timedelta(days=7))
    assert "已失效或已被使用" in await bureau.join(second, late)
    assert "仅供受邀人员使用" in await bureau.say(second, "我的任务")


async def test_a_rush_on_one_link(bureau: Town) -> None:
    """Five people confirm the same invitation before the bot has handled any tap: one of them gets the post."""
    code = await bureau.code(LIAISON)
    rush = [bureau.stranger(f"演示{number}") for number in range(5)]
    for person in rush:
        await bureau.say(person, f"/start {code}")
    for person in rush:
        bureau.press(person, "确认到岗")
    await bureau.settle()
    answers = [bureau.last(person).text for person in rush]
    assert sum("您已加入督办" in text for text in answers) == 1
    assert sum("已失效或已被使用" in text for text in answers) == 4
