"""A leader writes a directive; the task's units are told and acknowledge; the leader sees who has not."""

from datetime import timedelta
from pathlib import Path

import pytest

from handlers.messages import STRANGER
from plan.values import Duty
from tests.handlers.extensions.test_request import said_to
from tests.handlers.scene import change, remembered, scalar, small, task
from tests.town import CHANGZHOU, CLERK, HEAD, LEADER, LIAISON, MONDAY, OBSERVER, OTHER, Place, Town, quick

SUZHOU: Place = ("苏州市局", Duty.LIAISON)
WORDS = "请抓紧遴选，月底前报名单"
DIRECTIVE_COUNT = "SELECT count(*) FROM directives"


@pytest.fixture
async def bureau(bureau: Town) -> Town:
    """A bureau at ten, after everybody has joined."""
    for place in (CLERK, LEADER, LIAISON, HEAD, OTHER, OBSERVER, CHANGZHOU, SUZHOU):
        await bureau.person(place)
    await bureau.until(MONDAY + timedelta(hours=2))
    return bureau


async def reply(bureau: Town, place: Place, text: str) -> str:
    """Reply to the bot's last message."""
    person = await bureau.person(place)
    bureau.world.say(person, text, reply_to=bureau.last(person).id)
    await bureau.settle()
    return bureau.last(person).text


async def test_from_the_card_to_the_last_receipt(bureau: Town) -> None:
    await bureau.say(LEADER, "2.2.3")
    assert "请回复对 2.2.3 的批示，1000字以内。" in await bureau.tap(LEADER, "批示")
    await bureau.say(LEADER, WORDS)
    card = await bureau.tap(LEADER, "确认发出")
    assert card.startswith("已批示，通知运用促进处的联络员和负责人，请其确认收到；配合单位不另行通知。")
    line = f"批示（3月2日，省知识产权局分管领导）：{WORDS}"
    assert f"{line}（运用促进处未确认）" in card
    for place in (LIAISON, HEAD):
        assert await said_to(bureau, place) == (
            f"请落实批示，并点“收到”：2.2.3 新建高价值专利示范中心\n省知识产权局分管领导批示：{WORDS}"
        )
    assert f"{line}（请发送“收到”确认）" in await bureau.say(LIAISON, "2.2.3")
    assert f"　3月2日：{WORDS}\n　未确认：运用促进处" in await bureau.say(LEADER, "我的批示")
    assert f"　3月2日 省知识产权局分管领导：{WORDS}\n　请 运用促进处 确认收到" in await bureau.say(HEAD, "收到")
    acknowledged = await bureau.tap(LIAISON, "收到")
    assert acknowledged.startswith("已确认收到，请抓紧落实。\n运用促进处：运用促进处联络员，3月2日 10:00")
    assert f"省知识产权局分管领导批示（3月2日）：{WORDS}" in acknowledged
    assert (await said_to(bureau, LEADER)).startswith(
        "批示已全部确认：2.2.3 新建高价值专利示范中心\n运用促进处已收到。"
    )
    before = await remembered(bureau)
    assert "运用促进处：运用促进处联络员，3月2日 10:00" in await bureau.tap(HEAD, "收到")  # it was done before
    assert "运用促进处：运用促进处联络员，3月2日 10:00" in await bureau.say(LIAISON, "/ack 1")
    assert await remembered(bureau) == before
    assert "您的批示都已确认收到" in await bureau.say(LEADER, "/directives")
    assert "没有等待确认的批示" in await bureau.say(LIAISON, "/directives")
    assert f"{line}（已确认）" in await bureau.say(CLERK, "2.2.3")
    history = await bureau.say(LIAISON, "轨迹 2.2.3")
    assert "运用促进处 · 收到批示\n　运用促进处联络员\n" in history
    assert "运用促进处 · 批示\n　省知识产权局分管领导" in history


