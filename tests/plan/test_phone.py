"""The phone list as values: who is on it and where, whom to call, and what a line about a call says."""

from datetime import date, datetime
from typing import Any

import pytest

from plan.digest_rules import promised
from plan.phone import (
    Call,
    CallNote,
    Contact,
    PhoneFacts,
    Reason,
    assignment_called_about,
    parse_call,
    to_call,
    units_to_call,
)
from plan.values import Duty, State
from tests.plan.build import CALENDAR, DAY, LIMITS, day, noon, share

VACANT, UNREACHED, SILENT = Reason
TODAY = day("6-3")


def call(unit_id: int, at: datetime, promise: date | None = None, **values: Any) -> Call:
    defaults: dict[str, Any] = {"id": 1, "assignment_id": None, "spoke_to": "值班室", "words": "", "by": "督办员"}
    return Call(**defaults | {"unit_id": unit_id, "at": at, "promised": promise} | values)


def facts(**values: Any) -> PhoneFacts:
    """Units 1 to 4 owe something; 1 to 3 have a liaison."""
    owes = {1: (1, 0), 2: (2, 0), 3: (3, 0), 4: (4, 0)}
    defaults: dict[str, Any] = {"owes": owes, "manned": {1, 2, 3}, "unreached": (), "nudged": (), "calls": ()}
    return PhoneFacts(**defaults | values)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, [(4, (VACANT,))]),
        ({"owes": {}, "unreached": {9}}, [(9, (UNREACHED,))]),  # somebody who owes nothing can't be reached either
        ({"unreached": {1, 4}}, [(4, (VACANT, UNREACHED)), (1, (UNREACHED,))]),
        ({"manned": {1, 2, 3, 4}, "nudged": [(1, day("6-1"))]}, [(1, (SILENT,))]),
        ({"manned": {1, 2, 3, 4}, "nudged": [(1, day("6-2"))]}, []),
        ({"manned": {1, 2, 3, 4}, "nudged": [(2, day("5-29")), (2, TODAY), (3, day("5-29"))]},
         [(3, (SILENT,)), (2, (SILENT,))]),
        ({"owes": {1: (9, 0), 4: (1, 0), 3: (1, 1)}, "unreached": {1, 3}},
         [(3, (UNREACHED,)), (4, (VACANT,)), (1, (UNREACHED,))]),
    ],
)  # fmt: skip
def test_who_is_on_the_list(values: dict[str, Any], expected: list[tuple[int, tuple[Reason, ...]]]) -> None:
    assert [(row.unit_id, row.reasons) for row in units_to_call(facts(**values), TODAY, CALENDAR)] == expected


@pytest.mark.parametrize(
    ("calls", "order", "promises"),
    [
        ([], [3, 2], [None, None]),
        ([call(3, noon("6-2"))], [3, 2], [None, None]),  # yesterday, and nothing was promised
        ([call(3, noon("6-3"))], [2, 3], [None, None]),
        ([call(3, noon("6-1"), TODAY)], [2, 3], [None, TODAY]),
        ([call(3, noon("6-1"), day("6-2"))], [3, 2], [day("6-2"), None]),
        ([call(3, noon("6-1"), day("6-5")), call(3, noon("6-2"))], [2, 3], [None, day("6-5")]),
        ([call(3, noon("6-1"), day("6-5")), call(3, noon("6-2"), day("6-2"))], [3, 2], [day("6-2"), None]),
    ],
)
def test_who_was_called_or_has_promised_waits(calls: list[Call], order: list[int], promises: list[date | None]) -> None:
    rows = units_to_call(facts(manned={1, 2, 3, 4}, unreached={2, 3}, calls=calls), TODAY, CALENDAR)
    assert [row.unit_id for row in rows] == order
    assert [row.promise.promised if row.promise else None for row in rows] == promises


def contact(duty: Duty, name: str, *, bound: bool = True, reachable: bool = True) -> Contact:
    return Contact(5, duty, name, "", bound, reachable)


LIAISON, HEAD = contact(Duty.LIAISON, "联"), contact(Duty.HEAD, "头")
INVITED = contact(Duty.LIAISON, "邀", bound=False)


