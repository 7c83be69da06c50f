"""更正: within ten minutes a correction replaces one's own last report; what it does not mention stays as it was."""

from datetime import timedelta

import pytest

from tests.handlers.evidence.papers import PDF
from tests.handlers.scene import remembered, scalar
from tests.town import CLERK, HEAD, LIAISON, MONDAY, OTHER, Town

STANDING = "SELECT group_concat(status || ' ' || percent || ' ' || words, '；') FROM reports WHERE NOT undone"
NUDGE_ANSWER = "SELECT answer FROM nudges"


@pytest.mark.parametrize(
    ("report", "correction", "standing"),
    [
        ("2.2.9 20% 已立项", "70%", "pace 70 已立项"),
        ("2.2.9 20% 已立项", "2.2.9 70% 已评审", "pace 70 已评审"),
        ("2.2.9 60% 已立项", "已评审", "pace 60 已评审"),
        ("2.2.9 60% 已立项", "滞后", "behind 60 已立项"),
        ("2.2.9 滞后 20% 缺数据", "30%", "behind 30 缺数据"),  # 滞后 was stated
        ("2.2.9 有困难 20% 缺数据", "30%", "stuck 30 缺数据"),
        ("2.2.9 按序时 已立项", "有困难 缺数据", "stuck 0 缺数据"),
        ("/progress 2.2.4 完成650家，仍在推进", "700家", "pace 70 完成700家，仍在推进"),
        ("2.2.4 60% 仍在推进", "是700家", "pace 60 仍在推进，700家"),
        ("/submit 2.2.9 yes 报告已发布", "90%", "pace 90 报告已发布"),
        ("/submit 2.2.9 yes 报告已发布", "报告已印发", "done 100 报告已印发"),
    ],
)
async def test_what_the_correction_does_not_mention_stays(
    bureau: Town, report: str, correction: str, standing: str
) -> None:
    await bureau.say(LIAISON, report)
    answer = await bureau.say(LIAISON, f"/amend {correction}")
    assert answer.startswith("已更正：")
    assert await scalar(bureau, STANDING) == standing
    assert await scalar(bureau, "SELECT group_concat(action) FROM events WHERE assignment_id IS NOT NULL") == (
        "report,amend,report"
    )


async def test_the_new_status_follows_from_the_new_percent(bureau: Town) -> None:
    bureau.clock.set(MONDAY + timedelta(days=200))
    assert "按进度判定为：滞后。" in await bureau.say(LIAISON, "2.2.9 20% 已立项")
    assert "已更正：70%。\n按进度判定为：按序时。" in await bureau.say(LIAISON, "/amend 70%")
    assert "滞后" not in await bureau.say(CLERK, "2.2.9")
    assert "已更正：滞后 70%。" in await bureau.say(LIAISON, "/amend 滞后")
    assert "恢复为：待签收。" in await bureau.say(LIAISON, "/undo")


async def test_files_and_answers_go_over_to_the_new_report(bureau: Town) -> None:
    await bureau.say(CLERK, "/nudge 2.2.9 all")
    await bureau.tap(CLERK, "确认发送")
    await bureau.send(LIAISON, "a.pdf", PDF, "2.2.9 20% 已立项")
    message = await scalar(bureau, "SELECT message_id FROM reports")
    assert "已更正：70%，材料 1 份。" in await bureau.say(LIAISON, "/amend 70%")
    assert await scalar(bureau, NUDGE_ANSWER) == "按序时 70%：已立项"
    assert "成果材料 1 份" in await bureau.say(CLERK, "2.2.9")
    assert await scalar(bureau, "SELECT message_id FROM reports ORDER BY id DESC LIMIT 1") == message
    assert "更正\n　运用促进处联络员：撤回原汇报，另记更正后的汇报" in await bureau.say(CLERK, "轨迹 2.2.9")


async def test_a_letter_that_has_not_gone_out_is_not_sent(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    await bureau.say(LIAISON, "/submit 2.2.9 yes 报告已发布")
    await bureau.say(LIAISON, "/amend 90%")
    await bureau.until(MONDAY.replace(hour=12))
    assert not [text for text in bureau.letters(clerk, MONDAY) if "请审核" in text]


async def test_done_asks_for_evidence_here_too(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "2.2.9 90% 报告待发布")
    form = await bureau.say(liaison, "/amend 已完成 报告已发布")
    assert "请发送 2.2.9 的成果材料" in form
    assert await scalar(bureau, STANDING) == "pace 90 报告待发布"
    assert "已收到 1 份材料。" in await bureau.send(liaison, "a.pdf", PDF)
    assert "已更正：已完成 100%，材料 1 份。" in await bureau.tap(liaison, "提交")
    assert await scalar(bureau, STANDING) == "done 100 报告已发布"


async def test_why_not_and_what_it_would_do(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    assert "您还没有汇报过，没有可以更正的内容" in await bureau.say(liaison, "/amend 70%")
    assert "由其他单位承办" in await bureau.say(OTHER, "/amend 2.2.9 70%")
    await bureau.say(liaison, "2.2.9 20% 已立项")
    bureau.clock.set(MONDAY + timedelta(minutes=11))
    before = await remembered(bureau)
    answer = await bureau.say(liaison, "/amend 70% 已评审")
    assert answer == "2.2.9 您的汇报已超过十分钟，不能更正，未作改动。可以记为新的汇报：70% 已评审"
    after = await remembered(bureau)
    assert {name for name in after if after[name] != before[name]} <= {"button_lines"}
    assert "已记录：70%。" in await bureau.tap(liaison, "记为新汇报")
    assert await scalar(bureau, STANDING) == "pace 20 已立项；pace 70 已评审"


async def test_not_where_something_was_built_upon_it(bureau: Town) -> None:
    await bureau.say(LIAISON, "2.2.9 20% 已立项")
    await bureau.say(HEAD, "2.2.9 30% 已评审")
    answer = await bureau.say(LIAISON, "/amend 70%")
    assert "您的汇报已撤销，或之后已有新的变化，不能更正" in answer
    assert await scalar(bureau, STANDING) == "pace 20 已立项；pace 30 已评审"


async def test_a_contradiction_changes_nothing(bureau: Town) -> None:
    await bureau.say(LIAISON, "2.2.9 20% 已立项")
    assert "“已完成”对应100%，您填的是50%" in await bureau.say(LIAISON, "/amend 已完成 50%")
    assert await scalar(bureau, STANDING) == "pace 20 已立项"


async def test_a_tap_twice_amends_once(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "2.2.9 20% 已立项")
    await bureau.tap(liaison, "改状态")
    message = bureau.last(liaison)
    for _ in range(2):
        bureau.world.tap(liaison, liaison, message.id, next(iter(message.taps())))
    await bureau.settle()
    assert message.text.startswith("已更正：")
    assert await scalar(bureau, "SELECT count(*) FROM reports") == 2
