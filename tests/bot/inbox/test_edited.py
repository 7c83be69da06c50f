"""An edited message offers to correct one's last report, or changes nothing; what was not understood is read again."""

import random
from datetime import timedelta

import pytest

from bot.inbox.edited import UNCHANGED
from sandbox import Message
from tests.bot.inbox.injected import inject
from tests.bot.inbox.test_order import restarted
from tests.handlers.evidence.papers import PDF
from tests.handlers.scene import change, remembered, scalar
from tests.town import CLERK, LEADER, LIAISON, Place, Town

REPORTS = "SELECT group_concat(percent || words, '；') FROM reports WHERE NOT undone"
QUESTION = "SELECT group_concat(line) FROM questions"


async def written(town: Town, who: Place, text: str) -> Message:
    """Say a text, and return its message."""
    person = await town.person(who)
    await town.say(who, text)
    return next(m for m in reversed(town.world.transcript(person)) if not m.out)


async def edit(town: Town, who: Place, message: Message, text: str) -> str:
    """Edit a message a second later, and return what the bot answers."""
    town.clock.set(town.clock.now() + timedelta(seconds=1))
    person = await town.person(who)
    before = len(town.world.transcript(person))
    town.world.edit(person, message.id, text)
    await town.settle()
    return "\n".join(each.text for each in town.world.transcript(person)[before:] if each.out)


@pytest.mark.parametrize(
    ("first", "second", "offer", "label"),
    [
        ("2.2.3 60% 已完成初稿", "2.2.3 70% 已完成初稿", "70% 已完成初稿", "更正为：70%"),
        ("2.2.3 60% 已完成初稿", "２。２。３：70%，已完成初稿", "70% 已完成初稿", "更正为：70%"),
        ("2.2.3 60% 已完成初稿", "70%", "70%", "更正为：70%"),
        ("2.2.3 60% 已完成初稿", "2.2.3 滞后 数据未齐", "滞后 数据未齐", "更正为：滞后"),
        ("2.2.3 60% 已完成初稿", "2.2.3 60% 已完成终稿", "60% 已完成终稿", "更正为：60%"),
        ("汇报 2.2.3 60%", "汇报 2.2.3 70%", "70%", "更正为：70%"),
        ("/progress 2.2.3 60%", "/progress 2.2.3 70%", "70%", "更正为：70%"),
        ("2.2.3 60%", "2.2.3 已完成了七成左右", "70%", "更正为：70%"),
        ("2.2.3完成了60%", "2.2.3完成了70%", "70%", "更正为：70%"),
        ("2.2.3 60% 已完成初稿", "已按要求完成初稿并报送", "已按要求完成初稿并报送", "更正"),
    ],
)
async def test_the_last_report_can_be_corrected(bureau: Town, first: str, second: str, offer: str, label: str) -> None:
    message = await written(bureau, LIAISON, first)
    before = await remembered(bureau)
    answer = await edit(bureau, LIAISON, message, second)
    assert answer == f"您修改了 2.2.3 的汇报，尚未更正。\n更正为：{offer}"
    assert bureau.buttons(await bureau.person(LIAISON)) == [label]
    assert await remembered(bureau) == before


async def test_the_button_corrects_the_report_once(bureau: Town) -> None:
    """A later edit of the same message offers to correct it again."""
    person = await bureau.person(LIAISON)
    message = await written(bureau, LIAISON, "2.2.3 60% 已完成初稿")
    await edit(bureau, LIAISON, message, "2.2.3 70% 已完成初稿")
    offer = bureau.last(person)
    data = offer.buttons[0][0].data
    assert data is not None
    for _ in range(2):
        bureau.world.tap(person, person, offer.id, data)
    await bureau.settle()
    assert await scalar(bureau, REPORTS) == "70已完成初稿"
    assert "更正为：80% 终稿" in await edit(bureau, LIAISON, message, "2.2.3 80% 终稿")
    assert "已更正" in await bureau.tap(LIAISON, "更正为：80%")
    assert await scalar(bureau, REPORTS) == "80终稿"


