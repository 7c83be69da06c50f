"""What the preview of 全部签收 shows."""

from plan import sign_all
from plan.assignment import Assignment
from plan.values import State
from tests.plan.build import share


def pending(n: int, unit: str = "运用促进处", *, restricted: bool = False) -> Assignment:
    return share(id=n, code=f"1.1.{n}", title=f"事项{n}", unit=unit, state=State.PENDING, restricted=restricted)


def test_the_number_by_unit_where_there_are_several() -> None:
    assert sign_all.by_unit([pending(1), pending(2)]) == ["运用促进处"]
    assert sign_all.by_unit([pending(1), pending(2, "办公室"), pending(3)]) == ["运用促进处 2 项", "办公室 1 项"]


def test_the_first_lines() -> None:
    unsigned = [pending(1), pending(2, restricted=True), pending(3)]
    assert [*sign_all.first_lines(unsigned, 2)] == ["1.1.1 事项1", "1.1.2 （不上机）", "还有 1 项"]
    assert [*sign_all.first_lines(unsigned, 3)] == ["1.1.1 事项1", "1.1.2 （不上机）", "1.1.3 事项3"]


def test_the_stamp_changes_with_what_would_be_signed() -> None:
    assert sign_all.stamp([pending(1)]) != sign_all.stamp([pending(1), pending(2)])
    assert sign_all.stamp([pending(1)]) != sign_all.stamp([share(id=1, version=2)])
