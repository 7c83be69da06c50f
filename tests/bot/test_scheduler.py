"""Each nominal time of a schedule is done once, after any stop, and on working days only."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.app import until_next_minute
from bot.scheduler import Scheduler
from plan.calendar import Calendar
from plan.letter_kinds import KINDS, RULES, LetterKind, Rule, kinds
from plan.person import Person
from plan.values import Duty
from schedules import SCHEDULES
from schedules.registry import Content, NewLetter, PutOff, Schedule
from schedules.tick import Tick
from storage import people
from tests.bot.days import days, on, working
from tests.bot.letters import got, later, write
from tests.town import CLERK, LIAISON, MONDAY, Town

DAY = timedelta(days=1)


async def nominal(bureau: Town) -> list[tuple[str, str]]:
    query = sa.text("SELECT schedule, nominal FROM runs WHERE state = 'done' ORDER BY schedule, nominal")
    return [(row[0], row[1]) for row in await bureau.db.read(lambda db: db.execute(query))]


@pytest.fixture
def demo() -> Iterator[LetterKind]:
    yield LetterKind("demo", Rule("demo", "演示计划", "工作日8:35", "督办员"))
    del KINDS["demo"], RULES["demo"]
    kinds.cache_clear()


async def holder(tick: Tick, duty: Duty) -> Person:
    return (await people.holders(tick.db, (duty,), tick.today))[0]


async def fails(_key: str) -> Content:
    raise RuntimeError("broken")


async def test_each_moment_once(bureau: Town) -> None:
    """Each moment is done once, however often the scheduler wakes, with a second scheduler on the same database."""
    liaison = await bureau.person(LIAISON)
    other = Scheduler(bureau.db, bureau.clock, bureau.bot.bureau)
    for hour in (8.4, 8.5, 8.6, 9.0, 12, 23):
        bureau.clock.set(MONDAY.replace(hour=0) + DAY + timedelta(hours=hour))
        await asyncio.gather(bureau.bot.tick(), other.catch_up(), other.catch_up())
        await bureau.bot.delivery.drain()
    assert len(days(bureau, liaison, "请办理")) == 1
    done = await nominal(bureau)
    assert len(done) == len(set(done))
    # The beginning, and Tuesday's; Monday's at nine was still owed at half past eight, with its digest in Tuesday's.
    assert [name for name, _ in done if name in ("digest", "summary")] == ["digest"] * 2 + ["summary"] * 3


async def test_the_next_moment_is_kept_and_is_what_it_would_be_anew(bureau: Town) -> None:
    """Go through four days minute by minute, one of which starts after the bureau's hours have begun."""
    clerk = await bureau.person(CLERK)
    await bureau.say(clerk, "/rules 晨报时间 9:30")
    await bureau.say(clerk, "/rules 清单时间 10:00")
    for minute in range(0, 4 * 24 * 60, 7):
        bureau.clock.set(MONDAY + timedelta(minutes=minute))
        computed = Scheduler(bureau.db, bureau.clock, bureau.bot.bureau).next_moment()
        assert bureau.bot.scheduler.next_moment() == computed, bureau.clock.now()


async def test_a_stop_of_days_is_one_digest(tmp_path: Path) -> None:
    """After a stop from Monday to Friday, one message states everything as it is now."""
    async with working(tmp_path, MONDAY) as (bureau, liaison, _):
        bureau.clock.set(on(3, 6, 14))
        for _ in range(3):
            await bureau.bot.tick()
            await bureau.bot.delivery.drain()
        (digest,) = bureau.letters(liaison, MONDAY + timedelta(hours=1))
        assert "3月6日 周五" in digest
        assert "已下达4个工作日，尚未签收" in digest


async def test_a_clock_that_jumps_back(tmp_path: Path) -> None:
    async with working(tmp_path, MONDAY) as (bureau, liaison, _):
        for at in (on(3, 3, 9), on(3, 2, 10), on(3, 3, 8, 31), on(3, 3, 9, 1), on(1, 1), on(3, 3, 10)):
            bureau.clock.set(at)
            await bureau.bot.tick()
            await bureau.bot.delivery.drain()
        assert len(days(bureau, liaison, "请办理")) == 1
        await bureau.until(on(3, 5, 9))
        assert len(days(bureau, liaison, "请办理")) == 2, "the third working day has its own"


async def test_one_that_fails_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failing schedule is rolled back and does not stop others; once it works, it sends what it owes, once."""
    async with working(tmp_path, MONDAY) as (bureau, liaison, group):
        digest = SCHEDULES["digest"]
        tried = 0

        async def broken(tick: Tick) -> list[NewLetter | PutOff]:
            nonlocal tried
            tried += 1
            return [*await digest.owes(tick), NewLetter(await holder(tick, Duty.CLERK), fails)]

        monkeypatch.setitem(SCHEDULES, "digest", replace(digest, owes=broken, setting=""))
        await bureau.until(on(3, 9, 9, 5))
        assert days(bureau, liaison, "请办理") == []
        assert any("截至3月9日" in text for text in bureau.letters(group, on(3, 9)))
        for _ in range(3):
            await bureau.bot.tick()
        assert tried > 3
        failed = sa.text("SELECT attempts, error FROM runs WHERE state = 'failed' ORDER BY nominal DESC LIMIT 1")
        row = (await bureau.db.read(lambda db: db.execute(failed))).one()
        assert (row.attempts > 3, row.error) == (True, "RuntimeError: broken")
        monkeypatch.undo()
        for _ in range(3):
            await bureau.bot.tick()
            await bureau.bot.delivery.drain()
        assert len(days(bureau, liaison, "请办理")) == 1


async def test_working_days_alone(tmp_path: Path) -> None:
    """Digests come only on working days of the State Council's calendar, make-up days included."""
    async with working(tmp_path, on(4, 20)) as (bureau, liaison, _):
        delivered = set()
        for number in range(20):
            day = on(4, 20) + number * DAY
            before = len(days(bureau, liaison, "请办理"))
            await _remind(bureau, day)
            if len(days(bureau, liaison, "请办理")) > before:
                delivered.add(day.date())
        calendar = Calendar()
        expected = {(on(4, 20) + n * DAY).date() for n in range(20) if calendar.works((on(4, 20) + n * DAY).date())}
        assert delivered == expected
        assert {(4, 26), (5, 9)} <= {(day.month, day.day) for day in delivered}, "a Sunday and a Saturday that make up"
        assert not {(5, 1), (5, 4), (5, 5)} & {(day.month, day.day) for day in delivered}


