"""Letters: kept until Telegram has taken them, in order, and set aside where nobody is there."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from plan.calendar import Calendar
from storage import claims, people
from tests.bot.letters import got, later, letter, write
from tests.handlers.scene import change
from tests.town import CHANGZHOU, LIAISON, MONDAY, OTHER, Town


async def test_a_pause_is_kept_and_the_order_too(bureau: Town) -> None:
    """429 at the first of three letters to one person: none of them goes before the pause is over."""
    chat, _ = await bureau.person(LIAISON), await bureau.person(OTHER)
    await write(bureau, LIAISON, "信一", "信二", "信三")
    await write(bureau, OTHER, "信四")
    bureau.world.add_fault(429, method="sendMessage", chat=chat, retry_after=1)
    await bureau.bot.delivery.drain()
    assert (await got(bureau, LIAISON), await got(bureau, OTHER)) == ([], ["信四"])
    await later(bureau, 0.9)
    assert await got(bureau, LIAISON) == []
    await later(bureau, 0.2)
    assert await got(bureau, LIAISON) == ["信一", "信二", "信三"]
    assert await letter(bureau, "信三") == {"state": "sent", "error": None, "attempts": 1}


async def test_telegram_is_away(bureau: Town) -> None:
    """With growing pauses, for as long as it takes; then in order."""
    await write(bureau, LIAISON, "信一", "信二")
    bureau.world.add_fault(502, method="sendMessage", times=4)
    for pause in (0, 10, 20, 40):
        await later(bureau, pause)
        assert await got(bureau, LIAISON) == []
    await later(bureau, 79)
    assert await got(bureau, LIAISON) == []
    await later(bureau, 2)
    assert await got(bureau, LIAISON) == ["信一", "信二"]


async def test_telegram_is_away_for_days(bureau: Town) -> None:
    """However often it has been tried, the next pause is ten minutes."""
    await write(bureau, LIAISON, "信一")
    await change(bureau, "UPDATE outbox SET attempts = 300 WHERE key = 'test:信一'")
    bureau.world.add_fault(502, method="sendMessage")
    await bureau.bot.delivery.drain()
    assert (await letter(bureau, "信一"))["error"] is not None
    await later(bureau, 599)
    assert await got(bureau, LIAISON) == []
    await later(bureau, 2)
    assert await got(bureau, LIAISON) == ["信一"]


@pytest.mark.parametrize(("after", "goes"), [(0, True), (2, True), (59, True), (61, False), (7200, False)])
async def test_what_is_due_with_the_closing_of_the_hours(bureau: Town, after: int, goes: bool) -> None:
    await write(bureau, LIAISON)
    bureau.clock.set(MONDAY.replace(hour=17, minute=30))
    await write(bureau, LIAISON, "信一", rule="test")
    await later(bureau, after)
    assert await got(bureau, LIAISON) == ["信一"] * goes
    await later(bureau, 16 * 3600)
    assert await got(bureau, LIAISON) == ["信一"]


async def test_who_has_blocked_the_bot(bureau: Town) -> None:
    """His letter has failed and he is off the list, until he comes back."""
    person = await bureau.person(LIAISON)
    await write(bureau, LIAISON, "信一")
    bureau.world.add_fault(403, chat=person)
    await bureau.bot.delivery.drain()
    assert await letter(bureau, "信一") == {
        "state": "failed", "error": "Forbidden: bot was blocked by the user", "attempts": 1,
    }  # fmt: skip
    reachable = {one.telegram_id for one in await bureau.db.read(lambda db: people.receivers(db, MONDAY.date()))}
    assert person not in reachable
    assert "欢迎回来" in await bureau.say(LIAISON, "/start")
    assert person in {one.telegram_id for one in await bureau.db.read(lambda db: people.receivers(db, MONDAY.date()))}
    await write(bureau, LIAISON, "信二")
    await bureau.bot.delivery.drain()
    assert await got(bureau, LIAISON) == ["信二"]


async def test_who_really_blocks_it_gets_no_digest(bureau: Town) -> None:
    person = await bureau.person(LIAISON)
    bureau.world.block(person)
    await bureau.settle()
    begin = bureau.clock.now()
    await bureau.until(begin + timedelta(days=1, hours=1))
    assert bureau.letters(person, begin) == []
    bureau.world.block(person, blocked=False)
    await bureau.settle()
    await bureau.until(begin + timedelta(days=3, hours=1))
    assert len(bureau.letters(person, begin)) == 1


async def test_a_gateway_that_says_no_is_not_telegram(bureau: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy's own 403 in HTML blocks nobody: the letter waits."""
    await write(bureau, LIAISON, "信一")
    monkeypatch.setattr("sandbox.calls._fail", _proxy)
    bureau.world.add_fault(502, method="sendMessage")
    await bureau.bot.delivery.drain()
    assert (await letter(bureau, "信一"))["state"] == "waiting"
    await later(bureau, 10)
    assert await got(bureau, LIAISON) == ["信一"]


