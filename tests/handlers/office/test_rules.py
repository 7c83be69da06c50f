"""提醒规则 and 为什么收到: everybody reads the rules, the clerk changes them, wrong values change nothing."""

from pathlib import Path

import pytest

from plan.letter_kinds import KINDS, RULES
from plan.rules import SETTINGS
from tests.handlers.scene import change, small, task
from tests.schedules.test_digest import at, due, letters, mornings, signed
from tests.town import CLERK, HEAD, LIAISON, MONDAY, OTHER, Town, quick

LETTERS = (
    "digest", "summary", "bulletin", "bulletin_review", "bulletin_signed", "bulletin_returned", "submitted", "returned",
    "waived", "reopened", "extension_asked", "extension_advice", "extension_opinion", "extension_decided",
    "extension_undone", "nudge", "directive", "acknowledged", "undone", "post", "leave", "back", "feedback", "remind",
    "next_year", "schedule_failed", "group_unwritable", "board.trouble", "phone", "assigned",
    "restored", "backup_failed",
)  # fmt: skip
"""Rules by which letters are sent."""


def test_every_rule_has_its_settings_and_every_letter_its_rule() -> None:
    assert {name for rule in RULES.values() for name in rule.settings} == SETTINGS.keys()
    for name in LETTERS:
        assert KINDS[name].rule, name
    assert all(len(rule.label) <= 6 for rule in RULES.values()), "they are buttons too"
    assert KINDS["menu"].rule is None


async def test_the_clerk_sets_a_rule_and_the_mornings_follow(tmp_path: Path) -> None:
    async with quick(tmp_path, due("3-12"), MONDAY) as bureau:
        liaison, clerk = await signed(bureau, LIAISON, CLERK)
        sheet = await bureau.say(clerk, "提醒规则")
        assert "临期　到期前30、7、3、1、0天，遇休息日提前" in sheet
        assert "到期前几天：现为30、7、3、1、0天。请填写1至6个天数" in await bureau.tap(clerk, "临期天数")
        assert await bureau.say(clerk, "1 2 100") == f"未保存。{SETTINGS['ahead'].wrong}"
        changed_to = await bureau.say(clerk, "2 9")  # the bot asks again and gets an answer
        assert changed_to.startswith("已保存：临期天数由30、7、3、1、0改为9、2。\n\n提醒规则")
        assert "临期　到期前9、2天" in changed_to
        assert "临期天数已是9、2，没有变化。" in await bureau.say(clerk, "/rules 临期天数 9天 2天")
        assert [bool(text) for text in await mornings(bureau, liaison, "3-3", "3-5", "3-10", "3-12")] == [
            True, False, True, False,
        ]  # fmt: skip


async def test_the_hour_of_the_digest(tmp_path: Path) -> None:
    async with quick(tmp_path, due("3-12"), MONDAY) as bureau:
        liaison, clerk = await signed(bureau, LIAISON, CLERK)
        assert "晨报　工作日9:30" in await bureau.say(clerk, "/rules morning 9:30")
        await bureau.until(at("3-5", 9))
        assert letters(bureau, liaison) == []
        await bureau.until(at("3-5", 10))
        assert [message.at for message in letters(bureau, liaison)] == [at("3-5", 9, 30)]


@pytest.mark.parametrize("line", ["/rules 晨报时间 9:00", "/hours 9:00 17:30"])
async def test_a_later_hour_says_nothing_again(tmp_path: Path, line: str) -> None:
    """An item announced this morning is not announced again because the digest was moved to a later hour."""
    async with quick(tmp_path, due("3-3"), MONDAY) as bureau:
        liaison, clerk = await signed(bureau, LIAISON, CLERK)
        assert "已逾期10个工作日" in (await mornings(bureau, liaison, "3-17"))[0]
        bureau.clock.set(at("3-17", 20))
        await bureau.say(clerk, line)
        assert await mornings(bureau, liaison, "3-18", "3-20") == ["", ""]
        assert "已逾期15个工作日" in (await mornings(bureau, liaison, "3-24"))[0]


async def test_a_later_hour_holds_from_the_same_morning(tmp_path: Path) -> None:
    async with quick(tmp_path, due("3-6"), MONDAY) as bureau:
        liaison, clerk = await signed(bureau, LIAISON, CLERK)
        await bureau.until(at("3-5", 8, 10))
        before = len(letters(bureau, liaison))
        await bureau.say(clerk, "/rules 晨报时间 9:30")
        await bureau.until(at("3-5", 8, 45))
        await bureau.say(clerk, "/rules 清单时间 10:00")
        await bureau.until(at("3-5", 12))
        assert [message.at for message in letters(bureau, liaison)[before:]] == [at("3-5", 9, 30)]


