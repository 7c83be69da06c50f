"""The pinned board is one message per group, edited silently after changes, at most once a minute."""

from datetime import timedelta

import pytest

from bot.outbox.boards import CLOSED, PLACE
from sandbox import Message
from tests.bot.letters import later
from tests.handlers.scene import change, scalar
from tests.town import CHANGZHOU, CLERK, LIAISON, Town

TITLE = "2020年全省知识产权工作要点 · 看板"


async def group_of(bureau: Town, *, pins: bool = True) -> int:
    clerk = await bureau.person(CLERK)
    group = bureau.world.add_group("工作群", [clerk]).id
    if pins:
        bureau.world.member(group, bureau.world.bot.id, "administrator")
    await bureau.say(clerk, "/bind", chat=group)
    return group


def boards(bureau: Town, group: int) -> list[Message]:
    return [
        message
        for message in bureau.world.transcript(group)
        if message.out and "看板" in message.text and not message.deleted
    ]


async def minute(bureau: Town, minutes: float = 1.1) -> None:
    bureau.clock.set(bureau.clock.now() + timedelta(minutes=minutes))
    await bureau.bot.tick()
    await bureau.bot.delivery.drain()


async def test_sent_and_pinned_when_the_group_is_bound(bureau: Town) -> None:
    group = await group_of(bureau)
    (board,) = boards(bureau, group)
    assert board.text.startswith(f"{TITLE}\n共 109 项任务\n\n🔴 红灯 0　🟡 黄灯 ")
    assert board.text.endswith("更新于3月2日 08:00")
    assert board.silent
    assert bureau.world.chat(group).pinned == board.id


async def test_edited_as_things_change_and_only_then(bureau: Town) -> None:
    group = await group_of(bureau)
    await minute(bureau)
    (before,) = boards(bureau, group)
    seen = before.revision
    await bureau.say(LIAISON, "/sign 2.2.3")  # nothing that the board counts
    await minute(bureau)
    assert boards(bureau, group)[0].revision == seen
    await bureau.say(LIAISON, "/submit 2.2.3 yes 名单已公布")
    await minute(bureau)
    (board,) = boards(bureau, group)
    assert board.id == before.id
    assert "🔵 待审核 1" in board.text
    assert board.edited is not None
    assert bureau.world.chat(group).pins == [board.id]


async def test_at_most_once_a_minute(bureau: Town) -> None:
    group = await group_of(bureau)
    for number, code in enumerate(("2.2.3", "2.2.5", "2.2.6"), 1):
        assert "审核" in await bureau.say(LIAISON, f"/submit {code} yes 名单已公布")
        await minute(bureau, 0.1)
        assert "🔵 待审核 0" in boards(bureau, group)[0].text, number
    await later(bureau, 60)
    assert "🔵 待审核 3" in boards(bureau, group)[0].text


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(days=366)])
async def test_after_the_clock_was_ahead(bureau: Town, ahead: timedelta) -> None:
    """A board that was edited under a fast clock does not wait for that time."""
    group = await group_of(bureau)
    begin = bureau.clock.now()
    bureau.clock.set(begin + ahead)
    await bureau.say(LIAISON, "/submit 2.2.3 yes 名单已公布")
    await minute(bureau)
    bureau.clock.set(begin)
    await minute(bureau)
    await bureau.say(LIAISON, "/submit 2.2.5 yes 名单已公布")
    await minute(bureau)
    await minute(bureau)
    assert "🔵 待审核 2" in boards(bureau, group)[0].text


async def test_a_deleted_board_is_made_anew(bureau: Town) -> None:
    group = await group_of(bureau)
    (old,) = boards(bureau, group)
    bureau.world.erase(bureau.world.chat(group), old)
    await bureau.say(LIAISON, "/submit 2.2.3 yes 名单已公布")
    await minute(bureau)
    (new,) = boards(bureau, group)
    assert new.id != old.id
    assert bureau.world.chat(group).pinned == new.id
    await minute(bureau)
    assert boards(bureau, group) == [new]


async def test_where_it_may_not_pin_the_clerk_is_told_once(bureau: Town) -> None:
    group = await group_of(bureau, pins=False)
    notices = [
        message.text for message in bureau.world.transcript(await bureau.person(CLERK)) if "置顶权限" in message.text
    ]
    assert notices == []  # it is eight o'clock
    for code in ("2.2.3", "2.2.5"):
        await minute(bureau, 40)
        await bureau.say(LIAISON, f"/submit {code} yes 名单已公布")
    await minute(bureau)
    notices = [
        message.text for message in bureau.world.transcript(await bureau.person(CLERK)) if "置顶权限" in message.text
    ]
    assert len(notices) == 1
    assert "“工作群”" in notices[0]
    (board,) = boards(bureau, group)
    assert "🔵 待审核 2" in board.text
    bureau.world.member(group, bureau.world.bot.id, "administrator")
    await bureau.say(CLERK, "/bind", chat=group)
    await minute(bureau)
    assert bureau.world.chat(group).pinned == board.id


