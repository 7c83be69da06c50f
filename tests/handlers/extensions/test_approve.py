"""Extensions are decided once, by the leader in charge or by the clerk, and the deadline changes."""

from datetime import timedelta
from pathlib import Path

import pytest

from plan import builtin
from plan.values import Duty
from storage import importing
from tests.handlers.extensions.test_request import UNTIL, said_to
from tests.handlers.scene import remembered, scalar, small, task
from tests.town import CHANGZHOU, CLERK, HEAD, LEADER, LIAISON, MONDAY, OBSERVER, OTHER, Place, Town, quick

SECOND: Place = ("运用促进处", Duty.LEADER)
ASK = "/extend 2.2.3 2021-03-31 数据尚未报齐"


@pytest.fixture
async def bureau(bureau: Town) -> Town:
    """A bureau at ten, after everybody has joined."""
    for place in (CLERK, LEADER, LIAISON, HEAD, OTHER, OBSERVER):
        await bureau.person(place)
    await bureau.until(MONDAY + timedelta(hours=2))
    return bureau


async def test_opinion_then_approval(bureau: Town) -> None:
    await bureau.say(LIAISON, ASK)
    assert "请处理延期申请 · 共 1 项" in await bureau.say(CLERK, "延期申请")
    bureau.clock.set(bureau.clock.now().replace(microsecond=123456))  # as a real clock, with microseconds
    assert "意见已记录，并已告知审批人。" in await bureau.confirm(CLERK, "/opinion 1 情况属实，建议同意")
    assert "目前没有需要您处理的延期申请" in await bureau.say(CLERK, "延期申请")
    told = await said_to(bureau, LEADER)
    assert told.startswith("督办员已提出意见，请审批延期申请。")
    assert "督办员意见：情况属实，建议同意" in told
    waiting = await bureau.say(LEADER, "延期申请")
    assert "2.2.3 新建高价值专利示范中心\n　运用促进处 · 12月31日 → 2021年3月31日" in waiting
    await bureau.tap(LEADER, "2.2.3")
    approved = await bureau.tap(LEADER, "批准")
    assert approved.startswith("已批准：2.2.3 运用促进处延期。")
    assert "状态：已批准（省知识产权局分管领导，3月2日 10:00）" in approved
    assert await scalar(bureau, UNTIL) == "2021-03-31"
    for place in (LIAISON, HEAD):
        letter = await said_to(bureau, place)
        assert letter.startswith(
            "延期已批准，请按新时限办理：2.2.3 新建高价值专利示范中心\n运用促进处\n时限：2021年3月31日 周三，还有"
        )
    for place in (LIAISON, LEADER, OBSERVER):
        card = await bureau.say(place, "2.2.3")
        assert "时限由12月31日延至2021年3月31日（已延期1次）" in card
    assert "批准延期\n　省知识产权局分管领导：2020年12月31日 → 2021年3月31日" in await bureau.say(LIAISON, "轨迹 2.2.3")
    assert "时限：2021年3月31日 周三，还有" in await bureau.say(LIAISON, "2.2.3")
    assert "个工作日（已延期）\n" in await bureau.say(HEAD, "2.2.3")
    assert "（已延期1次）" not in await bureau.say(OTHER, "2.2.3")
    assert "目前没有需要您处理的延期申请" in await bureau.say(LEADER, "延期申请")


async def test_asked_again_after_it_was_granted(bureau: Town) -> None:
    await bureau.say(LIAISON, ASK)
    await bureau.say(LEADER, "/approve 1")
    answer = await bureau.say(LIAISON, "/extend 2.2.3 +1月 协调事项未决")
    assert "时限：2021年3月31日 周三 → 2021年4月30日 周五\n此前：时限由12月31日延至2021年3月31日（已延期1次）" in answer
    await bureau.say(LEADER, "/approve 2")
    assert "时限由12月31日延至2021年4月30日（已延期2次）" in await bureau.say(LIAISON, "2.2.3")


async def test_refused_with_and_without_words(bureau: Town) -> None:
    await bureau.say(LIAISON, ASK)
    assert "请回复不批准 2.2.3 运用促进处延期的说明。" in await bureau.tap(LEADER, "说明不批准")
    preview = await bureau.say(LEADER, "年底前必须完成")
    assert "运用促进处申请延至2021年3月31日\n说明：年底前必须完成\n送：运用促进处的联络员和负责人" in preview
    assert "未获批准" not in await said_to(bureau, LIAISON)
    refused = await bureau.tap(LEADER, "确认不批准")
    assert refused.startswith("未批准：2.2.3 运用促进处延期。")
    letter = await said_to(bureau, LIAISON)
    assert letter.startswith("延期未获批准，请按原时限办理：2.2.3")
    assert letter.endswith("时限：12月31日 周四，还有211个工作日\n说明：年底前必须完成")
    assert await scalar(bureau, UNTIL) == "2020-12-31"
    await bureau.say(LIAISON, ASK)
    await bureau.tap(LEADER, "不批准")
    assert "说明" not in await said_to(bureau, HEAD)