async def test_words_are_shown_before_they_go(bureau: Town) -> None:
    leader = await bureau.person(LEADER)
    await bureau.say(leader, "/directive 2.2.3")
    await bureau.say(leader, "先写一稿")
    preview = await bureau.say(leader, WORDS)  # instead of the first draft
    assert preview.splitlines() == [
        "将向 1 个单位发出批示，请确认",
        "2.2.3 新建高价值专利示范中心",
        f"批示：{WORDS}",
        "送：运用促进处的联络员和负责人；配合单位不另行通知。",
        "",
        "请点“确认发出”；如需修改，请直接回复新的文字。",
    ]
    assert bureau.buttons(leader) == ["返回", "确认发出"]
    assert await scalar(bureau, DIRECTIVE_COUNT) == 0
    confirm = list(bureau.last(leader).taps())[-1]
    for _ in range(2):
        assert "已批示" in await bureau.say(leader, confirm)
    assert await scalar(bureau, "SELECT group_concat(words) FROM directives") == WORDS
    assert await bureau.say(CLERK, confirm) != WORDS
    assert await scalar(bureau, DIRECTIVE_COUNT) == 1


async def test_other_units_than_shown_are_shown_again(bureau: Town) -> None:
    preview = await bureau.say(LEADER, f"批示 1.1.3 {WORDS}")
    assert preview.startswith("将向 13 个单位发出批示，请确认")
    assert "送：常州市局、苏州市局的联络员和负责人；" in preview
    assert "南京市局等11个单位的联络员、负责人空缺，请另行通知。" in preview
    await change(
        bureau, "UPDATE assignments SET state = 'closed' WHERE unit_id = (SELECT id FROM units WHERE name = '苏州市局')"
    )
    again = await bureau.tap(LEADER, "确认发出")
    assert again.startswith("情况已有变化，尚未发出，请重新确认。\n\n将向 12 个单位发出批示，请确认")
    assert await scalar(bureau, DIRECTIVE_COUNT) == 0
    assert "已批示" in await bureau.tap(LEADER, "确认发出")
    assert await scalar(bureau, "SELECT count(*) FROM receipts") == 12


async def test_back_from_the_preview_sends_nothing(bureau: Town) -> None:
    await bureau.say(LEADER, f"批示 2.2.3 {WORDS}")
    assert "2.2.3 新建高价值专利示范中心" in await bureau.tap(LEADER, "返回")
    await bureau.say(LEADER, "随便看看")
    assert await scalar(bureau, DIRECTIVE_COUNT) == 0


async def test_thirteen_cities_and_who_has_not_acknowledged(bureau: Town) -> None:
    for city in ("常州市局", "苏州市局"):
        await bureau.person((city, LIAISON[1]))
    card = await bureau.confirm(LEADER, f"批示 1.1.3 {WORDS}")
    assert "已批示，通知2个单位的联络员和负责人，请其确认收到；" in card
    assert "南京市局等11个单位的联络员、负责人空缺，请另行通知。" in card
    assert f"{WORDS}（13个单位未确认）" in card
    await bureau.tap(CHANGZHOU, "收到")
    assert f"{WORDS}（12个单位未确认）" in await bureau.say(LEADER, "1.1.3")
    missing = await bureau.say(LEADER, "/directives")
    assert "未确认：南京市局、无锡市局、徐州市局、苏州市局等12个单位" in missing
    assert f"{WORDS}（已确认）" in await bureau.say(CHANGZHOU, "1.1.3")
    suzhou = await bureau.say(SUZHOU, "1.1.3")
    assert f"{WORDS}（请发送“收到”确认）" in suzhou
    assert "常州" not in suzhou
    assert not any("全部确认" in text for text in bureau.letters(await bureau.person(LEADER), MONDAY))


async def test_units_that_support_or_are_done_are_not_told(bureau: Town) -> None:
    await bureau.confirm(LEADER, f"批示 1.1.2 {WORDS}")
    assert WORDS in await said_to(bureau, OTHER)
    assert await scalar(bureau, "SELECT count(*) FROM receipts") == 1
    await change(bureau, "UPDATE assignments SET state = 'closed' WHERE role <> 'support'")
    assert "均已办结，没有需要通知的单位" in await bureau.say(LEADER, f"批示 1.1.2 再{WORDS}")
    assert "您的批示都已确认收到" in await bureau.say(LEADER, "我的批示")
    assert f"{WORDS}（已办结）" in await bureau.say(LEADER, "1.1.2")


