"""已完成 asks for evidence and value before it goes to review; what is sent back has its former progress again."""

import pytest

from tests.handlers.evidence.papers import PDF, pdf
from tests.handlers.scene import remembered, scalar
from tests.town import CHANGZHOU, CLERK, LIAISON, MONDAY, Town

NOON = MONDAY.replace(hour=12)
LAST = "SELECT status || ' ' || words || ' ' || coalesce(value, '-') FROM reports ORDER BY id DESC LIMIT 1"
ASKED_VALUE = "请一并回复完成数量，例如：1000家"


@pytest.mark.parametrize(
    "line",
    [
        "/progress 2.2.4 已完成 名单已公布", "/progress 2.2.4 100% 名单已公布", "/submit 2.2.4 名单已公布",
        "报结 2.2.4 名单已公布",
    ],
)  # fmt: skip
async def test_done_asks_first_and_keeps_the_words(bureau: Town, line: str) -> None:
    liaison = await bureau.person(LIAISON)
    before = await remembered(bureau)
    form = await bureau.say(liaison, line)
    assert form.startswith("请发送 2.2.4 的成果材料（照片或文件），发完点“提交”；没有材料可直接点“提交”。")
    assert ASKED_VALUE in form
    assert "文字：名单已公布" in form
    assert await remembered(bureau) == before
    assert "已记录：已完成 100%。" in await bureau.tap(liaison, "提交")
    assert await scalar(bureau, LAST) == "done 名单已公布 -"


async def test_a_value_and_files_in_any_order(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "/progress 2.2.4 已完成 名单已公布")
    form = await bureau.say(liaison, "1020家")
    assert ASKED_VALUE not in form
    assert "文字：名单已公布 1020家" in form
    assert "已收到 1 份材料。请继续发送" in await bureau.send(liaison, "a.pdf", PDF)
    form = await bureau.send(liaison, "b.pdf", pdf(2))
    assert "已收到 2 份材料。" in form
    assert "文字：名单已公布 1020家" in form
    assert "已记录：已完成 100%，完成 1020/1000家，材料 2 份。" in await bureau.tap(liaison, "提交")
    assert await scalar(bureau, LAST) == "done 名单已公布 1020家 1020.0"


async def test_what_comes_complete_is_not_asked_for(bureau: Town) -> None:
    """Evidence and value came with the report; a city is not responsible for the target of the task."""
    card = await bureau.send(LIAISON, "a.pdf", PDF, "2.2.4 已完成 贯标1020家")
    assert "已记录：已完成 100%，完成 1020/1000家，材料 1 份。" in card
    assert "已记录：已完成 100%，材料 1 份。" in await bureau.send(
        CHANGZHOU, "b.pdf", pdf(2), "2.2.4 已完成 任务已办结"
    )
    await bureau.say(LIAISON, "2.2.9 30%")
    assert ASKED_VALUE not in await bureau.say(LIAISON, "2.2.9 已完成 导航报告已发布")


async def test_the_clerk_sees_what_was_left_out(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    await bureau.until(NOON)
    await bureau.say(LIAISON, "2.2.4 60% 完成650家")
    await bureau.say(LIAISON, "/submit 2.2.4 名单已公布")
    await bureau.tap(LIAISON, "提交")
    assert bureau.last(clerk).text.endswith("运用促进处已报完成，没有附成果材料，没有填写完成数量。")
    page = await bureau.tap(clerk, "审核")
    assert "成果材料：无" in page
    assert "完成数量：650/1000家（报结时未填写）" in page


async def test_what_is_sent_back_is_as_it_was_before(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    await bureau.say(liaison, "2.2.4 有困难 60% 完成650家")
    await bureau.say(liaison, "/submit 2.2.4 yes 完成1000家")
    share = await scalar(bureau, "SELECT assignment_id FROM reports")
    page = await bureau.say(clerk, f"/return {share} 数据口径不符")
    assert "运用促进处 · 办理中 60%" in page
    assert "已完成 100%：完成1000家（已退回）" in page
    card = await bureau.say(liaison, "2.2.4")
    assert "运用促进处 · 办理中 60%" in card
    assert "完成 650/1000家" in card
    assert "上次汇报：有困难 60%，完成650家" in await bureau.tap(liaison, "汇报")
    assert "待审核 → 办理中，已完成 → 有困难，100% → 60%，数量 650，理由：数据口径不符" in await bureau.say(
        clerk, "轨迹 2.2.4"
    )


async def test_what_was_never_reported_before_is_sent_back_without_a_percent(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    await bureau.say(LIAISON, "/submit 2.2.9 yes 报告已发布")
    share = await scalar(bureau, "SELECT assignment_id FROM reports")
    await bureau.say(clerk, f"/return {share} 缺成果材料")
    assert "运用促进处 · 办理中\n" in await bureau.say(LIAISON, "2.2.9")
    assert "恢复为：待审核 100%。" in await bureau.say(clerk, "/undo")
