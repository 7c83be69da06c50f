"""A bulletin as people make it: the clerk drafts, the leader signs off or sends back, groups get it, a correction."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from plan.reply import Reply
from storage import outbox
from tests.handlers.scene import change, remembered, scalar, small, task
from tests.schedules.test_digest import at
from tests.town import CLERK, LEADER, LIAISON, OBSERVER, OTHER, SHANGHAI, Town, town

PLAN = small(
    task("1.1.1", "贯标", until="3-10"), task("1.1.2", "导航", until="3-6"), task("1.1.4", "机要", until="3-6"),
    task("1.1.5", "保护", until="12-31", lead=("知识产权保护处",)),
)  # fmt: skip
TEN = datetime(2020, 3, 11, 10, 0, tzinfo=SHANGHAI)
SIGNED = "SELECT group_concat(year || '-' || number) FROM bulletins WHERE number > 0 AND corrects IS NULL"


@pytest.fixture
async def bureau(tmp_path: Path) -> AsyncIterator[Town]:
    """At ten on a Wednesday: no summary goes out that day."""
    async with town(tmp_path, PLAN) as built:
        for place in (CLERK, LEADER, LIAISON, OTHER, OBSERVER):
            await built.person(place)
        await built.until(TEN)
        yield built


async def group(bureau: Town, name: str = "工作群") -> int:
    clerk = await bureau.person(CLERK)
    chat = bureau.world.add_group(name, [clerk, await bureau.person(LEADER)]).id
    await bureau.say(clerk, "/bind", chat=chat)
    return chat


def cards(bureau: Town, chat: int) -> list[str]:
    return [m.text for m in bureau.world.transcript(chat) if m.out and m.text.startswith("督办通报")]


async def signed(bureau: Town) -> str:
    await bureau.say(CLERK, "/bulletin")
    await bureau.tap(CLERK, "送领导审签")
    await bureau.tap(LEADER, "审签")
    return await bureau.tap(LEADER, "签发")


async def test_from_the_draft_to_the_group(bureau: Town) -> None:
    one, other = await group(bureau), await group(bureau, "另一群")
    await change(bureau, "UPDATE tasks SET restricted = 1 WHERE code = '1.1.4'")
    await bureau.say(LIAISON, "1.1.1 已完成 已公布")
    await bureau.say(CLERK, "/close 1.1.1")
    draft = await bureau.say(CLERK, "起草通报")
    assert draft.startswith("草稿 · 发送至：工作群、另一群\n────────\n督办通报〔2020〕　号\n小计划推进情况\n")
    assert bureau.buttons(await bureau.person(CLERK)) == ["改时段", "选群", "写说明", "送领导审签", "返回", "放弃"]
    await bureau.tap(CLERK, "写说明")
    assert "说明已保存。" in await bureau.say(CLERK, "请各单位抓紧办理 <b>1.1.2</b>。")
    sent = await bureau.tap(CLERK, "送领导审签")
    assert sent.startswith("已送局领导审签。\n待审签 · ")
    assert bureau.last(await bureau.person(LEADER)).text == (
        "请审签督办通报：3月2日至3月11日\n省知识产权局督办员起草，签发后发至：工作群、另一群\n"
        "点“审签”查看全文，所见即群内所发。"
    )
    preview = await bureau.tap(LEADER, "审签")
    assert preview == (
        "督办通报〔2020〕1号\n小计划推进情况\n（3月2日至3月11日）\n\n"
        "一、总体情况\n截至3月11日，共 4 项任务。\n"
        "超序时　0 项（0%）\n按序时　1 项（25%）\n滞后　0 项（0%）\n逾期　2 项（50%）\n已办结　1 项（25%）\n\n"
        "二、本期办结\n1.1.1 贯标（运用促进处）\n\n"
        "三、逾期任务\n运用促进处\n　1.1.2　时限3月6日，逾期3个工作日\n　1.1.4（不上机）\n\n"
        "四、滞后任务\n没有滞后的任务。\n\n五、应报未报\n没有应报未报的单位。\n\n"
        "六、有关说明\n请各单位抓紧办理 <b>1.1.2</b>。\n\n省知识产权局\n2020年3月11日"
    )
    assert cards(bureau, one) == []
    assert await bureau.tap(LEADER, "签发") == "已签发督办通报〔2020〕1号。\n工作群：即时发送\n另一群：即时发送"
    assert cards(bureau, one) == cards(bureau, other) == [preview]
    assert [b.text for row in bureau.last(one).buttons for b in row] == ["查看总览", "我的任务"]
    assert "签发督办通报〔2020〕1号。\n工作群：即时发送" in bureau.last(await bureau.person(CLERK)).text
    for who in (LIAISON, OBSERVER, OTHER):
        assert "督办通报〔2020〕1号　3月11日\n　3月2日至3月11日" in await bureau.say(who, "通报")
        assert await bureau.tap(who, "1号") == preview


async def test_what_was_previewed_is_what_is_sent(bureau: Town) -> None:
    """Though the data change meanwhile; a new draft has the new ones."""
    chat = await group(bureau)
    await bureau.say(CLERK, "/bulletin")
    await bureau.tap(CLERK, "送领导审签")
    preview = await bureau.tap(LEADER, "审签")
    await bureau.say(LIAISON, "1.1.2 已完成 已报送")
    await bureau.say(CLERK, "/close 1.1.2")
    await bureau.tap(LEADER, "签发")
    assert cards(bureau, chat) == [preview]
    assert "1.1.2　时限3月6日" in preview
    later = await bureau.say(CLERK, "/bulletin")
    assert "1.1.2 导航（运用促进处）" in later
    assert "逾期　2 项（50%），较上期减少 1 项" in later


async def test_sent_back_and_signed(bureau: Town) -> None:
    chat = await group(bureau)
    await bureau.say(CLERK, "/bulletin")
    await bureau.tap(CLERK, "送领导审签")
    await bureau.tap(LEADER, "审签")
    assert await bureau.tap(LEADER, "退回修改") == "请回复退回修改的意见（500字以内）。"
    assert await bureau.say(LEADER, "请写明要求") == "已退回督办员修改。"
    assert bureau.last(await bureau.person(CLERK)).text == (
        "请修改通报后重新送审。省知识产权局分管领导退回意见：请写明要求"
    )
    assert "退回意见（省知识产权局分管领导）：请写明要求" in await bureau.tap(CLERK, "查看通报")
    assert "未退回：省知识产权局分管领导已退回修改：请写明要求" in await bureau.say(LEADER, "/sendback 1 v2 再看")
    assert "已退回修改：请写明要求" in await bureau.say(LEADER, "/issue 1")
    await bureau.tap(CLERK, "写说明")
    await bureau.say(CLERK, "请抓紧。")
    await bureau.tap(CLERK, "送领导审签")
    assert "请抓紧。" in await bureau.tap(LEADER, "审签")
    await bureau.tap(LEADER, "签发")
    assert len(cards(bureau, chat)) == 1
    assert await scalar(bureau, SIGNED) == "2020-1"


async def test_taps_twice_and_forged(bureau: Town) -> None:
    chat = await group(bureau)
    await bureau.say(CLERK, "/bulletin")
    clerk, leader = await bureau.person(CLERK), await bureau.person(LEADER)
    (hand_in,) = [b.data for row in bureau.last(clerk).buttons for b in row if b.text == "送领导审签"]
    for _ in range(2):
        assert "已送局领导审签。" in await bureau.say(clerk, str(hand_in))
    assert len([m for m in bureau.world.transcript(leader) if m.out and m.text.startswith("请审签")]) == 1
    for line in ("/remarks 1 再改", "/audience 1", "/period 1", "/tosign 1"):
        assert "这份通报已送领导审签" in await bureau.say(clerk, line)
    await bureau.say(leader, "/issue 1")
    (sign,) = [b.data for row in bureau.last(leader).buttons for b in row if b.text == "签发"]
    for who in (CLERK, LIAISON, OBSERVER):
        assert "由分管领导办理" in await bureau.say(who, str(sign))
    assert cards(bureau, chat) == []
    assert "已签发督办通报〔2020〕1号。" in await bureau.say(leader, str(sign))
    before = await remembered(bureau)
    assert await bureau.say(leader, str(sign)) == "您已签发督办通报〔2020〕1号。"
    assert "不能再放弃：" in await bureau.say(clerk, "/scrap 1")
    assert await remembered(bureau) == before
    assert len(cards(bureau, chat)) == 1


async def test_two_leaders_at_once_and_a_number_taken(bureau: Town) -> None:
    """The second one hears what the first has done; a preview whose number is gone is shown anew."""
    chat = await group(bureau)
    await change(bureau, "INSERT INTO posts (unit_id, duty, person_id, version) SELECT u.id, 'leader', p.id, 1 "
                 "FROM units u, people p WHERE u.name = '省知识产权局' AND p.name LIKE '%知识产权保护处%'")  # fmt: skip
    await bureau.say(CLERK, "/bulletin")
    await bureau.tap(CLERK, "送领导审签")
    for who in (LEADER, OTHER):
        await bureau.tap(who, "审签")
    await bureau.tap(LEADER, "签发")
    second = await bureau.tap(OTHER, "签发")
    assert second == "未重复办理：省知识产权局分管领导已于3月11日 10:00签发督办通报〔2020〕1号。"
    assert len(cards(bureau, chat)) == 1
    for _ in range(2):
        await bureau.say(CLERK, "/bulletin")
        await bureau.tap(CLERK, "送领导审签")
    assert (await bureau.say(LEADER, "/issue 2")).startswith("督办通报〔2020〕2号")
    assert (await bureau.say(OTHER, "/issue 3")).startswith("督办通报〔2020〕2号")
    await bureau.tap(LEADER, "签发")
    again = await bureau.tap(OTHER, "签发")
    assert again.startswith("督办通报〔2020〕3号")
    assert bureau.toast(await bureau.person(OTHER)) == "内容已更新，请重新审签"
    assert "已签发督办通报〔2020〕3号" in await bureau.tap(OTHER, "签发")
    assert await scalar(bureau, SIGNED) == "2020-1,2020-2,2020-3"
    file = Path(bureau.bot.settings.database_url.partition("///")[2])
    with closing(sqlite3.connect(file)) as db, pytest.raises(sqlite3.IntegrityError):
        db.execute("UPDATE bulletins SET number = 1 WHERE number = 2")


async def test_nobody_signs_his_own(bureau: Town) -> None:
    await group(bureau)
    clerk = await bureau.person(CLERK)
    await bureau.say(CLERK, "/bulletin")
    his = "(SELECT id FROM people WHERE telegram_id = :clerk)"
    await change(bureau, f"UPDATE posts SET person_id = {his} WHERE duty = 'leader'", clerk=clerk)
    assert "没有可以签发的局领导，未送审。" in await bureau.say(clerk, "/tosign 1")
    await change(bureau, "UPDATE bulletins SET stage = 'review'")
    assert await bureau.say(clerk, "/issue 1") == "您参与了这份通报的起草，请由其他局领导签发。"
    assert await scalar(bureau, SIGNED) is None


async def test_dropped_before_it_is_signed(bureau: Town) -> None:
    """It leaves no gap in the numbers."""
    chat = await group(bureau)
    await bureau.say(CLERK, "/bulletin")
    await bureau.tap(CLERK, "送领导审签")
    await bureau.tap(LEADER, "审签")
    assert "未发送到任何群" in await bureau.tap(CLERK, "放弃")
    assert await bureau.tap(LEADER, "签发") == "未重复办理：这份通报已由督办员放弃。"
    assert "目前没有等待审签的通报" in await bureau.say(LEADER, "/issue")
    await signed(bureau)
    assert [one.partition("\n")[0] for one in cards(bureau, chat)] == ["督办通报〔2020〕1号"]


async def test_period_and_groups_by_taps(bureau: Town) -> None:
    one, other = await group(bureau), await group(bureau, "另一群")
    await bureau.say(CLERK, "/bulletin")
    await bureau.tap(CLERK, "改时段")
    assert "（3月2日至3月8日）" in await bureau.tap(CLERK, "上周")
    await bureau.tap(CLERK, "改时段")
    assert await bureau.say(CLERK, "3月9日 至 3月20日") == "通报时段不能晚于今天，请重新回复。"
    assert await bureau.say(CLERK, "3月9日 至 3月4日") == "开始日期不能晚于结束日期，请重新回复。"
    assert "（3月4日至3月9日）" in await bureau.say(CLERK, "3月4日 至 3月9日")
    await bureau.tap(CLERK, "选群")
    assert await bureau.tap(CLERK, "工作群") == "请点选发送的群，✓ 为已选：\n1. 　 工作群\n2. ✓ 另一群"
    await bureau.tap(CLERK, "另一群")
    await bureau.tap(CLERK, "返回")
    assert await bureau.tap(CLERK, "送领导审签") == "尚未选定发送的群，未送审。请先选群。"
    await bureau.tap(CLERK, "选群")
    await bureau.tap(CLERK, "另一群")
    await bureau.tap(CLERK, "返回")
    await bureau.tap(CLERK, "送领导审签")
    await bureau.tap(LEADER, "审签")
    await bureau.tap(LEADER, "签发")
    assert (len(cards(bureau, one)), len(cards(bureau, other))) == (0, 1)


async def test_after_the_days_summary_it_waits(bureau: Town) -> None:
    chat = await group(bureau)
    await bureau.until(at("3-16") + timedelta(hours=1))
    assert "一周进展" in bureau.last(chat).text
    said = await signed(bureau)
    assert "工作群：该群当天已有一条，将于3月17日 08:30发送" in said
    assert said.partition("\n")[2] in bureau.last(await bureau.person(CLERK)).text
    assert cards(bureau, chat) == []
    await bureau.until(at("3-17"))
    assert len(cards(bureau, chat)) == 1


async def test_a_correction_takes_its_place(bureau: Town) -> None:
    chat = await group(bureau)
    await signed(bureau)
    id, original = bureau.last(chat).id, bureau.last(chat).text
    await bureau.say(LIAISON, "1.1.2 已完成 已报送")
    await bureau.say(CLERK, "/close 1.1.2")
    await bureau.say(CLERK, "/bulletins 1")
    draft = await bureau.tap(CLERK, "更正")
    assert "督办通报〔2020〕1号（更正）" in draft
    assert "本件对2020年3月11日同号通报作出更正，以本件为准。" in draft
    assert "选群" not in bureau.buttons(await bureau.person(CLERK))
    assert "（更正）" in await bureau.say(CLERK, "/correct 1")
    await bureau.tap(CLERK, "送领导审签")
    preview = await bureau.tap(LEADER, "审签")
    count = len([m for m in bureau.world.transcript(chat) if m.out])
    assert "工作群：更正原消息" in await bureau.tap(LEADER, "签发")
    assert [m.text for m in bureau.world.transcript(chat) if m.id == id] == [preview]
    assert len([m for m in bureau.world.transcript(chat) if m.out]) == count
    listed = await bureau.say(OBSERVER, "通报")
    assert "督办通报〔2020〕1号　3月11日　已更正" in listed
    assert await bureau.tap(OBSERVER, "1号原件") == original
    assert await bureau.tap(OBSERVER, "查看更正") == preview
    assert "已更正，请在更正件上办理" in await bureau.say(CLERK, "/correct 1")
    await signed(bureau)
    assert await scalar(bureau, SIGNED) == "2020-1,2020-2"
    assert await scalar(bureau, "SELECT count(*) FROM bulletins") == 3


async def test_a_message_that_is_gone_or_not_out_yet(bureau: Town) -> None:
    """Where the original can't be edited a new card says 更正; where it waits, the correction goes in its stead."""
    chat = await group(bureau)
    await signed(bureau)
    await change(bureau, "UPDATE outbox SET message_id = 9999 WHERE rule = 'bulletin'")
    await bureau.say(CLERK, "/correct 1")
    await bureau.tap(CLERK, "送领导审签")
    await bureau.tap(LEADER, "审签")
    await bureau.tap(LEADER, "签发")
    assert [one.partition("\n")[0] for one in cards(bureau, chat)] == [
        "督办通报〔2020〕1号", "督办通报〔2020〕1号（更正）",
    ]  # fmt: skip
    assert "该群当天已有一条" in await signed(bureau)
    await bureau.say(CLERK, "/correct 3")
    await bureau.tap(CLERK, "送领导审签")
    await bureau.tap(LEADER, "审签")
    assert "原件尚未发出，直接发送更正件" in await bureau.tap(LEADER, "签发")
    await bureau.until(TEN + timedelta(days=1))
    assert [one.partition("\n")[0] for one in cards(bureau, chat)[2:]] == ["督办通报〔2020〕2号（更正）"]