@pytest.mark.parametrize(
    ("contacts", "name"),
    [
        ([], None),
        ([HEAD, LIAISON], "联"),
        ([LIAISON, contact(Duty.HEAD, "拉黑", reachable=False)], "拉黑"),
        ([LIAISON, contact(Duty.CLERK, "拉黑", reachable=False)], "拉黑"),
        ([INVITED], "邀"),
        ([INVITED, HEAD], "头"),
        ([contact(Duty.CLERK, "督")], None),
        ([LIAISON, contact(Duty.LEADER, "未绑", bound=False, reachable=False)], "未绑"),
    ],
)
def test_whom_to_call(contacts: list[Contact], name: str | None) -> None:
    chosen = to_call(contacts)
    assert (chosen.name if chosen else None) == name


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("值班室 6月5日 下周报送", CallNote("值班室", "6月5日", "", "下周报送", "下周报送")),
        ("值班室，6月5日前，下周报送", CallNote("值班室", "6月5日前", "", "下周报送", "下周报送")),
        ("值班室 材料已齐 2020-06-05", CallNote("值班室", "2020-06-05", "材料已齐", "", "材料已齐")),
        ("值班室 明天 报送", CallNote("值班室", "明天", "", "报送", "报送")),
        ("值班室 材料已齐 6月5日 报送", CallNote("值班室", "6月5日", "材料已齐", "报送", "材料已齐 报送")),
        ("值班室 答应6月5日报送", CallNote("值班室", "6月5日", "答应", "报送", "答应6月5日报送")),
        ("值班室 今天开会，不在", CallNote("值班室", "", "今天开会，不在", "", "今天开会，不在")),
        ("值班室 3-5家企业未报", CallNote("值班室", "", "3-5家企业未报", "", "3-5家企业未报")),
        ("无人接听", CallNote("无人接听", "", "", "", "")),
        ("6月5日 报送", CallNote("", "6月5日", "", "报送", "报送")),
    ],
)
def test_a_line_about_a_call(line: str, expected: CallNote) -> None:
    assert parse_call(line, TODAY, CALENDAR) == expected


@pytest.mark.parametrize(
    ("words", "codes", "code"),
    [
        ("下周报送", ["2.2.4"], "2.2.4"),
        ("下周报送", ["2.2.3", "2.2.4"], None),
        ("2.2.4下周报送", ["2.2.3", "2.2.4"], "2.2.4"),
        ("12.2.4 下周报送", ["2.2.3", "2.2.4"], None),
        ("还差3.5万元", ["2.2.3", "2.2.4"], None),
        ("下周报送", [], None),
    ],
)
def test_what_a_call_was_about(words: str, codes: list[str], code: str | None) -> None:
    assignment = assignment_called_about(words, [share(code=task_code) for task_code in codes])
    assert (assignment.code if assignment else None) == code


@pytest.mark.parametrize(
    ("today", "promise", "values", "words"),
    [
        ("6-5", "6-5", {}, "承诺今天报送"),
        ("6-4", "6-5", {}, None),
        ("6-5", "6-7", {}, "承诺6月7日报送"),  # a Sunday
        ("6-8", "6-7", {}, None),
        ("6-5", "6-5", {"reported_at": noon("6-1")}, "承诺今天报送"),  # that was before the call
        ("6-5", "6-5", {"reported_at": noon("6-4")}, None),
        ("6-5", "6-5", {"state": State.SUBMITTED}, None),
        ("6-5", "6-5", {"state": State.WAIVED}, None),
    ],
)
def test_a_promise_is_said_on_its_morning(today: str, promise: str, values: dict[str, Any], words: str | None) -> None:
    assignment = share(**values)
    for about in (assignment.id, None):
        promise_call = call(5, noon("6-3"), day(promise), assignment_id=about)
        due = promised(promise_call, [assignment], day(today) - DAY, day(today), CALENDAR, LIMITS)
        assert (due.words if due else None) == words
        assert due is None or (due.key == "promise:1" and due.duties == {Duty.LIAISON, Duty.CLERK})


def test_a_promise_about_everything_is_one_line() -> None:
    shares = [
        share(id=1, reported_at=noon("6-1"), percent=90), share(id=2), share(id=3, deadline=day("6-1")),
        share(id=4, reported_at=noon("6-4")),
    ]  # fmt: skip
    due = promised(call(5, noon("6-3"), day("6-5")), shares, day("6-4"), day("6-5"), CALENDAR, LIMITS)
    assert due is not None
    assert (due.assignment.id, due.words) == (3, "承诺今天报送，共2项")


def test_after_a_stop_a_promise_is_said_once() -> None:
    promise_call = call(5, noon("6-3"), day("6-5"))
    due = promised(promise_call, [share()], day("6-4"), day("6-9"), CALENDAR, LIMITS)
    assert due is not None
    assert due.words == "承诺6月5日报送"
    assert promised(promise_call, [share()], day("6-9"), day("6-10"), CALENDAR, LIMITS) is None


def test_a_promise_for_the_days_off_ahead_is_said_after_them() -> None:
    """Called on Friday after the morning's letters: by Sunday, which is said on Monday."""
    promise_call = call(5, noon("6-5"), day("6-7"))
    assert promised(promise_call, [share()], day("6-4"), day("6-5"), CALENDAR, LIMITS) is None
    due = promised(promise_call, [share()], day("6-5"), day("6-8"), CALENDAR, LIMITS)
    assert due is not None
    assert due.words == "承诺6月7日报送"
    assert promised(promise_call, [share()], day("6-8"), day("6-9"), CALENDAR, LIMITS) is None
