"""A unit requests an extension in three taps or one line; a refusal gives the reason and keeps what was typed."""

from datetime import timedelta

import pytest

from tests.handlers.scene import change, remembered, scalar
from tests.town import CHANGZHOU, CLERK, HEAD, LEADER, LIAISON, MONDAY, OBSERVER, OTHER, Place, Town

ASKED = "SELECT count(*) FROM extensions"
UNTIL = (
    "SELECT a.deadline FROM assignments a JOIN tasks t ON t.id = a.task_id WHERE t.code = '2.2.3' AND a.role = 'lead'"
)


@pytest.fixture
async def bureau(bureau: Town) -> Town:
    """A bureau at ten, after everybody has joined."""
    for place in (CLERK, LEADER, LIAISON, HEAD, OTHER, OBSERVER):
        await bureau.person(place)
    await bureau.until(MONDAY + timedelta(hours=2))
    return bureau


async def id_of(bureau: Town, code: str = "2.2.3", unit: str = "运用促进处") -> int:
    query = (
        "SELECT a.id FROM assignments a JOIN tasks t ON t.id = a.task_id JOIN units u ON u.id = a.unit_id "
        f"WHERE t.code = '{code}' AND u.name = '{unit}'"
    )
    return int(await scalar(bureau, query))


async def said_to(bureau: Town, place: Place) -> str:
    return bureau.last(await bureau.person(place)).text


async def test_in_three_taps(bureau: Town) -> None:
    await bureau.say(LIAISON, "2.2.3")
    dates = await bureau.tap(LIAISON, "延期")
    assert dates.startswith("请选择新的时限：2.2.3 新建高价值专利示范中心\n现时限12月31日 周四。")
    assert "+1周：2021年1月7日 周四\n+1月：2021年1月31日 周日" in dates
    reasons = await bureau.tap(LIAISON, "+1周")
    assert reasons == "请选择延期的理由，或直接回复理由。\n2.2.3 延至2021年1月7日 周四"
    answer = await bureau.tap(LIAISON, "数据尚未报齐")
    assert answer.startswith("已申请延期，等待分管领导审批。\n\n运用促进处申请延期 2.2.3 新建高价值专利示范中心")
    assert "时限：12月31日 周四 → 2021年1月7日 周四\n理由：数据尚未报齐\n申请：运用促进处联络员，3月2日 10:00" in answer
    assert bureau.buttons(await bureau.person(LIAISON)) == ["撤回", "返回"]
    assert (await said_to(bureau, LEADER)).startswith("请审批延期申请。\n\n运用促进处申请延期 2.2.3")
    assert bureau.buttons(await bureau.person(LEADER)) == ["批准", "不批准", "说明不批准", "为什么收到"]
    assert (await said_to(bureau, CLERK)).startswith("请对延期申请提出意见。")
    assert bureau.buttons(await bureau.person(CLERK)) == ["同意", "不同意", "写意见", "为什么收到"]
    assert await scalar(bureau, UNTIL) == "2020-12-31"
    assert "已申请延至2021年1月7日，等待审批" in await bureau.say(HEAD, "2.2.3")
    assert "理由：数据尚未报齐（申请延至2021年1月7日）" in await bureau.say(LIAISON, "轨迹 2.2.3")


async def test_typed_in_one_line_and_asked_again(bureau: Town) -> None:
    answer = await bureau.say(LIAISON, "延期 2.2.3 2021-03-31，数据尚未报齐")
    assert "→ 2021年3月31日 周三\n理由：数据尚未报齐" in answer
    for again in ("延期 2.2.3 2021-03-31，数据尚未报齐", "/extend 2.2.3 2021-06-30 其他理由", "/extend 2.2.3"):
        assert "已申请，等待审批。" in await bureau.say(HEAD, again)
    assert await scalar(bureau, ASKED) == 1
    letters = [
        message
        for message in bureau.world.transcript(await bureau.person(LEADER))
        if message.out and "请审批" in message.text
    ]
    assert len(letters) == 1


async def test_a_date_and_a_reason_of_ones_own(bureau: Town) -> None:
    await bureau.say(LIAISON, "2.2.3")
    await bureau.tap(LIAISON, "延期")
    assert "请回复 2.2.3 新的时限" in await bureau.tap(LIAISON, "自选")
    assert "下个季度不是一天" in await bureau.say(LIAISON, "下个季度")
    assert "延至2021年2月26日 周五" in await bureau.say(LIAISON, "2021年2月26日")
    assert await bureau.tap(LIAISON, "其他") == "请回复 2.2.3 延期的理由。\n延至2021年2月26日 周五"
    assert "理由：评审专家尚未到位" in await bureau.say(LIAISON, "评审专家尚未到位")


