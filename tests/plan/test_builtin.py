"""The demo's built-in plan is consistent."""

from collections import Counter

import pytest

from plan import builtin
from plan.paper import PlanPaper
from plan.values import Basis, UnitKind
from tests.plan.build import day


@pytest.fixture(scope="module")
def plan() -> PlanPaper:
    return builtin.load()


def test_a_hundred_and_nine_tasks_in_eight_sections(plan: PlanPaper) -> None:
    assert (plan.title, plan.year, len(plan.tasks)) == ("2020年全省知识产权工作要点", 2020, 109)
    assert [section.no for section in plan.sections] == list("01234567")
    assert set(Counter(task.code for task in plan.tasks).values()) == {1}
    assert all(section.title and all(item.title for item in section.items) for section in plan.sections[1:])
    assert all(task.title and len(task.title) <= 24 for task in plan.tasks)


def test_every_unit_is_known(plan: PlanPaper) -> None:
    units = {unit.name: unit for unit in plan.units}
    assert Counter(unit.kind for unit in plan.units)[UnitKind.CITY] == 13
    assert all(unit.parent in units for unit in plan.units if unit.parent)
    leads = {name for task in plan.tasks for name in task.lead}
    assert leads <= units.keys()


def test_each_task_has_somebody_to_carry_it_out(plan: PlanPaper) -> None:
    for task in plan.tasks:
        assert bool(task.lead) is not task.local, task.code
        assert not set(task.lead) & set(task.support), task.code
    assert sum(task.local for task in plan.tasks) == 8


def test_a_group_of_units_is_all_of_them(plan: PlanPaper) -> None:
    tasks = {task.code: task for task in plan.tasks}
    cities = {unit.name for unit in plan.units if unit.kind is UnitKind.CITY}
    assert cities <= set(tasks["2.2.4"].support)
    assert set(tasks["5.3.1"].support) == {unit.name for unit in plan.units if unit.kind is UnitKind.DIVISION} - {
        "办公室"
    }


@pytest.mark.parametrize("year", [2020, 2021, 2026])
def test_the_year_moves_the_dates(plan: PlanPaper, year: int) -> None:
    moved_plan = builtin.load(year)
    assert moved_plan.title == f"{year}年全省知识产权工作要点"
    assert {task.deadline.year for task in moved_plan.tasks if task.deadline} == {year}
    for old, new in zip(plan.tasks, moved_plan.tasks, strict=True):
        assert (old.deadline is None) is (new.deadline is None)
    assert next(task for task in moved_plan.tasks if task.code == "5.3.2").deadline == day(f"{year}-3-15")


def test_where_a_date_is_not_fixed_it_says_so(plan: PlanPaper) -> None:
    undated = [task for task in plan.tasks if task.deadline is None]
    assert [task.code for task in undated] == ["2.1.4", "3.1.4", "5.3.4"]
    assert {task.basis for task in undated} == {Basis.EXTERNAL, Basis.CALENDAR}
