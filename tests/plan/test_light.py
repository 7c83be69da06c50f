"""Lights and pace: dates and percentages, and the text that people read for them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan import light
from plan.light import Thresholds
from plan.refusal import Refusal
from plan.values import State
from tests.plan.build import CALENDAR, LIMITS, day, share


@pytest.mark.parametrize(
    ("deadline", "today", "expected"),
    [
        ("6-30", "3-2", "🟢 时限内"),
        ("6-30", "6-22", "🟢 时限内"),  # Dragon Boat Festival, 25–27 June, and a make-up Sunday in between
        ("6-30", "6-24", "🟡 临期 距时限3个工作日"),
        ("6-30", "6-28", "🟡 临期 距时限2个工作日"),
        ("6-30", "6-29", "🟡 临期 距时限1个工作日"),
        ("6-30", "6-30", "🟡 临期 今天到时限"),
        ("6-30", "7-1", "🔴 逾期 已超时限1个工作日"),
        ("6-30", "7-6", "🔴 逾期 已超时限4个工作日"),
        ("10-8", "10-1", "🟡 临期 距时限7天，其间无工作日"),
        ("3-6", "3-7", "🔴 逾期 已超时限1天"),  # on the Saturday no working day has passed yet
        ("3-6", "3-9", "🔴 逾期 已超时限1个工作日"),
        (None, "3-2", "🟢 时限待定"),
    ],
)
def test_the_light_of_the_date(deadline: str | None, today: str, expected: str) -> None:
    last = day(deadline) if deadline else None
    assert str(light.by_date(last, day(today), CALENDAR, LIMITS)) == expected


def test_of_two_yellow_lights_that_of_the_day_comes_first() -> None:
    today, tomorrow = (light.by_date(day(words), day("6-16"), CALENDAR, LIMITS) for words in ("6-16", "6-17"))
    behind, farther = (light.by_pace(percent, 50, LIMITS) for percent in (40, 21))
    assert sorted([behind, farther, today, tomorrow], reverse=True) == [today, tomorrow, farther, behind]
    assert not today < today  # noqa: PLR0124 - an order says so


@pytest.mark.parametrize(
    ("percent", "expected", "expected_light"),
    [
        (51, 50, "🟢 超序时"),
        (50, 50, "🟢 按序时"),
        (41, 50, "🟢 按序时"),
        (40, 50, "🟡 落后序时 10 个百分点"),
        (20, 50, "🟡 落后序时 30 个百分点"),
        (19, 50, "🔴 落后序时 31 个百分点"),
        (0, 100, "🔴 落后序时 100 个百分点"),
    ],
)
def test_the_light_of_the_pace(percent: int, expected: int, expected_light: str) -> None:
    assert str(light.by_pace(percent, expected, LIMITS)) == expected_light


@pytest.mark.parametrize(
    ("percent", "today", "state", "expected"),
    [
        (0, "3-2", State.PENDING, "🟢 按序时"),
        (80, "3-2", State.ACTIVE, "🟢 超序时"),
        (50, "6-24", State.ACTIVE, "🔴 落后序时 45 个百分点"),  # worse than the date's yellow
        (80, "6-29", State.ACTIVE, "🟡 临期 距时限1个工作日"),  # both yellow: the date is the reason
        (99, "7-1", State.ACTIVE, "🔴 逾期 已超时限1个工作日"),
        (0, "7-1", State.ACTIVE, "🔴 逾期 已超时限1个工作日"),  # both red
        (0, "7-1", State.SUBMITTED, "🔵 待审核"),
        (0, "7-1", State.CLOSED, "✅ 已办结"),
        (0, "7-1", State.WAIVED, "✅ 免办"),
    ],
)
def test_the_worse_of_the_two_with_its_reason(percent: int, today: str, state: State, expected: str) -> None:
    assert str(share(percent=percent, state=state).light(day(today), CALENDAR, LIMITS)) == expected


WORST_FIRST = (
    ("6-1", 0, "🔴 逾期 已超时限11个工作日"), ("6-15", 0, "🔴 逾期 已超时限1个工作日"),
    ("6-20", 0, "🔴 落后序时 96 个百分点"), ("6-20", 60, "🔴 落后序时 36 个百分点"),
    ("6-17", 90, "🟡 临期 距时限1个工作日"), ("6-18", 90, "🟡 临期 距时限2个工作日"),
    ("12-31", 10, "🟡 落后序时 24 个百分点"), ("12-31", 30, "🟢 按序时"), ("12-31", 60, "🟢 超序时"),
)  # fmt: skip
"""Of several units of a task on 16 June, the card shows the worst."""


def test_the_worst_of_several() -> None:
    shares = [share(deadline=day(until), percent=percent) for until, percent, _ in WORST_FIRST]
    lights = [assignment.light(day("6-16"), CALENDAR, LIMITS) for assignment in shares]
    assert [str(unit_light) for unit_light in sorted(lights, reverse=True)] == [text for *_, text in WORST_FIRST]


def test_without_a_deadline_there_is_no_pace_to_fall_behind() -> None:
    assert str(share(deadline=None).light(day("2021-3-1"), CALENDAR, LIMITS)) == "🟢 时限待定"


def test_the_bureau_sets_its_own_thresholds() -> None:
    strict = Thresholds(near_days=5, yellow_points=1, red_points=2)
    assert str(light.by_date(day("6-30"), day("6-22"), CALENDAR, strict)) == "🟡 临期 距时限5个工作日"
    assert [light.by_pace(percent, 50, strict).sign for percent in (50, 49, 48, 47)] == ["🟢", "🟡", "🟡", "🔴"]


@pytest.mark.parametrize(
    ("name", "least", "most"), [("near_days", 0, 20), ("yellow_points", 1, 30), ("red_points", 10, 99)]
)
def test_which_thresholds_may_be_set(name: str, least: int, most: int) -> None:
    """Yellow never begins after red."""
    for value in (least, most):
        assert getattr(LIMITS.changed(name, value), name) == value
    for value in (least - 1, most + 1):
        assert not LIMITS.allows(name, value)
        with pytest.raises(Refusal) as refused:
            LIMITS.changed(name, value)
        assert refused.value.sentence == "未保存：临期应为0到20个工作日，黄灯应为1到99个百分点且不大于红灯。"


@pytest.mark.parametrize(
    ("starts", "deadline", "today", "percent"),
    [
        ("1-1", "12-31", "1-1", 0),
        ("1-1", "12-31", "7-1", 49),
        ("1-1", "12-31", "12-30", 99),
        ("1-1", "12-31", "12-31", 100),
        ("1-1", "12-31", "2021-2-1", 100),
        ("6-1", "12-31", "3-1", 0),
        ("3-2", "3-2", "3-2", 0),
        ("3-2", "3-1", "3-3", 100),
        ("1-1", None, "7-1", 0),
    ],
)
def test_pace_is_the_share_of_the_time_that_has_passed(
    starts: str, deadline: str | None, today: str, percent: int
) -> None:
    assert light.pace(day(starts), day(deadline) if deadline else None, day(today)) == percent


@settings(max_examples=50, deadline=None)
@given(st.dates(day("2020-1-1"), day("2021-12-31")), st.dates(day("2020-1-1"), day("2021-12-31")), st.integers(0, 100))
def test_a_light_is_never_without_words(deadline: date, today: date, percent: int) -> None:
    assignment_light = share(deadline=deadline, percent=percent).light(today, CALENDAR, LIMITS)
    assert assignment_light.sign in "🟢🟡🔴"
    assert len(assignment_light.reason) >= 3
