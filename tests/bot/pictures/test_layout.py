"""The layout of pictures: no text overflows its place, whatever the names of units, cities, tasks and plans."""

import re
from itertools import combinations, pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.pictures import text_fit
from bot.pictures.layout import (
    LEFT,
    LEGEND_SIGN,
    MAX_HEIGHT,
    RIGHT,
    WIDTH,
    Layout,
    arrange,
    count_size,
    legend,
    rounded,
)
from bot.pictures.svg import svg
from plan.picture import WORST_FIRST, Cell, Mark, Picture, PictureRow, RowKind
from plan.picture_contents import MAX_COLUMNS, MAX_ROWS
from tests.bot.pictures.boxes import SVG, Box, boxes
from tests.bot.pictures.font import advances, width

NAMES = st.text(
    "知识产权保护与运用促进处市局中心南京，、。（）()〔2020〕·…—AWwmi IP@%№Щ😀囍<&\"'\n\t\x01\ud800", max_size=40
)
COUNTS = st.sampled_from([1, 9, 12, 99, 100, 999, 1000, 9_999, 123_456])


ABOUT = "各单位、各月 · 截至2020年12月30日 周三，共123456项任务"


def grid(
    kind: RowKind, title: str, columns: list[str], rows: list[PictureRow], counts: list[int], **rest: Any
) -> Picture:
    """Return a picture of these rows, all of them equally urgent."""
    counted = tuple(zip(WORST_FIRST, counts, strict=True))
    corner = "到期月份" if kind is RowKind.UNITS else ""
    order = tuple(range(len(rows)))
    return Picture(title, ABOUT, counted, kind, tuple(columns), tuple(rows), order, corner=corner, **rest)


def full(kind: RowKind) -> Picture:
    """Return a picture with names of the maximum length and widest characters, and the greatest numbers."""
    by_city = kind is RowKind.TASKS
    columns = ["州" * 20] * MAX_COLUMNS if by_city else [f"{n}月" for n in range(1, 13)]
    cells = tuple(Cell(mark, None if by_city else 123_456) for _, mark in zip(columns, [*Mark] * 4, strict=False))
    row = PictureRow("处" * 60, cells, "10.12.103") if by_city else PictureRow("处" * 60, cells, total=123_456)
    hidden = {"note": "注" * 90, "hidden_rows": 123_456, "hidden_columns": 123_456 * by_city}
    return grid(kind, "点" * 90, columns, [row] * MAX_ROWS, [123_456] * len(WORST_FIRST), **hidden)


@st.composite
def grids(draw: st.DrawFn) -> Picture:
    """Generate the content of either kind of picture, within the limits that `by_month` and `by_city` keep."""
    kind = draw(st.sampled_from(RowKind))
    by_city = kind is RowKind.TASKS
    months = [f"{n}月" for n in range(1, 13)][draw(st.integers(0, 11)) :]
    columns = draw(st.lists(NAMES, min_size=1, max_size=MAX_COLUMNS)) if by_city else months
    marks = st.none() | st.builds(Cell, st.sampled_from(Mark), st.none() if by_city else COUNTS)
    rows = []
    for _ in range(draw(st.integers(1, MAX_ROWS))):
        cells, name, total = tuple(draw(marks) for _ in columns), draw(NAMES), draw(COUNTS)
        rows.append(PictureRow(name, cells, "10.12.103") if by_city else PictureRow(name, cells, total=total))
    counts = [draw(COUNTS) for _ in WORST_FIRST]
    today_column = -1 if by_city else draw(st.integers(-1, len(columns) - 1))
    hidden = draw(st.sampled_from([0, 3, 123_456]))
    return grid(
        kind, draw(NAMES), columns, rows, counts, note=draw(NAMES), hidden_rows=hidden, today_column=today_column
    )


@settings(max_examples=40, deadline=None)
@example(full(RowKind.UNITS))
@example(full(RowKind.TASKS))
@given(grids())
def test_no_word_leaves_its_place_and_none_stands_upon_another(picture: Picture) -> None:
    image = svg(picture)
    root, words = ElementTree.fromstring(image), boxes(image)
    height = float(root.get("height", ""))
    assert root.get("width") == str(WIDTH)
    assert height <= MAX_HEIGHT
    for box in words:
        assert box.left >= LEFT - 0.5
        assert box.right <= RIGHT + 0.5, box
        assert box.top >= 0
        assert box.bottom <= height, box
    for box, other in combinations(words, 2):
        assert not box.meets(other), (box, other)


