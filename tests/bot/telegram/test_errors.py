"""While Telegram is away or refuses the token for a while, the bot waits and loses nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.town import CHANGZHOU, LIAISON, Town


@asynccontextmanager
async def listening(town: Town, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Run the intake's loop of polls with short pauses."""
    monkeypatch.setattr("bot.inbox.intake.FIRST_PAUSE", 0.01)
    task = asyncio.create_task(town.bot.intake.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def heard(town: Town, person: int, words: str, times: int = 1) -> None:
    """Wait until the bot has sent this text so often."""
    async with asyncio.timeout(20):
        revision = 0
        while sum(m.out and words in m.text for m in town.world.transcript(person)) < times:
            revision = await town.world.changed_after(revision, 1)


@pytest.mark.parametrize("kind", ["409", "401", "502", "drop", "403", "429"])
async def test_trouble_at_the_poll(bureau: Town, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """The bot waits, goes on, and handles everything that was sent meanwhile once."""
    person = await bureau.person(CHANGZHOU)
    bureau.world.add_fault(kind, method="getUpdates", times=3, retry_after=1)
    async with listening(bureau, monkeypatch):
        bureau.world.say(person, "/find 没有这样的任务")
        await heard(bureau, person, "没有找到“没有这样的任务”")
        bureau.world.say(person, "/find 也没有那样的")
        await heard(bureau, person, "没有找到“也没有那样的”")
    assert not bureau.world.faults.coming
    assert sum("没有找到“没有这样" in m.text for m in bureau.world.transcript(person)) == 1


@pytest.mark.parametrize(("kind", "copies"), [("502", 1), ("401", 1), ("429", 1), ("drop", 3)])
async def test_trouble_at_the_answer(bureau: Town, monkeypatch: pytest.MonkeyPatch, kind: str, copies: int) -> None:
    """After a refusal or an unclear result the answer is sent; if it may have arrived, it is sent again."""
    monkeypatch.setattr("bot.telegram.retries.PAUSES", (timedelta(seconds=0.1),) * 5)
    person = await bureau.person(LIAISON)
    before = len(bureau.world.transcript(person))
    bureau.world.add_fault(kind, method="sendMessage", times=2, retry_after=1)
    bureau.world.say(person, "/plan")
    await bureau.settle()
    await heard(bureau, person, "共 109 项任务", copies)
    await asyncio.sleep(0.5)  # No further copy comes.
    await bureau.settle()
    texts = [message.text for message in bureau.world.transcript(person)[before:] if message.out]
    assert ["共 109 项任务" in text for text in texts] == [True] * copies
    assert await states(bureau) == {"done": 2}  # the confirmed invitation, and /plan


async def test_an_answer_that_is_never_confirmed(bureau: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """After six tries an answer is stored as unclear; later answers did not wait for it."""
    monkeypatch.setattr("bot.telegram.retries.PAUSES", (timedelta(seconds=0.05),) * 5)
    person = await bureau.person(LIAISON)
    bureau.world.add_fault("502", method="sendMessage", times=6)
    bureau.world.say(person, "/sign 2.2.3")
    await bureau.settle()
    async with asyncio.timeout(10):
        while (await states(bureau)).get("unclear") != 1:  # noqa: ASYNC110 - it is another task that writes
            await asyncio.sleep(0.05)
    assert "办理中" in await bureau.say(person, "2.2.3")


async def test_a_tap_that_is_too_old_is_answered_by_a_message(bureau: Town) -> None:
    """A late answer names the time of the message that it answers."""
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "2.2.3")
    card = bureau.last(liaison)
    bureau.world.tap(liaison, liaison, card.id, card.buttons[0][0].data or "")
    await bureau.bot.intake.once()
    bureau.clock.set(bureau.clock.now() + timedelta(minutes=5))
    await bureau.bot.drained()
    answer = bureau.last(liaison)
    assert answer.id != card.id
    assert answer.text.startswith("（延迟答复：您3月2日 08:00的操作）\n\n已签收")
    assert "请签收这项任务" in card.text


async def test_changes_do_not_wait_for_answers(bureau: Town) -> None:
    """While nothing can be sent, five reports take effect in order; their answers follow in order."""
    person = await bureau.person(LIAISON)
    bureau.cut_off(person)
    for percent in (10, 20, 30, 40, 50):
        bureau.world.say(person, f"2.2.3 {percent}% 第{percent}次")
    await bureau.bot.intake.once()
    await bureau.bot.workers.drained()
    query = sa.text("SELECT percent FROM reports ORDER BY id")
    assert list((await bureau.db.read(lambda db: db.execute(query))).scalars()) == [10, 20, 30, 40, 50]
    before = len(bureau.world.transcript(person))
    bureau.reconnect()
    await bureau.bot.drained()
    texts = [message.text for message in bureau.world.transcript(person)[before:]]
    assert [f"{percent}%" in text for percent, text in zip((10, 20, 30, 40, 50), texts, strict=True)] == [True] * 5


async def states(town: Town) -> dict[str, int]:
    rows = await town.db.read(lambda db: db.execute(sa.text("SELECT state, count(*) FROM inbox GROUP BY state")))
    return {row[0]: row[1] for row in rows}
