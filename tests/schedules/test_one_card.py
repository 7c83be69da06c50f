"""A group gets one new card a day: a summary or bulletin waits for the other, and each is sent exactly once."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.handlers.bulletins.desk import PLAN, group
from tests.schedules.test_digest import at
from tests.town import CLERK, LEADER, Town, quick

FRIDAY = at("3-13", 10)
Cards = list[tuple[str, str]]


def cards(bureau: Town, chat: int) -> Cards:
    """Return the time and the kind of each card in the chat."""
    messages = [
        (message.at.astimezone(FRIDAY.tzinfo), message.text[:50])
        for message in bureau.world.transcript(chat)
        if message.out
    ]
    kinds = {"督办通报": "通报", "一周进展": "周报"}
    return [
        (f"{moment:%-m-%-d %-H:%M}", kinds[word]) for moment, text in messages for word in kinds if word in text[:50]
    ]


async def sign_bulletin(bureau: Town) -> None:
    """Draft and sign a bulletin at once: the leader does not wait for the letter, so the hour does not matter."""
    await bureau.say(CLERK, "/bulletin")
    await bureau.tap(CLERK, "送领导审签")
    await bureau.say(LEADER, "审签")
    assert "已签发" in await bureau.tap(LEADER, "签发")


@pytest.mark.parametrize(
    ("weekly", "signed_at", "ticks_at", "expected"),
    [
        pytest.param("", (), (), [("3-16 9:00", "周报")], id="a Monday without a bulletin"),
        pytest.param(
            "", (at("3-16", 8, 40),), (), [("3-16 8:40", "通报"), ("3-17 9:00", "周报")], id="a bulletin before it"
        ),
        pytest.param(
            "", (at("3-16", 9, 30),), (), [("3-16 9:00", "周报"), ("3-17 8:30", "通报")], id="a bulletin after it"
        ),
        pytest.param(
            "周一 16:00", (at("3-16", 11),), (), [("3-16 11:00", "通报"), ("3-17 16:00", "周报")], id="at its own hour"
        ),
        pytest.param(
            "", (at("3-13", 19),), (), [("3-16 8:30", "通报"), ("3-17 9:00", "周报")], id="one that waited for Monday"
        ),
        pytest.param(
            "", (at("3-16", 8, 40), at("3-16", 10)), (),
            [("3-16 8:40", "通报"), ("3-17 8:30", "通报"), ("3-18 9:00", "周报")], id="two bulletins in a row",
        ),
        pytest.param(
            "", (at("3-13", 19),), (at("3-17", 10),), [("3-17 10:00", "通报"), ("3-18 9:00", "周报")],
            id="it stood still on the Monday: both are late, and not on one day",
        ),
        pytest.param(
            "", (at("3-16", 8, 40),), (at("3-16", 9), at("3-18", 11)), [("3-16 8:40", "通报"), ("3-18 11:00", "周报")],
            id="it stood still on the day to which it was put off",
        ),
        pytest.param(
            "周五 16:00", (at("3-13", 11),), (), [("3-13 11:00", "通报"), ("3-16 16:00", "周报")], id="over a weekend"
        ),
    ],
)  # fmt: skip
async def test_which_comes_when(
    tmp_path: Path, weekly: str, signed_at: tuple[datetime, ...], ticks_at: tuple[datetime, ...], expected: Cards
) -> None:
    """Sign bulletins at `signed_at`, run the bot at `ticks_at` only, then continuously until Wednesday noon."""
    async with quick(tmp_path, PLAN, FRIDAY) as bureau:
        for place in (CLERK, LEADER):
            await bureau.person(place)
        chat = await group(bureau)
        if weekly:
            await bureau.say(CLERK, f"/weekly {weekly}", chat=chat)
        for moment in signed_at:
            await bureau.until(moment)
            await sign_bulletin(bureau)
        for moment in ticks_at:
            bureau.clock.set(moment)
            for _ in range(2):
                await bureau.bot.tick()
                await bureau.bot.delivery.drain()
        await bureau.until(at("3-18", 12))
        assert cards(bureau, chat) == expected
        if expected[-1][1] == "周报":
            (summary,) = [message for message in bureau.world.transcript(chat) if "一周进展" in message.text]
            assert f"截至{summary.at.astimezone(FRIDAY.tzinfo):%-m月%-d日}" in summary.text, (
                "it has the data of that day"
            )


async def test_let_go_meanwhile_it_is_not_owed_any_more(tmp_path: Path) -> None:
    async with quick(tmp_path, PLAN, FRIDAY) as bureau:
        for place in (CLERK, LEADER):
            await bureau.person(place)
        chat = await group(bureau)
        await bureau.until(at("3-16", 8, 40))
        await sign_bulletin(bureau)
        await bureau.until(at("3-16", 10))
        await bureau.say(CLERK, "/unbind", chat=chat)
        await bureau.say(CLERK, "/bind", chat=chat)
        await bureau.until(at("3-18", 12))
        assert cards(bureau, chat) == [("3-16 8:40", "通报")]


async def test_what_is_put_off_keeps_its_hour_beside_a_late_one(tmp_path: Path) -> None:
    """Another group's hour is after the bureau's hours, so its missed card is checked in the morning."""
    async with quick(tmp_path, PLAN, FRIDAY) as bureau:
        for place in (CLERK, LEADER):
            await bureau.person(place)
        chat = await group(bureau)
        await bureau.say(CLERK, "/weekly 周一 16:00", chat=chat)
        late = bureau.world.add_group("演示另一群", [await bureau.person(CLERK)]).id
        await bureau.say(CLERK, "/bind", chat=late)
        await bureau.say(CLERK, "/weekly 周五 17:00", chat=late)
        await bureau.say(CLERK, "/hours 8:30 16:30")
        await bureau.until(at("3-16", 11))
        await sign_bulletin(bureau)
        await bureau.until(at("3-18", 12))
        assert cards(bureau, chat) == [("3-16 11:00", "通报"), ("3-17 16:00", "周报")]


async def test_a_day_that_has_had_its_card_gets_no_other_by_a_later_hour(tmp_path: Path) -> None:
    async with quick(tmp_path, PLAN, FRIDAY) as bureau:
        await bureau.person(CLERK)
        chat = await group(bureau)
        await bureau.until(at("3-16", 19))
        assert "周一16:00" in await bureau.say(CLERK, "/weekly 周一 16:00", chat=chat)
        await bureau.until(at("3-24", 12))
        assert cards(bureau, chat) == [("3-16 9:00", "周报"), ("3-23 16:00", "周报")]


async def test_a_clock_that_ran_far_ahead_takes_no_summary_away(tmp_path: Path) -> None:
    async with quick(tmp_path, PLAN, FRIDAY) as bureau:
        await bureau.person(CLERK)
        chat = await group(bureau)
        for moment in (at("6-15", 10), at("3-13", 12)):
            bureau.clock.set(moment)
            await bureau.bot.tick()
            await bureau.bot.delivery.drain()
        await bureau.until(at("3-24", 12))
        assert cards(bureau, chat) == [("6-15 10:00", "周报"), ("3-16 9:00", "周报"), ("3-23 9:00", "周报")]


async def test_a_summary_of_last_week_gives_way_to_the_new_one(tmp_path: Path) -> None:
    async with quick(tmp_path, PLAN, FRIDAY) as bureau:
        await bureau.person(CLERK)
        chat = await group(bureau)
        bureau.cut_off(chat)
        await bureau.until(at("3-16", 9, 5))
        bureau.clock.set(at("3-23", 9, 20))
        bureau.reconnect()
        await bureau.until(at("3-23", 12))
        (text,) = [message.text for message in bureau.world.transcript(chat) if "一周进展" in message.text]
        assert "截至3月23日" in text


async def test_a_bulletin_is_no_urgent_event(tmp_path: Path) -> None:
    """After Monday's summary, a bulletin waits for Tuesday morning, even if urgent events are sent at once."""
    async with quick(tmp_path, PLAN, FRIDAY) as bureau:
        for place in (CLERK, LEADER):
            await bureau.person(place)
        chat = await group(bureau)
        await bureau.until(at("3-16", 10))
        await sign_bulletin(bureau)
        await bureau.until(at("3-16", 20))
        await bureau.say(CLERK, "/hours 随时即发")
        await bureau.until(at("3-18", 12))
        assert cards(bureau, chat) == [("3-16 9:00", "周报"), ("3-17 8:30", "通报")]


async def test_a_group_is_not_owed_the_day_before_it_was_bound(tmp_path: Path) -> None:
    async with quick(tmp_path, PLAN, FRIDAY) as bureau:
        await bureau.person(CLERK)
        await group(bureau)
        await bureau.until(at("3-16", 19))
        new = bureau.world.add_group("演示另一群", [await bureau.person(CLERK)]).id
        await bureau.say(CLERK, "/bind", chat=new)
        await bureau.say(CLERK, "/weekly 周一 16:00", chat=new)
        await bureau.until(at("3-24", 12))
        assert cards(bureau, new) == [("3-23 16:00", "周报")]
