"""Delayed letters: sent within the hours, to the receiver of that time, with content that still applies."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sandbox import Message
from tests.handlers.scene import change, scalar
from tests.schedules.test_assigned import TEN, assignment_letters, imported, new_tasks, plan
from tests.schedules.test_digest import OFFICE, at, due, letters, signed
from tests.schedules.test_stops import started_again
from tests.town import CLERK, HEAD, LEADER, LIAISON, Place, Town, quick

SUNDAY = at("3-8", 15)


def since(bureau: Town, chat: int, moment: datetime) -> list[Message]:
    return [message for message in bureau.world.transcript(chat) if message.out and message.at > moment]


async def asleep(bureau: Town, moment: datetime) -> None:
    """Queue the letters that are due at this moment, and send none of them, as if the bot then stopped."""
    bureau.clock.set(moment)
    await bureau.bot.refresh_settings()
    await bureau.bot.scheduler.catch_up()


async def nudged(bureau: Town, task: str = "1.1.1") -> None:
    await bureau.say(CLERK, f"催 {task}")
    assert "发出 1 件" in await bureau.tap(CLERK, "确认发送")


async def with_deputy(bureau: Town, holder: int, deputy: int, leave: str) -> None:
    """Appoint the deputy for every post of the holder, and register the holder's leave."""
    ids = [await scalar(bureau, f"SELECT id FROM people WHERE telegram_id = {chat}") for chat in (holder, deputy)]
    await change(bureau, f"UPDATE posts SET deputy_id = {ids[1]} WHERE person_id = {ids[0]}")
    assert "已登记" in await bureau.say(holder, f"请假 {leave}")


@pytest.mark.parametrize("restarted_at", [("3-6", 18), ("3-7", 3), ("3-8", 12), ("3-9", 8)])
async def test_after_a_stop_nothing_goes_out_at_night_or_on_a_day_off(
    tmp_path: Path, restarted_at: tuple[str, int]
) -> None:
    """Friday's digest and a nudge were due within the hours, and the bot has been stopped since."""
    async with quick(tmp_path, due("3-6", "12-31")) as bureau:
        liaison, _ = await signed(bureau, LIAISON, CLERK)
        await bureau.until(at("3-5", 12))
        await asleep(bureau, at("3-6", 17))
        bureau.cut_off(liaison)
        await nudged(bureau, "1.1.2")
        bureau.reconnect()
        stopped = bureau.clock.now()
        await started_again(bureau, *restarted_at)
        assert since(bureau, liaison, stopped) == []
        await bureau.until(at("3-9"))
        digest, nudge = sorted(since(bureau, liaison, stopped), key=lambda message: "请反馈" in message.text)
        assert [digest.at, nudge.at] == [at("3-9", 8, 30)] * 2
        assert "已逾期1个工作日" in digest.text, "the text is that of Monday"
        assert "今天到期" not in digest.text
        await bureau.until(at("3-9", 17))
        assert len(since(bureau, liaison, stopped)) == 2


async def test_what_somebody_wants_at_any_hour_still_comes(tmp_path: Path) -> None:
    async with quick(tmp_path, due("12-31")) as bureau:
        (liaison,) = await signed(bureau, LIAISON)
        await bureau.until(at("3-7", 10))
        await bureau.say(LIAISON, "/remind 1.1.1 今天22:00")
        await bureau.until(at("3-7", 23))
        assert "提醒" in since(bureau, liaison, at("3-7", 21))[0].text