async def test_a_wrong_date_keeps_the_reason(bureau: Town) -> None:
    wrong = await bureau.say(LIAISON, "/extend 2.2.3 6月30日 数据尚未报齐")
    assert wrong == "新的时限须晚于现时限12月31日。理由已保留，请重新回复日期。"
    assert "没有2月30日这一天。理由已保留，请重新回复日期。" in await bureau.say(LIAISON, "2021-2-30")
    assert "日期请写成" in await bureau.say(LIAISON, "明年春天")
    assert "不能晚于2021年12月31日" in await bureau.say(LIAISON, "2022-1-1")
    answer = await bureau.say(LIAISON, "2021-1-29")
    assert "→ 2021年1月29日 周五\n理由：数据尚未报齐\n" in answer
    assert await scalar(bureau, ASKED) == 1


async def test_a_reason_without_a_date_is_kept(bureau: Town) -> None:
    assert "理由已保留，请重新回复日期。" in await bureau.say(LIAISON, "延期 2.2.3 等待 上级部署")
    assert "理由：等待 上级部署\n" in await bureau.say(LIAISON, "+1月")


async def test_after_the_deadline_and_after_the_work_it_is_too_late(bureau: Town) -> None:
    number = await id_of(bureau)
    await change(bureau, "UPDATE assignments SET deadline = '2020-03-01' WHERE id = :id", id=number)
    card = await bureau.say(LIAISON, "2.2.3")
    assert "已过时限，不能申请延期" in card
    assert "延期" not in bureau.buttons(await bureau.person(LIAISON))
    assert "已过时限，不能申请延期" in await bureau.say(LIAISON, f"/extend {number} +1周 数据尚未报齐")
    await change(bureau, "UPDATE assignments SET deadline = '2020-12-31' WHERE id = :id", id=number)
    await bureau.say(LIAISON, "/submit 2.2.3 yes")
    assert "已过时限" not in await bureau.say(LIAISON, "2.2.3")
    assert "待审核，不能申请延期" in await bureau.say(LIAISON, f"/extend {number} +1周 数据尚未报齐")
    assert await scalar(bureau, ASKED) == 0


async def test_a_forged_command_of_another_unit(bureau: Town) -> None:
    number = await id_of(bureau)
    await bureau.say(LIAISON, "/extend 2.2.3 +1周 数据尚未报齐")
    before = await remembered(bureau)
    for place in (OTHER, CHANGZHOU):
        assert "您不能代为办理" in await bureau.say(place, f"/extend {number} v1 +1月 数据尚未报齐")
        assert "您不能代为办理" in await bureau.say(place, "/withdraw 1")
        assert "由分管领导、督办员办理" in await bureau.say(place, "/approve 1")
        assert "等待审批" not in await bureau.say(place, "2.2.3")
    for line in ("2.2.3", "轨迹 2.2.3"):
        answer = await bureau.say(OBSERVER, line)
        assert not any(words in answer for words in ("等待审批", "数据尚未报齐"))
    for place in (OBSERVER, LEADER):
        assert "办理。" in await bureau.say(place, f"/extend {number} v1 +1月 数据尚未报齐")
    assert "仅供受邀人员使用" in await bureau.say(bureau.stranger(), f"/extend {number} v1 +1月 数据尚未报齐")
    after = await remembered(bureau)
    assert [row for row in after["extensions"] if row not in before["extensions"]] == []
    assert after["assignments"] == before["assignments"]


async def test_withdrawn_and_asked_anew(bureau: Town) -> None:
    await bureau.say(LIAISON, "/extend 2.2.3 +1周 数据尚未报齐")
    withdrawn = await bureau.tap(LIAISON, "撤回")
    assert withdrawn.startswith("已撤回延期申请。")
    assert "状态：已撤回" in withdrawn
    assert "已撤回延期申请。" in await bureau.say(HEAD, "/withdraw 1")  # the same request again
    assert "您的操作未保存" in await bureau.tap(LEADER, "批准")
    assert await scalar(bureau, UNTIL) == "2020-12-31"
    assert "目前没有需要您处理的延期申请" in await bureau.say(LEADER, "延期申请")
    assert "已申请延期" in await bureau.say(LIAISON, "/extend 2.2.3 +1月 协调事项未决")
    assert await scalar(bureau, ASKED) == 2


async def test_the_clerk_asks_on_behalf(bureau: Town) -> None:
    answer = await bureau.say(CLERK, f"/extend {await id_of(bureau)} +1周 数据尚未报齐")
    assert "申请：省知识产权局督办员，3月2日" in answer
    assert "请审批延期申请" in await said_to(bureau, LEADER)
    assert "已申请延至" in await bureau.say(LIAISON, "2.2.3")


async def test_a_restricted_task_is_asked_for_on_paper(bureau: Town) -> None:
    await change(bureau, "UPDATE tasks SET restricted = 1 WHERE code = '2.2.3'")
    await bureau.say(LIAISON, "2.2.3")
    assert "延期" not in bureau.buttons(await bureau.person(LIAISON))
    assert "纸质渠道" in await bureau.say(LIAISON, "/extend 2.2.3 +1周 数据尚未报齐")


