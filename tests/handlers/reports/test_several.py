"""Several tasks in one message: a list of what would be recorded, one tap for all, and one to undo it."""

from tests.handlers.scene import remembered, scalar
from tests.town import CLERK, HEAD, LIAISON, Town

TWO = "/reports 2.2.4 60% 已完成初评\n2.2.9 35% 导航方案通过"
STANDING = "SELECT count(*) FROM reports WHERE NOT undone"


async def test_shown_first_and_recorded_by_one_tap(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    before = await remembered(bureau)
    preview = await bureau.say(liaison, TWO)
    assert preview == (
        "请确认 · 共 2 项汇报\n2.2.4 推动企业贯标\n　按序时 60%（按进度判定）：已完成初评\n"
        "2.2.9 重点园区专利导航\n　按序时 35%（按进度判定）：导航方案通过"
    )  # fmt: skip
    assert bureau.buttons(liaison) == ["全部记录（2）", "返回"]
    now = await remembered(bureau)
    assert {name for name in now if now[name] != before[name]} <= {"button_lines"}
    message = bureau.last(liaison)
    for _ in range(2):
        bureau.world.tap(liaison, liaison, message.id, next(iter(message.taps())))
    await bureau.settle()
    assert message.text.startswith("已记录 2 项汇报\n2.2.4 推动企业贯标")
    assert await scalar(bureau, STANDING) == 2
    assert "60%：已完成初评" in await bureau.say(CLERK, "2.2.4")
    assert await bureau.tap(liaison, "撤销") == "已撤销 2 项。"
    assert await scalar(bureau, STANDING) == 0
    assert "导航方案" not in await bureau.say(CLERK, "2.2.9")


async def test_what_cannot_be_recorded_is_named(bureau: Town) -> None:
    lines = (
        "/reports 这周进展", "2.2.4 60% 已完成初评", "并已公示", "2.2.6 论证会已召开", "9.9.9 40%", "1.2.4 50% 已印发",
        "2.2.7 已完成", "2.2.9 130% 已评审", "2.2.4 70%", "2.2.10",
    )  # fmt: skip
    preview = await bureau.say(LIAISON, "\n".join(lines))
    listed, refused = preview.split("未列入\n")
    assert "2.2.4 推动企业贯标\n　按序时 60%（按进度判定）：已完成初评 并已公示\n" in listed
    assert "2.2.7 地标产品申报集体商标\n　已完成 100%（没有成果材料）\n" in listed
    for refusal in (
        "这周进展\n　没有写明任务编号",
        "2.2.6\n　只有文字，请写明状态（按序时、滞后、有困难、已完成）或百分比",
        "9.9.9\n　没有编号为 9.9.9 的任务", "1.2.4\n　1.2.4 由其他单位承办，您不能代为办理",
        "2.2.9\n　百分比请填0到100之间的整数", "2.2.4\n　同一任务写了两次，请合并为一行",
        "2.2.10\n　没有写明进展",
    ):  # fmt: skip
        assert refusal in refused
    await bureau.tap(LIAISON, "全部记录（2）")
    assert await scalar(bureau, STANDING) == 2
    assert "待审核" in await bureau.say(LIAISON, "2.2.7")


async def test_nothing_that_can_be_recorded(bureau: Town) -> None:
    preview = await bureau.say(LIAISON, "/reports 9.9.9 40%\n1.2.4 50%")
    assert preview.startswith("这些汇报都不能记录：")
    assert bureau.buttons(await bureau.person(LIAISON)) == ["返回"]


async def test_what_has_changed_meanwhile_is_shown_anew(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, TWO)
    await bureau.say(HEAD, "2.2.9 有困难 50% 缺数据")
    shown = await bureau.tap(liaison, "全部记录（2）")
    assert shown.startswith("情况已有变化，您的操作未保存，以下为最新状态。\n\n请确认 · 共 2 项汇报")
    assert await scalar(bureau, STANDING) == 1, "neither of the two was recorded"
    assert (await bureau.tap(liaison, "全部记录（2）")).startswith("已记录 2 项汇报")
    await bureau.say(HEAD, "2.2.4 65% 已评审")
    assert await bureau.tap(liaison, "撤销") == "已撤销 1 项。\n已有新的变化，未撤销：2.2.4。"


async def test_one_line_is_a_report_as_usual(bureau: Town) -> None:
    assert (await bureau.say(LIAISON, "/reports 2.2.4 60% 已完成初评")).startswith("已记录：60%。")
    assert "请每行写一项汇报" in await bureau.say(LIAISON, "/reports")


async def test_too_many(bureau: Town) -> None:
    answer = await bureau.say(LIAISON, "/reports " + "\n".join(["2.2.4 60%"] * 21))
    assert answer == "一次最多汇报 20 项，这里有 21 项，均未记录。请分开发送。"
