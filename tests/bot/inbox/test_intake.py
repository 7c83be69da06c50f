"""Updates are stored before they are acknowledged, set aside if they can't be parsed, and never lost."""

import asyncio
import logging
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.inbox.arrival import arrival_of
from bot.inbox.workers import Workers
from handlers import REGISTRY
from handlers.ask import Ask
from plan.reply import Reply
from storage import inbox
from tests.handlers.scene import change
from tests.town import LIAISON, OTHER, Town

STATES = sa.text("SELECT state, count(*) FROM inbox GROUP BY state")


async def states(town: Town) -> dict[str, int]:
    return {row[0]: row[1] for row in await town.db.read(lambda db: db.execute(STATES))}


async def reports(town: Town) -> list[int]:
    query = sa.text("SELECT percent FROM reports ORDER BY id")
    return list((await town.db.read(lambda db: db.execute(query))).scalars())


async def heard(town: Town, person: int, messages: int) -> None:
    while len(town.world.transcript(person)) < messages:  # noqa: ASYNC110 - it is another task that speaks
        await asyncio.sleep(0.01)


async def test_a_poison_update_is_set_aside(bureau: Town, caplog: pytest.LogCaptureFixture) -> None:
    person = await bureau.person(LIAISON)
    bureau.world.inject({"message": {"chat": "nowhere", "from": 5, "text": ["?"]}})
    bureau.world.inject({"purchased_paid_media": {"from": {"id": person}, "paid_media_payload": "x"}})
    with caplog.at_level(logging.INFO):
        assert "已签收" in await bureau.say(LIAISON, "/sign 2.2.3")
    ((poison, _),) = await bureau.db.read(inbox.set_aside)
    assert f"update {poison} set aside" in caplog.text
    assert f"update {poison + 1} is of a kind that the bot does not handle" in caplog.text
    assert (await states(bureau)).keys() == {"done", "poison"}


