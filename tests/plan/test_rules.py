"""The bureau's settings of its rules: parsing of typed values, and when a letter may go out."""

from datetime import time

import pytest

from plan.calendar import Calendar
from plan.hours import Hours, Urgent
from plan.letter_kinds import RULES, kind_named
from plan.refusal import Refusal
from plan.rules import SETTINGS, Rules, changed, said, told, within
from tests.plan.build import moment


@pytest.mark.parametrize(
    ("name", "words", "expected"),
    [
        ("ahead", "14 5 1", "14、5、1"), ("ahead", "30、7,3，1 0", "30、7、3、1、0"), ("ahead", "0", "0"),
        ("unsigned", "2 4", "2、4"), ("daily", "3", "3"), ("leader", "6", "6"), ("report_by", "20", "20"),
        ("report_ahead", "5 2", "5、2"), ("decide", "2", "2"), ("morning", "9:05", "9:05"),
        ("morning", "16：30", "16:30"), ("morning", "9点半", "9:30"), ("morning", "20:00", "20:00"),
        ("phone", "9:30", "9:30"), ("phone", "10点", "10:00"), ("ahead", "1 3 7", "7、3、1"),
        ("ahead", "7天、7天和3天", "7、3"), ("unsigned", "3 1", "1、3"), ("daily", "6个工作日", "6"),
        ("report_by", "20日", "20"), ("leader", "5 天", "5"),
    ],
)  # fmt: skip
def test_what_makes_sense(name: str, words: str, expected: str) -> None:
    after = changed(Rules(), name, words)
    assert said(getattr(after, name)) == expected
    assert changed(Rules(), name, said(getattr(after, name))) == after  # as it is stored, it is read again


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ahead", ""), ("ahead", "3-7"), ("ahead", "7天前"), ("ahead", "91"), ("ahead", "-1"), ("ahead", "三天"),
        ("ahead", "9 8 7 6 5 4 3"), ("unsigned", "1..3"), ("unsigned", "0 1"), ("unsigned", "21"), ("daily", "0"),
        ("daily", "21"), ("daily", "1.5"), ("leader", "0"), ("report_by", "9"), ("report_by", "31"),
        ("report_ahead", "3 0"), ("decide", "11"), ("morning", "6:59"), ("morning", "21:01"), ("morning", "25:00"),
        ("morning", "早上"), ("phone", "6:59"), ("phone", "上午"),
    ],
)  # fmt: skip
def test_what_makes_none(name: str, words: str) -> None:
    with pytest.raises(Refusal, match=r"^未保存。") as refusal:
        changed(Rules(), name, words)
    assert str(refusal.value).endswith(SETTINGS[name].wrong)


@pytest.mark.parametrize(
    ("hours", "words", "is_allowed"),
    [
        (Hours(), "8:29", False), (Hours(), "8:30", True), (Hours(), "17:30", True), (Hours(), "17:31", False),
        (Hours(time(7), time(21)), "7:00", True), (Hours(time(7), time(21)), "21:00", True),
        (Hours(time(9), time(17)), "8:30", False), (Hours(time(9), time(17)), "17:30", False),
    ],
)  # fmt: skip
def test_a_time_lies_within_the_hours(hours: Hours, words: str, is_allowed: bool) -> None:
    if is_allowed:
        assert said(changed(Rules(), "morning", words, hours).morning) == words
        return
    with pytest.raises(Refusal) as refusal:
        changed(Rules(), "morning", words, hours)
    assert str(refusal.value) == f"未保存。晨报时间应在提醒时段{hours}之内，您填的是{words}。"


def test_what_is_refused_names_the_setting() -> None:
    with pytest.raises(Refusal) as refused:
        changed(Rules(), "daily", "0")
    assert refused.value.sentence == "未保存。请填写1至20天，例如 5。"


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("ahead", 0, 90), ("unsigned", 1, 20), ("daily", 1, 20), ("leader", 1, 20), ("report_by", 10, 28),
     ("report_ahead", 1, 9), ("decide", 1, 10)],
)  # fmt: skip
def test_the_least_and_the_most(name: str, least: int, most: int) -> None:
    """The limits are those that each setting's error sentence states."""
    for allowed in (least, most):
        assert said(getattr(changed(Rules(), name, str(allowed)), name)) == str(allowed)
    for refused in (str(least - 1), str(most + 1)):
        with pytest.raises(Refusal):
            changed(Rules(), name, refused)


def test_six_days_are_enough() -> None:
    assert changed(Rules(), "ahead", "6 5 4 3 2 1").ahead == (6, 5, 4, 3, 2, 1)
    with pytest.raises(Refusal):
        changed(Rules(), "ahead", "7 6 5 4 3 2 1")


