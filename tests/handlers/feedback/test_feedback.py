"""投诉建议: feedback reaches the clerks, one of them answers, and nobody else reads it."""

from datetime import timedelta

from plan.values import Duty
from tests.handlers.scene import scalar
from tests.town import CHANGZHOU, CLERK, HEAD, LEADER, LIAISON, MONDAY, Town

OTHER_CLERK = ("办公室", Duty.CLERK)


async def test_asked_for_told_answered(bureau: Town) -> None:
    clerk, liaison, head = [await bureau.person(place) for place in (CLERK, LIAISON, HEAD)]
    await bureau.until(MONDAY + timedelta(hours=2))
    question = "请回复您的投诉或建议（1000字以内），督办员收到后答复您。"
    assert await bureau.say(liaison, "投诉建议") == f"{question}\n\n我的投诉建议 · 共 0 条\n您还没有提过意见。"
    preview = await bureau.say(liaison, "晨报里的<日期>请写上星期 🚀")
    assert preview.startswith("将提交投诉建议，请确认\n内容：晨报里的<日期>请写上星期 🚀\n送：督办员，答复后会通知您\n")
    assert await bureau.tap(liaison, "确认提交") == "已转交督办员，答复后会通知您。"
    assert bureau.last(clerk).text == "请答复运用促进处联络员的投诉建议：\n晨报里的<日期>请写上星期 🚀"
    assert "请回复对运用促进处联络员的答复" in await bureau.tap(clerk, "答复")
    preview = await bureau.say(clerk, "已采纳，下周起执行")
    assert preview.startswith(
        "将答复运用促进处联络员，请确认\n原文：晨报里的<日期>请写上星期 🚀\n答复：已采纳，下周起执行\n"
    )
    assert "已有答复" not in bureau.last(liaison).text
    assert await bureau.tap(clerk, "确认答复") == "已答复运用促进处联络员：已采纳，下周起执行"
    assert bureau.last(liaison).text.startswith("您的投诉建议已有答复：已采纳，下周起执行\n\n原文：晨报里的<日期>")
    answer = await bureau.tap(liaison, "我的意见")
    assert "晨报里的<日期>请写上星期 🚀\n答复（3月2日 10:00，省知识产权局督办员）：已采纳，下周起执行" in answer
    assert "我的投诉建议 · 共 0 条" in await bureau.say(head, "/feedback")
    # Only the person who was asked can answer the question.
    assert "无法识别" in await bureau.say(liaison, "随便看看")
    actions = await scalar(bureau, "SELECT group_concat(action) FROM events WHERE action LIKE 'feedback%'")
    assert actions == "feedback,feedback_answered"


async def test_it_is_shown_before_it_goes_and_goes_once(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    await bureau.until(MONDAY + timedelta(hours=2))
    assert "内容：食堂太远\n" in await bureau.say(liaison, "投诉建议 食堂太远")
    assert bureau.buttons(liaison) == ["返回", "确认提交"]
    assert "内容：食堂太远，请调整\n" in await bureau.say(liaison, "食堂太远，请调整")
    assert "食堂" not in bureau.last(clerk).text
    confirm = list(bureau.last(liaison).taps())[-1]
    for _ in range(2):
        assert await bureau.say(liaison, confirm) == "已转交督办员，答复后会通知您。"
    assert await scalar(bureau, "SELECT group_concat(words) FROM feedback") == "食堂太远，请调整"
    await bureau.say(liaison, "投诉建议 食堂太吵")
    await bureau.tap(liaison, "返回")
    assert await scalar(bureau, "SELECT count(*) FROM feedback") == 1


async def test_the_second_clerk_comes_too_late(bureau: Town) -> None:
    clerk, second_clerk, liaison = [await bureau.person(place) for place in (CLERK, OTHER_CLERK, LIAISON)]
    await bureau.confirm(liaison, "/feedback 请增加导出")
    assert await bureau.confirm(clerk, "/reply 1 已安排") == "已答复运用促进处联络员：已安排"
    late = await bureau.say(second_clerk, "/reply 1 不予考虑")
    assert late == "省知识产权局督办员已于3月2日 08:00答复：已安排\n您的文字未发出：不予考虑"
    assert await bureau.say(clerk, "/reply 1 已安排") == "已答复运用促进处联络员：已安排"
    assert sum("已有答复" in text for text in bureau.letters(liaison, MONDAY - timedelta(days=1))) == 1
    assert await bureau.say(clerk, "/reply 99 好") == "没有这条投诉建议。"
    assert "由督办员办理" in await bureau.say(liaison, "/reply 1 自己答复")


async def test_the_clerk_sees_first_what_waits_the_longest(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    assert "目前没有投诉建议。收到后会通知您。" in await bureau.say(clerk, "/feedback")
    for number, post in enumerate((LIAISON, CHANGZHOU, LEADER, HEAD, LIAISON), 1):
        await bureau.confirm(post, f"/feedback 第{number}条")
    await bureau.confirm(clerk, "/reply 1 已阅")
    page = await bureau.say(clerk, "/feedback")
    assert [line for line in page.splitlines() if line.startswith("第")] == [f"第{n}条" for n in (2, 3, 4, 5)]
    assert bureau.buttons(clerk) == ["答复1", "答复2", "答复3", "答复4", "下一页"]
    assert "第1条\n答复（" in await bureau.tap(clerk, "下一页")
    assert bureau.buttons(clerk) == ["上一页"]
    assert "原文：第3条" in await bureau.say(clerk, "/reply 3")


async def test_too_long_is_asked_again(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    assert "请控制在1000字以内。您的文字尚未提交" in await bureau.say(liaison, "/feedback " + "字" * 1001)
    assert "已转交" in await bureau.confirm(liaison, "字" * 1000)
    assert await scalar(bureau, "SELECT count(*) FROM feedback") == 1
