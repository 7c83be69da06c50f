"""The leader signs the text that was shown, or sends it back."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.handlers.bulletins.desk import SIGNED, bulletin_messages, cards, group, handed_in, second_leader, signed
from tests.handlers.scene import change, remembered, scalar
from tests.town import CLERK, LEADER, LIAISON, OBSERVER, OTHER, Town


async def test_what_was_previewed_is_what_is_sent(bureau: Town) -> None:
    """The preview is sent even if the data change meanwhile; a new draft has the new data."""
    chat = await group(bureau)
    preview = await handed_in(bureau)
    await bureau.say(LIAISON, "/submit 1.1.2 yes 已报送")
    await bureau.say(CLERK, "/close 1.1.2")
    await bureau.tap(LEADER, "签发")
    assert cards(bureau, chat) == [preview]
    assert "1.1.2　时限3月6日" in preview
    later = await bureau.say(CLERK, "/bulletin")
    assert "1.1.2 导航（运用促进处）" in later
    assert "逾期　2 项（50%），较上期减少 1 项" in later


async def test_sent_back_and_signed(bureau: Town) -> None:
    chat = await group(bureau)
    await handed_in(bureau)
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
    (hand_in,) = [button.data for row in bureau.last(clerk).buttons for button in row if button.text == "送领导审签"]
    for _ in range(2):
        assert "已送局领导审签。" in await bureau.say(clerk, str(hand_in))
    assert (
        len(
            [
                message
                for message in bureau.world.transcript(leader)
                if message.out and message.text.startswith("请审签")
            ]
        )
        == 1
    )
    for line in ("/remarks 1 再改", "/audience 1", "/period 1", "/tosign 1"):
        assert "这份通报已送领导审签" in await bureau.say(clerk, line)
    await bureau.say(leader, "/issue 1")
    (sign,) = [button.data for row in bureau.last(leader).buttons for button in row if button.text == "签发"]
    for place in (CLERK, LIAISON, OBSERVER):
        assert "由分管领导办理" in await bureau.say(place, str(sign))
    assert cards(bureau, chat) == []
    assert "已签发督办通报〔2020〕1号。" in await bureau.say(leader, str(sign))
    before = await remembered(bureau)
    assert await bureau.say(leader, str(sign)) == "您已签发督办通报〔2020〕1号。"
    assert "不能再放弃：" in await bureau.say(clerk, "/scrap 1")
    assert await remembered(bureau) == before
    assert len(cards(bureau, chat)) == 1


async def test_two_leaders_at_once(bureau: Town) -> None:
    """Two leaders tap twice each before any answer: it is signed once, and the other is told."""
    chat = await group(bureau)
    await second_leader(bureau)
    preview = await handed_in(bureau)
    assert await bureau.tap(OTHER, "审签") == preview
    people = [await bureau.person(place) for place in (LEADER, OTHER)]
    for person in (*people, *people):
        message = bureau.last(person)
        (sign,) = [button.data for row in message.buttons for button in row if button.text == "签发"]
        bureau.world.tap(person, person, message.id, str(sign))
    await bureau.settle()
    assert cards(bureau, chat) == [preview]
    assert await scalar(bureau, SIGNED) == "2020-1"
    texts = ["\n".join(message.text for message in bureau.world.transcript(person) if message.out) for person in people]
    assert sorted("已签发督办通报〔2020〕1号。" in transcript for transcript in texts) == [False, True]
    quicker = "未重复办理：省知识产权局分管领导已于3月11日 10:00签发督办通报〔2020〕1号。"
    assert sorted(quicker in transcript for transcript in texts) == [False, True]


async def test_a_number_taken(bureau: Town) -> None:
    """Another bulletin took the number meanwhile: it is not signed under a number the leader has not seen."""
    await group(bureau)
    await second_leader(bureau)
    await signed(bureau)
    for _ in range(2):
        await bureau.say(CLERK, "/bulletin")
        await bureau.tap(CLERK, "送领导审签")
    assert (await bureau.say(LEADER, "/issue 2")).startswith("督办通报〔2020〕2号")
    assert (await bureau.say(OTHER, "/issue 3")).startswith("督办通报〔2020〕2号")
    await bureau.tap(LEADER, "签发")
    assert await bureau.tap(OTHER, "签发") == "未签发：您查看后，另一份通报已用了这个文号，本件顺延。请查看最新全文。"
    assert (await bureau.tap(OTHER, "审签")).startswith("督办通报〔2020〕3号")
    assert "已签发督办通报〔2020〕3号" in await bureau.tap(OTHER, "签发")
    assert await scalar(bureau, SIGNED) == "2020-1,2020-2,2020-3"
    file = Path(bureau.bot.settings.database_url.partition("///")[2])
    with closing(sqlite3.connect(file)) as db, pytest.raises(sqlite3.IntegrityError):
        db.execute("UPDATE bulletins SET number = 1 WHERE number = 2")


async def test_nobody_signs_his_own(bureau: Town) -> None:
    await group(bureau)
    clerk = await bureau.person(CLERK)
    await bureau.say(CLERK, "/bulletin")
    clerk_id = "(SELECT id FROM people WHERE telegram_id = :clerk)"
    await change(bureau, f"UPDATE posts SET person_id = {clerk_id} WHERE duty = 'leader'", clerk=clerk)
    assert "没有可以签发的局领导，未送审。" in await bureau.say(clerk, "/tosign 1")
    await change(bureau, "UPDATE bulletins SET stage = 'review'")
    assert await bureau.say(clerk, "/issue 1") == "您参与了这份通报的起草，请由其他局领导签发。"
    assert await scalar(bureau, SIGNED) is None


async def test_a_task_marked_meanwhile_is_not_told(bureau: Town) -> None:
    chat = await group(bureau)
    await signed(bureau)
    await handed_in(bureau)
    await bureau.say(CLERK, "/restrict 1.1.2")
    assert "起草后有任务已设为不上机，这份通报不能签发" in await bureau.tap(LEADER, "签发")
    await bureau.tap(LEADER, "退回修改")
    assert "1.1.2（不上机）" in await bureau.say(CLERK, "/bulletin 2")
    assert "这份通报涉及现已不上机的任务" in await bureau.say(OTHER, "/bulletins 1")
    assert len(cards(bureau, chat)) == 1


async def test_changed_while_the_leader_has_it_open(bureau: Town) -> None:
    """The leader is told what has changed and signs only what was shown; the group gets nothing else."""
    first_group, second_group = await group(bureau), await group(bureau, "另一群")
    await bureau.say(CLERK, "/bulletin")
    await bureau.say(CLERK, "/remarks 1 请于周五前报送。")
    await bureau.say(CLERK, "/audience 1 2")
    await bureau.say(CLERK, "/tosign 1")
    await bureau.tap(LEADER, "审签")
    await bureau.say(CLERK, "/recall 1")
    await bureau.say(CLERK, "/remarks 1 请于周三前报送。")
    await bureau.say(CLERK, "/audience 1 2")
    await bureau.say(LIAISON, "/submit 1.1.2 yes 已报送")
    await bureau.say(CLERK, "/restrict 1.1.4")
    await bureau.say(CLERK, "/bulletin 1")
    await bureau.say(CLERK, "/tosign 1")
    assert (await bureau.tap(LEADER, "签发")).splitlines() == [
        "未签发：您查看后，督办员修改并重新送审。",
        "原：按序时 1 项（25%）", "现：按序时 2 项（50%）",
        "原：逾期 3 项（75%）", "现：逾期 2 项（50%）",
        "原：1.1.2 时限3月6日，逾期3个工作日",
        "原：请于周五前报送。", "现：请于周三前报送。",
        "改为发至：工作群、另一群", "请查看最新全文。",
    ]  # fmt: skip
    assert "未退回：这份通报修改后已重新送审" in await bureau.say(LEADER, "/sendback 1 v4 请再核")
    assert cards(bureau, first_group) == cards(bureau, second_group) == []
    preview = await bureau.tap(LEADER, "审签")
    await bureau.tap(LEADER, "签发")
    assert cards(bureau, first_group) == cards(bureau, second_group) == [preview]


async def test_handed_in_again_as_it_was(bureau: Town) -> None:
    """Signed under another version: the leader is told that nothing has changed, and looks again."""
    await group(bureau)
    await handed_in(bureau)
    await bureau.say(CLERK, "/recall 1")
    await bureau.say(CLERK, "/tosign 1")
    assert "内容与您所见相同。" in await bureau.tap(LEADER, "签发")
    await bureau.tap(LEADER, "审签")
    assert "已签发督办通报〔2020〕1号。" in await bureau.tap(LEADER, "签发")


async def test_the_preview_is_what_the_group_sees(bureau: Town) -> None:
    """The text and its bold type are the same, whatever was typed into it."""
    chat = await group(bureau)
    await bureau.say(CLERK, "/bulletin")
    typed = "请 <b>1.1.2</b> &amp; 抓紧；见 https://example.org/?a=1&b=2\n\n　　😀 _斜_ *粗* `码`\n督办通报〔2020〕　号"
    await bureau.say(CLERK, f"/remarks 1 {typed}")
    await bureau.say(CLERK, "/tosign 1")
    preview = await bureau.tap(LEADER, "审签")
    read = bureau.last(await bureau.person(LEADER)).entities
    assert typed in preview
    await bureau.tap(LEADER, "签发")
    (card,) = bulletin_messages(bureau, chat)
    assert (card.text, card.entities) == (preview, read)
    assert {entity["type"] for entity in card.entities} >= {"bold"}