async def test_as_a_reply_to_a_card_or_a_letter(bureau: Town) -> None:
    await bureau.say(LEADER, "2.2.3")
    assert f"批示：{WORDS}" in await reply(bureau, LEADER, WORDS)
    assert "已批示" in await bureau.tap(LEADER, "确认发出")
    assert WORDS in await said_to(bureau, LIAISON)
    await bureau.tap(LIAISON, "收到")
    assert "批示：很好，再接再厉" in await reply(bureau, LEADER, "很好，再接再厉")  # to the letter about receipts
    await bureau.tap(LEADER, "确认发出")
    assert "很好，再接再厉" in await said_to(bureau, HEAD)
    await bureau.say(LEADER, "2.2.3")
    assert "2.2.3 轨迹" in await reply(bureau, LEADER, "轨迹 2.2.3")  # a command in a reply stays a command
    await bureau.say(LEADER, "/plan 1")
    assert "请问是哪一项任务" in await reply(bureau, LEADER, "请各单位加快进度")  # several tasks, so none is guessed
    assert await scalar(bureau, DIRECTIVE_COUNT) == 2


async def test_a_reply_to_a_request_for_more_time_is_no_directive(bureau: Town) -> None:
    await bureau.say(LIAISON, "/extend 2.2.3 +1周 数据尚未报齐")
    assert "请审批延期申请" in await said_to(bureau, LEADER)
    assert "无法识别" in await reply(bureau, LEADER, "不能再拖了")
    assert await scalar(bureau, DIRECTIVE_COUNT) == 0


async def test_a_reply_of_anybody_else_is_no_directive(bureau: Town) -> None:
    for place in (LIAISON, CLERK, OBSERVER):
        await bureau.say(place, "2.2.3")
        assert "无法识别" in await reply(bureau, place, WORDS)
    assert await scalar(bureau, DIRECTIVE_COUNT) == 0


async def test_a_reply_goes_before_a_question_of_earlier(bureau: Town) -> None:
    await bureau.say(LEADER, "/directive 1.1.2")
    await bureau.say(LEADER, "2.2.3")
    await reply(bureau, LEADER, WORDS)
    await bureau.tap(LEADER, "确认发出")
    assert f"{WORDS}（运用促进处未确认）" in await bureau.say(CLERK, "2.2.3")
    assert WORDS not in await bureau.say(CLERK, "1.1.2")
    await bureau.say(LEADER, "/directive 1.1.2")
    await reply(bureau, LEADER, WORDS)  # a reply to the question itself
    await bureau.tap(LEADER, "确认发出")
    assert WORDS in await bureau.say(CLERK, "1.1.2")


async def test_empty_long_and_repeated_words(bureau: Town) -> None:
    assert "请回复对 2.2.3 的批示" in await bureau.say(LEADER, "/directive 2.2.3  ")
    assert await bureau.say(LEADER, "字" * 1001) == "批示请控制在1000字以内，尚未发出，请重新回复。"
    assert "已批示" in await bureau.confirm(LEADER, "字" * 1000)
    assert "已批示" in await bureau.confirm(LEADER, f"/directive 2.2.3 {WORDS}")
    assert "已批示" in await bureau.say(LEADER, f"/directive 2.2.3 {WORDS}")
    assert await scalar(bureau, DIRECTIVE_COUNT) == 2
    letters = [text for text in bureau.letters(await bureau.person(LIAISON), MONDAY) if text.endswith(WORDS)]
    assert len(letters) == 1