async def test_an_answer_to_a_question_is_a_report_too(bureau: Town) -> None:
    await bureau.say(LIAISON, "汇报 2.2.3")
    message = await written(bureau, LIAISON, "40% 数据尚未报齐")
    assert await scalar(bureau, REPORTS) == "40数据尚未报齐"
    assert "更正为：50% 数据尚未报齐" in await edit(bureau, LIAISON, message, "50% 数据尚未报齐")


@pytest.mark.parametrize("meanwhile", ["later", "changed", "undone"])
async def test_what_can_no_longer_be_corrected(bureau: Town, meanwhile: str) -> None:
    """The edit says so in one line, and only once."""
    message = await written(bureau, LIAISON, "2.2.3 60% 已完成初稿")
    if meanwhile == "later":
        bureau.clock.set(bureau.clock.now() + timedelta(minutes=11))
    elif meanwhile == "changed":
        await bureau.say(CLERK, "2.2.3")
        await change(bureau, "UPDATE assignments SET version = version + 1")
    else:
        await bureau.say(LIAISON, "/undo")
    before = await remembered(bureau)
    line = UNCHANGED if meanwhile == "undone" else "2.2.3 的汇报已不能更正，修改没有记录。"
    assert await edit(bureau, LIAISON, message, "2.2.3 70%") == line
    assert await edit(bureau, LIAISON, message, "2.2.3 80%") == ""
    assert await remembered(bureau) == before


async def test_equal_words_change_nothing(bureau: Town) -> None:
    """Telegram sends an edit when a link gets its preview, or when only the markup changes."""
    person = await bureau.person(LIAISON)
    message = await written(bureau, LIAISON, "2.2.3 60% 见 https://example.cn")
    before = await remembered(bureau)
    for number, text in enumerate(("2.2.3 60% 见 https://example.cn", "2.2.3  60% 见\nhttps://example.cn")):
        body = {"text": text, "date": message.date, "edit_date": message.date + number + 1}
        assert await inject(bureau, person, body, "edited_message", message.id) == []
    assert await remembered(bureau) == before
    assert await scalar(bureau, "SELECT count(*) FROM inbox WHERE state != 'done'") == 0


async def test_what_changed_something_else_is_not_changed_by_an_edit(bureau: Town) -> None:
    """That is said once for each message."""
    first = await written(bureau, LIAISON, "2.2.3 60% 已完成初稿")
    second = await written(bureau, LIAISON, "2.2.4 30% 已启动")
    third = await written(bureau, LIAISON, "/sign 2.1.1")
    before = await remembered(bureau)
    for message, text in ((first, "2.2.3 70%"), (third, "/sign 2.1.2"), (second, "2.2.3 30% 已启动")):
        assert await edit(bureau, LIAISON, message, text) == UNCHANGED
        assert await edit(bureau, LIAISON, message, f"{text}。") == ""
    assert await remembered(bureau) == before


async def test_words_that_were_only_previewed_are_previewed_again(bureau: Town) -> None:
    message = await written(bureau, LEADER, "/directive 2.2.3 请抓紧")
    assert "批示：不急" in await edit(bureau, LEADER, message, "/directive 2.2.3 不急")
    await bureau.tap(LEADER, "确认发出")
    assert await scalar(bureau, "SELECT group_concat(words) FROM directives") == "不急"


async def test_what_was_not_understood_is_read_again(bureau: Town) -> None:
    message = await written(bureau, LIAISON, "2.2.3 600%")
    assert "已记录：60%" in await edit(bureau, LIAISON, message, "2.2.3 60%")
    assert "更正为：70%" in await edit(bureau, LIAISON, message, "2.2.3 70%")
    message = await written(bureau, LIAISON, "看看 2.2.4")
    assert "2.2.4 推动企业贯标" in await edit(bureau, LIAISON, message, "2.2.4")
    assert "已签收" in await edit(bureau, LIAISON, message, "/sign 2.2.4")
    assert await edit(bureau, LIAISON, message, "/sign 2.1.1") == UNCHANGED