async def test_what_friday_could_not_say_monday_says(tmp_path: Path) -> None:
    """Telegram was unreachable on Friday: the reminder of seven days before is sent once, on Monday."""
    async with quick(tmp_path, due("3-13", "4-5")) as bureau:
        (liaison,) = await signed(bureau, LIAISON)
        await bureau.until(at("3-5"))
        bureau.cut_off(liaison)
        await bureau.until(at("3-8"))
        assert letters(bureau, liaison) == []
        bureau.reconnect()
        await bureau.until(at("3-11"))
        monday, later = letters(bureau, liaison)
        assert monday.at == at("3-9", 8, 30)
        assert "1.1.1 任务1\n　3月13日到期，还有4个工作日" in monday.text
        assert "1.1.2 任务2\n　4月5日到期" in monday.text
        assert "1.1.1" in later.text, "its next reminder, three days before the deadline"
        assert "1.1.2" not in later.text


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ((), "请办理 2 项"),
        (("/submit 1.1.1 yes 全部完成",), "请办理 1 项\n🟡 1.1.2"),
        (("/submit 1.1.1 yes 全部完成", "/submit 1.1.2 yes 全部完成"), ""),
    ],
)
async def test_a_digest_for_ones_own_hour_says_what_is_so_then(
    tmp_path: Path, reports: tuple[str, ...], expected: str
) -> None:
    async with quick(tmp_path, due("3-6", "3-6")) as bureau:
        (liaison,) = await signed(bureau, LIAISON)
        await bureau.say(LIAISON, "/settings 16:00")
        await bureau.until(at("3-5"))
        for report in reports:
            await bureau.say(LIAISON, report)
        await bureau.until(at("3-5", 17))
        digests = [message for message in letters(bureau, liaison) if message.at == at("3-5", 16)]
        assert [expected in message.text for message in digests] == [True] * bool(expected)
        if digests:
            assert "3月6日到期，还有1个工作日" in digests[0].text
            assert bureau.buttons(liaison)[-2:] == ["我的任务", "为什么收到"]
            assert "临期" in await bureau.tap(liaison, "为什么收到")


async def test_an_hour_of_ones_own_after_the_new_closing(tmp_path: Path) -> None:
    async with quick(tmp_path, due("3-6")) as bureau:
        liaison, _ = await signed(bureau, LIAISON, CLERK)
        await bureau.say(LIAISON, "/settings 16:00")
        await bureau.until(at("3-5"))
        await bureau.say(CLERK, "/hours 8:30 12:00")
        await bureau.until(at("3-5", 20))
        assert [message.at for message in letters(bureau, liaison) if message.at > at("3-5")] == [at("3-5", 12)]


@pytest.mark.parametrize(
    ("command", "sent_at"),
    [
        ("/holiday 2020-03-08 上班", at("3-8", 8, 30)),
        ("/holiday 2020-03-09 放假", at("3-10", 8, 30)),
        ("/hours 9:30 17:30", at("3-9", 9, 30)),
        ("/hours 8:00 17:30", at("3-9", 8)),
    ],
)
async def test_days_and_hours_changed_while_it_waits(tmp_path: Path, command: str, sent_at: datetime) -> None:
    """The letter of Friday evening waits for Monday; days or hours are changed on Friday evening or Saturday noon."""
    for changed_at in (at("3-6", 19), at("3-7", 12)):
        async with quick(tmp_path, due("12-31")) as bureau:
            liaison, _ = await signed(bureau, LIAISON, CLERK)
            await bureau.until(at("3-6", 18))
            await nudged(bureau)
            await bureau.until(changed_at)
            await bureau.say(CLERK, command)
            await bureau.until(at("3-10", 12))
            assert [message.at for message in since(bureau, liaison, at("3-6", 18)) if "请反馈" in message.text] == [
                sent_at
            ]


@pytest.mark.parametrize(("leave", "receiver"), [("3-9 至 3-13", OFFICE), ("3-5 至 3-8", LIAISON)])
async def test_it_is_for_whoever_is_there_when_it_goes_out(tmp_path: Path, leave: str, receiver: Place) -> None:
    """The holder's leave begins on Monday, or has ended on Sunday."""
    async with quick(tmp_path, due("12-31")) as bureau:
        liaison, deputy, _ = await signed(bureau, LIAISON, OFFICE, CLERK)
        await with_deputy(bureau, liaison, deputy, leave)
        await bureau.until(SUNDAY)
        await nudged(bureau)
        await bureau.until(at("3-9", 12))
        letter_counts = {chat: len(since(bureau, chat, SUNDAY)) for chat in (liaison, deputy)}
        assert letter_counts == {chat: int(chat == await bureau.person(receiver)) for chat in (liaison, deputy)}
        assert "已回复" not in await bureau.tap(receiver, "为什么收到")


