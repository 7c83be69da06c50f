"""Assignments: every state × every action, and the effect of a report's fields."""

from collections.abc import Callable
from typing import Any

import pytest

from plan.assignment import Assignment
from plan.refusal import Refusal
from plan.values import Draft, State, Status
from tests.plan.build import LIMITS, noon, share

NOW = noon("5-1")  # half of the time from the 2nd of March to the 30th of June has passed
DONE, PACE, BEHIND, STUCK = Status.DONE, Status.ON_PACE, Status.BEHIND, Status.STUCK


def report(
    assignment: Assignment, status: Status | None = PACE, percent: int | None = None, words: str = ""
) -> Assignment:
    return assignment.report(status, percent, words, NOW, LIMITS)


@pytest.mark.parametrize(
    ("state", "act", "after"),
    [
        (State.PENDING, "sign", State.ACTIVE),
        (State.ACTIVE, "sign", "2.2.4 已签收，当前状态：办理中。"),
        (State.SUBMITTED, "sign", "2.2.4 已签收，当前状态：待审核。"),
        (State.CLOSED, "sign", "2.2.4 已签收，当前状态：已办结。"),
        (State.WAIVED, "sign", "2.2.4 已签收，当前状态：免办。"),
        (State.PENDING, "report", State.ACTIVE),
        (State.ACTIVE, "report", State.ACTIVE),
        (State.PENDING, "done", State.SUBMITTED),
        (State.ACTIVE, "done", State.SUBMITTED),
        (State.SUBMITTED, "report", "2.2.4 已报完成，正在等待督办员审核。"),
        (State.CLOSED, "report", "2.2.4 已办结，无需再汇报。"),
        (State.WAIVED, "report", "2.2.4 免办，无需再汇报。"),
        (State.SUBMITTED, "done", "2.2.4 已报完成，正在等待督办员审核。"),
        (State.CLOSED, "done", "2.2.4 已办结，无需再汇报。"),
        (State.WAIVED, "done", "2.2.4 免办，无需再汇报。"),
    ],
)
def test_every_state_and_act(state: State, act: str, after: State | str) -> None:
    acts: dict[str, Callable[[Assignment], Assignment]] = {
        "sign": lambda assignment: assignment.sign(NOW),
        "report": report,
        "done": lambda assignment: report(assignment, DONE),
    }
    before = share(state=state)
    if isinstance(after, State):
        assert acts[act](before).state is after
        assert before == share(state=state)
        return
    with pytest.raises(Refusal) as refused:
        acts[act](before)
    assert refused.value.sentence == after


@pytest.mark.parametrize(
    ("previous_percent", "status", "percent", "recorded"),
    [
        (0, PACE, None, (PACE, 50, False)),  # 按序时 counts as the pace of the day, which nobody has stated
        (70, PACE, None, (PACE, 70, False)),
        (0, PACE, 60, (PACE, 60, True)),
        (0, PACE, 5, (PACE, 5, True)),
        (40, DONE, None, (DONE, 100, True)),
        (40, DONE, 100, (DONE, 100, True)),
        (40, BEHIND, None, (BEHIND, 40, True)),
        (40, STUCK, 45, (STUCK, 45, True)),
        (40, None, 60, (PACE, 60, True)),
        (40, None, 41, (PACE, 41, True)),
        (40, None, 40, (BEHIND, 40, True)),
        (40, None, 100, (DONE, 100, True)),
    ],
)
def test_status_and_percent(
    previous_percent: int, status: Status | None, percent: int | None, recorded: tuple[Status, int, bool]
) -> None:
    after = report(share(percent=previous_percent, status=PACE), status, percent, "已完成初稿")
    assert (after.status, after.percent, after.percent_stated) == recorded
    assert (after.words, after.reported_at) == ("已完成初稿", NOW)


