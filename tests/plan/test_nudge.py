"""Nudges: who has not reported, which level comes next, and what a preview showed."""

from datetime import datetime
from typing import Any

import pytest

from plan.nudge import COPIED, Lack, Level, Nudge, copied_to, lack_of, next_nudges, nudges_sent_from, stamp
from plan.permission import Post, doing_post, nudging_post
from plan.values import Duty, State
from tests.plan.build import LIMITS, day, noon, share

REMINDER, NUDGE, NOTICE = Level
TODAY = day("6-3")


def paper(share_id: int, level: Level, at: datetime, **values: Any) -> Nudge:
    defaults: dict[str, Any] = {
        "id": 1, "year": 2020, "number": 1, "words": "", "person_id": 1, "by": "督办员", "answer": "",
        "answered_by": "", "answered_at": None,
    }  # fmt: skip
    return Nudge(**defaults | {"assignment_id": share_id, "level": level, "at": at} | values)


@pytest.mark.parametrize(
    ("values", "lack"),
    [
        ({"state": State.PENDING}, Lack.UNSIGNED),
        ({"state": State.PENDING, "deadline": day("6-2")}, Lack.OVERDUE),
        ({}, Lack.UNREPORTED),
        ({"deadline": None}, Lack.UNREPORTED),
        ({"reported_at": noon("6-1"), "percent": 70}, Lack.BEHIND),  # the pace is 77
        ({"reported_at": noon("4-1"), "percent": 77}, None),
        ({"reported_at": noon("6-1"), "percent": 77, "deadline": day("6-2")}, Lack.OVERDUE),
        ({"reported_at": noon("6-1"), "percent": 77, "deadline": TODAY}, Lack.BEHIND),
        ({"state": State.SUBMITTED, "deadline": day("6-2")}, None),
        ({"state": State.CLOSED}, None),
        ({"state": State.WAIVED}, None),
    ],
)
def test_what_is_missing(values: dict[str, Any], lack: Lack | None) -> None:
    limits = type(LIMITS)(yellow_points=5)
    assert lack_of(share(**values), TODAY, limits) == lack


@pytest.mark.parametrize(
    ("last", "next_"),
    [(None, REMINDER), (REMINDER, NUDGE), (NUDGE, NOTICE), (NOTICE, NOTICE)],
)
def test_each_is_graver_than_the_last(last: Level | None, next_: Level) -> None:
    chain = [paper(7, last, noon("6-2"))] if last else []
    assert next_nudges([share(id=7)], chain, TODAY) == (((share(id=7), next_),), [])


def test_one_a_day() -> None:
    chain = [paper(7, REMINDER, noon("6-1")), paper(8, REMINDER, noon("6-2")), paper(7, NUDGE, noon("6-3"))]
    papers, spared = next_nudges([share(id=7), share(id=8), share(id=9)], chain, TODAY)
    assert [(assignment.id, level) for assignment, level in papers] == [(8, NUDGE), (9, REMINDER)]
    assert spared == [chain[2]]


@pytest.mark.parametrize(
    ("level", "words"), [(REMINDER, "提〔2020〕3号"), (NUDGE, "催〔2020〕3号"), (NOTICE, "督〔2020〕3号")]
)
def test_the_name_of_a_paper(level: Level, words: str) -> None:
    assert paper(7, level, noon("6-1"), number=3).paper == words


def test_who_is_told() -> None:
    assert COPIED == {REMINDER: (), NUDGE: (Duty.HEAD,), NOTICE: (Duty.HEAD, Duty.LEADER)}
    assert [copied_to(level) for level in Level] == ["", "抄送负责人", "抄送负责人、分管领导"]


def test_a_stamp_tells_what_was_shown() -> None:
    recipients = [(7, REMINDER), (8, NUDGE)]
    other_stamps = [
        stamp([(7, REMINDER)], ""), stamp([(7, REMINDER), (9, NUDGE)], ""), stamp([(7, NUDGE), (8, NUDGE)], ""),
        stamp(recipients, "请于周五前报送"), stamp([(78, NUDGE)], ""),
    ]  # fmt: skip
    assert stamp(reversed(recipients), "") == stamp(recipients, "")
    assert stamp(recipients, "") not in other_stamps
    assert len(set(other_stamps)) == len(other_stamps)


def test_what_was_sent_from_a_preview_is_found_again() -> None:
    chain = [
        paper(7, REMINDER, noon("6-3"), words="甲"), paper(8, REMINDER, noon("6-3"), words="甲"),
        paper(9, REMINDER, noon("6-3").replace(hour=13)),
    ]  # fmt: skip
    preview_stamp = stamp([(7, REMINDER), (8, REMINDER)], "甲")
    assert nudges_sent_from(preview_stamp, chain, 1, TODAY) == chain[:2]
    assert nudges_sent_from(stamp([(9, REMINDER)], ""), chain, 1, TODAY) == chain[2:]
    assert nudges_sent_from(preview_stamp, chain, 2, TODAY) == []  # another person's
    assert nudges_sent_from(preview_stamp, chain, 1, day("6-4")) == []
    assert nudges_sent_from(stamp([(7, REMINDER)], "甲"), chain, 1, TODAY) == []


@pytest.mark.parametrize(
    ("duty", "at", "nudges"),
    [
        (Duty.CLERK, "/1/", ["/1/", "/1/5/", "/1/5/8/", "/1/55/"]),
        (Duty.LEADER, "/1/", ["/1/", "/1/5/", "/1/5/8/", "/1/55/"]),
        (Duty.HEAD, "/1/", ["/1/5/", "/1/5/8/", "/1/55/"]),
        (Duty.HEAD, "/1/5/", ["/1/5/8/"]),  # strictly below, and /1/55/ is not
        (Duty.HEAD, "/1/5/8/", []),
        (Duty.LIAISON, "/1/", []),
        (Duty.OBSERVER, "/1/", []),
    ],
)
def test_who_nudges_whom(duty: Duty, at: str, nudges: list[str]) -> None:
    held_posts = [Post(3, duty, 1, "单位", at)]
    assert [path for path in ("/1/", "/1/5/", "/1/5/8/", "/1/55/") if nudging_post(held_posts, path)] == nudges


@pytest.mark.parametrize(
    ("duty", "unit", "may_answer"),
    [(Duty.LIAISON, 5, True), (Duty.HEAD, 5, True), (Duty.CLERK, 5, False), (Duty.LIAISON, 6, False)],
)
def test_who_answers(duty: Duty, unit: int, may_answer: bool) -> None:
    liaison_post = Post(3, duty, unit, "单位", "/1/5/")
    assert doing_post([liaison_post], 5) == (liaison_post if may_answer else None)
