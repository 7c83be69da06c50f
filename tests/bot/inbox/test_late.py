"""Time is when somebody wrote, not when it was handled."""

from datetime import datetime, timedelta

import pytest

from tests.bot.inbox.test_order import restarted
from tests.handlers.scene import change, scalar
from tests.plan.build import SHANGHAI
from tests.town import LEADER, LIAISON, MONDAY, Place, Town

DEADLINE = datetime(2020, 6, 30, 23, 58, tzinfo=SHANGHAI)
MIDNIGHT = timedelta(minutes=2)
OF_TASK = "FROM assignments a JOIN tasks t ON t.id = a.task_id WHERE t.code = '2.2.3' AND role = 'lead'"
REPORTED = "SELECT strftime('%m-%d %H:%M', at, '+8 hours') FROM reports ORDER BY id DESC"
WAIT = timedelta(minutes=7)


async def say_late(town: Town, who: Place, text: str, written: datetime, wait: timedelta = WAIT) -> str:
    """Let somebody write at a moment, and the bot handle it `wait` later."""
    person = await town.person(who)
    town.clock.set(written)
    before = len(town.world.transcript(person))
    town.world.say(person, text)
    town.clock.set(written + wait)
    await town.settle()
    return "\n".join(message.text for message in town.world.transcript(person)[before:] if message.out)


@pytest.fixture
async def bureau(bureau: Town) -> Town:
    """A bureau whose people have joined; the task 2.2.3 is due on 30 June."""
    for place in (LIAISON, LEADER):
        await bureau.person(place)
    await change(bureau, "UPDATE assignments SET deadline = '2020-06-30'")
    return bureau


@pytest.mark.parametrize(("before_midnight", "in_time"), [(timedelta(minutes=2), True), (-timedelta(minutes=1), False)])
async def test_an_extension_requested_just_before_midnight(
    bureau: Town, before_midnight: timedelta, in_time: bool
) -> None:
    written = DEADLINE + MIDNIGHT - before_midnight
    answer = await say_late(bureau, LIAISON, "/extend 2.2.3 2020-09-30 数据尚未报齐", written)
    assert ("已申请延期" in answer, "已过时限" in answer) == (in_time, not in_time)
    assert await scalar(bureau, "SELECT count(*) FROM extensions") == int(in_time)
    if in_time:
        asked = await scalar(bureau, "SELECT strftime('%m-%d %H:%M', at, '+8 hours') FROM extensions")
        assert asked == "06-30 23:58"


async def test_a_report_and_a_signature_have_the_date_of_writing(bureau: Town) -> None:
    await say_late(bureau, LIAISON, "/sign 2.2.3", DEADLINE)
    signed = f"SELECT strftime('%m-%d %H:%M', signed_at, '+8 hours') {OF_TASK}"
    assert await scalar(bureau, signed) == "06-30 23:58"
    await say_late(bureau, LIAISON, "2.2.3 40% 已完成初稿", DEADLINE + timedelta(minutes=1), timedelta(hours=9))
    assert await scalar(bureau, REPORTED) == "06-30 23:59"
    assert "6月30日 23:59" in await bureau.say(LIAISON, "2.2.3")


async def test_a_report_is_never_dated_before_an_earlier_one(bureau: Town) -> None:
    """A colleague's report was handled first, although it was written later."""
    await bureau.say(LIAISON, "/sign 2.2.3")
    bureau.clock.set(MONDAY + timedelta(minutes=30))
    await bureau.say(LIAISON, "2.2.3 40% 第一")
    message = bureau.world.say(await bureau.person(LIAISON), "2.2.3 50% 第二")
    message.date = int((MONDAY + timedelta(minutes=10)).timestamp())
    bureau.world.updates._queue[-1].update["message"]["date"] = message.date
    await bureau.settle()
    assert await scalar(bureau, REPORTED) == "03-02 08:30"
    reported = f"SELECT strftime('%m-%d %H:%M', reported_at, '+8 hours') {OF_TASK}"
    assert await scalar(bureau, reported) == "03-02 08:30"
    assert "恢复为：办理中 40%" in await bureau.say(LIAISON, "/undo")


async def test_a_report_from_a_phone_whose_clock_is_ahead(bureau: Town) -> None:
    """Never later than now."""
    bureau.world.say(await bureau.person(LIAISON), "2.2.3 50% 已启动")
    bureau.world.updates._queue[-1].update["message"]["date"] += 3600
    await bureau.settle()
    assert await scalar(bureau, REPORTED) == "03-02 08:00"


@pytest.mark.parametrize(("minutes", "in_time"), [(9, True), (11, False)])
async def test_undo_within_ten_minutes_of_writing(bureau: Town, minutes: int, in_time: bool) -> None:
    """The undo was written in time, and handled half an hour later."""
    await bureau.say(LIAISON, "2.2.3 50% 已启动")
    written = MONDAY + timedelta(minutes=minutes)
    answer = await say_late(bureau, LIAISON, "/undo", written, timedelta(minutes=30))
    assert ("已撤销" in answer) is in_time


async def test_a_tap_has_the_time_at_which_its_update_was_received(bureau: Town) -> None:
    person = await bureau.person(LIAISON)
    bureau.clock.set(DEADLINE)
    await bureau.say(LIAISON, "2.2.3")
    message = bureau.last(person)
    data = next(button.data for row in message.buttons for button in row if button.text == "签收")
    assert data is not None
    bureau.world.tap(person, person, message.id, data)
    await bureau.bot.workers.stop(1)
    await bureau.bot.intake.once()
    bureau.clock.set(DEADLINE + WAIT)
    await restarted(bureau)
    signed = f"SELECT strftime('%m-%d %H:%M', signed_at, '+8 hours') {OF_TASK}"
    assert await scalar(bureau, signed) == "06-30 23:58"