async def test_a_rule_is_set_by_the_name_on_its_button(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    assert "逾期后前6个工作日每天" in await bureau.say(clerk, "提醒规则 逾期天数 6")
    assert "逾期后前7个工作日每天" in await bureau.say(clerk, "/rules 逾期天数：7")
    assert "逾期后前6个工作日每天" in await bureau.say(clerk, "/rules 逾期天数6")
    assert await bureau.say(clerk, "/rules 逾期天数 0") == f"未保存。{SETTINGS['daily'].wrong}"
    for words in ("逾期 7", "逾期天数表 7", "abc"):
        answer = await bureau.say(clerk, f"/rules {words}")
        assert answer.startswith(f"未保存。没有“{words.split()[0]}”这一项，可以调整：晨报时间、清单时间、临期天数、"), (
            answer
        )
        assert bureau.buttons(clerk) == ["提醒规则"]
    assert "逾期后前6个工作日每天" in await bureau.say(clerk, "/rules")


async def test_nobody_else_sets_it(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    assert await bureau.say(liaison, "/rules 逾期 7") == "提醒规则由督办员调整。"
    await bureau.say(liaison, "/rules")
    assert bureau.buttons(liaison) == []
    assert await bureau.say(liaison, "/rules daily 9") == "提醒规则由督办员调整。"
    assert "前5个工作日每天" in await bureau.say(liaison, "/rules")


async def test_a_report_is_asked_for_in_another_month_than_it_is_due(tmp_path: Path) -> None:
    """January's report is due on the 23rd, before the Spring Festival; the working day after it is 3 February."""
    async with quick(tmp_path, due("12-31"), at("1-6", 8)) as bureau:
        liaison, _ = await signed(bureau, LIAISON, CLERK)
        await change(bureau, "UPDATE assignments SET assigned_on = '2019-12-02'")
        texts = await mornings(bureau, liaison, "1-22", "2-2", "2-3", "2-19")
        assert [text.count("1月进展") for text in texts] == [2, 0, 1, 0]
        assert "1月进展应于1月23日前报送" in texts[2]


async def test_why_a_message_came(tmp_path: Path) -> None:
    async with quick(tmp_path, due("3-9", "3-2"), MONDAY) as bureau:
        liaison, other_liaison, clerk = await signed(bureau, LIAISON, OTHER, CLERK)
        await mornings(bureau, liaison, "3-3")
        said_why = await bureau.tap(liaison, "为什么收到")
        assert said_why.splitlines() == [
            "为什么收到", "晨报：工作日8:30，有事才发，每人一条。", "发给：有待办事项的人。",
            "· 逾期：逾期后前5个工作日每天，其后每5个工作日。涉及 1.1.2", "规则为系统默认设定。",
        ]  # fmt: skip
        key = next(
            button.data for row in letters(bureau, liaison)[-1].buttons for button in row if button.text == "为什么收到"
        )
        assert await bureau.say(other_liaison, str(key).removeprefix("+")) == "请点消息下方的“为什么收到”。"
        await bureau.say(clerk, "/rules leader 5")
        assert "规则由督办员于3月3日调整。" in await bureau.say(liaison, str(key).removeprefix("+"))


async def test_reports_are_asked_for_by_cycle(tmp_path: Path) -> None:
    """From April on: three and one working days before the 25th, a Saturday, and the working day after it."""
    plan = small(*(task(f"1.1.{n}", f"任务{n}", until="12-31", lead=("运用促进处",)) for n in range(1, 5)))
    async with quick(tmp_path, plan, MONDAY) as bureau:
        liaison, head, clerk = await signed(bureau, LIAISON, HEAD, CLERK)
        assert "现在每月报送" in await bureau.say(clerk, "/cycle 1.1.2")
        assert "已改为每季报送" in await bureau.tap(clerk, "每季报送")
        assert "已改为不定期报送" in await bureau.say(clerk, "/cycle 1.1.3 不定期报送")
        texts = await mornings(bureau, liaison, "3-31", "4-20", "4-21", "4-22", "4-23", "4-24")
        assert [bool(text) for text in texts] == [False, False, True, False, True, False]
        assert "📝 4月进展请于4月24日前报送\n　1.1.1、1.1.4" in texts[2]
        assert texts[2].startswith("4月21日 周二 · 请办理 2 项")
        assert "运用促进处　1.1.1、1.1.4" in await bureau.say(clerk, "月报")
        await bureau.say(liaison, "1.1.4 30% 正在推进")
        assert "运用促进处　1.1.1\n" in await bureau.say(clerk, "月报") + "\n"
        (after,) = await mornings(bureau, liaison, "4-26")  # a make-up Sunday is the next working day
        assert "📝 1.1.1 任务1\n　4月进展应于4月24日前报送" in after
        assert letters(bureau, head) == []
        texts = await mornings(bureau, liaison, "6-19", "6-22")
        assert "📝 1.1.2 任务2\n　第二季度进展请于6月24日前报送" in "".join(texts)


async def test_what_a_person_sets_for_himself(tmp_path: Path) -> None:
    async with quick(tmp_path, due("3-9", "3-2"), MONDAY) as bureau:
        liaison, head = await signed(bureau, LIAISON, HEAD)
        await bureau.say(liaison, "设置")
        assert "已关闭：临期提醒。" in await bureau.tap(liaison, "关闭临期")
        assert "工作日14:00发送" in await bureau.tap(liaison, "14:00")
        await bureau.until(at("3-3", 13))
        assert (letters(bureau, liaison), len(letters(bureau, head))) == ([], 1)
        await bureau.until(at("3-3", 15))
        (letter,) = letters(bureau, liaison)
        assert "1.1.2" in letter.text  # nobody can switch off what is overdue
        assert "1.1.1" not in letter.text
        assert "关闭逾期" not in bureau.buttons(liaison)
        assert "用法" in await bureau.say(liaison, "/settings overdue")