@pytest.mark.parametrize(
    ("morning", "phone", "hours", "before", "expected"),
    [
        ((8, 30), (9, 0), ((8, 30), (17, 30)), None, ((8, 30), (9, 0))),
        ((8, 30), (9, 0), ((9, 30), (17, 0)), None, ((9, 30), (9, 30))),  # both lie before the opening
        ((8, 30), (9, 0), ((9, 0), (17, 0)), None, ((9, 0), (9, 0))),
        ((8, 30), (17, 30), ((8, 30), (17, 0)), None, ((8, 30), (8, 30))),  # after the closing: the morning's too
        ((8, 30), (9, 0), ((8, 0), (17, 0)), (8, 30), ((8, 0), (9, 0))),  # came with the opening, and still does
        ((8, 45), (9, 0), ((8, 0), (17, 0)), (8, 30), ((8, 45), (9, 0))),
        ((8, 30), (9, 0), ((8, 0), (17, 0)), None, ((8, 30), (9, 0))),
    ],
)
def test_new_hours_move_what_lies_outside_of_them(
    morning: tuple[int, int], phone: tuple[int, int], hours: tuple[tuple[int, int], tuple[int, int]],
    before: tuple[int, int] | None, expected: tuple[tuple[int, int], tuple[int, int]],
) -> None:  # fmt: skip
    rules = Rules(morning=time(*morning), phone=time(*phone))
    new = Hours(time(*hours[0]), time(*hours[1]))
    moved_rules = within(rules, new, Hours(opens=time(*before)) if before else None)
    assert (moved_rules.morning, moved_rules.phone) == tuple(time(*at) for at in expected)


@pytest.mark.parametrize(
    ("name", "is_urgent"),
    [
        ("assigned", True), ("returned", True), ("extension_asked", True), ("extension_decided", True), ("nudge", True),
        ("directive", True), ("acknowledged", True), ("submitted", True), ("back", True), ("digest", False),
        ("phone", False), ("summary", False), ("backup_failed", False), ("board.trouble", False),
        ("menu", False),
    ],
)  # fmt: skip
def test_what_is_told_at_once(name: str, is_urgent: bool) -> None:
    assert kind_named(name).is_urgent is is_urgent


@pytest.mark.parametrize(
    ("name", "due", "now", "choice", "expected"),
    [
        ("digest", "3-6 8:30", "3-6 8:30", Urgent.ALWAYS, "3-6 8:30"),
        ("digest", "3-6 18:00", "3-6 18:00", Urgent.ALWAYS, "3-9 8:30"),
        ("nudge", "3-6 18:00", "3-6 18:00", Urgent.ALWAYS, "3-6 18:00"),
        ("nudge", "3-6 18:00", "3-6 18:00", Urgent.WAITS, "3-9 8:30"),
        ("nudge", "3-6 12:00", "3-6 18:00", Urgent.WAITS, "3-9 8:30"),  # due within the hours, held up until after them
        ("nudge", "3-9 10:00", "3-6 12:00", Urgent.WAITS, "3-9 10:00"),  # not before it is due
        ("remind", "3-7 22:00", "3-7 12:00", Urgent.WAITS, "3-7 22:00"),  # set by its receiver
        ("feedback_answered", "3-7 22:00", "3-7 22:00", Urgent.WAITS, "3-7 22:00"),
        ("menu", "3-7 22:00", "3-7 23:00", Urgent.WAITS, "3-7 23:00"),
        ("board", "3-7 22:00", "3-7 22:00", Urgent.WAITS, "3-7 22:00"),
    ],
)
def test_when_a_letter_may_go_out(name: str, due: str, now: str, choice: Urgent, expected: str) -> None:
    calendar = Calendar(hours=Hours(urgent=choice))
    assert kind_named(name).sendable_at(moment(due), moment(now), calendar) == moment(expected)


def test_what_is_set_at_first() -> None:
    assert {name: said(getattr(Rules(), name)) for name in SETTINGS} == {
        "morning": "8:30", "phone": "9:00", "ahead": "30、7、3、1、0", "unsigned": "1、3", "daily": "5", "leader": "4",
        "report_by": "25", "report_ahead": "3、1", "decide": "1",
    }  # fmt: skip


def test_a_rule_is_told_with_its_settings() -> None:
    assert told(RULES["deadline"], Rules()) == ("到期前30、7、3、1、0天，遇休息日提前", "联络员")
    assert told(RULES["overdue"], Rules(daily=3, leader=6)) == (
        "逾期后前3个工作日每天，其后每5个工作日", "联络员、负责人；第6个工作日起加分管领导",
    )  # fmt: skip
    assert told(RULES["digest"], Rules(morning=time(9, 5)))[0] == "工作日9:05，有事才发，每人一条"
