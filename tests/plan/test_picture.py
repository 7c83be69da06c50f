"""The picture's values: the text of each cell, what is left out, and how 不上机 tasks appear."""

from datetime import date
from typing import Any

import pytest

from plan import progress_class
from plan.picture import Cell, Mark, Picture
from plan.picture_contents import (
    AFTER,
    BEFORE,
    MAX_COLUMNS,
    MAX_ROWS,
    LightBasis,
    by_city,
    by_month,
    pictures,
)
from plan.values import Role, State
from tests.plan.build import CALENDAR, LIMITS, day, share

TODAY = day("3-20")
BASIS = LightBasis(TODAY, CALENDAR, LIMITS)
CITIES = ("南京市局", "常州市局")


def tasks(*shares: Any) -> list[progress_class.TaskProgress]:
    return progress_class.tasks(shares, TODAY, CALENDAR, LIMITS)


def months(*shares: Any) -> Any:
    return by_month("计划", day("3-2"), 2020, tasks(*shares), BASIS)


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
    values = {"deadline": day("6-30"), "percent": 90}
    grid = months(
        share(**values), share(task_id=4, **values | {"percent": 0, "deadline": day("6-1")}),
        share(task_id=5, deadline=day("9-1"), restricted=True), share(task_id=6, deadline=None),
        share(task_id=7, unit="办公室", state=State.CLOSED, deadline=day("3-3")),
    )  # fmt: skip
    assert grid.columns == ("3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月")
    assert grid.today_column == 0
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
    assert grid.columns == (BEFORE, *(f"{month}月" for month in range(2, 13)), AFTER)
    assert grid.rows[0].cells[-1] == Cell(Mark.GREEN, 2)
    assert grid.rows[0].cells[:2] == (Cell(Mark.RED, 1), Cell(Mark.RED, 1))
    assert grid.columns[grid.today_column] == "3月"


def test_a_plan_of_which_little_is_left() -> None:
    grid = by_month("计划", day("11-20"), 2020, tasks(share(deadline=day("12-1"), starts=day("11-20"))), BASIS)
    assert (grid.columns, grid.today_column) == (("11月", "12月"), -1)
    next_year = LightBasis(day("2021-1-5"), CALENDAR, LIMITS)
    assert by_month("计划", day("11-20"), 2020, tasks(share(deadline=day("12-1"))), next_year).today_column == -1


def test_what_finds_no_room_is_said_and_is_not_the_worst() -> None:
    many = [share(task_id=n, unit=f"单位{n}", unit_id=n, percent=90) for n in range(MAX_ROWS + 3)]
    many[-1] = share(task_id=99, unit="最后", unit_id=99, deadline=day("3-3"))
    grid = months(*many)
    assert len(grid.rows) == MAX_ROWS
    assert grid.rows[-1].name == "最后"
    assert grid.hidden == "优先列出灯号较差的，另有3个单位未列出。"


def test_more_cities_than_a_phone_shows() -> None:
    names = [f"市{n}" for n in range(MAX_COLUMNS + 4)]
    late = {names[2], names[-1]}
    every = [
        share(unit=name, role=Role.CITY, percent=90, deadline=day("3-3" if name in late else "6-30")) for name in names
    ]
    grid = by_city("计划", tasks(*every), names, BASIS)
    assert len(grid.columns) == MAX_COLUMNS
    assert grid.columns[2] == names[2]
    assert (grid.columns[-1], grid.rows[0].cells[-1]) == (names[-1], Cell(Mark.RED))
    assert grid.hidden == "优先列出灯号较差的，另有4个市未列出。"