async def test_a_card_of_before_changes_nothing(bureau: Town) -> None:
    number = await id_of(bureau)
    await bureau.say(HEAD, "2.2.3 30%")
    assert "您的操作未保存" in await bureau.say(LIAISON, f"/extend {number} v1 +1周 数据尚未报齐")
    assert await scalar(bureau, ASKED) == 0


async def test_outside_the_hours_the_leader_is_asked_in_the_morning(bureau: Town) -> None:
    bureau.clock.set(MONDAY + timedelta(hours=12))
    await bureau.say(LIAISON, "/extend 2.2.3 +1周 数据尚未报齐")
    await bureau.say(OTHER, "/extend 1.1.2 +1周 数据尚未报齐")
    assert "请审批" not in await said_to(bureau, LEADER)
    await bureau.say(LIAISON, "/withdraw 1")
    await bureau.until(MONDAY + timedelta(days=1, hours=1))
    letters = bureau.letters(await bureau.person(LEADER), MONDAY + timedelta(hours=13))
    assert any("请审批延期申请" in text and "1.1.2" in text for text in letters)
    assert not any("2.2.3" in text for text in letters), "it was withdrawn in the evening"


async def test_a_request_in_words_is_shown_before_it_is_recorded(bureau: Town) -> None:
    preview = await bureau.say(LIAISON, "/extend 2.2.3 预览 2021-03-31 省局口径没定")
    assert preview.splitlines() == [
        "将申请延期，请确认",
        "2.2.3 新建高价值专利示范中心",
        "运用促进处 · 待签收",
        "时限：12月31日 周四 → 2021年3月31日 周三",
        "理由：省局口径没定",
        "送：分管领导审批",
        "",
        "请点“确认申请”；如需修改理由，请直接回复新的文字。",
    ]
    assert bureau.buttons(await bureau.person(LIAISON)) == ["返回", "确认申请"]
    assert "理由：等国家文件\n" in await bureau.say(LIAISON, "等国家文件")
    assert await scalar(bureau, ASKED) == 0
    assert "已申请延期，等待分管领导审批。" in await bureau.tap(LIAISON, "确认申请")
    assert "理由：等国家文件\n" in await said_to(bureau, LEADER)


@pytest.mark.parametrize(
    ("words", "until"), [("+2周", "2021年1月14日 周四"), ("+1月", "2021年1月31日 周日"), ("2021-01-29", "1月29日 周五")]
)
async def test_a_request_in_words_without_a_reason_asks_for_it(bureau: Town, words: str, until: str) -> None:
    """Relative dates count from the deadline."""
    question = await bureau.say(LIAISON, f"/extend 2.2.3 预览 {words}")
    assert "请选择延期的理由，或直接回复理由。\n2.2.3 延至" in question
    assert until in question
    assert "理由：评审推迟\n" in await bureau.say(LIAISON, "评审推迟")
    assert await scalar(bureau, ASKED) == 0
    await bureau.say(LIAISON, f"/extend 2.2.3 预览 {words}")
    assert "已申请延期" in await bureau.tap(LIAISON, "数据尚未报齐")


async def test_a_wrong_date_in_words_keeps_the_reason_and_the_preview(bureau: Town) -> None:
    wrong = await bureau.say(LIAISON, "/extend 2.2.3 预览 2020-6-30 省局口径没定")
    assert wrong == "新的时限须晚于现时限12月31日。理由已保留，请重新回复日期。"
    assert "将申请延期，请确认" in await bureau.say(LIAISON, "2021-1-29")
    assert await scalar(bureau, ASKED) == 0


async def test_what_changed_meanwhile_is_shown_before_it_is_requested(bureau: Town) -> None:
    await bureau.say(LIAISON, "/extend 2.2.3 预览 2021-03-31 省局口径没定")
    await bureau.say(HEAD, "签收 2.2.3")
    again = await bureau.tap(LIAISON, "确认申请")
    assert again.startswith("情况已有变化，您的操作未保存")
    assert "运用促进处 · 办理中\n" in again
    assert "理由：省局口径没定\n" in again
    assert await scalar(bureau, ASKED) == 0
    assert "已申请延期" in await bureau.tap(LIAISON, "确认申请")


async def test_a_preview_forged_for_another_unit(bureau: Town) -> None:
    await bureau.say(LIAISON, "/extend 2.2.3 预览 2021-03-31 省局口径没定")
    line = f"/extend {await id_of(bureau)} v1 2021-03-31 省局口径没定"
    await bureau.person(CHANGZHOU)
    before = await remembered(bureau)
    for place in (OTHER, CHANGZHOU, OBSERVER, LEADER):
        answer = await bureau.say(place, line)
        assert "不能代为办理" in answer or "“延期”由" in answer
        assert "预览" not in await bureau.say(place, "/extend 2.2.3 预览 2021-03-31 试试")
    assert await remembered(bureau) == before