async def test_two_taps_and_two_approvers(bureau: Town) -> None:
    """The leader nearest above the division is told; the one above may decide too. The first decision counts."""
    await bureau.person(SECOND)
    await bureau.say(LIAISON, ASK)
    assert "请审批" not in await said_to(bureau, LEADER)
    assert "已批准：2.2.3" in await bureau.tap(SECOND, "批准")
    before = await remembered(bureau)
    assert "已批准：2.2.3" in await bureau.say(SECOND, "/approve 1")
    for line in ("/refuse 1 太晚了", "/approve 1"):
        late = await bureau.say(LEADER, line)
        assert "您的操作未保存" in late
        assert "状态：已批准（运用促进处分管领导，3月2日 10:00）" in late
    assert "您的操作未保存" in await bureau.say(SECOND, "/refuse 1")
    assert "您的操作未保存" in await bureau.say(CLERK, "/opinion 1 不同意")
    assert await remembered(bureau) == before


async def test_who_may_not_decide(bureau: Town) -> None:
    await bureau.say(LIAISON, ASK)
    other_leader: Place = ("知识产权保护处", Duty.LEADER)
    people = {
        place: await bureau.person(place) for place in (other_leader, CLERK, HEAD, LIAISON, OBSERVER, OTHER, CHANGZHOU)
    }
    before = await remembered(bureau)
    for person in (*people.values(), bureau.stranger()):
        for line in ("/approve 1", "/refuse 1", "/refuse 1 不行"):
            await bureau.say(person, line)
    assert "由该单位的分管领导审批" in await bureau.say(other_leader, "/approve 1")
    for place in (HEAD, OBSERVER, OTHER):
        assert "数据尚未报齐" not in await bureau.say(place, "/extensions 1")
    assert await remembered(bureau) == before
    assert "没有这项延期申请" in await bureau.say(LEADER, "/approve 99")


async def test_a_leader_who_does_the_work_himself_leaves_it_to_the_clerk(bureau: Town) -> None:
    leader = await bureau.person(LEADER)
    await bureau.join(leader, await bureau.code(HEAD))
    await bureau.say(LIAISON, ASK)
    assert (await said_to(bureau, CLERK)).startswith("请审批延期申请。")
    assert "请由其他督办员办理" in await bureau.say(leader, "/approve 1")
    assert "已批准" in await bureau.tap(CLERK, "批准")
    assert await scalar(bureau, UNTIL) == "2021-03-31"


async def test_the_bureau_lets_the_clerk_decide(bureau: Town) -> None:
    assert "由分管领导审批" in await bureau.say(CLERK, "延期审批")
    assert "延期申请：由督办员审批。" in await bureau.tap(CLERK, "改由督办员")
    assert "“延期审批”由督办员办理。" in await bureau.say(LEADER, "/approver leader")
    await bureau.say(LIAISON, ASK)
    assert "请审批" not in await said_to(bureau, LEADER)
    assert "由督办员办理" in await bureau.say(LEADER, "/approve 1")
    assert bureau.buttons(await bureau.person(CLERK)) == ["批准", "不批准", "说明不批准", "为什么收到"]
    assert "已批准" in await bureau.tap(CLERK, "批准")
    assert "延期申请：由分管领导审批" in await bureau.say(CLERK, "/approver leader")
    assert await scalar(bureau, "SELECT count(*) FROM events WHERE action = 'setting'") == 2


async def test_taken_back_within_ten_minutes(bureau: Town) -> None:
    await bureau.say(LIAISON, ASK)
    await bureau.tap(LEADER, "批准")
    undone = await bureau.tap(LEADER, "撤销")
    assert undone.startswith("已撤销，申请恢复为等待审批。")
    assert await scalar(bureau, UNTIL) == "2020-12-31"
    assert (await said_to(bureau, LIAISON)).startswith("延期的审批结果已撤回，请等待重新审批：2.2.3")
    await bureau.tap(LEADER, "不批准")
    await bureau.tap(LEADER, "撤销")
    assert "已批准" in await bureau.tap(LEADER, "批准")
    bureau.clock.set(bureau.clock.now() + timedelta(minutes=11))
    assert "十分钟内没有可以撤销的操作" in await bureau.tap(LEADER, "撤销")
    assert await scalar(bureau, UNTIL) == "2021-03-31"


