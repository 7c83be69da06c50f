"""From 已完成 to closed: the clerk is told, reviews, and returns with a reason or closes; the doer never closes."""

from datetime import timedelta

from plan.values import Duty, State
from storage import assignments, plans
from tests.handlers.scene import change, scalar
from tests.town import CHANGZHOU, CLERK, HEAD, LEADER, LIAISON, MONDAY, Town


async def state_of(bureau: Town, code: str, unit: str) -> State:
    task = await bureau.db.read(lambda db: plans.task(db, code))
    assert task is not None
    shares = await bureau.db.read(lambda db: assignments.of_task(db, task.id))
    return next(assignment.state for assignment in shares if assignment.unit == unit)


async def in_hours(bureau: Town) -> None:
    await bureau.until(MONDAY + timedelta(hours=2))


async def test_done_is_reviewed_returned_and_closed(bureau: Town) -> None:
    clerk, liaison, head = [await bureau.person(post) for post in (CLERK, LIAISON, HEAD)]
    await in_hours(bureau)
    assert "目前没有待审核的任务。" in await bureau.say(clerk, "待审核")
    assert "已记录：已完成 100%。" in await bureau.say(liaison, "/submit 2.2.3 yes 名单已公布")
    assert (
        bureau.last(clerk).text
        == "请审核：2.2.3 新建高价值专利示范中心\n运用促进处已报完成，没有附成果材料，没有填写完成数量。"
    )
    sheet = await bureau.tap(clerk, "审核")
    assert "牵头　运用促进处 · 待审核 100%" in sheet
    assert "已完成 100%：名单已公布" in sheet
    await bureau.tap(clerk, "退回")
    returned = await bureau.tap(clerk, "缺成果材料")
    assert "已退回：2.2.3 运用促进处。原因：缺成果材料。" in returned
    for person in (liaison, head):
        assert bureau.last(person).text.endswith("运用促进处\n退回原因：缺成果材料。")
    await bureau.tap(liaison, "汇报")
    # 沿用上次 is not offered, since the returned report may not simply be repeated.
    assert bureau.buttons(liaison) == ["已完成", "按序时", "滞后", "有困难", "返回"]
    await bureau.tap(liaison, "已完成")
    assert "已记录：已完成 100%" in await bureau.tap(liaison, "提交")
    assert "请审核 · 共 1 项" in await bureau.say(clerk, "/review")
    await bureau.tap(clerk, "2.2.3")
    closed = await bureau.tap(clerk, "通过销号")
    assert "已销号：2.2.3 运用促进处。" in closed
    assert await state_of(bureau, "2.2.3", "运用促进处") is State.CLOSED
    assert "无需再汇报" in await bureau.say(liaison, "2.2.3 60%")


async def test_the_doer_never_closes(bureau: Town) -> None:
    await bureau.say(LIAISON, "/submit 2.2.3 yes")
    for line in ("/close 2.2.3", "/return 2.2.3 缺成果材料", "/waive 2.2.3 不做了", "/review 2.2.3"):
        assert "督办员办理" in await bureau.say(HEAD, line)
    assert await state_of(bureau, "2.2.3", "运用促进处") is State.SUBMITTED


