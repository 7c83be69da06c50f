"""Drawn pictures: whatever the names of units, cities, tasks and plans, no text leaves its place."""

import re
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plan import text_fit
from plan.picture import COLUMNS, ROWS, WORST_FIRST, Cell, Grid, Mark, Row, drawn
from plan.picture_layout import HIGHEST, LEFT, RIGHT, SIGN, WIDTH, brief, legend, letters, sheet
from tests.plan.boxes import SVG, Box, boxes
from tests.plan.font import advances, width

NAMES = st.text(
    "知识产权保护与运用促进处市局中心南京，、。（）()〔2020〕·…—AWwmi IP@%№Щ😀囍<&\"'\n\t\x01\ud800", max_size=40
)
COUNTS = st.sampled_from([1, 9, 12, 99, 100, 999, 1000, 9_999, 123_456])


ABOUT = "各单位、各月 · 截至2020年12月30日 周三，共123456项任务"


def full(*, numbered: bool) -> Grid:
    """The longest names of the widest characters, and the largest numbers."""
    columns = ["州" * 20] * COLUMNS if numbered else [f"{n}月" for n in range(1, 13)]
    place = sheet("点" * 90, columns, ("注" * 90, "另" * 30), numbered=numbered)
    cells = tuple(Cell(mark, None if numbered else 123_456) for _, mark in zip(columns, [*Mark] * 4, strict=False))
    row = Row("处" * 60, cells, "10.12.103") if numbered else Row("处" * 60, cells, total=123_456)
    counts = tuple((mark, 123_456) for mark in WORST_FIRST)
    return Grid(ABOUT, counts, tuple(columns), (row,) * min(ROWS, place.most), place, "" if numbered else "到期月份")


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Generate any content of either picture, as `by_month` and `by_city` make it."""
    numbered = draw(st.booleans())
    columns = draw(st.lists(NAMES, min_size=1, max_size=COLUMNS)) if numbered else [f"{n}月" for n in range(1, 13)]
    columns = columns if numbered else columns[draw(st.integers(0, 11)) :]
    title, notes = draw(NAMES), (draw(NAMES), draw(NAMES))
    place = sheet(title, columns, notes, numbered=numbered)
    rows = []
    for _ in range(draw(st.integers(1, min(ROWS, place.most)))):
        cells = tuple(
            draw(st.none() | st.builds(Cell, st.sampled_from(list(Mark)), st.none() if numbered else COUNTS))
            for _ in columns
        )
        name, total = draw(NAMES), draw(COUNTS)
        rows.append(Row(name, cells, "10.12.103") if numbered else Row(name, cells, total=total))
    counts = tuple((mark, draw(COUNTS)) for mark in WORST_FIRST)
    now = draw(st.integers(-1, len(columns) - 1)) if not numbered else -1
    corner = "" if numbered else "到期月份"
    return Grid(ABOUT, counts, tuple(columns), tuple(rows), place, corner, now)


@settings(max_examples=40, deadline=None)
@example(full(numbered=False))
@example(full(numbered=True))
@given(grids())
def test_no_word_leaves_its_place_and_none_stands_upon_another(grid: Grid) -> None:
    svg = drawn(grid)
    picture, words = ElementTree.fromstring(svg), boxes(svg)
    height = float(picture.get("height", ""))
    assert picture.get("width") == str(WIDTH)
    assert height <= HIGHEST
    for box in words:
        assert box.left >= LEFT - 0.5
        assert box.right <= RIGHT + 0.5, box
        assert box.top >= 0
        assert box.bottom <= height, box
    for one, other in combinations(words, 2):
        assert not one.meets(other), (one, other)


@settings(max_examples=40, deadline=None)
@example(full(numbered=False))
@example(full(numbered=True))
@given(grids())
def test_rows_and_columns_are_straight(grid: Grid) -> None:
    svg, place = drawn(grid), grid.sheet
    words = boxes(svg)
    lines = [float(d.split()[1].split("H")[0]) for d in _paths(svg) if re.fullmatch(r"M32 [\d.]+H1048", d)]
    assert len(lines) == len(grid.rows) + 1
    assert {round(lower - upper) for upper, lower in pairwise(lines)} == {place.each}
    inside = [box for box in words if lines[0] <= (box.top + box.bottom) / 2 <= lines[-1]]
    for upper, row in zip(lines, grid.rows, strict=False):
        mine = [box for box in inside if upper <= (box.top + box.bottom) / 2 <= upper + place.each]
        assert all(upper <= box.top and box.bottom <= upper + place.each for box in mine)
        labels = [box for box in mine if box.left == LEFT]
        assert len(labels) == len([line for line in place.name(row.label).lines if line])
        assert all(box.right <= LEFT + place.label for box in labels)
        numbers = [box for box in mine if box.left > LEFT]
        assert len(numbers) == sum(cell is not None and cell.count is not None for cell in row.cells) + (
            not place.numbered
        )
        assert all(_column(box, grid) for box in numbers), numbers


def _paths(svg: str) -> list[str]:
    return [path.get("d", "") for path in ElementTree.fromstring(svg).iter(f"{SVG}path")]


def _column(box: Box, grid: Grid) -> bool:
    """Return whether the box lies within one of these."""
    begins = LEFT + grid.sheet.label
    at = int((box.middle - begins) // grid.sheet.step)
    return begins + grid.sheet.step * at <= box.left and box.right <= begins + grid.sheet.step * (at + 1) + 0.1


@given(NAMES)
def test_nothing_is_wider_than_it_is_thought_to_be(text: str) -> None:
    assert max(width(text, "Regular"), width(text, "Bold")) <= text_fit.width(text) + 1e-6


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_every_letter_of_the_font(weight: str) -> None:
    assert [char for char, wide in advances(weight).items() if wide > text_fit.width(char)] == []


@pytest.mark.parametrize("count", [1, 9, 12, 88, 100, 888, 1000, 8_888, 10_000, 123_456])
def test_a_number_stays_in_its_light(count: int) -> None:
    """Each mark fits: a diamond with corners 28 px from its centre, a disc of 23.75 px, a ring of 18.5 px inside."""
    for mark in ("red", "green", "review"):
        size = letters(mark, count)
        across = width(brief(count), "Bold") * size / 2
        up = (0.36 if brief(count).isdigit() else 0.44) * size
        away = across + up if mark == "red" else (across**2 + up**2) ** 0.5
        assert away <= {"red": 28.5, "green": 24, "review": 18.7}[mark], mark


@pytest.mark.parametrize("count", [0, 12, 345, 6_789, 123_456])
def test_the_legend_keeps_its_distances(count: int) -> None:
    words = [f"{mark.label} {count}" for mark in WORST_FIRST]
    size, places = legend(words)
    ends = [place + SIGN + width(one, "Bold") * size for place, one in zip(places, words, strict=True)]
    assert ends[-1] <= RIGHT
    assert all(end + 10 <= place for end, place in zip(ends, places[1:], strict=False))


def test_heads_stay_in_their_columns() -> None:
    for room in range(36, 400, 3):
        for longest in range(1, 20):
            heads = text_fit.heads(["州" * longest, "W" * longest, "南京"], room)
            parts = [line for lines in heads.lines for line in lines]
            wide = [width(part, "Bold") for line in parts for part in (line if heads.upright else [line])]
            assert max(wide) * heads.size <= room - 4, (room, longest)
