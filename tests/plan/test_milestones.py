"""Milestones: the expected progress by date, and which milestones are refused."""

from typing import Any

import pytest

from plan import light, milestones
from plan.milestones import Milestone
from plan.refusal import Refusal
from tests.plan.build import LIMITS, day, noon, share

TWO = (Milestone(day("4-30"), 40, "中期评审"), Milestone(day("5-31"), 80))


@pytest.mark.parametrize(
    ("today", "expected"),
    [("3-2", 0), ("4-30", 0), ("5-1", 40), ("5-31", 40), ("6-1", 80), ("6-29", 80), ("6-30", 100)],
)
def test_the_pace_goes_along_them(today: str, expected: int) -> None:
    assert light.pace(day("3-2"), day("6-30"), day(today), TWO) == expected


def test_an_assignment_is_held_against_them() -> None:
    assignment = share(milestones=TWO, percent=20)
    assert assignment.pace(day("4-30")) == 0
    assert assignment.report(None, 20, "", noon("4-30"), LIMITS).status == "pace"
    assert assignment.report(None, 20, "", noon("5-1"), LIMITS).status == "behind"


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ({"day": day("6-30")}, "早于任务时限"),
        ({"percent": 0}, "1%到99%"),
        ({"percent": 100}, "1%到99%"),
        ({"percent": 30}, "随日期递增"),
        ({"percent": 90}, "随日期递增"),
        ({"percent": 40}, "随日期递增"),  # not more than the milestone before
        ({"percent": 80}, "随日期递增"),  # not less than the milestone after
        ({"words": "字" * 61}, "60字以内"),
    ],
)
def test_what_can_not_be_meant(new: dict[str, Any], says: str) -> None:
    values: dict[str, Any] = {"day": day("5-15"), "percent": 60, "words": ""} | new
    with pytest.raises(Refusal, match=says):
        milestones.add(TWO, Milestone(**values), day("6-30"))


def test_what_is_just_allowed() -> None:
    """The extreme values are allowed: 1 and 99 %, sixty characters, the day before the deadline."""
    allowed = milestones.add((), Milestone(day("3-3"), 1), day("6-30"))
    allowed = milestones.add(allowed, Milestone(day("6-29"), 99, "字" * 60), day("6-30"))
    assert [milestone.percent for milestone in allowed] == [1, 99]
    assert milestones.add((), Milestone(day("7-5"), 50), None) == (Milestone(day("7-5"), 50),)


def test_the_same_day_again_takes_its_place() -> None:
    assert milestones.add(TWO, Milestone(day("4-30"), 50), day("6-30")) == (Milestone(day("4-30"), 50), TWO[1])


def test_not_without_end() -> None:
    many = tuple(Milestone(day(f"4-{n}"), n) for n in range(1, 9))
    with pytest.raises(Refusal, match="最多设8个"):
        milestones.add(many, Milestone(day("5-1"), 50), None)


def test_kept_as_they_are() -> None:
    assert milestones.load(milestones.dump(TWO)) == TWO
    assert milestones.load("") == ()
