"""What a new paper changes; tasks are matched by their words, whatever their numbers."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan.diff import KnownTask, compare
from plan.paper import PaperTask
from plan.values import Basis
from tests.plan.build import day


def paper(code: str, title: str, text: str = "") -> PaperTask:
    return PaperTask(code, title, text, day("12-31"), Basis.YEAR)


def known_task_of(id: int, task: PaperTask) -> KnownTask:
    return KnownTask(id, task.code, task)


STANDARDS = paper("2.2.4", "推动企业贯标", "全省贯标企业达到1000家")
NAVIGATION = paper("2.2.9", "重点园区专利导航", "在重点园区开展专利导航")
OLD = [known_task_of(1, STANDARDS), known_task_of(2, NAVIGATION)]
REWORDED = replace(STANDARDS, text="全省新增贯标企业达到1200家")
MOVED, SWAPPED = replace(STANDARDS, code="2.3.1"), replace(NAVIGATION, code="2.2.4")


@pytest.mark.parametrize(
    ("new", "added", "kept_ids", "changed", "gone_ids"),
    [
        ([STANDARDS, NAVIGATION], [], [1, 2], [], []),
        ([NAVIGATION, STANDARDS], [], [2, 1], [], []),
        ([REWORDED, NAVIGATION], [], [1, 2], [1], []),
        ([MOVED, NAVIGATION], [], [1, 2], [1], []),
        ([replace(STANDARDS, code="2.2.9"), SWAPPED], [], [1, 2], [1, 2], []),  # their numbers are exchanged
        ([replace(STANDARDS, deadline=None), NAVIGATION], [], [1, 2], [1], []),
        ([paper("2.2.4", "办好紫金峰会", "筹备峰会"), NAVIGATION], ["2.2.4"], [2], [], [1]),
        ([STANDARDS, NAVIGATION, paper("9.1.1", "新任务")], ["9.1.1"], [1, 2], [], []),
        ([STANDARDS], [], [1], [], [2]),
        ([], [], [], [], [1, 2]),
        ([STANDARDS, STANDARDS, NAVIGATION], ["2.2.4"], [1, 2], [], []),  # the words occur twice, so one task is new
    ],
)
def test_comparing(
    new: list[PaperTask], added: list[str], kept_ids: list[int], changed: list[int], gone_ids: list[int]
) -> None:
    diff = compare(OLD, new)
    assert [task.code for task in diff.added] == added
    assert [known_task.id for known_task, _ in diff.kept] == kept_ids
    assert [known_task.id for known_task, _ in diff.changed] == changed
    assert [known_task.id for known_task in diff.gone] == gone_ids


texts = st.sampled_from([STANDARDS, NAVIGATION, REWORDED, MOVED, SWAPPED, paper("1.1.1", "起草", "起草")])


@given(st.lists(texts, max_size=5), st.lists(texts, max_size=5))
def test_nothing_is_lost_and_nothing_is_doubled(old: list[PaperTask], new: list[PaperTask]) -> None:
    before = [known_task_of(id, task) for id, task in enumerate(old)]
    diff = compare(before, new)
    assert sorted([known_task.id for known_task, _ in diff.kept] + [known_task.id for known_task in diff.gone]) == list(
        range(len(old))
    )
    assert len(diff.added) + len(diff.kept) == len(new)
    assert compare(before, old).added == ()
