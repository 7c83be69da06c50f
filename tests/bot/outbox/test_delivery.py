"""Letters are stored until Telegram has accepted them, sent in order, and set aside if the chat is gone."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.telegram.parts import Part
from plan.calendar import Calendar
from storage import people
from storage.outbox import claims
from tests.bot.letters import TEST, got, later, letter, texts, write
from tests.handlers.bulletins.desk import restarted
from tests.town import CHANGZHOU, CLERK, LIAISON, MONDAY, OTHER, Town


async def test_a_pause_is_kept_and_the_order_too(bureau: Town) -> None:
    """After a 429 for the first of three letters to a person, none is sent before the pause is over."""
    chat, _ = await bureau.person(LIAISON), await bureau.person(OTHER)
    await write(bureau, LIAISON, "信一", "信二", "信三")
    await write(bureau, OTHER, "信四")
    bureau.world.add_fault(429, method="sendMessage", chat=chat, retry_after=2)
    await bureau.bot.delivery.drain()
    assert (await got(bureau, LIAISON), await got(bureau, OTHER)) == ([], ["信四"])
    await asyncio.sleep(2)  # Telegram's pauses are real time
    await later(bureau, 1)
    assert await got(bureau, LIAISON) == ["信一", "信二", "信三"]
    assert await letter(bureau, "信三") == {"state": "sent", "error": None, "attempts": 0}


async def test_no_connection(bureau: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters that were certainly not sent are tried for ever, in order; these tries are not counted."""
    await write(bureau, LIAISON, "信一", "信二")
    server = bureau.bot.client._bot._base_url
    monkeypatch.setattr(bureau.bot.client._bot, "_base_url", server.replace("127.0.0.1", "127.0.0.9"))
    for _ in range(20):
        await later(bureau, 3600)
    assert await letter(bureau, "信一") == {"state": "waiting", "error": "unreachable", "attempts": 0}
    monkeypatch.setattr(bureau.bot.client._bot, "_base_url", server)
    await asyncio.sleep(1)
    await later(bureau, 60)
    assert [text[-2:] for text in await texts(bureau, LIAISON)] == ["信一", "信二"]


async def test_a_letter_that_comes_late_says_for_when_it_was_meant(bureau: Town) -> None:
    await bureau.person(OTHER)
    await write(bureau, LIAISON, "信一")
    monday = bureau.clock.now()
    bureau.clock.set(monday + timedelta(minutes=9))
    await write(bureau, OTHER, "信二")
    bureau.clock.set(monday + timedelta(minutes=12))
    await bureau.bot.delivery.drain()
    assert await texts(bureau, LIAISON) == ["（延迟送达：原定3月2日 08:00）\n\n信一"]
    assert await texts(bureau, OTHER) == ["信二"]


async def test_unclear_six_times(bureau: Town) -> None:
    """Each try may have delivered the letter: after the sixth it is unclear, and the clerk sees it."""
    await write(bureau, LIAISON, "信一", "信二")
    bureau.world.add_fault("drop", method="sendMessage", times=1)
    await bureau.bot.delivery.drain()
    assert await got(bureau, LIAISON) == ["信一", "信二"], "the second one does not wait"
    bureau.world.add_fault("502", method="sendMessage", times=5)
    for hours in range(5):
        assert (await letter(bureau, "信一"))["attempts"] == hours + 1
        await later(bureau, 7 * 3600)
    assert await letter(bureau, "信一") == {
        "state": "unclear", "error": "unconfirmed", "attempts": 6,
    }  # fmt: skip
    await later(bureau, 7 * 3600)
    assert await got(bureau, LIAISON) == ["信一", "信二"]
    clerk = await bureau.person(CLERK)
    await bureau.say(clerk, "送达")
    while "3月2日" not in (shown := await bureau.tap(clerk, "前一天")).splitlines()[0]:
        continue
    assert "已送达1 · 不明1\n　多次发送均未获确认，可能已送达 1" in shown
    assert "另有 1 件消息是否送达不明" in await bureau.say(clerk, "电话清单")


async def test_unclear_once(bureau: Town) -> None:
    """The second try is confirmed: the letter has arrived twice and is stored as sent."""
    await write(bureau, LIAISON, "信一")
    bureau.world.add_fault("drop", method="sendMessage")
    await bureau.bot.delivery.drain()
    await later(bureau, 1)
    assert await got(bureau, LIAISON) == ["信一"]
    await later(bureau, 2)
    assert await got(bureau, LIAISON) == ["信一", "信一"]
    assert await letter(bureau, "信一") == {"state": "sent", "error": None, "attempts": 1}