async def test_who_stood_in_for_the_leader_is_not_asked_any_more(tmp_path: Path) -> None:
    async with quick(tmp_path, due("3-31")) as bureau:
        leader, deputy, _ = await signed(bureau, LEADER, OFFICE, LIAISON)
        await with_deputy(bureau, leader, deputy, "3-5 至 3-8")
        await bureau.until(SUNDAY)
        await bureau.say(LIAISON, "/extend 1.1.1 2020-04-30 数据尚未报齐")
        await bureau.until(at("3-9", 12))
        assert since(bureau, deputy, SUNDAY) == []
        assert "请审批延期申请" in since(bureau, leader, SUNDAY)[0].text
        assert "已批准" in await bureau.tap(LEADER, "批准")


async def test_who_would_be_told_twice_is_told_once(tmp_path: Path) -> None:
    """The head receives the second nudge and, from Monday on, is also the liaison's deputy."""
    async with quick(tmp_path, due("12-31")) as bureau:
        liaison, head, _ = await signed(bureau, LIAISON, HEAD, CLERK)
        await with_deputy(bureau, liaison, head, "3-9 至 3-13")
        await bureau.until(at("3-6"))
        await nudged(bureau)
        await bureau.until(SUNDAY)
        await nudged(bureau)
        await bureau.until(at("3-9", 12))
        assert [len(since(bureau, chat, SUNDAY)) for chat in (liaison, head)] == [0, 1]


async def test_one_deputy_of_both_is_told_once(tmp_path: Path) -> None:
    async with quick(tmp_path, due("12-31")) as bureau:
        liaison, head, deputy, _ = await signed(bureau, LIAISON, HEAD, OFFICE, CLERK)
        await bureau.until(at("3-6"))
        await nudged(bureau)
        for chat in (liaison, head):
            await with_deputy(bureau, chat, deputy, "3-9 至 3-13")
        await bureau.until(SUNDAY)
        await nudged(bureau)
        await bureau.until(at("3-9", 12))
        letter_starts = [
            [message.text[:6] for message in since(bureau, chat, SUNDAY)] for chat in (liaison, head, deputy)
        ]
        assert letter_starts == [[], [], ["请尽快反馈进"]]


async def test_it_comes_back_to_whom_it_was_for_at_first(tmp_path: Path) -> None:
    """The liaison is on leave on Monday only, while the deputy cannot be reached."""
    async with quick(tmp_path, due("12-31")) as bureau:
        liaison, deputy, _ = await signed(bureau, LIAISON, OFFICE, CLERK)
        await with_deputy(bureau, liaison, deputy, "3-9 至 3-9")
        await bureau.until(SUNDAY)
        await nudged(bureau)
        bureau.cut_off(deputy)
        await bureau.until(at("3-9", 20))
        bureau.reconnect()
        await bureau.until(at("3-10", 12))
        assert [len(since(bureau, chat, SUNDAY)) for chat in (liaison, deputy)] == [1, 0]


async def test_open_again_before_it_was_ever_signed(tmp_path: Path) -> None:
    async with quick(tmp_path, due("12-31")) as bureau:
        liaison, clerk = await bureau.person(LIAISON), await bureau.person(CLERK)
        await bureau.until(at("3-6"))
        await bureau.confirm(clerk, "/waive 1.1.1 不再需要")
        await bureau.until(SUNDAY)
        await bureau.say(clerk, "/reopen 1.1.1")
        await bureau.until(at("3-9", 12))
        assert "请继续办理：1.1.1" in since(bureau, liaison, SUNDAY)[0].text