@pytest.mark.parametrize(
    ("names", "columns"),
    [
        (("南京市局", "常州市局"), ("南京", "常州")),
        (("南京市知识产权局", "常州市市场监督管理局"), ("南京", "常州")),
        (("南京市局", "常州"), ("南京市局", "常州")),  # not all of them have such an ending
        (("南京市局", "南京知识产权局"), ("南京市局", "南京知识产权局")),  # they would be one
        (("省局", "常州市局"), ("省局", "常州市局")),  # too short
    ],
)
def test_endings_that_say_nothing(names: tuple[str, ...], columns: tuple[str, ...]) -> None:
    every = [share(unit=name, role=Role.CITY) for name in names]
    assert by_city("计划", tasks(*every), names, BASIS).columns == columns


def test_cities() -> None:
    at = {"role": Role.CITY, "percent": 90}
    local = [share(task_id=3, unit=city, **at) for city in CITIES]
    hidden = [share(task_id=4, code="1.1.4", title="机要", unit=CITIES[0], restricted=True, **at)]
    grid = by_city("计划", tasks(*local, *hidden), CITIES, BASIS)
    assert grid.columns == ("南京", "常州")
    assert [(row.number, row.name, row.cells) for row in grid.rows] == [
        ("2.2.4", "推动企业贯标", (Cell(Mark.GREEN), Cell(Mark.GREEN))), ("1.1.4", "（不上机）", (None, None)),
    ]  # fmt: skip


def test_two_pictures_where_several_cities_are_asked() -> None:
    at = {"role": Role.CITY, "task_id": 4}
    every = [share(), *(share(unit=city, **at) for city in CITIES)]
    first, second = pictures("计划", day("3-2"), 2020, tasks(*every), BASIS)
    assert [row.name for row in first.rows] == ["运用促进处"]
    assert second.columns == ("南京", "常州")
    (only,) = pictures("计划", day("3-2"), 2020, tasks(every[1]), BASIS)
    assert [row.name for row in only.rows] == ["南京市局"]
    assert pictures("计划", day("3-2"), 2020, [], BASIS) == []


def test_the_date_is_in_the_picture() -> None:
    assert months(share()).about == f"各单位、各月 · 截至{date(2020, 3, 20):%Y年}3月20日 周五，共1项任务"


def every_kind() -> list[Picture]:
    """Return a picture of each kind, in which something is left out."""
    names = [f"市{n}" for n in range(MAX_COLUMNS + 1)]
    local = [
        share(task_id=n, code=f"2.2.{n}", unit=name, role=Role.CITY, percent=90, title="<贯标>&\n")
        for n in range(MAX_ROWS + 2) for name in names
    ]  # fmt: skip
    units = [share(task_id=90 + n, unit=f"单位{n}", percent=n) for n in range(MAX_ROWS + 1)]
    return pictures("计划", day("3-2"), 2020, tasks(*local, *units), BASIS)


def test_to_json_and_back() -> None:
    for picture in every_kind():
        assert picture.hidden_rows
        assert Picture.load(picture.dump()) == picture


@pytest.mark.parametrize("dumped", ["", "{}", "[]", '{"title": "机要"}', "<svg></svg>"])
def test_what_is_no_picture(dumped: str) -> None:
    with pytest.raises(ValueError, match=r"^not a picture$"):
        Picture.load(dumped)


def test_fewer_rows_are_the_most_urgent_ones() -> None:
    """The rows keep their order, whether they are limited at once or in steps."""
    units = [share(task_id=n, unit=f"单位{n}", unit_id=n, percent=90) for n in range(6)]
    units[4] = share(task_id=4, unit="单位4", unit_id=4, deadline=day("3-3"))
    units[2] = share(task_id=2, unit="单位2", unit_id=2, percent=100, deadline=day("3-23"))
    picture = months(*units)
    limited = picture.limited_to(3)
    assert [row.name for row in limited.rows] == ["单位0", "单位2", "单位4"]
    assert limited.limited_to(1) == picture.limited_to(1)
    assert [row.name for row in picture.limited_to(1).rows] == ["单位4"]
    assert limited.hidden == "优先列出灯号较差的，另有3个单位未列出。"
    assert picture.limited_to(99) == picture
