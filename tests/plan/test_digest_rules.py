"""Which reminders are due on which morning, who receives them, and their text."""

from collections.abc import Sequence
from typing import Any

import pytest

from plan.digest_rules import Due, digest_lines, owed, without_redundant_reports
from plan.letter_kinds import DEADLINE, REPORT
from plan.rules import Rules
from plan.values import Cycle, Duty, State
from tests.plan.build import CALENDAR, DAY, SHANGHAI, day, moment, share

LIAISON, HEAD, LEADER = Duty.LIAISON, Duty.HEAD, Duty.LEADER


def dues(today: str, since: str = "", **values: object) -> list[Due]:
    """Return what `today` owes; `since` is the day of the last digest, by default the day before."""
    last = day(since) if since else day(today) - DAY
    return list(owed(share(**values), last, day(today), CALENDAR, Rules(), SHANGHAI))


def words(sequence: Sequence[Due]) -> list[str]:
    return [due.words for due in sequence]


@pytest.mark.parametrize(
    ("deadline", "today", "expected"),
    [
        ("6-30", "5-29", ["6月30日到期，还有21个工作日"]),  # thirty days before is Sunday the 31st of May
        ("6-30", "6-23", ["6月30日到期，还有4个工作日"]),
        ("6-30", "6-24", ["6月30日到期，还有3个工作日"]),  # 3 days before is in the Dragon Boat Festival
        ("6-30", "6-29", ["6月30日到期，还有1个工作日"]),
        ("6-30", "6-30", ["今天到期"]),
        ("6-30", "6-28", []),
        ("6-30", "6-22", []),
        ("3-15", "3-13", ["3月15日到期，还有2天，其间无工作日"]),  # a Sunday: 1 and 0 meet on Friday
        ("3-15", "3-12", ["3月15日到期，还有1个工作日"]),
        ("3-15", "3-14", []),
        ("10-7", "9-30", ["10月7日到期，还有7天，其间无工作日"]),  # 7, 3, 1 and 0 meet before the National Day
        ("2021-1-4", "12-31", ["2021年1月4日到期，还有1个工作日"]),
        (None, "3-3", []),
    ],
)
def test_before_the_deadline(deadline: str | None, today: str, expected: list[str]) -> None:
    owed_dues = dues(today, deadline=day(deadline) if deadline else None)
    assert words(owed_dues) == expected
    assert all(due.duties == {LIAISON} and due.kind is DEADLINE for due in owed_dues)


@pytest.mark.parametrize(
    ("today", "expected", "duties"),
    [
        ("7-1", ["已逾期1个工作日"], {LIAISON, HEAD}),
        ("7-3", ["已逾期3个工作日"], {LIAISON, HEAD}),
        ("7-6", ["已逾期4个工作日"], {LIAISON, HEAD, LEADER}),
        ("7-7", ["已逾期5个工作日"], {LIAISON, HEAD, LEADER}),
        ("7-8", [], set()),
        ("7-13", [], set()),
        ("7-14", ["已逾期10个工作日"], {LIAISON, HEAD, LEADER}),
        ("7-21", ["已逾期15个工作日"], {LIAISON, HEAD, LEADER}),
    ],
)
def test_after_the_deadline(today: str, expected: list[str], duties: set[Duty]) -> None:
    owed_dues = dues(today)
    assert words(owed_dues) == expected
    assert set().union(*(due.duties for due in owed_dues)) == duties


@pytest.mark.parametrize(
    ("assigned", "today", "expected", "duties"),
    [
        ("3-2", "3-2", [], set()),
        ("3-2", "3-3", ["已下达1个工作日，尚未签收"], {LIAISON}),
        ("3-2", "3-4", [], set()),
        ("3-2", "3-5", ["已下达3个工作日，尚未签收"], {LIAISON, HEAD}),
        ("3-2", "3-6", [], set()),
        ("3-6", "3-9", ["已下达1个工作日，尚未签收"], {LIAISON}),
        ("9-30", "10-9", ["已下达1个工作日，尚未签收"], {LIAISON}),
    ],
)
def test_not_signed(assigned: str, today: str, expected: list[str], duties: set[Duty]) -> None:
    owed_dues = dues(today, state=State.PENDING, assigned_on=day(assigned), deadline=day("12-31"))
    assert words(owed_dues) == expected
    assert set().union(*(due.duties for due in owed_dues)) == duties


@pytest.mark.parametrize(
    ("since", "today", "expected"),
    [
        ("6-1", "6-29", ["6月30日到期，还有1个工作日"]),  # 7 and 3 were missed; only the nearest is announced
        ("6-1", "6-28", ["6月30日到期，还有2个工作日"]),
        ("6-24", "7-2", ["已逾期2个工作日"]),  # no reminder of a deadline that has passed
        ("7-7", "7-16", ["已逾期12个工作日"]),  # the bot was stopped on the tenth day
        ("7-7", "7-13", []),
    ],
)
def test_after_a_stop_of_days(since: str, today: str, expected: list[str]) -> None:
    assert words(dues(today, since)) == expected


