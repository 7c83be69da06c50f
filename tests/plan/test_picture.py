"""The picture's values: which cell says what, what is left out, and what is 不上机."""

from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest

from plan import standing
from plan.picture import AFTER, COLUMNS, ROWS, Cell, Looked, Mark, by_city, by_month, svgs
from plan.values import Role, State
from plan.wording import folded
from tests.plan.build import CALENDAR, LIMITS, day, share

TODAY = day("3-20")
LOOKED = Looked(TODAY, CALENDAR, LIMITS)
CITIES = ("南京市局", "常州市局")


def tasks(*shares: Any) -> list[standing.TaskStanding]:
    return standing.tasks(shares, TODAY, CALENDAR, LIMITS)


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


def test_months_beyond_the_last_column_are_one() -> None:
    grid = months(share(deadline=day("2021-6-1"), percent=100), share(task_id=4, deadline=day("2021-9-1"), percent=100))
    assert len(grid.columns) == COLUMNS
    assert grid.columns[-1] == AFTER
    assert grid.rows[0].cells[-1] == Cell(Mark.GREEN, 2)


def test_what_finds_no_room_is_said_and_is_not_the_worst() -> None:
    many = [share(task_id=n, unit=f"单位{n}", unit_id=n, percent=90) for n in range(ROWS + 3)]
    many[-1] = share(task_id=99, unit="最后", unit_id=99, deadline=day("3-3"))
    grid = months(*many)
    assert len(grid.rows) == ROWS
    assert grid.rows[-1].name == "最后"
    assert grid.hidden == "另有 3 个单位灯号较好，未列出。"


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
        ("", [""]),
    ],
)
def test_folded(text: str, lines: list[str]) -> None:
    assert folded(text, 6.2) == lines


def test_the_date_is_in_the_picture() -> None:
    assert months(share()).about == f"各单位、各月 · 截至{date(2020, 3, 20):%Y年}3月20日 周五，共 1 项任务"