def _proxy(*_call: object) -> Any:
    from sandbox.calls import Answer  # noqa: PLC0415 - imported with its module patched

    return Answer(403, {}, page="<html><body>Forbidden by the proxy</body></html>")


@pytest.mark.parametrize("kind", ["drop", "slow"])
async def test_perhaps_delivered(bureau: Town, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """No answer came: once more after its lease, and if none comes then either, that was it."""
    monkeypatch.setattr("sandbox.api.SLOW", 2)
    monkeypatch.setattr("bot.transport.SECONDS", 0.5)
    await write(bureau, LIAISON, "信一")
    bureau.world.add_fault(kind, method="sendMessage", times=2)
    await bureau.bot.delivery.drain()
    await later(bureau, 59)
    assert await got(bureau, LIAISON) == ["信一"]
    await later(bureau, 2)
    assert await got(bureau, LIAISON) == ["信一", "信一"]
    assert (await letter(bureau, "信一"))["state"] == "sent"
    await later(bureau, 3600)
    assert await got(bureau, LIAISON) == ["信一", "信一"]


async def test_a_try_that_surely_failed_is_no_doubt(bureau: Town) -> None:
    """Refused by a broken server first, then without an answer: only that was perhaps delivered."""
    await write(bureau, LIAISON, "信一")
    bureau.world.add_fault("502", method="sendMessage")
    bureau.world.add_fault("drop", method="sendMessage")
    await bureau.bot.delivery.drain()
    await later(bureau, 60)
    assert (await letter(bureau, "信一"))["state"] == "waiting"
    await later(bureau, 61)
    assert await letter(bureau, "信一") == {"state": "sent", "error": None, "attempts": 3}


async def test_killed_between_claim_and_sent(bureau: Town) -> None:
    await write(bureau, CHANGZHOU, "信一")
    now = bureau.clock.now()
    assert [one.key for one in await bureau.db.write(lambda db: claims.claim(db, now, Calendar(), 9))] == ["test:信一"]
    await later(bureau, 60)
    assert await got(bureau, CHANGZHOU) == [], "its lease still holds"
    await later(bureau, 1)
    assert await got(bureau, CHANGZHOU) == ["信一"]


async def test_many_in_order_and_urgent_ones_first(bureau: Town) -> None:
    """More than one claim's worth; two deliveries at once send none of them twice."""
    texts = [f"信{number:02}" for number in range(80)]
    await write(bureau, LIAISON, *texts)
    await write(bureau, LIAISON, "信急", urgent=True)
    await bureau.bot.delivery.drain()
    assert await got(bureau, LIAISON) == ["信急", *texts]
    assert await bureau.bot.delivery.drain() == 0


async def test_what_can_not_be_sent_does_not_hold_up_the_rest(bureau: Town) -> None:
    await write(bureau, LIAISON, "信一", "信二")
    await bureau.db.write(lambda db: db.execute(sa.text("UPDATE outbox SET payload = '{}' WHERE key = 'test:信一'")))
    await bureau.bot.delivery.drain()
    assert await got(bureau, LIAISON) == ["信二"]
    assert (await letter(bureau, "信一"))["state"] == "failed"