async def test_an_edit_answers_no_question(bureau: Town) -> None:
    searched = await written(bureau, LIAISON, "看看")
    await bureau.say(LIAISON, "2.2.3 60%")
    await bureau.say(LIAISON, "汇报 2.2.3")
    question = await scalar(bureau, QUESTION)
    for text in ("看看吧", "有困难", "经费不足"):
        await edit(bureau, LIAISON, searched, text)
        assert (await scalar(bureau, QUESTION), await scalar(bureau, REPORTS)) == (question, "60")


async def test_a_caption_that_gets_its_number_later(bureau: Town) -> None:
    """The file is assigned to the task, and is not fetched a second time."""
    person = await bureau.person(LIAISON)
    assert "请回复任务编号" in await bureau.send(LIAISON, "名单.pdf", PDF, "名单")
    message = next(m for m in reversed(bureau.world.transcript(person)) if not m.out)
    assert "60%，材料 1 份" in await edit(bureau, LIAISON, message, "2.2.3 60% 已完成初稿")
    assert sum(call.method == "getFile" for call in bureau.world.calls) == 1


async def test_a_message_of_which_nothing_is_known(bureau: Town) -> None:
    """The bot has never seen the message, or has emptied it after a week."""
    person = await bureau.person(LIAISON)
    now = int(bureau.clock.now().timestamp())
    body = {"text": "2.2.3 60%", "date": now - 600, "edit_date": now}
    assert await inject(bureau, person, body, "edited_message", 4000) == [UNCHANGED]
    message = await written(bureau, LIAISON, "2.2.3 60%")
    await change(bureau, "UPDATE inbox SET raw = NULL")
    assert "更正为：60%" in await edit(bureau, LIAISON, message, "2.2.3 60%。")


async def test_both_arrive_before_either_is_handled(bureau: Town) -> None:
    """They are handled in their order, also after a stop."""
    person = await bureau.person(LIAISON)
    message = bureau.world.say(person, "2.2.3 60% 已完成初稿")
    bureau.world.edit(person, message.id, "2.2.3 70% 已完成初稿")
    other = bureau.world.say(person, "看看")
    bureau.world.edit(person, other.id, "/sign 2.2.4")
    await bureau.bot.workers.stop(1)
    await bureau.bot.intake.once()
    await restarted(bureau)
    texts = [m.text for m in bureau.world.transcript(person)[-4:]]
    assert ["已记录" in texts[0], "更正为：70%" in texts[1], "已签收" in texts[3]] == [True] * 3
    assert await scalar(bureau, REPORTS) == "60已完成初稿"


async def test_the_same_edit_twice_is_one(bureau: Town) -> None:
    person = await bureau.person(LIAISON)
    message = await written(bureau, LIAISON, "看看")
    bureau.world.edit(person, message.id, "2.2.3 60%")
    updates = await bureau.bot.poller.poll(None, 0)
    await bureau.settle()
    shown = len(bureau.world.transcript(person))
    await bureau.bot.intake.store([update | {"update_id": 7} for update in updates] * 2)
    await bureau.bot.drained()
    assert (await scalar(bureau, REPORTS), len(bureau.world.transcript(person))) == ("60", shown)


@pytest.mark.parametrize("seed", range(3))
async def test_random_edits_change_nothing_that_was_recorded(bureau: Town, seed: int) -> None:
    chance = random.Random(seed)
    messages = [await written(bureau, LIAISON, f"2.2.3 {percent}% 进展{percent}") for percent in (10, 20, 30)]
    messages.append(await written(bureau, LIAISON, "/sign 2.2.4"))
    before = await remembered(bureau)
    told = 0
    for number in range(20):
        text = chance.choice(("2.2.3 90%", "2.2.4 90%", "签收 2.1.1", "撤销", "取消", "看看", "2.2.3")) + f" {number}"
        told += await edit(bureau, LIAISON, chance.choice(messages), text) == UNCHANGED
    assert await remembered(bureau) == before
    assert told <= len(messages)
