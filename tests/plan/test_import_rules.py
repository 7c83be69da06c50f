"""The rules of putting a plan into force, as tables of values."""

from datetime import date

import pytest

from plan.diff import Diff, KnownTask
from plan.import_rules import (
    first_day_of_plan,
    first_day_of_share,
    roles,
    state_when_dropped,
    units_of,
    without_reordered_units,
)
from plan.paper import PaperItem, PaperSection, PaperTask, PaperUnit, PlanPaper
from plan.values import Basis, Role, State, UnitKind
from tests.plan.build import day

TODAY = day("3-2")


def task(lead: tuple[str, ...], support: tuple[str, ...] = (), *, local: bool = False) -> PaperTask:
    return PaperTask("1.1.1", "建设示范中心", "建设示范中心。", day("6-30"), Basis.EXPLICIT, (), lead, support, local)


@pytest.mark.parametrize(("year", "first"), [(2019, "2019-1-1"), (2020, "3-2"), (2021, "2021-1-1")])
def test_the_first_day_of_a_plan(year: int, first: str) -> None:
    assert first_day_of_plan(year, TODAY) == day(first)


@pytest.mark.parametrize(
    ("deadline", "first"), [(None, "3-2"), ("2019-6-30", "3-2"), ("6-30", "3-2"), ("2021-6-30", "2021-1-1")]
)
def test_the_first_day_of_a_share(deadline: str | None, first: str) -> None:
    deadline_: date | None = day(deadline) if deadline else None
    assert first_day_of_share(deadline_, TODAY) == day(first)


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (task(("甲处",), ("乙处",)), {1: Role.LEAD, 2: Role.SUPPORT}),
        (task(("甲处",), ("甲处", "原甲处")), {1: Role.LEAD}),
        (task(("甲处",), ("常州",), local=True), {8: Role.CITY, 9: Role.CITY, 1: Role.LEAD}),
        (task(("常州",), local=True), {8: Role.LEAD, 9: Role.CITY}),
        (task(("常州",)), {8: Role.LEAD}),
    ],
)
def test_roles(of: PaperTask, expected: dict[int, Role]) -> None:
    unit_ids = {"甲处": 1, "原甲处": 1, "乙处": 2, "常州": 8, "苏州": 9}
    assert roles(of, unit_ids, [8, 9]) == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.PENDING, State.WAIVED), (State.ACTIVE, State.WAIVED), (State.SUBMITTED, State.WAIVED),
        (State.CLOSED, State.CLOSED), (State.WAIVED, State.WAIVED),
    ],
)  # fmt: skip
def test_the_state_of_a_dropped_share(state: State, expected: State) -> None:
    assert state_when_dropped(state) is expected


def test_a_unit_that_only_a_task_names_is_an_outside_body() -> None:
    bureau = PaperUnit("省局", UnitKind.BUREAU)
    tasks = (task(("省局",), ("银行",)), task(("银行", "协会")))
    paper = PlanPaper(
        "要点", "省局", 2020, (PaperSection("一", "保护", (PaperItem("（一）", "法制", tasks),)),), (bureau,)
    )
    outside = [PaperUnit(name, UnitKind.OUTSIDE) for name in ("银行", "协会")]
    assert units_of(paper) == [bureau, *outside]


@pytest.mark.parametrize(
    ("new", "is_changed"),
    [
        (task(("乙处", "甲处"), ("丁处", "丙处")), False),
        (task(("甲处", "乙处"), ("丙处",)), True),
        (task(("甲处",), ("丙处", "丁处")), True),
    ],
)
def test_units_in_another_order_are_no_change(new: PaperTask, is_changed: bool) -> None:
    old = KnownTask(1, "1.1.1", task(("甲处", "乙处"), ("丙处", "丁处")))
    assert bool(without_reordered_units(Diff((), ((old, new),), ())).changed) is is_changed
