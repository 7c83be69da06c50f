"""Extensions: every state × date × person, the dates offered, and the effect of an approval."""

from dataclasses import replace

import pytest

from plan import extension
from plan.extension import Extension, ExtensionStage
from plan.permission import Post, approving_post, may_read_directives
from plan.refusal import Refusal
from plan.values import Duty, State
from tests.plan.build import CALENDAR, day, noon, share

PENDING, ACTIVE, SUBMITTED, CLOSED, WAIVED = State
LAST = day("2021-12-31")


def request(stage: ExtensionStage = ExtensionStage.OPEN, was: str = "6-30", wanted: str = "9-30") -> Extension:
    return Extension(
        1, 7, day(was), day(wanted), "数据尚未报齐", stage, 3, noon("6-1"), "", None, "", None, None
    )  # fmt: skip


@pytest.mark.parametrize(
    ("state", "deadline", "today", "refused"),
    [
        (PENDING, "6-30", "6-1", ""),
        (ACTIVE, "6-30", "6-1", ""),
        (ACTIVE, "6-30", "6-30", ""),  # on the very day it is not too late
        (ACTIVE, "6-30", "7-1", "已过时限，不能申请延期"),
        (PENDING, "6-30", "7-1", "已过时限，不能申请延期"),
        (ACTIVE, "", "6-1", "时限待定"),
        (SUBMITTED, "6-30", "6-1", "待审核，不能申请延期"),
        (CLOSED, "6-30", "6-1", "已办结，不能申请延期"),
        (WAIVED, "6-30", "6-1", "免办，不能申请延期"),
        (SUBMITTED, "6-30", "7-1", "待审核，不能申请延期"),
    ],
)
def test_when_it_may_be_asked_for(state: State, deadline: str, today: str, refused: str) -> None:
    assignment = share(state=state, deadline=day(deadline) if deadline else None)
    if not refused:
        assert extension.extendable_deadline(assignment, day(today)) == day(deadline)
        return
    with pytest.raises(Refusal, match=refused):
        extension.extendable_deadline(assignment, day(today))


def test_what_must_not_be_in_telegram_is_asked_for_on_paper() -> None:
    with pytest.raises(Refusal, match="纸质"):
        extension.extendable_deadline(share(restricted=True), day("6-1"))
    with pytest.raises(Refusal, match="纸质"):
        extension.approve(request(), share(restricted=True), day("6-1"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("+1周", "7-7"),
        ("+1月", "7-30"),
        ("月底", "7-31"),
        ("两周", "7-14"),
        ("+15天", "7-15"),
        ("半个月", "7-15"),
        ("一个半月", "8-14"),
        ("三个工作日", "7-3"),
        ("两周后", "须晚于现时限6月30日"),  # from today
        ("下个月5号", "7-5"),
        ("12月底", "12-31"),
        ("9.30", "9-30"),
        ("9/30", "9-30"),
        ("明年1月底", "2021-1-31"),
        ("国庆前", "9-30"),
        ("年底前", "12-31"),
        ("三季度", "三季度不是一天"),
        ("9月", "月不是一天"),
        ("每月", "日期请写成"),
        ("尽快", "日期请写成"),
        ("9月30日", "9-30"),
        ("2021-12-31", "2021-12-31"),
        ("6月30日", "须晚于现时限6月30日"),
        ("6月15日", "须晚于现时限6月30日"),
        ("5月1日", "须晚于现时限6月30日"),
        ("今天", "须晚于现时限6月30日"),
        ("2022-01-01", "不能晚于2021年12月31日"),
        ("2月30日", "没有2月30日这一天"),
    ],
)
def test_the_new_deadline(words: str, expected: str) -> None:
    if expected[0].isdigit():
        assert extension.new_deadline(day("6-30"), words, day("6-1"), LAST, CALENDAR) == day(expected)
        return
    with pytest.raises(Refusal, match=expected):
        extension.new_deadline(day("6-30"), words, day("6-1"), LAST, CALENDAR)


@pytest.mark.parametrize(
    ("deadline", "days_by_words"),
    [
        ("6-30", {"+1周": "7-7", "+1月": "7-30", "月底": "7-31"}),
        ("6-15", {"+1周": "6-22", "+1月": "7-15", "月底": "6-30"}),
        ("12-31", {"+1周": "2021-1-7", "+1月": "2021-1-31"}),  # which is the end of that month
        ("2021-12-25", {"月底": "2021-12-31"}),
        ("2021-12-31", {}),
    ],
)
def test_the_dates_that_are_offered(deadline: str, days_by_words: dict[str, str]) -> None:
    expected = {words: day(on) for words, on in days_by_words.items()}
    assert extension.choices(day(deadline), LAST, CALENDAR) == expected