def test_a_stop_over_both_days_of_not_signed_says_the_later() -> None:
    (due,) = dues("3-10", "3-2", state=State.PENDING, deadline=None)
    assert due.words == "已下达6个工作日，尚未签收"
    assert due.key.endswith(":3")


@pytest.mark.parametrize(
    ("deadline", "today", "expected"),
    [
        ("12-31", "3-19", []),
        ("12-31", "3-20", ["3月进展请于3月25日前报送"]),  # 3 working days before Wednesday the 25th
        ("12-31", "3-23", []),
        ("12-31", "3-24", ["3月进展请于3月25日前报送"]),  # 1 working day before
        ("12-31", "3-25", []),
        ("12-31", "3-26", ["3月进展应于3月25日前报送"]),  # the day after
        ("12-31", "3-27", []),
        ("3-24", "3-24", ["今天到期", "3月进展请于3月25日前报送"]),  # a task is not late on its last day
        ("3-23", "3-24", ["已逾期1个工作日"]),  # an overdue assignment is not asked for a report too
        ("3-26", "3-26", ["今天到期", "3月进展应于3月25日前报送"]),
        ("3-25", "3-26", ["已逾期1个工作日"]),
        (None, "3-24", ["3月进展请于3月25日前报送"]),
    ],
)
def test_the_report_of_the_month(deadline: str | None, today: str, expected: list[str]) -> None:
    due = day(deadline) if deadline else None
    assert words(dues(today, cycle=Cycle.MONTHLY, assigned_on=day("1-2"), deadline=due)) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("3-20", "第一季度"), ("4-21", ""), ("6-19", "第二季度"), ("9-22", "第三季度"), ("12-22", "第四季度"),
        ("2019-12-20", "第四季度"),
    ],
)  # fmt: skip
def test_the_report_of_the_quarter(today: str, expected: str) -> None:
    """Three working days before the 25th of its last month; in 2020 the 25th of June is the Dragon Boat Festival."""
    owed_dues = dues(today, cycle=Cycle.QUARTERLY, assigned_on=day("2019-1-2"), deadline=None)
    assert [text.partition("进展")[0] for text in words(owed_dues)] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("report_by", "ahead", "today", "expected"),
    [
        (25, (3, 1), "2-3", "1月进展应于1月23日前报送"),  # due before the Spring Festival, so the day after is after it
        (10, (9,), "9-22", "10月进展请于10月10日前报送"),  # nine working days, over the National Day
        (10, (9,), "9-23", ""),
        (28, (1,), "12-29", "12月进展应于12月28日前报送"),
    ],
)
def test_a_report_that_is_asked_for_in_another_month(
    report_by: int, ahead: tuple[int, ...], today: str, expected: str
) -> None:
    assignment = share(cycle=Cycle.MONTHLY, assigned_on=day("2019-1-2"), deadline=None)
    rules = Rules(report_by=report_by, report_ahead=ahead)
    owed_dues = owed(assignment, day(today) - DAY, day(today), CALENDAR, rules, SHANGHAI)
    assert words(list(owed_dues)) == ([expected] if expected else [])


def test_how_long_a_delay_is_told_daily() -> None:
    """After three days, then every fifth; from the second time on, the leader is told too."""
    rules, is_told_to_leader = Rules(daily=3, leader=2), {}
    for n in range(1, 22):
        for due in owed(share(), day("6-30") + DAY * (n - 1), day("6-30") + DAY * n, CALENDAR, rules, SHANGHAI):
            is_told_to_leader[due.words] = LEADER in due.duties
    assert is_told_to_leader == {f"已逾期{n}个工作日": n >= 2 for n in (1, 2, 3, 8, 13)}


def test_a_report_is_not_asked_for_beside_something_graver() -> None:
    """The report is not asked for on a later morning either, if the deadline was announced on its day."""
    values: dict[str, Any] = {"cycle": Cycle.MONTHLY, "assigned_on": day("1-2")}
    shares = [share(id=1, deadline=day("3-24"), **values), share(id=2, **values)]
    arguments = (day("3-23"), day("3-24"), CALENDAR, Rules(), SHANGHAI)
    owed_dues = [due for assignment in shares for due in owed(assignment, *arguments)]
    assert [(due.assignment.id, due.kind.rule.name) for due in owed_dues] == [
        (1, "deadline"),
        (1, "report"),
        (2, "report"),
    ]
    new_keys = {due.key for due in owed_dues}
    assert [(due.assignment.id, due.kind.rule.name) for due in without_redundant_reports(owed_dues, new_keys)] == [
        (1, "deadline"),
        (2, "report"),
    ]
    report_keys = {due.key for due in owed_dues if due.kind is REPORT}
    assert [due.assignment.id for due in without_redundant_reports(owed_dues, report_keys)] == [2]
    assert without_redundant_reports(owed_dues, []) == []