async def test_edited_twice_is_harmless(bureau: Town) -> None:
    """Killed between the edit and its being written down: the lease runs out, and the same is said again."""
    chat = await group(bureau)
    await signed(bureau)
    await bureau.say(CLERK, "/correct 1")
    await bureau.tap(CLERK, "送领导审签")
    await bureau.tap(LEADER, "审签")
    await bureau.tap(LEADER, "签发")
    preview = bureau.last(chat).text
    await change(bureau, "UPDATE outbox SET state = 'waiting', claimed_until = NULL WHERE replaces > 0")
    await bureau.bot.delivery.drain()
    assert cards(bureau, chat) == [preview]
    assert await scalar(bureau, "SELECT state FROM outbox WHERE replaces > 0") == "sent"
    assert await scalar(bureau, "SELECT count(DISTINCT message_id) FROM outbox WHERE rule = 'bulletin'") == 1


async def test_an_edit_waits_for_its_original(bureau: Town) -> None:
    chat = await group(bureau)
    now = bureau.clock.now()

    async def put(key: str, text: str, replaces: int | None, later: int = 0) -> int | None:
        return await bureau.db.write(
            lambda db: outbox.put(
                db, key, "bulletin", Reply(text).dump(), now, group_id=1, replaces=replaces,
                due_at=now + timedelta(seconds=later),
            )
        )  # fmt: skip

    first = await put("bulletin:7:1:1", "督办通报原", None, later=5)
    await put("bulletin:8:1:1", "督办通报改", first)
    await bureau.settle()
    assert cards(bureau, chat) == []
    for seconds in (6, 60):
        bureau.clock.set(now + timedelta(seconds=seconds))
        await bureau.bot.delivery.drain()
    assert cards(bureau, chat) == ["督办通报改"]