async def test_not_taken_back_where_the_unit_has_gone_on(bureau: Town) -> None:
    await bureau.say(LIAISON, ASK)
    await bureau.tap(LEADER, "不批准")
    await bureau.say(LIAISON, ASK)
    assert "已重新申请延期，不能再撤销" in await bureau.say(LEADER, "/undo")
    await bureau.say(LEADER, "/approve 2")
    await bureau.say(LIAISON, "2.2.3 30%")
    assert "已有新的变化，不能再撤销" in await bureau.say(LEADER, "/undo")
    assert await scalar(bureau, UNTIL) == "2021-03-31"


async def test_what_is_taken_back_before_the_morning_is_never_told(bureau: Town) -> None:
    await bureau.say(LIAISON, ASK)
    bureau.clock.set(MONDAY + timedelta(hours=12))
    await bureau.say(LEADER, "/approve 1")
    await bureau.tap(LEADER, "撤销")
    await bureau.until(MONDAY + timedelta(days=1, hours=2))
    letters = bureau.letters(await bureau.person(LIAISON), MONDAY + timedelta(hours=13))
    assert not any("延期" in text for text in letters)


async def test_what_was_done_meanwhile_is_not_extended(bureau: Town) -> None:
    await bureau.say(LIAISON, ASK)
    await bureau.say(LIAISON, "/submit 2.2.3 yes")
    assert "待审核，无需再审批延期" in await bureau.tap(LEADER, "批准")
    assert "目前没有需要您处理的延期申请" in await bureau.say(LEADER, "延期申请")
    assert "等待审批" not in await bureau.say(LIAISON, "2.2.3")
    assert "待审核，不能申请延期" in await bureau.say(LIAISON, "/extend 2.2.3")
    await bureau.say(CLERK, "/return 2.2.3 缺成果材料")
    assert "共 1 项" in await bureau.say(LEADER, "延期申请")


async def test_reminders_follow_the_new_deadline(tmp_path: Path) -> None:
    """The digest announces the new deadline only."""
    async with quick(tmp_path, small(task("1.1.1", "任务", until="3-16"))) as bureau:
        liaison, _ = await bureau.person(LIAISON), await bureau.person(LEADER)
        await bureau.say(liaison, "/sign 1.1.1")
        await bureau.until(MONDAY + timedelta(hours=2))
        await bureau.say(liaison, "/extend 1.1.1 3月31日 数据尚未报齐")
        await bureau.say(LEADER, "/approve 1")
        decided = bureau.clock.now()
        await bureau.until(MONDAY + timedelta(days=21))
        assert not any("任务" in text for text in bureau.letters(liaison, decided))
        await bureau.until(MONDAY + timedelta(days=30, hours=2))
        digests = [text for text in bureau.letters(liaison, decided) if "请办理" in text]
        assert [text.splitlines()[2].strip() for text in digests] == [
            "3月31日到期，还有5个工作日", "3月31日到期，还有2个工作日", "3月31日到期，还有1个工作日", "今天到期",
            "已逾期1个工作日",
        ]  # fmt: skip


async def test_a_new_import_leaves_the_extended_date_alone(bureau: Town) -> None:
    await bureau.say(LIAISON, ASK)
    await bureau.say(LEADER, "/approve 1")
    now = bureau.clock.now()
    await bureau.db.write(lambda db: importing.apply(db, builtin.load(), now.date(), now))
    assert await scalar(bureau, UNTIL) == "2021-03-31"
    assert "（已延期1次）" in await bureau.say(LIAISON, "2.2.3")


async def test_where_no_leader_is_known_the_clerk_is_reminded(tmp_path: Path) -> None:
    """The person who has to decide is reminded in the morning."""
    async with quick(tmp_path, small(task("1.1.1", "任务", until="3-31"))) as bureau:
        clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
        await bureau.say(liaison, "签收 1.1.1")
        await bureau.say(liaison, "/extend 1.1.1 4月30日 数据尚未报齐")
        await bureau.until(MONDAY + timedelta(days=2, hours=2))
        assert any("申请延至4月30日，已等待审批" in text for text in bureau.letters(clerk, MONDAY))


async def test_an_opinion_in_words_is_shown_before_it_goes(bureau: Town) -> None:
    await bureau.say(LIAISON, ASK)
    await bureau.tap(CLERK, "写意见")
    preview = await bureau.say(CLERK, "情况属实")
    assert "意见：情况属实\n送：分管领导\n" in preview
    assert "意见" not in await said_to(bureau, LEADER)
    assert "意见：建议同意\n" in await bureau.say(CLERK, "建议同意")
    assert "意见已记录" in await bureau.tap(CLERK, "确认提出")
    assert "督办员意见：建议同意" in await said_to(bureau, LEADER)
    assert "意见已记录" in await bureau.say(CLERK, "/opinion 1 同意")  # as by a button, which needs no preview
