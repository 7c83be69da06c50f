"""Telegram is away, or does not know us for a while: the bot waits, goes on, and loses nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from tests.town import CHANGZHOU, LIAISON, Town


@asynccontextmanager
async def listening(town: Town, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """The loop of polls as it runs for good, with short pauses."""
    monkeypatch.setattr("bot.intake.FIRST_PAUSE", 0.01)
    task = asyncio.create_task(town.bot.intake.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def heard(town: Town, person: int, words: str) -> None:
    """Until the bot has said it."""
    async with asyncio.timeout(20):
        seen = 0
        while not any(m.out and words in m.text for m in town.world.transcript(person)):
            seen = await town.world.changed_after(seen, 1)


@pytest.mark.parametrize("kind", ["409", "401", "502", "drop", "403", "429"])
async def test_trouble_at_the_poll(bureau: Town, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """It waits, goes on, and hears everything that was said meanwhile once."""
    person = await bureau.person(CHANGZHOU)
    bureau.world.add_fault(kind, method="getUpdates", times=3, retry_after=1)
    async with listening(bureau, monkeypatch):
        bureau.world.say(person, "没有这样的任务")
        await heard(bureau, person, "没有找到“没有这样的任务”")
        bureau.world.say(person, "也没有那样的")
        await heard(bureau, person, "没有找到“也没有那样的”")
    assert not bureau.world.faults.coming
    assert sum("没有找到“没有这样" in m.text for m in bureau.world.transcript(person)) == 1


async def test_trouble_at_the_answer(bureau: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Telegram is away, or does not know the token for a while: the answer waits for it."""
    monkeypatch.setattr("bot.sending.FIRST_PAUSE", 0.01)
    for kind in ("502", "401", "429"):
        bureau.world.add_fault(kind, method="sendMessage", times=2, retry_after=1)
        assert "共 109 项任务" in await bureau.say(LIAISON, "/plan"), kind
    bureau.world.add_fault("drop", method="sendMessage")
    assert (await bureau.say(LIAISON, "/plan")).count("共 109 项任务") == 2, "delivered, but who could know"
