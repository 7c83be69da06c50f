"""A morning's digest: the days it considers, and the requests, directives and promises that are due."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from plan.assignment import Assignment
from plan.mornings import Morning, MorningFacts, UnansweredDirective, dues
from plan.phone import Call
from plan.rules import Rules
from plan.values import Duty
from tests.plan.build import CALENDAR, DAY, LIMITS, SHANGHAI, day, moment, noon, share
from tests.plan.test_extension import request
from tests.plan.test_phone import call


def morning(today: str, done: str = "", rules: Rules | None = None) -> Morning:
    """Return the values of a morning; by default the digest of the day before was sent."""
    last = day(done) if done else day(today) - DAY
    return Morning(last, day(today), CALENDAR, LIMITS, rules or Rules(), SHANGHAI)


def facts(**values: Any) -> MorningFacts:
    nothing: dict[str, Any] = {
        "shares": (), "calls": (), "of_unit": {}, "requests": (), "directives": (), "decides": Duty.LEADER,
    }  # fmt: skip
    return MorningFacts(**nothing | values)


def test_how_far_it_looks_ahead() -> None:
    """Thirty days, the longest distance of a reminder, and fifteen for holidays that may move it."""
    assert morning("6-1").horizon == day("7-16")
    assert morning("6-1", rules=Rules(ahead=(0, 3))).horizon == day("6-19")


@pytest.mark.parametrize(
    ("today", "since"),
    [
        ("3-19", None),
        ("3-20", "3-1"),  # the quarter's is asked for too, and counts from January on
        ("4-21", "4-1"),
        ("4-22", None),
        ("4-26", "4-1"),  # a Sunday that is worked, behind Friday the 24th
    ],
)
def test_from_when_on_a_report_counts(today: str, since: str | None) -> None:
    assert morning(today).asks_reports_since == (moment(f"{since} 0:00") if since else None)


@pytest.mark.parametrize(
    ("asked_at", "today", "last_digest", "words"),
    [
        ("6-1 12:00", "6-1", "", None),
        ("6-1 12:00", "6-2", "", "申请延至9月30日，已等待审批1个工作日"),
        ("6-1 18:00", "6-2", "", None),  # requested after the hours, so told on the 2nd
        ("6-1 18:00", "6-3", "", "申请延至9月30日，已等待审批1个工作日"),
        ("6-6 12:00", "6-9", "", "申请延至9月30日，已等待审批1个工作日"),  # on a Saturday: told on Monday the 8th
        ("6-1 12:00", "6-8", "", "申请延至9月30日，已等待审批5个工作日"),
        ("6-1 12:00", "6-9", "", None),
        ("6-1 12:00", "6-15", "", "申请延至9月30日，已等待审批10个工作日"),
        ("6-1 12:00", "6-11", "6-5", "申请延至9月30日，已等待审批8个工作日"),  # the bot was stopped on the fifth day
    ],
)
def test_a_request_that_waits(asked_at: str, today: str, last_digest: str, words: str | None) -> None:
    waiting = replace(request(), at=moment(asked_at))
    owed_dues = dues(facts(requests=[(waiting, share())]), morning(today, last_digest))
    assert [due.words for due in owed_dues] == ([words] if words else [])
    assert all(due.duties == {Duty.LEADER} and due.kind.rule.name == "decide" for due in owed_dues)


def test_a_request_waits_as_long_as_the_bureau_has_set() -> None:
    requests = [(request(), share())]  # on the 1st of June at noon
    is_due = [
        bool(dues(facts(requests=requests), morning(on, rules=Rules(decide=3)))) for on in ("6-2", "6-3", "6-4", "6-5")
    ]
    assert is_due == [False, False, True, True]


@pytest.mark.parametrize(
    ("units", "words"),
    [
        (("办公室",), "批示已1个工作日，办公室尚未确认收到"),
        (("办公室", "保护处"), "批示已1个工作日，办公室等2个单位尚未确认收到"),
    ],
)
def test_a_directive_that_is_not_acknowledged(units: tuple[str, ...], words: str) -> None:
    directive = UnansweredDirective(19, 4, noon("6-1"), share(), units)
    (due,) = dues(facts(directives=[directive]), morning("6-2"))
    assert (due.words, due.post_id, due.duties, due.key) == (words, 4, frozenset(), "unanswered:19:1")
    assert dues(facts(directives=[directive]), morning("6-1")) == []


def test_promises_are_looked_up_by_their_unit() -> None:
    promise: Call = call(5, noon("6-3"), day("6-5"))
    of_unit: Mapping[int, Sequence[Assignment]] = {5: [share()], 6: [share(id=8, unit_id=6)]}
    (due,) = dues(facts(calls=[promise], of_unit=of_unit), morning("6-5"))
    assert (due.assignment.unit_id, due.words) == (5, "承诺今天报送")
    assert dues(facts(calls=[promise]), morning("6-5")) == []


def test_what_shares_owe_comes_first() -> None:
    owed_dues = dues(
        facts(
            shares=[share(deadline=day("6-5"))],
            calls=[call(5, noon("6-3"), day("6-5"))],
            of_unit={5: [share()]},
            requests=[(request(), share())],
            directives=[UnansweredDirective(19, 4, noon("6-4"), share(), ("办公室",))],
        ),
        morning("6-5"),
    )
    assert [due.kind.rule.name for due in owed_dues] == ["deadline", "promise", "decide", "decide"]
    assert [due.kind.rule.name for due in sorted(owed_dues, key=lambda due: due.urgency)] == [
        "decide", "decide", "deadline", "promise",
    ]  # fmt: skip
    assert [due.assignment.id for due in owed_dues] == [7, 7, 7, 7]
    assert morning("6-5").moment(day("6-5")) + timedelta(hours=12) == noon("6-5")