async def test_a_task_marked_meanwhile_is_not_told(bureau: Town) -> None:
    chat = await group(bureau)
    await signed(bureau)
    await bureau.say(CLERK, "/bulletin")
    await bureau.tap(CLERK, "送领导审签")
    await bureau.tap(LEADER, "审签")
    await bureau.say(CLERK, "/restrict 1.1.2")
    assert "起草后有任务已设为不上机，这份通报不能签发" in await bureau.tap(LEADER, "签发")
    await bureau.tap(LEADER, "退回修改")
    assert "1.1.2（不上机）" in await bureau.say(CLERK, "/bulletin 2")
    assert "这份通报涉及现已不上机的任务" in await bureau.say(OTHER, "/bulletins 1")
    assert len(cards(bureau, chat)) == 1


async def test_a_long_one_is_split(bureau: Town) -> None:
    """In the group as in the preview, under the limit; its correction is a new card."""
    chat = await group(bureau)
    await bureau.say(CLERK, "/bulletin")
    await bureau.say(CLERK, f"/remarks 1 {'请' * 999}")
    await change(bureau, "UPDATE bulletins SET text = text || :more", more="说明\n" * 1500)
    await bureau.say(CLERK, "/tosign 1")
    await bureau.tap(LEADER, "审签")
    leader = await bureau.person(LEADER)
    seen = [m.text for m in bureau.world.transcript(leader) if m.out][-2:]
    await bureau.tap(LEADER, "签发")
    got = [m.text for m in bureau.world.transcript(chat) if m.out][-2:]
    assert got == seen
    await bureau.say(CLERK, "/correct 1")
    await bureau.tap(CLERK, "送领导审签")
    await bureau.tap(LEADER, "审签")
    await bureau.tap(LEADER, "签发")
    assert cards(bureau, chat)[-1].startswith("督办通报〔2020〕1号（更正）")
    assert len(cards(bureau, chat)) == 2
