"""移交: a post goes to a known person, a new one, or nobody; its assignments stay with the unit."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from handlers.messages import STRANGER
from plan.values import Duty
from tests.handlers.scene import remembered, scalar, small, task
from tests.town import CHANGZHOU, CLERK, HEAD, LEADER, LIAISON, MONDAY, OTHER, Town, quick

LINK = re.compile(r"\?start=([\w-]{22})$")


async def post_of(bureau: Town, place: tuple[str, Duty]) -> int:
    chat = await bureau.person(place)
    query = f"SELECT o.id FROM posts o JOIN people p ON p.id = o.person_id WHERE p.telegram_id = {chat}"
    return int(await scalar(bureau, query))


async def person_id(bureau: Town, place: tuple[str, Duty]) -> int:
    return int(await scalar(bureau, f"SELECT id FROM people WHERE telegram_id = {await bureau.person(place)}"))


async def in_hours(bureau: Town) -> None:
    await bureau.until(MONDAY + timedelta(hours=2))


async def test_in_two_taps_and_both_are_told(bureau: Town) -> None:
    clerk, old, new = [await bureau.person(place) for place in (CLERK, CHANGZHOU, OTHER)]
    await in_hours(bureau)
    await bureau.say(old, "1.1.3 30% 已起草")
    await bureau.say(clerk, "岗位 常州")
    await bureau.tap(clerk, "1.联络员")
    assert "请选择常州市局联络员的接任人员" in await bureau.tap(clerk, "移交")
    assert "1. 演示知识产权保护处联络员　知识产权保护处联络员" in await bureau.say(clerk, "知识产权保护")
    page = await bureau.tap(clerk, "1.演示知识")
    assert "已移交：常州市局联络员由演示知识产权保护处联络员担任，承办任务不变。" in page
    assert "任职：演示知识产权保护处联络员" in page
    assert "请知悉：您不再担任常州市局联络员，由演示知识产权保护处联络员接任。" in bureau.last(old).text
    assert "请接手常州市局联络员的工作。本单位承办 27 项任务，其中 26 项待签收。" in bureau.last(new).text
    assert await bureau.say(old, "/my") == STRANGER
    assert bureau.world.commands(old, old) == []
    card = await bureau.say(new, "1.1.3")
    assert "常州市局联络员）\n按序时 30%：已起草" in card  # reports stay with the post
    share = await scalar(bureau, "SELECT assignment_id FROM reports")
    assert "已记录" in await bureau.say(new, f"/progress {share} 50% 已送审")
    history = await bureau.say(clerk, "轨迹 1.1.3")
    assert history.count("常州市局联络员：") == 2


async def test_the_newcomer_takes_it_with_his_link(bureau: Town) -> None:
    """The old holder keeps the post until the link is opened; an unused link changes nothing."""
    clerk, old = await bureau.person(CLERK), await bureau.person(LIAISON)
    await in_hours(bureau)
    post = await post_of(bureau, LIAISON)
    await bureau.say(clerk, f"/handover {post}")
    assert "请回复接任运用促进处联络员的人员姓名" in await bureau.tap(clerk, "邀请新人")
    first = await bureau.tap(clerk, "不填姓名")
    assert "对方确认之前，仍由演示运用促进处联络员担任。" in first
    second = await bureau.say(clerk, f"/newcomer {post} 演示新人")
    assert "请将以下链接转给接任运用促进处联络员的人员演示新人，" in second
    assert "运用促进处联络员" in await bureau.say(old, "/start")
    newcomer = bureau.stranger("某人")
    link = LINK.search(second)
    assert link
    assert "演示新人，您好。您已加入督办，岗位：运用促进处联络员。" in await bureau.join(newcomer, link[1])
    assert "您不再担任运用促进处联络员，由演示新人接任。" in bureau.last(old).text
    forgotten = LINK.search(first)
    assert forgotten
    assert "邀请链接已失效" in await bureau.join(old, forgotten[1])
    assert await scalar(bureau, "SELECT count(*) FROM posts") == 2


async def test_known_by_name_before_he_opens_the_bot(tmp_path: Path) -> None:
    async with quick(tmp_path, small(task("1.1.1", "任务1", lead=("办公室",)))) as bureau:
        clerk = await bureau.person(CLERK)
        await bureau.say(clerk, "/posts 2")
        await bureau.tap(clerk, "增加岗位")
        assert "已增加岗位：办公室联络员，目前空缺。" in await bureau.tap(clerk, "联络员")
        assert "任职：空缺" in await bureau.tap(clerk, "1.联络员")
        assert "请回复办公室联络员的姓名。" in await bureau.tap(clerk, "登记")
        assert "名称请控制在40字以内" in await bureau.say(clerk, "名" * 41)
        assert "任职：演示甲（未绑定）" in await bureau.say(clerk, "演示甲")
        await bureau.tap(clerk, "电话")
        await bureau.say(clerk, "025-83000000")
        assert "办公室　联络员 演示甲（未绑定） 025-83000000" in await bureau.say(clerk, "打电话清单")
        await bureau.say(clerk, "/post 2")
        link = LINK.search(await bureau.tap(clerk, "邀请"))
        assert link
        assert "演示甲，您好。您已加入督办，岗位：办公室联络员。" in await bureau.join(bureau.stranger("某人"), link[1])
        assert "任职：演示甲\n电话：025-83000000" in await bureau.say(clerk, "/post 2")
        assert (
            await scalar(bureau, "SELECT count(*) FROM people") == 2
        )  # the person registered before is the one who joined


async def test_a_letter_to_somebody_who_never_came_fails_and_holds_up_nobody(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    await bureau.say(clerk, "/newpost 5 负责人")
    await bureau.say(clerk, "/enroll 3 演示乙")
    await in_hours(bureau)
    await bureau.say(liaison, "/submit 2.2.3 yes")
    await bureau.say(clerk, "/return 2.2.3 数据口径不符")
    assert "退回原因：数据口径不符" in bureau.last(liaison).text
    assert await scalar(bureau, "SELECT state FROM outbox WHERE person_id = 3 AND rule = 'returned'") == "failed"


@pytest.mark.parametrize("to_other", [True, False])
async def test_what_waits_for_the_morning_goes_to_the_new_holder(bureau: Town, to_other: bool) -> None:
    """A letter waits for the morning; a person who has lost the post meanwhile must not read it."""
    old, new = await bureau.person(LIAISON), await bureau.person(OTHER)
    post_id, other_id = await post_of(bureau, LIAISON), await person_id(bureau, OTHER)
    await bureau.say(old, "/submit 2.2.3 yes")
    await bureau.say(CLERK, "/return 2.2.3 数据口径不符")
    await bureau.say(CLERK, f"/handover {post_id} #{other_id}" if to_other else f"/vacate {post_id} 确认")
    await in_hours(bureau)
    is_sent = [any("退回原因" in text for text in bureau.letters(chat, MONDAY)) for chat in (old, new)]
    assert is_sent == [False, to_other]
    assert any("您不再担任运用促进处联络员" in text for text in bureau.letters(old, MONDAY))


async def test_what_is_about_himself_stays_his(bureau: Town) -> None:
    """The answer to a complaint goes to the person who made it, not to their successor in the post."""
    old, new, clerk = [await bureau.person(place) for place in (LIAISON, OTHER, CLERK)]
    await in_hours(bureau)
    post_id, other_id = await post_of(bureau, LIAISON), await person_id(bureau, OTHER)
    await bureau.confirm(old, "投诉建议 提醒过多")
    bureau.cut_off(old)
    await bureau.confirm(clerk, "/reply 1 已调整")
    await bureau.say(clerk, f"/handover {post_id} #{other_id}")
    bureau.reconnect()
    await bureau.until(MONDAY + timedelta(hours=3))
    is_sent = [any("已调整" in text for text in bureau.letters(chat, MONDAY)) for chat in (old, new)]
    assert is_sent == [True, False]


async def test_vacated_after_a_second_look(bureau: Town) -> None:
    clerk, head = await bureau.person(CLERK), await bureau.person(HEAD)
    await in_hours(bureau)
    post = await post_of(bureau, HEAD)
    await bureau.say(clerk, f"/post {post}")
    assert "请确认：免去演示运用促进处负责人的运用促进处负责人岗位？" in await bureau.tap(clerk, "免职")
    assert "欢迎回来" in await bureau.say(head, "/start")
    page = await bureau.tap(clerk, "确认免职")
    assert "已免职：运用促进处负责人目前空缺，承办任务不变。" in page
    assert bureau.buttons(clerk) == ["选人", "邀请", "登记", "B岗", "返回"]
    assert "您不再担任运用促进处负责人，目前空缺。" in bureau.last(head).text
    assert await bureau.say(head, "/start") == STRANGER
    assert "目前空缺，无需免职" in await bureau.say(clerk, f"/vacate {post}")


async def test_the_last_clerk_stays(bureau: Town) -> None:
    clerk, leader = await bureau.person(CLERK), await bureau.person(LEADER)
    post, to = await post_of(bureau, CLERK), await person_id(bureau, LEADER)
    before = await remembered(bureau)
    assert "至少保留一名能收到消息的督办员" in await bureau.say(clerk, f"/vacate {post} 确认")
    bureau.world.block(leader)
    await bureau.settle()
    assert "至少保留一名能收到消息的督办员" in await bureau.say(clerk, f"/handover {post} #{to}")
    after = await remembered(bureau)
    assert {name for name in before if before[name] != after[name]} == {"people"}  # the leader has blocked the bot
    bureau.world.block(leader, False)
    await bureau.settle()
    answer = await bureau.say(clerk, f"/handover {post} #{to}")
    assert answer == "已移交：省知识产权局督办员由演示省知识产权局分管领导担任，承办任务不变。"
    assert await bureau.say(clerk, "/roster") == STRANGER
    assert "请选择单位类别" in await bureau.say(leader, "/roster")


async def test_the_same_tap_twice_and_another_clerk_meanwhile(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    second = ("办公室", Duty.CLERK)
    await bureau.person(second)
    post_id, other_id, leader = (
        await post_of(bureau, LIAISON), await person_id(bureau, OTHER), await person_id(bureau, LEADER),
    )  # fmt: skip
    line = f"/handover {post_id} v2 #{other_id}"
    done = await bureau.say(clerk, line)
    assert "已移交：运用促进处联络员由演示知识产权保护处联络员担任" in done
    before = await remembered(bureau)
    assert await bureau.say(clerk, line) == done
    late = await bureau.say(second, f"/handover {post_id} v2 #{leader}")
    assert late.startswith("情况已有变化，您的操作未保存，以下为最新状态。")
    assert "任职：演示知识产权保护处联络员" in late
    for stale in (f"/vacate {post_id} v2 yes", f"/deputy {post_id} v2 #{leader}", f"/newcomer {post_id} v2"):
        assert "您的操作未保存" in await bureau.say(second, stale)
    assert await remembered(bureau) == before
    assert "无需移交" in await bureau.say(clerk, f"/handover {post_id} #{other_id}")


async def test_nobody_but_a_clerk(bureau: Town) -> None:
    await bureau.person(CLERK)
    post_id, other_id = await post_of(bureau, LIAISON), await person_id(bureau, OTHER)
    people = [await bureau.person(place) for place in (LIAISON, HEAD, LEADER, OTHER)]
    before = await remembered(bureau)
    for person in people:
        for line in (
            f"/handover {post_id} v2 #{other_id}", f"/vacate {post_id} v2 yes", f"/newcomer {post_id} v2",
            f"/enroll {post_id} v2 甲",
            f"/deputy {post_id} v2 #{other_id}", f"/post {post_id}", "/posts 5", "/roster", "/newpost 5 v1 clerk",
            f"/name #{other_id} v1 甲", "/unitname 5 v1 甲", "/moveunit 5 v1 6", "/newunit 5 v1 county 甲",
            "/shortname 5 v1 甲", "/subunits 1",
        ):  # fmt: skip
            assert "由督办员办理。" in await bureau.say(person, line), line
        for line in (
            f"/leave #{other_id} v1 12-01 12-05",
            f"/contact #{other_id} v1 13800000000",
            f"/back #{other_id} v1",
        ):
            if person != await bureau.person(OTHER):
                assert await bureau.say(person, line) == "他人的信息由督办员办理。"
    assert await remembered(bureau) == before


async def test_what_is_not_there(bureau: Town) -> None:
    for line in ("/post 99", "/handover 99", "/vacate 99", "/deputy 99 #1", "/newcomer 99", "/enroll 99 甲"):
        assert await bureau.say(CLERK, line) == "没有这个岗位，请重新选择。"
    assert await bureau.say(CLERK, "/handover 1 #99") == "没有这位人员，请重新选择。"
    assert "没有姓名含“无此人”的人员" in await bureau.say(CLERK, "/handover 1 无此人")
    # A number typed in answer to the list does not choose a person.
    await bureau.person(OTHER)
    await bureau.say(CLERK, "/handover 2")
    assert "没有姓名含“1”的人员" in await bureau.say(CLERK, "1")