async def _remind(bureau: Town, day: datetime) -> None:
    """Let a task fall due on this day, and pass the morning."""
    start = bureau.clock.now()
    update = sa.text(
        "UPDATE assignments SET deadline = :day, state = 'active', version = version + 1 "
        "WHERE id = (SELECT a.id FROM assignments a JOIN units u ON u.id = a.unit_id "
        "WHERE u.name = '运用促进处' LIMIT 1)"
    )
    await bureau.db.write(lambda db: db.execute(update, {"day": day.date().isoformat()}))
    await bureau.until(max(start, day.replace(hour=9)))


async def _fails(_tick: Tick) -> list[NewLetter]:
    raise RuntimeError("secret trace")


async def test_the_clerk_is_told_after_the_third_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, demo: LetterKind
) -> None:
    """Once for each moment, in words without traces; the others go on."""
    async with working(tmp_path, MONDAY) as (bureau, liaison, _):
        clerk = await bureau.person(CLERK)
        monkeypatch.setitem(SCHEDULES, demo.name, Schedule(demo, "35 8 * * *", _fails))
        await bureau.bot.scheduler.begin()
        for minute, count in ((35, 0), (36, 0), (37, 1), (38, 1), (39, 1)):
            bureau.clock.set(on(3, 3, 8, minute))
            await bureau.bot.tick()
            await bureau.bot.delivery.drain()
            alerts = [text for text in bureau.letters(clerk, MONDAY) if "演示计划" in text]
            assert len(alerts) == count, minute
        assert "3月3日 08:35的“演示计划”连续3次未能生成" in alerts[0]
        assert "secret" not in alerts[0]
        assert len(days(bureau, liaison, "请办理")) == 1
        bureau.clock.set(on(3, 4, 9))
        for _ in range(4):
            await bureau.bot.tick()
            await bureau.bot.delivery.drain()
        assert len([text for text in bureau.letters(clerk, MONDAY) if "演示计划" in text]) == 2, "a moment of its own"


@pytest.mark.parametrize(
    ("moments", "wanted"),
    [
        pytest.param(
            [on(3, 5, 9), on(3, 2, 10), on(3, 3, 9), on(3, 4, 9), on(3, 5, 9), on(3, 6, 9)],
            ["05", "02", "03", "04", "05", "06"], id="it was ahead by days, in which moments have passed",
        ),
        pytest.param(
            [on(3, 3, 8, 35), on(3, 3, 8, 34), on(3, 3, 8, 35), on(3, 3, 8, 36), on(3, 4, 9)], ["03", "04"],
            id="by a minute: that is no reason to do anything again",
        ),
    ],
)  # fmt: skip
async def test_a_clock_that_is_put_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, demo: LetterKind, moments: list[datetime], wanted: list[str]
) -> None:
    """No moment is skipped, and nothing is sent twice."""
    ran: list[str] = []

    async def noted(tick: Tick) -> list[NewLetter]:
        ran.append(f"{tick.at:%d}")
        return []

    async with working(tmp_path, MONDAY) as (bureau, liaison, _):
        monkeypatch.setitem(SCHEDULES, demo.name, Schedule(demo, "35 8 * * *", noted))
        await bureau.bot.scheduler.begin()
        for at in moments:
            bureau.clock.set(at)
            for _ in range(2):
                await bureau.bot.tick()
                await bureau.bot.delivery.drain()
        assert ran == wanted
        delivered = days(bureau, liaison, "请办理")
        assert delivered
        assert len(delivered) == len(set(delivered))


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(days=1), timedelta(days=366)])
async def test_letters_that_a_wrong_clock_has_put_off(bureau: Town, ahead: timedelta) -> None:
    """Letters that a fast clock has dated ahead are sent within a minute after it is corrected."""
    monday = bureau.clock.now()
    await bureau.person(LIAISON)
    bureau.clock.set(monday + ahead)
    bureau.world.add_fault("502", method="sendMessage", times=4)
    await write(bureau, LIAISON, "信一", "信二")
    await bureau.bot.tick()
    await bureau.bot.delivery.drain()
    await later(bureau, 3)
    bureau.clock.set(monday)
    await bureau.bot.tick()
    await bureau.bot.delivery.drain()
    assert sorted(await got(bureau, LIAISON)) == ["信一", "信二"]


def test_the_minute_is_looked_at_whatever_the_clock_says() -> None:
    """The loop sleeps for a number of seconds, not until a moment, so a clock that is set back delays nothing."""
    moments = [MONDAY + timedelta(seconds=step * 7.3) for step in range(200)]
    assert all(0 < until_next_minute(moment) <= 60.1 for moment in moments)