async def test_a_handler_that_breaks(bureau: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The transaction of a failed command is rolled back, the person is told, and the next command works."""
    run_sign = REGISTRY.commands["sign"].run

    async def broken(ask: Ask, *more: object, **inputs: object) -> Reply:
        await run_sign(ask, *more, **inputs)
        raise RuntimeError("broken")

    object.__setattr__(REGISTRY.commands["sign"], "run", broken)
    try:
        assert "您的操作没有保存" in await bureau.say(LIAISON, "/sign 2.2.3")
    finally:
        object.__setattr__(REGISTRY.commands["sign"], "run", run_sign)
    (aside,) = await bureau.db.read(inbox.set_aside)
    assert aside[1].startswith("RuntimeError at ")
    assert "请签收这项任务" in await bureau.say(LIAISON, "2.2.3")


async def test_a_handler_that_never_returns(bureau: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that exceeds the time limit is rolled back and does not hold the database."""
    monkeypatch.setattr("bot.inbox.execute.TIME_LIMIT", 0.2)
    run_sign = REGISTRY.commands["sign"].run

    async def stuck(ask: Ask, *more: object, **inputs: object) -> Reply:
        await run_sign(ask, *more, **inputs)
        await asyncio.Event().wait()
        raise AssertionError

    await bureau.person(OTHER)
    object.__setattr__(REGISTRY.commands["sign"], "run", stuck)
    try:
        assert "您的操作没有保存" in await bureau.say(LIAISON, "/sign 2.2.3")
    finally:
        object.__setattr__(REGISTRY.commands["sign"], "run", run_sign)
    monkeypatch.undo()
    assert "请签收这项任务" in await bureau.say(LIAISON, "2.2.3")
    assert "已签收" in await bureau.say(LIAISON, "/sign 2.2.3")


async def test_the_same_update_twice(bureau: Town) -> None:
    """Telegram sends an unacknowledged update again, before and after a restart of the bot."""
    person = await bureau.person(LIAISON)
    bureau.world.say(person, "2.2.3 60% 已完成初稿")
    repeated_updates = await bureau.bot.poller.poll(None, 0)
    await bureau.settle()
    assert await reports(bureau) == [60]
    message_count = len(bureau.world.transcript(person))
    for _ in range(2):
        await bureau.bot.intake.store(repeated_updates)
        await bureau.bot.drained()
    assert await reports(bureau) == [60]
    assert len(bureau.world.transcript(person)) == message_count


async def test_what_cannot_be_kept(bureau: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """An update that can't be stored is neither acknowledged nor handled; it comes again, and is handled once."""
    monkeypatch.setattr("bot.inbox.intake.FIRST_PAUSE", 0.1)
    person, other = await bureau.person(LIAISON), await bureau.person(OTHER)
    await change(bureau, "CREATE TRIGGER no_room BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'no room'); END")
    message_count, answered = len(bureau.world.transcript(person)), len(bureau.world.transcript(other))
    bureau.world.say(person, "2.2.3 60% 已完成初稿")
    bureau.world.say(other, "我的任务")
    intake = asyncio.create_task(bureau.bot.intake.run())
    async with asyncio.timeout(10):
        await asyncio.sleep(0.5)  # it is asked for again meanwhile, in vain
        assert (len(bureau.world.transcript(other)), len(bureau.world.transcript(person))) == (
            answered + 1,
            message_count + 1,
        )
        assert await reports(bureau) == []
        await change(bureau, "DROP TRIGGER no_room")
        await heard(bureau, person, message_count + 2)
        await heard(bureau, other, answered + 2)
    intake.cancel()
    await asyncio.gather(intake, return_exceptions=True)
    await bureau.bot.drained()
    assert "60%" in bureau.world.transcript(person)[-1].text
    assert await reports(bureau) == [60]
    assert len(bureau.world.transcript(other)) == answered + 2
    assert (await states(bureau)).keys() == {"done"}


async def test_an_update_that_the_inbox_does_not_hold(bureau: Town) -> None:
    """A missing inbox row is an error and does not count as handled: nothing takes effect."""
    await bureau.person(LIAISON)
    missing = arrival_of({"update_id": 1, "message": {
        "message_id": 99, "date": 1, "chat": {"id": await bureau.person(LIAISON), "type": "private"},
        "from": {"id": await bureau.person(LIAISON), "is_bot": False, "first_name": "演示"}, "text": "/sign 2.2.3",
    }}).update  # fmt: skip
    with pytest.raises(inbox.Missing):
        await bureau.bot.update_handler.handle(replace(missing, id=999, received_at=bureau.clock.now()))
    assert "请签收这项任务" in await bureau.say(LIAISON, "2.2.3")


async def test_update_ids_that_begin_again(bureau: Town) -> None:
    """With another server, or after a quiet week, update ids begin again: identity does not depend on them."""
    person = await bureau.person(LIAISON)
    await bureau.say(LIAISON, "/sign 2.2.3")
    bureau.world.say(person, "2.2.3 30% 第一次")
    *_, first = await bureau.bot.poller.poll(None, 0)
    await bureau.settle()
    await bureau.bot.intake.once()  # a quiet week
    bureau.world.updates._next = 100_000_001
    for percent in (40, 50, 60):
        await bureau.say(LIAISON, f"2.2.3 {percent}% 第{percent}次")
    await bureau.bot.intake.store([first | {"update_id": 7}])
    await bureau.bot.drained()
    assert await reports(bureau) == [30, 40, 50, 60]


async def test_a_database_that_is_locked(bureau: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The update waits in the inbox until the database is back; nobody is told of a failure."""
    monkeypatch.setattr("bot.inbox.workers.FIRST_PAUSE", 0.2)
    person = await bureau.person(LIAISON)
    message_count = len(bureau.world.transcript(person))
    bureau.world.say(person, "/sign 2.2.3")
    handle_update, failures = bureau.bot.update_handler.handle, 3

    async def locked(update: inbox.Update) -> object:
        nonlocal failures
        failures -= 1
        if failures >= 0:
            raise sa.exc.OperationalError("UPDATE", None, Exception("database is locked"))
        return await handle_update(update)

    monkeypatch.setattr(bureau.bot.update_handler, "handle", locked)
    await bureau.settle()
    texts = [message.text for message in bureau.world.transcript(person)[message_count:] if message.out]
    assert len(texts) == 1
    assert "已签收" in texts[0]


async def test_what_a_stop_has_left(bureau: Town) -> None:
    """A report that took effect and may not have been answered is answered, not done again; others follow in order."""
    person, other = await bureau.person(LIAISON), await bureau.person(OTHER)
    await bureau.bot.workers.stop(1)
    bureau.world.say(person, "2.2.3 40% 第一次")
    bureau.world.say(person, "2.2.3 60% 第二次")
    bureau.world.say(other, "我的任务")
    bureau.world.block(other)
    await bureau.bot.intake.once()
    waiting = await bureau.db.read(inbox.unfinished)
    answer = await bureau.bot.update_handler.handle(waiting[0].update)
    assert answer is not None
    assert await reports(bureau) == [40]
    message_count = len(bureau.world.transcript(person))
    fresh = Workers(bureau.db, bureau.bot.update_handler, bureau.bot.answers)
    await fresh.resume()
    fresh.start()
    await fresh.drained()
    await bureau.bot.answers.drained()
    await fresh.stop(1)
    assert await reports(bureau) == [40, 60]
    texts = [message.text for message in bureau.world.transcript(person)[message_count:]]
    assert ["40%" in texts[0], "60%" in texts[1]] == [True, True]
    assert (len(texts), await states(bureau)) == (2, {"done": len(waiting) + 2})


async def test_membership_again_undoes_nothing(bureau: Town) -> None:
    """A person blocked the bot and came back: the older update, handled again, does not make them unreachable."""
    person = await bureau.person(LIAISON)
    bureau.world.block(person)
    bureau.world.block(person, blocked=False)
    *_, blocked, back = await bureau.bot.poller.poll(None, 0)
    await bureau.settle()
    await bureau.say(LIAISON, "/start")
    row = sa.text("SELECT reachable FROM people WHERE telegram_id = :id")
    assert await bureau.db.read(lambda db: db.scalar(row, {"id": person})) == 1
    assert blocked["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    await bureau.bot.intake.store([blocked, back])
    await bureau.bot.drained()
    assert await bureau.db.read(lambda db: db.scalar(row, {"id": person})) == 1