@pytest.mark.parametrize("fault", ["429", "502", "drop"])
async def test_the_part_that_has_arrived_is_not_sent_again(bureau: Town, fault: str) -> None:
    """The second of a letter's three messages fails in three ways."""
    person = await bureau.person(LIAISON)
    before = len(bureau.world.transcript(person))
    long_text = "".join(f"信{number:05}\n" for number in range(1400))
    await write(bureau, LIAISON, long_text)
    send, calls = bureau.bot.client.send, []

    async def second_fails(chat_id: int, part: Part, *, thread_id: int | None = None) -> int | None:
        calls.append(part)
        if len(calls) == 2:
            bureau.world.add_fault(fault, method="sendMessage", times=3, retry_after=1)
        return await send(chat_id, part, thread_id=thread_id)

    bureau.bot.client.send = second_fails  # type: ignore[method-assign]
    for seconds in (0, 3, 16, 121, 1801):
        await later(bureau, seconds)
        await asyncio.sleep(1.1 if fault == "429" else 0)
    arrived_texts = [message.text for message in bureau.world.transcript(person)[before:]]
    repeated = 3 if fault == "drop" else 0
    assert len(arrived_texts) == 3 + repeated
    assert "\n".join(dict.fromkeys(arrived_texts)).split() == long_text.split()
    assert calls[0] not in calls[1:]


@pytest.mark.parametrize(("after", "goes"), [(0, True), (2, True), (59, True), (61, False), (7200, False)])
async def test_what_is_due_with_the_closing_of_the_hours(bureau: Town, after: int, goes: bool) -> None:
    await write(bureau, LIAISON)
    bureau.clock.set(MONDAY.replace(hour=17, minute=30))
    await write(bureau, LIAISON, "信一", kind=TEST)
    await later(bureau, after)
    assert await got(bureau, LIAISON) == ["信一"] * goes
    await later(bureau, 16 * 3600)
    assert [text[-2:] for text in await texts(bureau, LIAISON)] == ["信一"]


async def test_who_has_blocked_the_bot(bureau: Town) -> None:
    """The letter to a person who blocked the bot has failed; they get none until they come back."""
    person = await bureau.person(LIAISON)
    await write(bureau, LIAISON, "信一")
    bureau.world.add_fault(403, chat=person)
    await bureau.bot.delivery.drain()
    assert await letter(bureau, "信一") == {
        "state": "failed", "error": "blocked", "attempts": 0,
    }  # fmt: skip
    reachable = {
        receiver.telegram_id for receiver in await bureau.db.read(lambda db: people.receivers(db, MONDAY.date()))
    }
    assert person not in reachable
    assert "欢迎回来" in await bureau.say(LIAISON, "/start")
    assert person in {
        receiver.telegram_id for receiver in await bureau.db.read(lambda db: people.receivers(db, MONDAY.date()))
    }
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


@pytest.mark.parametrize("kind", ["HTML", "JSON"])
async def test_a_gateway_that_says_no_is_not_telegram(
    bureau: Town, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:  # fmt: skip
    """A 403 that a proxy sends does not count as blocked: the letter waits."""
    await write(bureau, LIAISON, "信一")
    monkeypatch.setattr("sandbox.calls._fail", _proxy if kind == "HTML" else _gateway)
    bureau.world.add_fault(502, method="sendMessage")
    await bureau.bot.delivery.drain()
    assert (await letter(bureau, "信一"))["state"] == "waiting"
    await later(bureau, 10)
    assert await got(bureau, LIAISON) == ["信一"]


def _proxy(*_call: object) -> Any:
    from sandbox.calls import Answer  # noqa: PLC0415 - imported with its module patched

    return Answer(403, {}, page="<html><body>Forbidden by the proxy</body></html>")


def _gateway(*_call: object) -> Any:
    from sandbox.calls import Answer  # noqa: PLC0415 - imported with its module patched

    return Answer(403, {"error": "Forbidden by the gateway", "code": 403})


async def test_killed_between_claim_and_sent(bureau: Town) -> None:
    """The next start takes over the claims of the last one at once, because nobody else can be sending."""
    await write(bureau, CHANGZHOU, "信一")
    now = bureau.clock.now()
    assert [letter.key for letter in await bureau.db.write(lambda db: claims.claim(db, now, Calendar(), 9))] == [
        "test:信一"
    ]
    await bureau.bot.delivery.drain()
    assert await got(bureau, CHANGZHOU) == [], "it is in the hands of another"
    await restarted(bureau)
    assert await got(bureau, CHANGZHOU) == ["信一"]


async def test_many_in_order_and_urgent_ones_first(bureau: Town) -> None:
    """Two concurrent deliveries of more letters than one claim takes send none twice."""
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