async def test_a_request_and_a_complaint_that_are_settled(tmp_path: Path) -> None:
    second: Place = ("办公室", CLERK[1])
    async with quick(tmp_path, due("12-31")) as bureau:
        _, clerk, leader, second_clerk = await signed(bureau, LIAISON, CLERK, LEADER, second)
        await bureau.until(SUNDAY)
        await bureau.say(LIAISON, "/extend 1.1.1 2021-01-30 数据尚未报齐")
        await bureau.confirm(clerk, "/waive 1.1.1 不再需要")
        await bureau.confirm(LIAISON, "/feedback 希望增加字号")
        await bureau.confirm(clerk, "/reply 1 已列入下一版")
        await bureau.until(at("3-9", 12))
        assert [since(bureau, chat, SUNDAY) for chat in (leader, second_clerk)] == [[], []]


async def test_a_post_that_nobody_has_by_then(tmp_path: Path) -> None:
    async with quick(tmp_path, due("12-31")) as bureau:
        liaison, _ = await signed(bureau, LIAISON, CLERK)
        await bureau.until(SUNDAY)
        await nudged(bureau)
        await change(bureau, "UPDATE posts SET person_id = NULL WHERE duty = 'liaison'")
        await bureau.until(at("3-9", 12))
        assert since(bureau, liaison, SUNDAY) == []


async def test_a_nudge_that_was_answered_before_it_went_out(tmp_path: Path) -> None:
    async with quick(tmp_path, due("12-31", "12-31", "12-31")) as bureau:
        liaison, _ = await signed(bureau, LIAISON, CLERK)
        await bureau.until(SUNDAY)
        for task in ("1.1.1", "1.1.2", "1.1.3"):
            await nudged(bureau, task)
        await bureau.say(LIAISON, "1.1.1 60% 正在办理")
        await bureau.confirm(CLERK, "/waive 1.1.2 不再需要")
        decided_at = bureau.clock.now()
        await bureau.until(at("3-9", 12))
        texts = [message.text for message in since(bureau, liaison, decided_at)]
        assert [("1.1.2" in text, "1.1.3" in text) for text in texts if "请反馈" in text] == [(False, True)]
        assert [text[:5] for text in texts if "请反馈" not in text] == ["无需再办理"]


async def test_a_directive_and_a_report_that_others_have_dealt_with(tmp_path: Path) -> None:
    second: Place = ("办公室", CLERK[1])
    async with quick(tmp_path, due("12-31", "12-31")) as bureau:
        liaison, head, _, _, second_clerk = await signed(bureau, LIAISON, HEAD, CLERK, LEADER, second)
        await bureau.until(SUNDAY)
        await bureau.confirm(LEADER, "/directive 1.1.1 请抓紧推进")
        await bureau.say(LIAISON, "/submit 1.1.2 yes 全部完成")
        await bureau.say(CLERK, "/close 1.1.2")
        receipt = await scalar(bureau, "SELECT max(id) FROM receipts")
        await bureau.say(HEAD, f"/ack {receipt}")
        settled_at = bureau.clock.now()
        await bureau.until(at("3-9", 12))
        assert [since(bureau, chat, settled_at) for chat in (liaison, head, second_clerk)] == [[], [], []]


async def test_new_tasks_that_are_signed_or_let_off_before_it_goes_out(tmp_path: Path) -> None:
    async with quick(tmp_path, plan(), TEN) as bureau:
        liaison, _ = await bureau.person(LIAISON), await bureau.person(CLERK)
        await bureau.until(at("3-7"))
        await imported(bureau, plan(*new_tasks(3)))
        await bureau.until(SUNDAY)
        await bureau.confirm(CLERK, "/waive 1.2.1 不再需要")
        await bureau.say(LIAISON, "/sign 1.2.2")
        await bureau.until(at("3-9", 12))
        (letter,) = assignment_letters(bureau, liaison)
        assert "请签收 1 项新任务" in letter
        assert "1.2.3" in letter
        key = await scalar(bureau, "SELECT key FROM outbox WHERE rule = 'assigned' AND state = 'sent'")
        assert "新任务" in await bureau.say(liaison, f"/why {key}")


