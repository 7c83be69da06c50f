"""Names, phone numbers, places in the tree, and days of leave: what is accepted and what is refused."""

import pytest

from plan import input_checks
from plan.leave import Leave, begins, until
from plan.refusal import Refusal
from tests.plan.build import CALENDAR, day

TODAY = day("3-2")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("13800000000", "13800000000"),
        (" 138 0000 0000 ", "13800000000"),
        ("+8613800000000", "+8613800000000"),
        ("+86 25 83000000", "+862583000000"),
        ("025-83000000", "025-83000000"),
        ("0512-6300000", "0512-6300000"),
        ("1380000000", None),
        ("138000000000", None),
        ("02583000000a", None),
        ("25-83000000", None),
        ("+1 202 555 0100", None),
        ("张三", None),
        ("", None),
    ],
)
def test_phone(typed: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(Refusal, match="电话请写成"):
            input_checks.check_phone(typed)
    else:
        assert input_checks.check_phone(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected", "refused"),
    [
        ("演示 甲", "演示 甲", ""),
        ("  演示\n甲  ", "演示 甲", ""),
        ("名" * 40, "名" * 40, ""),
        ("名" * 41, "", "名称请控制在40字以内，现为41字"),
        (" \n\x1f ", "", "名称不能为空"),
    ],
)
def test_name(typed: str, expected: str, refused: str) -> None:
    if refused:
        with pytest.raises(Refusal, match=refused):
            input_checks.check_name(typed)
    else:
        assert input_checks.check_name(typed) == expected


@pytest.mark.parametrize(
    ("path", "parent", "new"),
    [
        ("/1/5/", "/1/7/", "/1/7/5/"),
        ("/1/5/", "/9/", "/9/5/"),
        ("/1/5/", "/1/55/", "/1/55/5/"),  # 55 is not below 5
        ("/1/5/", "/1/5/", None),
        ("/1/5/", "/1/5/8/", None),
        ("/1/", "/1/5/", None),
    ],
)
def test_moved(path: str, parent: str, new: str | None) -> None:
    if new is None:
        with pytest.raises(Refusal, match="不能移到本单位或其下级单位之下"):
            input_checks.moved_path(path, parent)
    else:
        assert input_checks.moved_path(path, parent) == new


@pytest.mark.parametrize(
    ("first", "last", "leave"),
    [
        ("今天", "明天", ("3-2", "3-3")),
        ("明天", "+1周", ("3-3", "3-10")),
        ("12-01", "12-05", ("12-1", "12-5")),
        ("12-25", "1-5", ("12-25", "2021-1-5")),
        ("2020-12-25", "2020-12-25", ("12-25", "12-25")),
        ("3-1", "3-5", None),
        ("3-9", "今天", None),
        ("3-9", "3-5", None),
        ("3-9", "2022-3-9", None),
        ("2-30", "3-5", None),
    ],
)
def test_leave(first: str, last: str, leave: tuple[str, str] | None) -> None:
    if leave is None:
        with pytest.raises(Refusal):
            until(begins(first, TODAY, CALENDAR), last, TODAY, CALENDAR)
    else:
        assert until(begins(first, TODAY, CALENDAR), last, TODAY, CALENDAR) == Leave(day(leave[0]), day(leave[1]))


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("3-1", "3-9", "请假的开始日期不能早于今天。"),
        ("3-5", "3-4", "请假的结束日期不能早于开始日期。"),
        ("3-5", "2021-3-7", "一次请假最长一年，请核对日期。"),  # 367 days behind the first
    ],
)
def test_why_a_leave_is_refused(first: str, last: str, says: str) -> None:
    with pytest.raises(Refusal) as refused:
        until(begins(first, TODAY, CALENDAR), last, TODAY, CALENDAR)
    assert refused.value.sentence == says


def test_how_long_a_leave_may_be_and_from_when_a_span_counts() -> None:
    assert until(day("3-5"), "2021-3-6", TODAY, CALENDAR).last == day("2021-3-6")  # 366 days behind the first
    assert until(day("3-5"), "+1周", TODAY, CALENDAR).last == day("3-12")
    assert until(day("3-5"), "月底", TODAY, CALENDAR).last == day("3-31")
    assert until(day("3-5"), "一周", TODAY, CALENDAR).last == day("3-11")
    assert until(day("3-5"), "三个工作日", TODAY, CALENDAR).last == day("3-9")
    assert until(day("3-9"), "周五", TODAY, CALENDAR).last == day("3-13")
    assert until(day("3-9"), "下周五", TODAY, CALENDAR).last == day("3-13")


def test_what_a_leave_says() -> None:
    assert Leave(day("3-5"), day("3-5")).says(TODAY) == "3月5日请假"
    assert Leave(day("12-30"), day("2021-1-3")).says(TODAY) == "12月30日至2021年1月3日请假"
