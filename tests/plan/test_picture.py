"""The picture's values: which cell says what, what is left out, and what is 不上机."""

from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest

from plan import progress_class
from plan.picture import AFTER, BEFORE, COLUMNS, ROWS, Cell, Looked, Mark, by_city, by_month, svgs
from plan.text_fit import folded
from plan.values import Role, State
from tests.plan.build import CALENDAR, LIMITS, day, share

TODAY = day("3-20")
LOOKED = Looked(TODAY, CALENDAR, LIMITS)
CITIES = ("南京市局", "常州市局")


def tasks(*shares: Any) -> list[progress_class.TaskStanding]:
    return progress_class.tasks(shares, TODAY, CALENDAR, LIMITS)


def months(*shares: Any) -> Any:
    return by_month("计划", day("3-2"), 2020, tasks(*shares), LOOKED)


@pytest.mark.parametrize(
    ("values", "mark"),
    [
        ({"deadline": day("3-10")}, Mark.RED),
        ({"deadline": day("3-23"), "percent": 100}, Mark.YELLOW),
        ({"deadline": day("6-30"), "percent": 90}, Mark.GREEN),
        ({"deadline": day("3-10"), "state": State.SUBMITTED}, Mark.REVIEW),
        ({"deadline": day("3-10"), "state": State.CLOSED}, Mark.OVER),
        ({"deadline": day("3-10"), "state": State.WAIVED}, Mark.OVER),
    ],
)
def test_the_mark_of_one_share(values: dict[str, Any], mark: Mark) -> None:
    (row,) = months(share(**values)).rows
    assert [cell for cell in row.cells if cell] == [Cell(mark, 1)]


def test_the_worst_of_a_month_is_shown_with_how_many_there_are() -> None:
    one = {"deadline": day("6-30"), "percent": 90}
    grid = months(
        share(**one), share(task_id=4, **one | {"percent": 0, "deadline": day("6-1")}),
        share(task_id=5, deadline=day("9-1"), restricted=True), share(task_id=6, deadline=None),
        share(task_id=7, unit="办公室", state=State.CLOSED, deadline=day("3-3")),
    )  # fmt: skip
    assert grid.columns == ("3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月")
    assert grid.now == 0
    first, second = grid.rows
    assert (first.name, first.total) == ("运用促进处", 4)  # the last two of them are counted here alone
    assert [cell for cell in first.cells if cell] == [Cell(Mark.YELLOW, 2)]
    assert first.cells[3] == Cell(Mark.YELLOW, 2)
    assert (second.name, second.cells[0]) == ("办公室", Cell(Mark.OVER, 1))
    assert sum(count for _, count in grid.counts) == 5


def test_months_of_other_years_are_one() -> None:
    at = {"percent": 100}
    grid = months(
        share(deadline=day("2021-1-1"), **at), share(task_id=4, deadline=day("2021-9-1"), **at),
        share(task_id=5, deadline=day("2019-12-31")), share(task_id=6, deadline=day("2-1")),
    )  # fmt: skip
    assert grid.columns == (BEFORE, *(str(month) for month in range(2, 13)), AFTER)  # 13 have no room for 12月
    assert grid.rows[0].cells[-1] == Cell(Mark.GREEN, 2)
    assert grid.rows[0].cells[:2] == (Cell(Mark.RED, 1), Cell(Mark.RED, 1))
    assert grid.columns[grid.now] == "3"


def test_a_plan_of_which_little_is_left() -> None:
    grid = by_month("计划", day("11-20"), 2020, tasks(share(deadline=day("12-1"), starts=day("11-20"))), LOOKED)
    assert (grid.columns, grid.now) == (("11月", "12月"), -1)
    over = Looked(day("2021-1-5"), CALENDAR, LIMITS)
    assert by_month("计划", day("11-20"), 2020, tasks(share(deadline=day("12-1"))), over).now == -1


def test_what_finds_no_room_is_said_and_is_not_the_worst() -> None:
    many = [share(task_id=n, unit=f"单位{n}", unit_id=n, percent=90) for n in range(ROWS + 3)]
    many[-1] = share(task_id=99, unit="最后", unit_id=99, deadline=day("3-3"))
    grid = months(*many)
    assert len(grid.rows) == ROWS
    assert grid.rows[-1].name == "最后"
    assert grid.hidden == "优先列出灯号较差的，另有3个单位未列出。"