@pytest.mark.parametrize(
    ("share_of_target", "recorded"), [(85, (PACE, 85)), (41, (PACE, 41)), (40, (BEHIND, 40)), (120, (PACE, 99))]
)
def test_a_value_alone(share_of_target: int, recorded: tuple[Status, int]) -> None:
    """A value never says that the work is done, and its share of the target is no percent that anybody has stated."""
    after = share().report(None, None, "850家", NOW, LIMITS, 850, share_of_target)
    assert (after.status, after.percent, after.stated_percent, after.value) == (*recorded, None, 850)


@pytest.mark.parametrize(
    ("values", "status", "shown"),
    [
        ({"status": None, "percent": 0}, STUCK, None),  # never reported
        ({"status": PACE, "percent": 50, "percent_stated": False}, STUCK, None),
        ({"status": PACE, "percent": 60}, STUCK, 60),
        ({"status": PACE, "percent": 60}, PACE, None),
        ({"status": PACE, "percent": 60}, DONE, 100),
    ],
)
def test_only_a_percent_that_was_stated_is_shown(values: dict[str, Any], status: Status, shown: int | None) -> None:
    assert report(share(**values), status).stated_percent == shown


@pytest.mark.parametrize(
    ("previous_value", "reported_value", "expected"), [(None, 12, 12), (12, 15, 15), (12, None, 12), (12, 0, 0)]
)
def test_the_value_that_is_reached(previous_value: float | None, reported_value: float | None, expected: float) -> None:
    assert share(value=previous_value).report(PACE, 50, "", NOW, LIMITS, reported_value).value == expected


def test_on_pace_is_never_all_of_it() -> None:
    late = share().report(PACE, None, "", noon("7-20"), LIMITS)
    assert (late.percent, late.state) == (99, State.ACTIVE)


@pytest.mark.parametrize("percent", [0, 50, 99])
def test_done_is_a_hundred(percent: int) -> None:
    with pytest.raises(Refusal, match=f"“已完成”对应100%，您填的是{percent}%"):
        report(share(), DONE, percent)


@pytest.mark.parametrize(
    ("values", "draft", "after"),
    [
        ({"status": PACE, "percent": 60}, Draft.AGAIN, (PACE, 60, "已完成初稿")),
        ({"status": BEHIND, "percent": 20}, Draft.UNCHANGED, (BEHIND, 20, "无变化")),
        ({"status": STUCK, "percent": 20}, Draft.UNCHANGED, (STUCK, 20, "无变化")),
        ({"status": None}, Draft.AGAIN, "2.2.4 没有可以沿用的汇报，请回复新的进展。"),
        ({"status": DONE, "percent": 100}, Draft.AGAIN, "2.2.4 没有可以沿用的汇报，请回复新的进展。"),  # was returned
        ({"status": DONE, "state": State.SUBMITTED}, Draft.AGAIN, "2.2.4 已报完成，正在等待督办员审核。"),
        ({"status": PACE, "state": State.CLOSED}, Draft.AGAIN, "2.2.4 已办结，无需再汇报。"),
    ],
)
def test_the_last_report_again(values: dict[str, Any], draft: Draft, after: tuple[Status, int, str] | str) -> None:
    assignment = share(words="已完成初稿", reported_at=noon("4-1"), **values)
    if isinstance(after, tuple):
        assignment = assignment.repeat(draft, NOW, LIMITS)
        assert (assignment.status, assignment.percent, assignment.words, assignment.reported_at) == (*after, NOW)
        return
    with pytest.raises(Refusal) as refused:
        assignment.repeat(draft, NOW, LIMITS)
    assert refused.value.sentence == after


def test_who_reports_has_it() -> None:
    assert report(share(state=State.PENDING)).signed_at == NOW
    assert report(share(signed_at=noon("3-3"))).signed_at == noon("3-3")
    assert share(state=State.PENDING).sign(NOW).signed_at == NOW


def test_what_is_open() -> None:
    assert [share(state=state).open for state in State] == [True, True, True, False, False]