@pytest.mark.parametrize("assigned", [at("3-6", 18), at("3-7", 10), at("3-9", 8), at("3-9", 11)])
async def test_a_signature_is_asked_for_a_day_after_the_unit_was_told(tmp_path: Path, assigned: datetime) -> None:
    async with quick(tmp_path, plan(), TEN) as bureau:
        (liaison,) = await signed(bureau, LIAISON)
        await bureau.until(assigned)
        await imported(bureau, plan(*new_tasks(1)))
        await bureau.until(at("3-9", 12))
        assert (len(assignment_letters(bureau, liaison)), letters(bureau, liaison)) == (1, [])
        await bureau.until(at("3-10", 12))
        (letter,) = letters(bureau, liaison)
        assert "已下达1个工作日，尚未签收" in letter.text


async def test_a_day_that_is_made_off_moves_its_reminders_to_today(tmp_path: Path) -> None:
    """On Thursday, Friday becomes a day off: its reminder of Saturday's deadline is sent on Thursday."""
    async with quick(tmp_path, due("3-7", "3-6")) as bureau:
        liaison, _ = await signed(bureau, LIAISON, CLERK)
        await bureau.until(at("3-5"))
        assert "1.1.1" not in letters(bureau, liaison)[-1].text
        await bureau.say(CLERK, "/holiday 2020-03-06 放假")
        await bureau.until(at("3-5", 11))
        again = letters(bureau, liaison)[-1]
        assert again.at == at("3-5", 10)
        assert "请办理 2 项" in again.text
        assert "1.1.1 任务1\n　3月7日到期，还有2天，其间无工作日" in again.text
        assert "1.1.2 任务2\n　3月6日到期，还有1天，其间无工作日" in again.text
        before = len(letters(bureau, liaison))
        await bureau.say(CLERK, "/holiday 2020-03-06 上班")
        await bureau.until(at("3-6"))
        assert len(letters(bureau, liaison)) == before, "all reminders were sent already"


async def test_a_second_digest_of_a_day_that_comes_again(tmp_path: Path) -> None:
    """The clock ran two days ahead and was put back: the reminders of the true day are sent on it."""
    async with quick(tmp_path, due("3-6", "3-7")) as bureau:
        (liaison,) = await signed(bureau, LIAISON)
        await bureau.until(at("3-4"))
        await change(bureau, "UPDATE assignments SET state = 'closed' WHERE id = 2")
        await started_again(bureau, "3-6", 9)
        await change(bureau, "UPDATE assignments SET state = 'active' WHERE id = 2")
        before = len(letters(bureau, liaison))
        await started_again(bureau, "3-4", 11)
        await bureau.until(at("3-6", 12))
        later = letters(bureau, liaison)[before:]
        assert [message.at for message in later] == [at("3-5", 8, 30), at("3-6", 8, 30)]
        assert "1.1.2 任务2" in later[-1].text
        assert "1.1.1" not in later[-1].text, "its reminder was sent when the clock was wrong"
        assert "临期" in await bureau.tap(liaison, "为什么收到")


async def test_the_phone_list_of_a_day_is_not_read_on_the_next(tmp_path: Path) -> None:
    async with quick(tmp_path, due("3-3")) as bureau:
        _, clerk = await signed(bureau, LIAISON, CLERK)
        await change(bureau, "UPDATE people SET reachable = false WHERE name LIKE '%联络员'")
        await bureau.until(at("3-5"))
        bureau.cut_off(clerk)
        await bureau.until(at("3-6", 17) + timedelta(hours=6))
        bureau.reconnect()
        await bureau.until(at("3-9"))
        lists = [letter for letter in since(bureau, clerk, at("3-5")) if "请打电话" in letter.text]
        assert [message.at for message in lists] == [at("3-9", 9)]
