"""The pinned board: one message a group, edited silently as things change, at most once a minute."""

from datetime import timedelta

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
    return [one for one in bureau.world.transcript(group) if one.out and "看板" in one.text and not one.deleted]


async def minute(bureau: Town, minutes: float = 1.1) -> None:
    bureau.clock.set(bureau.clock.now() + timedelta(minutes=minutes))
    await bureau.bot.minute()
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
    await bureau.say(LIAISON, "2.2.3 已完成 名单已公布")
    await minute(bureau)
    (board,) = boards(bureau, group)
    assert board.id == before.id
    assert "🔵 待审核 1" in board.text
    assert board.edited is not None
    assert bureau.world.chat(group).pins == [board.id]


async def test_at_most_once_a_minute(bureau: Town) -> None:
    group = await group_of(bureau)
    for number, code in enumerate(("2.2.3", "2.2.5", "2.2.6"), 1):
        assert "审核" in await bureau.say(LIAISON, f"{code} 已完成 名单已公布")
        await minute(bureau, 0.1)
        assert "🔵 待审核 0" in boards(bureau, group)[0].text, number
    await later(bureau, 60)
    assert "🔵 待审核 3" in boards(bureau, group)[0].text


async def test_a_deleted_board_is_made_anew(bureau: Town) -> None:
    group = await group_of(bureau)
    (old,) = boards(bureau, group)
    bureau.world.erase(bureau.world.chat(group), old)
    await bureau.say(LIAISON, "2.2.3 已完成 名单已公布")
    await minute(bureau)
    (new,) = boards(bureau, group)
    assert new.id != old.id
    assert bureau.world.chat(group).pinned == new.id
    await minute(bureau)
    assert boards(bureau, group) == [new]


async def test_where_it_may_not_pin_the_clerk_is_told_once(bureau: Town) -> None:
    group = await group_of(bureau, pins=False)
    told = [one.text for one in bureau.world.transcript(await bureau.person(CLERK)) if "置顶权限" in one.text]
    assert told == []  # it is eight o'clock
    for code in ("2.2.3", "2.2.5"):
        await minute(bureau, 40)
        await bureau.say(LIAISON, f"{code} 已完成 名单已公布")
    await minute(bureau)
    told = [one.text for one in bureau.world.transcript(await bureau.person(CLERK)) if "置顶权限" in one.text]
    assert len(told) == 1
    assert "“工作群”" in told[0]
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
    await bureau.say(LIAISON, "2.2.3 已完成 名单已公布")
    await minute(bureau, 40)
    await minute(bureau)
    told = [one.text for one in bureau.world.transcript(clerk) if "群“工作群”的消息未能发出" in one.text]
    assert len(told) == 1
    assert "🔵 待审核 1" in boards(bureau, other)[0].text
    assert await scalar(bureau, "SELECT count(*) FROM outbox WHERE rule = 'board' AND state = 'failed'") == 1


async def test_killed_between_sending_and_pinning(bureau: Town) -> None:
    """What was sent is remembered before it is pinned: tried again after the lease, it is the same message."""
    group = await group_of(bureau)
    (board,) = boards(bureau, group)
    bureau.world.chat(group).pins.clear()
    await change(bureau, "UPDATE groups SET board_pinned = 0, board_hash = ''")
    await change(bureau, "UPDATE outbox SET state = 'waiting' WHERE rule = 'board'")
    await later(bureau, 61)
    assert [one.id for one in boards(bureau, group)] == [board.id]
    assert bureau.world.chat(group).pinned == board.id


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
    await bureau.say(CHANGZHOU, "2.1.2 已完成 名单已公布")
    await minute(bureau)
    assert "🔵 待审核 1" in boards(bureau, group)[0].text