@settings(max_examples=40, deadline=None)
@example(full(RowKind.UNITS))
@example(full(RowKind.TASKS))
@given(grids())
def test_rows_and_columns_are_straight(picture: Picture) -> None:
    shown, layout = arrange(picture)
    image = svg(picture)
    words = boxes(image)
    lines = [float(d.split()[1].split("H")[0]) for d in _paths(image) if re.fullmatch(r"M32 [\d.]+H1048", d)]
    assert len(lines) == len(shown.rows) + 1
    assert {round(lower - upper) for upper, lower in pairwise(lines)} == {layout.row_height}
    rows_boxes = [box for box in words if lines[0] <= (box.top + box.bottom) / 2 <= lines[-1]]
    for upper, row in zip(lines, shown.rows, strict=False):
        row_boxes = [box for box in rows_boxes if upper <= (box.top + box.bottom) / 2 <= upper + layout.row_height]
        assert all(upper <= box.top and box.bottom <= upper + layout.row_height for box in row_boxes)
        labels = [box for box in row_boxes if box.left == LEFT]
        assert len(labels) == len([line for line in layout.row_label(row).lines if line])
        assert all(box.right <= LEFT + layout.label_width for box in labels)
        numbers = [box for box in row_boxes if box.left > LEFT]
        assert len(numbers) == sum(cell is not None and cell.count is not None for cell in row.cells) + (
            layout.has_totals
        )
        assert all(_is_in_a_column(box, layout) for box in numbers), numbers


def _paths(image: str) -> list[str]:
    return [path.get("d", "") for path in ElementTree.fromstring(image).iter(f"{SVG}path")]


def _is_in_a_column(box: Box, layout: Layout) -> bool:
    begins = LEFT + layout.label_width
    index = int((box.middle - begins) // layout.column_width)
    left = begins + layout.column_width * index
    return left <= box.left and box.right <= left + layout.column_width + 0.1


@given(NAMES)
def test_nothing_is_wider_than_it_is_thought_to_be(text: str) -> None:
    assert max(width(text, "Regular"), width(text, "Bold")) <= text_fit.width(text) + 1e-6


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_every_letter_of_the_font(weight: str) -> None:
    assert [char for char, wide in advances(weight).items() if wide > text_fit.width(char)] == []


@pytest.mark.parametrize("count", [1, 9, 12, 88, 100, 888, 1000, 8_888, 10_000, 123_456])
def test_a_number_stays_in_its_light(count: int) -> None:
    """A diamond whose corners are 28 px from its middle, a disc of 23.75 px, a ring of 18.5 px inside."""
    for mark, room in ((Mark.RED, 28.5), (Mark.GREEN, 24), (Mark.REVIEW, 18.7)):
        size = count_size(mark, count)
        across = width(rounded(count), "Bold") * size / 2
        up = (0.36 if rounded(count).isdigit() else 0.44) * size
        away = across + up if mark is Mark.RED else (across**2 + up**2) ** 0.5
        assert away <= room, mark


@pytest.mark.parametrize("count", [0, 12, 345, 6_789, 123_456])
def test_the_legend_keeps_its_distances(count: int) -> None:
    words = [f"{mark.label} {count}" for mark in WORST_FIRST]
    size, places = legend([(mark, count) for mark in WORST_FIRST])
    ends = [place + LEGEND_SIGN + width(word, "Bold") * size for place, word in zip(places, words, strict=True)]
    assert ends[-1] <= RIGHT
    assert all(end + 10 <= place for end, place in zip(ends, places[1:], strict=False))


def test_heads_stay_in_their_columns() -> None:
    for room in range(36, 400, 3):
        for longest in range(1, 20):
            heads = text_fit.column_heads(["州" * longest, "W" * longest, "南京"], room)
            parts = [line for lines in heads.lines for line in lines]
            wide = [width(part, "Bold") for line in parts for part in (line if heads.is_vertical else [line])]
            assert max(wide) * heads.size <= room - 4, (room, longest)


def test_tall_heads_leave_room_for_fewer_rows() -> None:
    """The rows in the best state are left out, and counted with those that the picture had left out before."""
    names = [f"黔西南布依族苗族自治{n:02}" for n in range(13)]
    rows = [PictureRow("贯标", (Cell(Mark.GREEN),) * 13, f"1.1.{n}") for n in range(MAX_ROWS)]
    picture = grid(RowKind.TASKS, "计划", names, rows, [0, 0, 12, 0, 0], note="注", hidden_rows=8)
    shown, layout = arrange(picture)
    assert len(shown.rows) == layout.max_rows < MAX_ROWS
    assert shown.hidden == f"优先列出灯号较差的，另有{20 - layout.max_rows}项任务未列出。"


@pytest.mark.parametrize(
    ("columns", "heads"), [(12, ("1月", "12月")), (13, ("以前", "12"))], ids=["with 月", "without 月"]
)
def test_months_are_shortened_where_there_is_no_room(columns: int, heads: tuple[str, str]) -> None:
    months = ["以前", *(f"{n}月" for n in range(1, 13))][-columns:]
    row = PictureRow("处", (None,) * columns, total=1)
    _, layout = arrange(grid(RowKind.UNITS, "计划", months, [row], [0, 0, 1, 0, 0], note="注"))
    assert (layout.heads.lines[0], layout.heads.lines[-1]) == ((heads[0],), (heads[1],))
