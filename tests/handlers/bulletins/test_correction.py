"""A correction replaces the bulletin that groups received."""

from datetime import timedelta

import pytest

from plan.letter_kinds import BULLETIN
from plan.reply import Reply
from storage import outbox
from tests.bot.letters import later
from tests.handlers.bulletins.desk import SIGNED, TEN, cards, group, heads, signed
from tests.handlers.scene import change, scalar
from tests.town import CLERK, LEADER, LIAISON, OBSERVER, Town


async def test_a_correction_takes_its_place(bureau: Town) -> None:
    chat = await group(bureau)
    await signed(bureau)
    id, original = bureau.last(chat).id, bureau.last(chat).text
    await bureau.say(LIAISON, "/submit 1.1.2 yes 已报送")
    await bureau.say(CLERK, "/close 1.1.2")
    await bureau.say(CLERK, "/bulletins 1")
    draft = await bureau.tap(CLERK, "更正")
    assert "督办通报〔2020〕1号（更正）" in draft
    assert "本件对2020年3月11日同号通报作出更正，以本件为准。" in draft
    assert "选群" not in bureau.buttons(await bureau.person(CLERK))
    assert "（更正）" in await bureau.say(CLERK, "/correct 1")
    await bureau.tap(CLERK, "送领导审签")
    preview = await bureau.tap(LEADER, "审签")
    count = len([message for message in bureau.world.transcript(chat) if message.out])
    assert "工作群：更正原消息" in await bureau.tap(LEADER, "签发")
    assert [message.text for message in bureau.world.transcript(chat) if message.id == id] == [preview]
    assert len([message for message in bureau.world.transcript(chat) if message.out]) == count
    listed = await bureau.say(OBSERVER, "通报")
    assert "督办通报〔2020〕1号　3月11日　已更正" in listed
    assert await bureau.tap(OBSERVER, "1号原件") == original
    assert await bureau.tap(OBSERVER, "查看更正") == preview
    assert "已更正，请在更正件上办理" in await bureau.say(CLERK, "/correct 1")
    await signed(bureau)
    assert await scalar(bureau, SIGNED) == "2020-1,2020-2"
    assert await scalar(bureau, "SELECT count(*) FROM bulletins") == 3


async def test_a_message_that_is_gone_or_not_out_yet(bureau: Town) -> None:
    """If the original can't be edited, a new card says 更正; if it was not sent yet, the correction is sent instead."""
    chat = await group(bureau)
    await signed(bureau)
    await change(bureau, "UPDATE outbox SET message_id = 9999 WHERE rule = 'bulletin'")
    await signed(bureau, "/correct 1")
    assert heads(bureau, chat) == ["督办通报〔2020〕1号", "督办通报〔2020〕1号（更正）"]
    assert "该群今天已发一条" in await signed(bureau)
    assert "原件尚未发出，直接发送更正件" in await signed(bureau, "/correct 3")
    await bureau.until(TEN + timedelta(days=1))
    assert heads(bureau, chat)[2:] == ["督办通报〔2020〕2号（更正）"]


async def test_edited_twice_is_harmless(bureau: Town) -> None:
    """After a kill between the edit and its record, the claim expires and the same edit is made again."""
    chat = await group(bureau)
    await signed(bureau)
    await signed(bureau, "/correct 1")
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
                db, key, BULLETIN, Reply(text).dump(), now, group_id=1, replaces=replaces,
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


async def test_corrected_once_more(bureau: Town) -> None:
    """A correction can be corrected: it stays one message under one number."""
    chat = await group(bureau)
    await signed(bureau)
    id = bureau.last(chat).id
    await signed(bureau, "/correct 1")
    await bureau.say(CLERK, "/correct 2")
    await bureau.tap(CLERK, "写说明")
    await bureau.say(CLERK, "以此为准。")
    await bureau.tap(CLERK, "送领导审签")
    preview = await bureau.tap(LEADER, "审签")
    await bureau.tap(LEADER, "签发")
    assert (bureau.last(chat).id, cards(bureau, chat)) == (id, [preview])
    assert "六、有关说明\n以此为准。" in preview


@pytest.mark.parametrize(("lost", "left"), [(1, ["督办通报〔2020〕1号"]), (2, ["督办通报〔2020〕1号"] * 2)])
async def test_after_it_was_sent_twice(bureau: Town, lost: int, left: list[str]) -> None:
    """Telegram's answers were lost, so the group has two or three copies; the known one is edited."""
    chat = await group(bureau)
    bureau.world.add_fault("drop", method="sendMessage", chat=chat, times=lost)
    await signed(bureau)
    await later(bureau, 61)
    assert heads(bureau, chat) == ["督办通报〔2020〕1号"] * 2
    await signed(bureau, "/correct 1")
    await later(bureau, 200)
    assert heads(bureau, chat) == [*left, "督办通报〔2020〕1号（更正）"]