def test_more_cities_than_a_phone_shows() -> None:
    names = [f"市{n}" for n in range(COLUMNS + 4)]
    late = {names[2], names[-1]}
    every = [
        share(unit=name, role=Role.CITY, percent=90, deadline=day("3-3" if name in late else "6-30")) for name in names
    ]
    grid = by_city("计划", tasks(*every), names, LOOKED)
    assert len(grid.columns) == COLUMNS
    assert grid.columns[2] == names[2]
    assert (grid.columns[-1], grid.rows[0].cells[-1]) == (names[-1], Cell(Mark.RED))
    assert grid.hidden == "优先列出灯号较差的，另有4个市未列出。"


def test_tall_heads_leave_room_for_fewer_rows() -> None:
    names = [f"黔西南布依族苗族自治{n:02}" for n in range(13)]
    every = [share(task_id=n, unit=name, role=Role.CITY, percent=90) for n in range(20) for name in names]
    grid = by_city("计划", tasks(*every), names, LOOKED)
    assert len(grid.rows) == grid.sheet.most < ROWS
    assert grid.hidden == f"优先列出灯号较差的，另有{20 - grid.sheet.most}项任务未列出。"


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (("南京市局", "常州市局"), ("南京", "常州")),
        (("南京市知识产权局", "常州市市场监督管理局"), ("南京", "常州")),
        (("南京市局", "常州"), ("南京市局", "常州")),  # not all of them have such an ending
        (("南京市局", "南京知识产权局"), ("南京市局", "南京知识产权局")),  # they would be one
        (("省局", "常州市局"), ("省局", "常州市局")),  # too short
    ],
)
def test_endings_that_say_nothing(names: tuple[str, ...], shown: tuple[str, ...]) -> None:
    every = [share(unit=name, role=Role.CITY) for name in names]
    assert by_city("计划", tasks(*every), names, LOOKED).columns == shown


def test_cities() -> None:
    at = {"role": Role.CITY, "percent": 90}
    local = [share(task_id=3, unit=city, **at) for city in CITIES]
    hidden = [share(task_id=4, code="1.1.4", title="机要", unit=CITIES[0], restricted=True, **at)]
    grid = by_city("计划", tasks(*local, *hidden), CITIES, LOOKED)
    assert grid.columns == ("南京", "常州")
    assert [(row.number, row.name, row.cells) for row in grid.rows] == [
        ("2.2.4", "推动企业贯标", (Cell(Mark.GREEN), Cell(Mark.GREEN))), ("1.1.4", "（不上机）", (None, None)),
    ]  # fmt: skip


def test_two_pictures_where_several_cities_are_asked() -> None:
    at = {"role": Role.CITY, "task_id": 4}
    every = [share(), *(share(unit=city, **at) for city in CITIES)]
    first, second = svgs("<计划>&", day("3-2"), 2020, tasks(*every), LOOKED)
    assert "运用促进处" in first
    assert "南京" not in first
    assert "南京" in second
    assert "运用促进处" not in second
    assert all(ElementTree.fromstring(svg).get("width") == "1080" for svg in (first, second))
    (only,) = svgs("计划", day("3-2"), 2020, tasks(every[1]), LOOKED)
    assert "南京市局" in only
    assert svgs("计划", day("3-2"), 2020, [], LOOKED) == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("办公室", ["办公室"]),
        ("知识产权保护与运用促进处", ["知识产权保护", "与运用促进处"]),
        ("黔西南布依族苗族自治州知识产权局", ["黔西南布依族", "苗族自治州…"]),
        ("人事处(机关党委)", ["人事处(机关", "党委)"]),
        ("运用促进处（代）", ["运用促进处", "（代）"]),
        ("知识产权运用（处）室", ["知识产权运用", "（处）室"]),
        ("保护中心南京分局，驻常州", ["保护中心南京", "分局，驻常州"]),
        ("知识产权保护局，驻常州市", ["知识产权保护", "局，驻常州市"]),
        ("知识产权保护，驻常州处", ["知识产权保", "护，驻常州处"]),
        ("A\x00B\n处", ["A B 处"]),
        ("", [""]),
    ],
)
def test_folded(text: str, lines: list[str]) -> None:
    assert folded(text, 6.2) == lines


def test_the_date_is_in_the_picture() -> None:
    assert months(share()).about == f"各单位、各月 · 截至{date(2020, 3, 20):%Y年}3月20日 周五，共1项任务"
