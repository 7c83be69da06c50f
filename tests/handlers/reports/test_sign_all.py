"""全部签收: shown first, signed by one tap, undone by one; a clerk names the unit for which they sign."""

from datetime import timedelta

from tests.handlers.scene import remembered, scalar
from tests.town import CHANGZHOU, CLERK, HEAD, LEADER, LIAISON, MONDAY, OTHER, Town

SIGNED = "SELECT count(*) FROM assignments WHERE signed_at IS NOT NULL"


async def test_all_of_ones_own_unit(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    before = await remembered(bureau)
    await bureau.say(liaison, "/my")
    preview = await bureau.tap(liaison, "全部签收")
    assert preview.startswith("将签收 38 项任务（运用促进处）：\n0.1 ")
    assert preview.endswith("\n还有 30 项")
    assert len(preview.splitlines()) == 10
    assert bureau.buttons(liaison) == ["全部签收", "返回"]
    assert await remembered(bureau) == before
    message = bureau.last(liaison)
    for _ in range(2):
        bureau.world.tap(liaison, liaison, message.id, next(iter(message.taps())))
    await bureau.settle()
    assert message.text in ("已签收 38 项任务（运用促进处）。", "没有待签收的任务，已全部签收。")
    assert await scalar(bureau, SIGNED) == 38
    assert await scalar(bureau, "SELECT count(*) FROM events WHERE action = 'sign'") == 38
    await bureau.say(liaison, "/my")
    assert "全部签收" not in bureau.buttons(liaison)


async def test_undone_by_one_tap_within_ten_minutes(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "/signall")
    await bureau.tap(liaison, "全部签收")
    await bureau.say(HEAD, "2.2.9 30% 已立项")
    message = bureau.last(liaison)
    for _ in range(2):
        bureau.world.tap(liaison, liaison, message.id, next(iter(message.taps())))
    await bureau.settle()
    assert message.text == "已撤销 37 项。\n已有新的变化，未撤销：2.2.9。"
    assert await scalar(bureau, SIGNED) == 1
    await bureau.say(liaison, "/signall")
    await bureau.tap(liaison, "全部签收")
    bureau.clock.set(MONDAY + timedelta(minutes=11))
    assert "十分钟内没有可以撤销的操作" in await bureau.tap(liaison, "撤销")
    assert await scalar(bureau, SIGNED) == 38


async def test_the_typed_undo_means_all_of_them_too(bureau: Town) -> None:
    await bureau.say(LIAISON, "/signall")
    await bureau.tap(LIAISON, "全部签收")
    assert await bureau.say(LIAISON, "/undo") == "已撤销 38 项。"


async def test_what_was_signed_meanwhile_is_shown_anew(bureau: Town) -> None:
    await bureau.say(LIAISON, "/signall")
    await bureau.say(HEAD, "/sign 2.2.9")
    shown = await bureau.tap(LIAISON, "全部签收")
    assert shown.startswith("情况已有变化，您的操作未保存，以下为最新状态。\n将签收 37 项任务")
    assert await scalar(bureau, SIGNED) == 1


async def test_a_clerk_signs_for_a_unit_that_they_name(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    choice = await bureau.say(clerk, "/signall")
    assert choice.startswith("请选择代为签收的单位：\n")
    assert "运用促进处　38 项" in choice
    assert await scalar(bureau, SIGNED) == 0
    preview = await bureau.tap(clerk, "运用处")
    assert preview.startswith("将签收 38 项任务（运用促进处）：")
    assert await bureau.tap(clerk, "全部签收") == "已签收 38 项任务（运用促进处）。"
    assert "省知识产权局督办员：待签收 → 办理中" in await bureau.say(clerk, "轨迹 2.2.9")


async def test_nobody_signs_for_another_unit(bureau: Town) -> None:
    for place in (OTHER, CHANGZHOU, LEADER, LIAISON):
        await bureau.person(place)
    before = await remembered(bureau)
    for place in (OTHER, CHANGZHOU):
        assert "由其他单位承办，您不能代为办理" in await bureau.say(place, "/signall 运用促进处")
    assert "“全部签收”由" in await bureau.say(LEADER, "/signall 运用促进处")
    assert "将签收" in await bureau.say(LIAISON, "/signall 运用促进处")
    assert await remembered(bureau) == before
