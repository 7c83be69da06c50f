"""The five classes, a task by its deciding shares, and the counts of the weekly card."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan import progress_class
from plan.assignment import Assignment
from plan.progress_class import ProgressClass, TaskProgress
from plan.summary import summary
from plan.values import Role, State, Status
from tests.plan.build import CALENDAR, LIMITS, day, share

TODAY = day("5-1")  # half of the time has passed


def tasks(*shares: Assignment) -> list[TaskProgress]:
    return progress_class.tasks(shares, TODAY, CALENDAR, LIMITS)


def city(number: int, **values: object) -> Assignment:
    return share(**{"id": number, "unit_id": number, "unit": f"第{number}市局", "role": Role.CITY} | values)


@pytest.mark.parametrize(
    ("values", "stands"),
    [
        ({"percent": 51}, ProgressClass.AHEAD),
        ({"percent": 50}, ProgressClass.ON_PACE),
        ({"percent": 41}, ProgressClass.ON_PACE),
        ({"percent": 40}, ProgressClass.BEHIND),
        ({"percent": 99, "deadline": day("4-30")}, ProgressClass.OVERDUE),
        ({"percent": 100, "deadline": day("4-30"), "state": State.SUBMITTED}, ProgressClass.ON_PACE),
        ({"percent": 100, "state": State.SUBMITTED}, ProgressClass.AHEAD),
        ({"state": State.CLOSED, "deadline": day("4-30")}, ProgressClass.CLOSED),
        ({"state": State.WAIVED}, ProgressClass.CLOSED),
        ({"deadline": None}, ProgressClass.ON_PACE),
    ],
)
def test_one_share(values: dict[str, object], stands: ProgressClass) -> None:
    assert progress_class.of(share(**values), TODAY, LIMITS) is stands


def test_the_worst_deciding_share_decides() -> None:
    (task,) = tasks(
        city(1, percent=100, state=State.CLOSED), city(2, percent=60), city(3, percent=10),
        share(id=4, role=Role.SUPPORT, percent=0, deadline=day("4-1")),
    )  # fmt: skip
    assert (task.standing, task.light.sign, task.percent, task.units) == (ProgressClass.BEHIND, "🔴", 56, "3个市")
    assert [assignment.unit for assignment in task.late] == ["第3市局"]


def test_a_task_is_closed_when_all_of_its_deciding_shares_are() -> None:
    done = [city(1, state=State.CLOSED), city(2, state=State.WAIVED)]
    assert tasks(*done, share(id=3, role=Role.SUPPORT))[0].standing is ProgressClass.CLOSED
    assert tasks(*done, city(3, percent=50))[0].standing is ProgressClass.ON_PACE


def test_where_only_support_can_be_read_it_stands_for_the_task() -> None:
    (task,) = tasks(share(role=Role.SUPPORT, unit="办公室", percent=50))
    assert (task.units, task.standing) == ("办公室", ProgressClass.ON_PACE)


def test_the_card_names_only_the_units_that_are_late_themselves() -> None:
    card = summary(
        tasks(
            city(1, percent=60), city(2, percent=0), city(3, percent=100, state=State.CLOSED),
            share(id=4, task_id=9, code="2.2.5", unit="第2市局", percent=0, deadline=day("5-6")),
            share(id=5, task_id=10, code="2.2.6", unit="办公室", percent=0, restricted=True, deadline=day("5-7")),
        ), TODAY, {"behind": 1, "overdue": 0},
    )  # fmt: skip
    assert card.behind == (("第2市局", ("2.2.4", "2.2.5")), ("办公室", ("2.2.6",)))
    assert [task.code for task in card.coming] == ["2.2.5"]  # of a restricted one no date is told
    assert [(class_count.label, class_count.count, class_count.change) for class_count in card.classes] == [
        ("超序时", 0, None), ("按序时", 0, None), ("滞后", 3, 2), ("逾期", 0, 0), ("已办结", 0, None),
    ]  # fmt: skip


def test_shares_of_the_whole_and_the_week_that_comes() -> None:
    """The week includes TODAY and the seventh day; tasks are sorted by deadline, then by number."""
    due = [("5-9", "3"), ("5-8", "2"), ("5-1", "9"), ("5-1", "1"), ("4-30", "4")]
    card = summary(
        tasks(*(share(id=n, task_id=n, code=code, percent=99, deadline=day(on)) for n, (on, code) in enumerate(due))),
        TODAY, {},
    )  # fmt: skip
    assert [task.code for task in card.coming] == ["1", "9", "2"]
    assert [(class_count.label, class_count.share) for class_count in card.classes if class_count.count] == [
        ("超序时", 40), ("按序时", 40), ("逾期", 20),
    ]  # fmt: skip


def test_units_that_are_late_alike_come_by_name() -> None:
    parts = [("乙处", "1.1"), ("丙处", "1.2"), ("丙处", "1.3"), ("A处", "1.9")]
    late = [share(id=n, task_id=n, code=code, unit=unit, deadline=day("4-1")) for n, (unit, code) in enumerate(parts)]
    assert [unit for unit, _ in summary(tasks(*late), TODAY, {}).behind] == ["丙处", "A处", "乙处"]


def test_an_empty_plan_has_a_card() -> None:
    card = summary([], TODAY, {})
    assert (card.total, card.behind, card.coming) == (0, (), ())
    assert [class_count.share for class_count in card.classes] == [0] * 5


shares = st.builds(
    share,
    task_id=st.integers(1, 4),
    state=st.sampled_from(State),
    role=st.sampled_from(Role),
    percent=st.integers(0, 100),
    deadline=st.none() | st.dates(day("3-2"), day("12-31")),
)


@settings(deadline=None)
@given(st.lists(shares, max_size=8))
def test_the_classes_add_up_to_the_whole(assignments: list[Assignment]) -> None:
    plan_tasks = tasks(*sorted(assignments, key=lambda assignment: assignment.task_id))
    card = summary(plan_tasks, TODAY, {})
    assert card.total == len(plan_tasks) == len({assignment.task_id for assignment in assignments})
    assert sum(class_count.count for class_count in card.classes) == card.total
    assert all(0 <= class_count.share <= 100 for class_count in card.classes)
    assert {code for _, codes in card.behind for code in codes} <= {task.code for task in plan_tasks if task.late}
    assert all((task.standing in progress_class.LATE) is bool(task.late) for task in plan_tasks)


def test_a_task_shows_the_mean_of_several_shares_but_of_a_single_one_only_what_was_stated() -> None:
    stated = share(percent=60, status=Status.ON_PACE)
    unstated = share(percent=50, status=Status.ON_PACE, percent_stated=False)
    assert [task.stated_percent for task in tasks(stated)] == [60]
    assert [task.stated_percent for task in tasks(unstated)] == [None]
    assert [task.stated_percent for task in tasks(stated, unstated)] == [55]
