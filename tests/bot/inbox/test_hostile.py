"""Updates of shapes that Telegram does not send affect no other update."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from bot.inbox import crowd
from bot.inbox.arrival import Arrival
from storage import inbox
from storage.database import Connection
from tests.town import LIAISON, Town

AT = 1583107200
GROUP = {"id": -100123, "type": "supergroup", "title": "群"}
HALF = "\ud800"
DATES = [0, -1, 10**12, 10**17, 2**62, 2**70, -(10**17), 1e300, float("nan"), "x", None]


def private(sender: int, **more: Any) -> dict[str, Any]:
    chat, user = {"id": sender, "type": "private"}, {"id": sender, "is_bot": False, "first_name": "某"}
    return {"message_id": 9000, "date": AT, "chat": chat, "from": user, "text": "我的任务"} | more


def tap(sender: int, **more: Any) -> dict[str, Any]:
    body = private(sender)
    return {
        "id": "1",
        "from": body["from"],
        "data": "/my",
        "message": {"message_id": 1, "date": AT, "chat": body["chat"]},
    } | more


async def poison(town: Town) -> int:
    return len(await town.db.read(inbox.set_aside))


async def settled(town: Town) -> None:
    async with asyncio.timeout(20):
        await town.settle()


@pytest.mark.parametrize("date", DATES, ids=repr)
async def test_a_date_that_is_none(bureau: Town, date: Any) -> None:
    """The sender of a malformed update is known: people of the bureau are answered, strangers leave no row."""
    person, stranger = await bureau.person(LIAISON), bureau.stranger()
    rows = sa.text("SELECT count(*) FROM inbox")
    before = (await bureau.db.read(lambda db: db.execute(rows))).scalar_one()
    bureau.world.updates.inject({"message": private(stranger, date=date)})
    bureau.world.updates.inject({"message": private(person, date=date)})
    await settled(bureau)
    assert "我的任务" in bureau.last(person).text
    assert (await bureau.db.read(lambda db: db.execute(rows))).scalar_one() == before + 1


async def test_characters_that_no_database_takes(bureau: Town) -> None:
    person, stranger = await bureau.person(LIAISON), bureau.stranger()
    for text in (f"/start a{HALF}b", "/start a\0b"):
        bureau.world.updates.inject({"message": private(stranger, text=text, message_id=len(text))})
    for id in (HALF, "a\0"):
        bureau.world.updates.inject({"callback_query": tap(person, id=id)})
    bureau.world.updates.inject({"callback_query": tap(stranger, id="2", data=f"/start {HALF}")})
    bureau.world.updates.inject({"message": private(person, text=f"2.2.3 60% 初稿{HALF}\0完")})
    await settled(bureau)
    (text,) = (await bureau.db.read(lambda db: db.execute(sa.text("SELECT words FROM reports")))).scalars()
    assert text == "初稿??完"
    assert await poison(bureau) == 0


@pytest.mark.parametrize(
    "update",
    [
        {"message": {"chat": GROUP, "message_id": 1, "date": AT, "migrate_to_chat_id": 2**70}},
        {"my_chat_member": {"chat": {"id": 2**70, "type": "group"}, "date": AT, "from": {"id": 1, "first_name": "某"},
                            "new_chat_member": {"status": "left"}}},
        {"my_chat_member": {"chat": {"id": 1, "type": "private"}, "date": AT, "from": {"id": 2**70, "first_name": "某"},
                            "new_chat_member": {"status": "kicked"}}},
    ],
)  # fmt: skip
async def test_what_can_never_be_noted(bureau: Town, update: dict[str, Any]) -> None:
    """The update is set aside and does not block later ones of its chat."""
    person = await bureau.person(LIAISON)
    bureau.world.updates.inject(update)
    bureau.world.updates.inject({"message": private(person)})
    await settled(bureau)
    assert "我的任务" in bureau.last(person).text
    assert await poison(bureau) == 1


async def test_one_that_can_not_be_kept_among_a_hundred(bureau: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """An update that can't be stored is set aside and acknowledged; the other 99 take effect."""
    person = await bureau.person(LIAISON)
    real_sort = crowd.sort

    async def sort(db: Connection, arrivals: list[Arrival], *more: Any) -> Any:
        if any("绊" in arrival.text for arrival in arrivals):
            raise OverflowError
        return await real_sort(db, arrivals, *more)

    monkeypatch.setattr(crowd, "sort", sort)
    for number in range(100):
        bureau.world.say(person, "绊" if number == 50 else f"2.2.3 {number}% 第{number}次")
    async with asyncio.timeout(60):
        await bureau.bot.intake.once()
        await bureau.bot.drained()
    reports = await bureau.db.read(lambda db: db.execute(sa.text("SELECT count(*) FROM reports")))
    assert reports.scalar_one() == 99
    assert await poison(bureau) == 1
    assert await bureau.bot.intake.once() == 0


@pytest.mark.parametrize("polls", [1, 2])
async def test_who_confirms_an_invitation_and_goes_on_writing(bureau: Town, polls: int) -> None:
    """Messages that a newcomer sends before their tap is handled are stored, in the same batch or the next."""
    person = bureau.stranger("演示·新联络员")
    await bureau.say(person, f"/start {await bureau.code(LIAISON)}")
    await bureau.bot.workers.stop(1)
    bureau.press(person, "确认到岗")
    if polls == 2:
        await bureau.bot.intake.once()
    bureau.world.say(person, "2.2.3 60% 已完成初稿")
    await bureau.bot.intake.once()
    bureau.bot.workers._stopping = False
    bureau.bot.workers.start()
    async with asyncio.timeout(20):
        await bureau.bot.drained()
    answers = [message.text for message in bureau.world.transcript(person) if message.out]
    assert [text[:4] for text in answers] == ["演示·新", "已记录："]