async def test_forged_commands_and_who_reads_the_words(bureau: Town) -> None:
    await bureau.confirm(LEADER, f"批示 2.2.3 {WORDS}")
    before = await remembered(bureau)
    for place in (OTHER, CHANGZHOU):
        assert await bureau.say(place, "/ack 1") == "这项批示由其他单位确认，您不能代为确认。"
    for place in (CLERK, LEADER, OBSERVER):
        assert "“收到”由" in await bureau.say(place, "/ack 1")
    for place in (CLERK, HEAD, LIAISON, OBSERVER):
        assert "“批示”由分管领导办理。" in await bureau.say(place, "/directive 2.2.3 代批")
    assert await bureau.say(bureau.stranger(), "/ack 1") == STRANGER
    assert "没有这项批示" in await bureau.say(LIAISON, "/ack 99")
    assert await remembered(bureau) == before
    for place in (OBSERVER, OTHER, CHANGZHOU):
        for line in ("2.2.3", "/directives", "轨迹 2.2.3"):
            assert WORDS not in await bureau.say(place, line)
    for place in (LEADER, CLERK, LIAISON, HEAD):
        assert WORDS in await bureau.say(place, "2.2.3")


async def test_a_restricted_task_is_written_to_on_paper(tmp_path: Path) -> None:
    async with quick(tmp_path, small(task("1.1.4", "机要工作"))) as bureau:
        await change(bureau, "UPDATE tasks SET restricted = 1")
        leader = await bureau.person(LEADER)
        await bureau.say(leader, "1.1.4")
        assert "批示" not in bureau.buttons(leader)
        sentence = "不上机任务的批示请按纸质渠道办理。您的文字未发出。"
        assert await bureau.say(leader, f"/directive 1.1.4 {WORDS}") == sentence
        await bureau.say(leader, "1.1.4")
        assert await reply(bureau, LEADER, WORDS) == sentence
        await change(bureau, "UPDATE tasks SET restricted = 0")
        await bureau.confirm(leader, f"/directive 1.1.4 {WORDS}")
        await change(bureau, "UPDATE tasks SET restricted = 1")
        for line in ("1.1.4", "/directives", "/ack 1"):
            answer = await bureau.say(LIAISON, line)
            assert "1.1.4" in answer
            assert WORDS not in answer
            assert "机要" not in answer


async def test_outside_the_hours_it_waits_for_the_morning(bureau: Town) -> None:
    bureau.clock.set(MONDAY + timedelta(hours=12))
    await bureau.confirm(LEADER, f"批示 2.2.3 {WORDS}")
    assert WORDS not in await said_to(bureau, LIAISON)
    await bureau.until(MONDAY + timedelta(days=1, hours=2))
    letters = bureau.letters(await bureau.person(LIAISON), MONDAY + timedelta(hours=13))
    assert sum(WORDS in text for text in letters) == 1


async def test_the_receipts_stay_with_the_post(bureau: Town) -> None:
    """The present holder of the leader's post sees the directives written from it."""
    await bureau.confirm(LEADER, f"批示 2.2.3 {WORDS}")
    new = bureau.world.add_person("演示新任领导").id
    await bureau.join(new, await bureau.code(("知识产权保护处", Duty.LEADER)))
    post = "(SELECT id FROM posts WHERE duty = 'leader' AND unit_id = 1)"
    await change(
        bureau,
        f"UPDATE posts SET person_id = (SELECT id FROM people WHERE telegram_id = :new) WHERE id = {post}",
        new=new,
    )
    assert "未确认：运用促进处" in await bureau.say(new, "/directives")
    await bureau.tap(LIAISON, "收到")
    assert bureau.last(new).text.startswith("批示已全部确认：2.2.3")


async def test_what_was_told_on_monday_is_not_awaited_since_friday(tmp_path: Path) -> None:
    """Written after hours: the unit reads it on Monday, and the leader is reminded of it on Tuesday at the earliest."""
    async with quick(tmp_path, small(task("1.1.1", "任务1"))) as bureau:
        leader, _ = await bureau.person(LEADER), await bureau.person(LIAISON)
        bureau.clock.set(MONDAY + timedelta(days=4, hours=11))
        await bureau.confirm(leader, "/directive 1.1.1 请抓紧推进")
        await bureau.until(MONDAY + timedelta(days=7, hours=4))
        before = bureau.last(leader).text
        assert "尚未确认收到" not in before
        await bureau.until(MONDAY + timedelta(days=8, hours=4))
        assert "批示已1个工作日，运用促进处尚未确认收到" in bureau.last(leader).text