def test_after_a_stop_a_report_gives_way_to_what_was_missed_with_it() -> None:
    """The deadline's reminder is of the 23rd, the report's of the 24th; both are new, and the deadline is announced."""
    assignment = share(cycle=Cycle.MONTHLY, assigned_on=day("1-2"), deadline=day("3-26"))
    owed_dues = list(owed(assignment, day("3-20"), day("3-24"), CALENDAR, Rules(), SHANGHAI))
    assert [(due.kind.rule.name, due.day) for due in owed_dues] == [("deadline", day("3-23")), ("report", day("3-24"))]
    assert [due.kind.rule.name for due in without_redundant_reports(owed_dues, {due.key for due in owed_dues})] == [
        "deadline"
    ]
    assert [due.kind.rule.name for due in without_redundant_reports(owed_dues, {owed_dues[1].key})] == [
        "report"
    ]  # the deadline's is old


def test_what_is_alike_shares_a_line() -> None:
    """Items of a unit with equal words are merged; deadlines and items of other units are not."""
    values: dict[str, Any] = {"cycle": Cycle.MONTHLY, "assigned_on": day("1-2"), "deadline": None}
    shares = [share(id=n, unit_id=unit, **values) for n, unit in ((1, 5), (2, 5), (3, 6))]
    late = [share(id=n, deadline=day("3-20")) for n in (4, 5)]
    arguments = (day("3-23"), day("3-24"), CALENDAR, Rules(), SHANGHAI)
    owed_dues = [due for assignment in (*shares, *late) for due in owed(assignment, *arguments)]
    assert [[due.assignment.id for due in line] for line in digest_lines(owed_dues)] == [[1, 2], [3], [4], [5]]


@pytest.mark.parametrize(
    ("values", "since", "today", "rule", "nominal"),
    [
        ({}, "6-23", "6-24", "deadline", "6-24"),  # of the 27th, in the Dragon Boat Festival
        ({}, "6-1", "6-29", "deadline", "6-29"),
        ({}, "7-6", "7-7", "overdue", "7-7"),
        ({}, "7-7", "7-16", "overdue", "7-14"),  # the tenth working day, on which the bot was stopped
        ({"state": State.PENDING, "deadline": None}, "3-2", "3-3", "unsigned", "3-3"),
        ({"state": State.PENDING, "deadline": None}, "3-3", "3-10", "unsigned", "3-5"),
        ({"cycle": Cycle.MONTHLY, "assigned_on": day("1-2")}, "3-25", "3-26", "report", "3-26"),
        ({"cycle": Cycle.MONTHLY, "assigned_on": day("1-2")}, "3-23", "3-25", "report", "3-24"),
    ],
)
def test_the_day_that_a_reminder_is_of(values: dict[str, Any], since: str, today: str, rule: str, nominal: str) -> None:
    (due,) = dues(today, since, **values)
    assert rule != "report" or due.duties == {LIAISON}
    assert (due.kind.rule.name, due.day, due.assignment) == (rule, day(nominal), share(**values))


@pytest.mark.parametrize(
    ("reported", "is_asked"), [("3-1 0:00", False), ("3-20 12:00", False), ("2-29 23:59", True), ("2-10 12:00", True)]
)
def test_who_has_reported_this_month_is_not_asked(reported: str, is_asked: bool) -> None:
    owed_dues = dues("3-24", cycle=Cycle.MONTHLY, assigned_on=day("1-2"), reported_at=moment(reported), deadline=None)
    assert [due.kind.rule.name for due in owed_dues] == (["report"] if is_asked else [])


def test_a_report_comes_behind_deadlines_and_before_signatures() -> None:
    monthly: dict[str, Any] = {"cycle": Cycle.MONTHLY, "assigned_on": day("1-2"), "deadline": None}
    (nearer,), (farther,) = dues("3-24", **monthly), dues("3-20", **monthly)
    (missed,) = dues("3-26", **monthly)
    (far,) = dues("5-29")  # thirty days before
    (short,), (long,) = (dues(on, state=State.PENDING, deadline=None) for on in ("3-3", "3-5"))
    by_urgency = sorted([short, long, farther, nearer, missed, far], key=lambda due: due.urgency)
    assert by_urgency == [far, missed, nearer, farther, long, short]


@pytest.mark.parametrize("state", [State.SUBMITTED, State.CLOSED, State.WAIVED])
@pytest.mark.parametrize("today", ["6-23", "6-30", "7-1"])
def test_nothing_is_owed_for_what_is_with_the_clerk_or_over(state: State, today: str) -> None:
    assert dues(today, state=state) == []


def test_the_most_urgent_come_first() -> None:
    late, later = dues("7-1")[0], dues("7-2")[0]
    near, far = dues("6-30")[0], dues("6-23")[0]
    fresh = dues("3-3", state=State.PENDING, deadline=None)[0]
    assert sorted([fresh, far, late, near, later], key=lambda due: due.urgency) == [later, late, near, far, fresh]