async def test_the_other_reason_in_words_and_a_second_tap(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    await in_hours(bureau)
    await bureau.say(LIAISON, "/submit 2.2.3 yes")
    await bureau.tap(clerk, "审核")
    line = next(str(button.data) for row in bureau.last(clerk).buttons for button in row if button.text == "通过销号")
    await bureau.tap(clerk, "退回")
    assert "请回复退回 2.2.3 运用促进处 的原因。" in await bureau.tap(clerk, "其他")
    assert (await bureau.say(clerk, "请附公示截图")).splitlines()[:4] == [
        "将退回 运用促进处（待审核），请确认",
        "2.2.3 新建高价值专利示范中心",
        "退回原因：其他：请附公示截图",
        "送：运用促进处的联络员和负责人",
    ]
    assert await state_of(bureau, "2.2.3", "运用促进处") is State.SUBMITTED
    assert "原因：其他：请附公示截图。" in await bureau.tap(clerk, "确认退回")
    # An old button changes nothing and shows the present state.
    again = await bureau.say(clerk, line)
    assert "您的操作未保存" in again
    assert await state_of(bureau, "2.2.3", "运用促进处") is State.ACTIVE


async def test_a_typed_reason_is_shown_before_it_goes(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    await in_hours(bureau)
    await bureau.say(liaison, "/submit 2.2.3 yes")
    assert "退回原因：其他：材料不全\n" in await bureau.say(clerk, "退回 2.2.3 材料不全")
    assert "退回原因：其他：请附公示截图\n" in await bureau.say(clerk, "请附公示截图")  # instead of the first words
    assert "退回原因：缺成果材料：请补名单\n" in await bureau.say(clerk, "退回 2.2.3 缺成果材料，请补名单")
    confirm = list(bureau.last(clerk).taps())[-1]
    for _ in range(2):
        assert "已退回：2.2.3 运用促进处。" in await bureau.say(clerk, confirm)
    assert bureau.last(liaison).text.endswith("退回原因：缺成果材料：请补名单。")
    assert await scalar(bureau, "SELECT count(*) FROM events WHERE action = 'return'") == 1


async def test_what_was_reported_meanwhile_is_shown_before_it_is_sent_back(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    await bureau.say(liaison, "/submit 2.2.3 yes")
    await bureau.say(clerk, "退回 2.2.3 材料不全")
    await change(bureau, "UPDATE assignments SET version = version + 1 WHERE state = 'submitted'")
    again = await bureau.tap(clerk, "确认退回")
    assert again.startswith("情况已有变化，您的操作未保存")
    assert "退回原因：其他：材料不全\n" in again
    assert await state_of(bureau, "2.2.3", "运用促进处") is State.SUBMITTED
    assert "已退回：2.2.3" in await bureau.tap(clerk, "确认退回")


async def test_the_choice_between_units_keeps_the_reason(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    for place in (CHANGZHOU, ("苏州市局", Duty.LIAISON)):
        await bureau.say(place, "/submit 1.1.3 yes")
    assert "请选择" in await bureau.say(clerk, "退回 1.1.3 数据不符 请核对")
    assert "退回原因：其他：数据不符 请核对\n" in await bureau.tap(clerk, "常州")
    assert "已退回：1.1.3 常州市局。" in await bureau.tap(clerk, "确认退回")


async def test_waived_with_a_reason_and_opened_again(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    await bureau.say(clerk, "5.3.2")
    await bureau.tap(clerk, "审核")
    await bureau.tap(clerk, "办公室")
    assert "免办的理由" in await bureau.tap(clerk, "免办")
    assert "理由：职能已划转\n" in await bureau.say(clerk, "职能已划转")
    assert await state_of(bureau, "5.3.2", "办公室") is State.PENDING
    assert "已免办：5.3.2 办公室。" in await bureau.tap(clerk, "确认免办")
    assert await state_of(bureau, "5.3.2", "办公室") is State.WAIVED
    assert "已重新办理：5.3.2 办公室。" in await bureau.tap(clerk, "重新办理")
    assert await state_of(bureau, "5.3.2", "办公室") is State.PENDING


async def test_outside_the_hours_the_unit_is_told_in_the_morning(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "/submit 2.2.3 yes")
    bureau.clock.set(MONDAY + timedelta(hours=12))
    await bureau.say(CLERK, "/return 2.2.3 数据口径不符")
    assert "退回原因" not in bureau.last(liaison).text
    await bureau.until(MONDAY + timedelta(days=1, hours=1))
    assert any("退回原因：数据口径不符" in text for text in bureau.letters(liaison, MONDAY + timedelta(hours=13)))


async def test_what_waits_for_me(bureau: Town) -> None:
    """The clerk and the leader each see what waits for their decision."""
    clerk, leader = await bureau.person(CLERK), await bureau.person(LEADER)
    assert await bureau.say(leader, "/review") == "目前没有等待您处理的事项。"
    await bureau.say(LIAISON, "/submit 2.2.3 yes")
    await bureau.say(LIAISON, "/extend 2.2.4 +1周 数据尚未报齐")
    await bureau.confirm(LIAISON, "/feedback 希望增加导出")
    await bureau.confirm(leader, "/directive 2.2.5 请抓紧")
    answer = await bureau.say(clerk, "/review")
    assert "请审核 · 共 1 项\n2.2.3 新建高价值专利示范中心" in answer
    assert answer.endswith("另有\n延期申请　1 项\n投诉建议　1 项")
    assert bureau.buttons(clerk) == ["2.2.3", "延期申请", "投诉建议"]
    assert await bureau.say(leader, "/review") == "请处理\n延期申请　1 项\n批示待确认　1 项"
    assert "2.2.4" in await bureau.tap(leader, "延期申请")


async def test_the_unit_hears_of_every_decision_about_it(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    await in_hours(bureau)
    assert "请选择" in await bureau.say(clerk, "/waive 2.2.3 已并入2.2.5")
    assert "理由：已并入2.2.5\n" in await bureau.tap(clerk, "运用处")  # the reason typed before is kept
    await bureau.tap(clerk, "确认免办")
    assert bureau.last(liaison).text.endswith("2.2.3 新建高价值专利示范中心\n运用促进处已获免办，理由：已并入2.2.5。")
    await bureau.tap(clerk, "重新办理")
    assert bureau.last(liaison).text.startswith("请继续办理：2.2.3 新建高价值专利示范中心\n运用促进处")
    await bureau.tap(clerk, "撤销")
    assert bureau.last(liaison).text.startswith("刚才的通知已撤回，请按原状态办理：2.2.3")


async def test_who_does_the_work_is_refused_before_he_gives_reasons(bureau: Town) -> None:
    liaison_and_clerk = await bureau.person(LIAISON)
    await bureau.join(liaison_and_clerk, await bureau.code(CLERK))
    assignment_id = await share_id(bureau, "2.2.3", "运用促进处")
    await bureau.say(liaison_and_clerk, "/submit 2.2.3 yes")
    for line in (f"/waive {assignment_id}", f"/return {assignment_id}", f"/close {assignment_id}"):
        assert await bureau.say(liaison_and_clerk, line) == "这项任务由您所在单位承办，请由其他督办员办理。"


async def share_id(bureau: Town, code: str, unit: str) -> int:
    task = await bureau.db.read(lambda db: plans.task(db, code))
    assert task is not None
    shares = await bureau.db.read(lambda db: assignments.of_task(db, task.id))
    return next(assignment.id for assignment in shares if assignment.unit == unit)