async def test_where_it_may_not_write_the_rest_goes_on(bureau: Town) -> None:
    clerk, group = await bureau.person(CLERK), await group_of(bureau)
    other = bureau.world.add_group("另一群", [clerk]).id
    await bureau.say(clerk, "/bind", chat=other)
    bureau.world.chat(group).members[bureau.world.bot.id] = "left"  # and nobody has told the bot
    await bureau.say(LIAISON, "/submit 2.2.3 yes 名单已公布")
    await minute(bureau, 40)
    await minute(bureau)
    notices = [message.text for message in bureau.world.transcript(clerk) if "群“工作群”的消息未能发出" in message.text]
    assert len(notices) == 1
    assert "🔵 待审核 1" in boards(bureau, other)[0].text
    assert await scalar(bureau, "SELECT count(*) FROM outbox WHERE rule = 'board' AND state = 'failed'") == 1


async def test_killed_between_sending_and_pinning(bureau: Town) -> None:
    """The message is stored before it is pinned: a second try pins the same message."""
    group = await group_of(bureau)
    (board,) = boards(bureau, group)
    bureau.world.chat(group).pins.clear()
    await change(bureau, "UPDATE groups SET board_pinned = 0, board_hash = ''")
    await change(bureau, "UPDATE outbox SET state = 'waiting' WHERE rule = 'board'")
    await later(bureau, 61)
    assert [message.id for message in boards(bureau, group)] == [board.id]
    assert bureau.world.chat(group).pinned == board.id


async def test_an_answer_that_is_lost_leaves_no_second_board(bureau: Town) -> None:
    """If the bot is killed after sending a board and before storing it, only a line without data stays behind."""
    group = await group_of(bureau)
    bureau.world.erase(bureau.world.chat(group), boards(bureau, group)[0])
    await bureau.say(LIAISON, "/submit 2.2.3 yes 名单已公布")
    bureau.world.add_fault("drop", method="sendMessage", chat=group)
    await minute(bureau)
    await later(bureau, 61)
    line, board = boards(bureau, group)
    assert line.text == PLACE
    assert "🔵 待审核 1" in board.text
    assert bureau.world.chat(group).pinned == board.id
    await bureau.say(LIAISON, "/submit 2.2.5 yes 名单已公布")
    await minute(bureau)
    assert boards(bureau, group)[0].text == PLACE
    assert "🔵 待审核 2" in boards(bureau, group)[1].text


@pytest.mark.parametrize("may", ["everything", "write", "nothing"])
async def test_let_go_it_says_so(bureau: Town, may: str) -> None:
    """After /unbind the board says so, and is unpinned if the bot may; the clerk gets no extra letter."""
    group = await group_of(bureau)
    (board,) = boards(bureau, group)
    if may != "everything":
        bureau.world.member(group, bureau.world.bot.id, "member")
    if may == "nothing":
        bureau.world.add_fault(403, method="editMessageText", chat=group)
    assert "已解除绑定" in await bureau.say(CLERK, "/unbind", chat=group)
    text_after = {message.id: message.text for message in bureau.world.transcript(group)}[board.id]
    assert (text_after == CLOSED) is (may != "nothing")
    assert bureau.world.chat(group).pins == ([] if may == "everything" else [board.id])
    await bureau.say(LIAISON, "/submit 2.2.3 yes 名单已公布")
    await minute(bureau, 40)
    assert {message.id: message.text for message in bureau.world.transcript(group)}[board.id] == text_after
    notices = [
        message.text for message in bureau.world.transcript(await bureau.person(CLERK)) if "未能发出" in message.text
    ]
    assert notices == []


async def test_bound_again_it_has_a_new_one(bureau: Town) -> None:
    group = await group_of(bureau)
    await bureau.say(CLERK, "/unbind", chat=group)
    await bureau.say(CLERK, "/bind", chat=group)
    await minute(bureau)
    old, new = boards(bureau, group)
    assert (old.text, bureau.world.chat(group).pins) == (CLOSED, [new.id])
    assert new.text.startswith(TITLE)


async def test_a_group_that_has_moved_gets_a_board_of_its_own(bureau: Town) -> None:
    group = await group_of(bureau)
    moved = bureau.world.make_supergroup(group).id
    await bureau.settle()
    await minute(bureau)
    (board,) = boards(bureau, moved)
    assert bureau.world.chat(moved).pinned == board.id


async def test_a_unit_s_board_counts_its_own(bureau: Town) -> None:
    group = await group_of(bureau)
    assert "常州市局及下级单位的任务" in await bureau.say(CLERK, "/bind 常州市局", chat=group)
    await minute(bureau)
    (board,) = boards(bureau, group)
    assert "常州市局及下级单位共 27 项任务" in board.text
    await bureau.say(CHANGZHOU, "/submit 2.1.2 yes 名单已公布")
    await minute(bureau)
    assert "🔵 待审核 1" in boards(bureau, group)[0].text