@pytest.mark.parametrize(
    ("stage", "state", "deadline", "today", "refused"),
    [
        (ExtensionStage.OPEN, ACTIVE, "6-30", "6-1", ""),
        (ExtensionStage.OPEN, PENDING, "6-30", "6-1", ""),
        (ExtensionStage.OPEN, ACTIVE, "6-30", "7-15", ""),  # requested in time, decided late
        (ExtensionStage.OPEN, ACTIVE, "6-30", "9-30", ""),
        (ExtensionStage.OPEN, ACTIVE, "6-30", "10-1", "9月30日已过，不能批准"),
        (ExtensionStage.OPEN, ACTIVE, "8-31", "6-1", "时限已有调整"),
        (ExtensionStage.OPEN, SUBMITTED, "6-30", "6-1", "待审核，无需再审批"),
        (ExtensionStage.OPEN, CLOSED, "6-30", "6-1", "已办结，无需再审批"),
        (ExtensionStage.APPROVED, ACTIVE, "6-30", "6-1", "已批准"),
        (ExtensionStage.REFUSED, ACTIVE, "6-30", "6-1", "未批准"),
        (ExtensionStage.WITHDRAWN, ACTIVE, "6-30", "6-1", "已撤回"),
    ],
)
def test_approving(stage: ExtensionStage, state: State, deadline: str, today: str, refused: str) -> None:
    assignment = share(state=state, deadline=day(deadline))
    if not refused:
        assert extension.approve(request(stage), assignment, day(today)) == replace(assignment, deadline=day("9-30"))
        return
    with pytest.raises(Refusal, match=refused):
        extension.approve(request(stage), assignment, day(today))


@pytest.mark.parametrize(
    ("requests", "expected"),
    [
        ([], ""),
        ([request(ExtensionStage.OPEN)], ""),
        ([request(ExtensionStage.REFUSED), request(ExtensionStage.WITHDRAWN)], ""),
        ([request(ExtensionStage.APPROVED)], "时限由6月30日延至9月30日（已延期1次）"),
        (
            [
                request(ExtensionStage.APPROVED),
                request(ExtensionStage.REFUSED),
                request(ExtensionStage.APPROVED, "9-30", "2021-1-15"),
            ],
            "时限由6月30日延至2021年1月15日（已延期2次）",
        ),
    ],
)
def test_what_stays_on_record(requests: list[Extension], expected: str) -> None:
    assert extension.granted_text(requests, day("6-1")) == expected


PATHS = {1: "/1/", 5: "/1/5/", 8: "/1/5/8/", 9: "/1/9/"}
CLERK, LEADER, HEAD, LIAISON, OBSERVER = Duty


def held_posts(posts: list[tuple[Duty, int]]) -> list[Post]:
    return [Post(number, duty, unit, f"单位{unit}", PATHS[unit]) for number, (duty, unit) in enumerate(posts)]


@pytest.mark.parametrize(
    ("posts", "leader_decides", "clerk_decides"),
    [
        ([(LEADER, 1)], LEADER, None),
        ([(LEADER, 5)], LEADER, None),
        ([(LEADER, 8)], None, None),  # of a unit below
        ([(LEADER, 9)], None, None),  # of another division
        ([(CLERK, 1)], None, CLERK),
        ([(CLERK, 1), (LEADER, 1)], LEADER, CLERK),
        ([(LEADER, 1), (HEAD, 5)], None, None),  # the doer never decides
        ([(CLERK, 1), (LIAISON, 5)], None, None),
        ([(LEADER, 1), (LIAISON, 9)], LEADER, None),
        ([(HEAD, 5)], None, None),
        ([(LIAISON, 5)], None, None),
        ([(HEAD, 1)], None, None),
        ([(OBSERVER, 1)], None, None),
        ([], None, None),
    ],
)
def test_who_decides_about_unit_5(
    posts: list[tuple[Duty, int]], leader_decides: Duty | None, clerk_decides: Duty | None
) -> None:
    for by, expected in ((LEADER, leader_decides), (CLERK, clerk_decides)):
        if expected:
            assert approving_post(held_posts(posts), 5, PATHS[5], by).duty is expected
        else:
            with pytest.raises(Refusal):
                approving_post(held_posts(posts), 5, PATHS[5], by)


@pytest.mark.parametrize(
    ("posts", "reads"),
    [
        ([(LEADER, 9)], True),
        ([(CLERK, 1)], True),
        ([(OBSERVER, 1)], False),
        ([(LIAISON, 5)], True),
        ([(HEAD, 1)], True),
        ([(HEAD, 8)], False),
        ([(OBSERVER, 1), (LIAISON, 9)], False),
        ([(OBSERVER, 1), (LIAISON, 5)], True),
    ],
)
def test_who_reads_what_a_leader_wrote_to_unit_5(posts: list[tuple[Duty, int]], reads: bool) -> None:
    assert may_read_directives(held_posts(posts), PATHS[5]) is reads
