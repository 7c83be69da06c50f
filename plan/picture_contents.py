"""Decide what a group's pictures show: units by months, and tasks by cities."""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from plan.assignment import Assignment
from plan.calendar import Calendar
from plan.format import day
from plan.light import Thresholds
from plan.picture import MARKS, WORST_FIRST, Cell, Mark, Picture, PictureRow, RowKind
from plan.progress_class import TaskProgress
from plan.values import Role

MAX_ROWS, MAX_COLUMNS = 12, 16
"""As many as can be read on a phone. The rows and columns in the best state are left out, and counted in a note."""
BEFORE, AFTER = "以前", "以后"
NOTE_OF_MONTHS = "每格为当月到期任务的最差灯号和项数；合计含时限待定和不上机的任务。"
NOTE_OF_CITIES = "空白为未承办；不上机的任务只列编号。"


@dataclass(frozen=True)
class LightBasis:
    """What the lights of all assignments are computed from, beside the assignments."""

    today: date
    calendar: Calendar
    limits: Thresholds

    def mark(self, assignment: Assignment) -> Mark:
        return MARKS[assignment.light(self.today, self.calendar, self.limits).rank]


def pictures(title: str, starts: date, year: int, tasks: Sequence[TaskProgress], basis: LightBasis) -> list[Picture]:
    """Return up to two pictures: units by months, and tasks by cities where several cities have assignments.

    `starts` and `year` are the plan's. With one city, its assignments are in the first picture.
    """
    cities = list(
        dict.fromkeys(
            assignment.unit for task in tasks for assignment in task.shares if assignment.role is Role.CITY
        )
    )  # fmt: skip
    city_tasks = [task for task in tasks if any(assignment.role is Role.CITY for assignment in task.shares)]
    has_city_picture = len(cities) > 1
    result = [by_month(title, starts, year, tasks, basis, with_cities=not has_city_picture)]
    if has_city_picture:
        result.append(by_city(title, city_tasks, cities, basis))
    return [picture for picture in result if picture.rows]


def by_month(
    title: str, starts: date, year: int, tasks: Sequence[TaskProgress], basis: LightBasis, *, with_cities: bool = True
) -> Picture:
    """Return units by the months of their deadlines, without the cities' assignments unless `with_cities`.

    A 不上机 assignment counts in its unit's total only: neither its month nor its light may be shown.
    """
    assignments = [
        assignment for task in tasks for assignment in task.shares if with_cities or assignment.role is not Role.CITY
    ]
    in_cells = [
        (assignment, assignment.deadline)
        for assignment in assignments if assignment.deadline and not assignment.restricted
    ]  # fmt: skip
    columns = _months(starts, year, [deadline for _, deadline in in_cells])
    cells = _worst(
        ((assignment, (assignment.unit, _column(deadline, columns, year))) for assignment, deadline in in_cells), basis
    )
    totals = Counter(assignment.unit for assignment in assignments)
    rows = [
        PictureRow(unit, tuple(cells.get((unit, index)) for index in range(len(columns))), total=total)
        for unit, total in totals.items()
    ]
    picture = Picture(
        title, _about("各单位、各月", tasks, basis), _counts(tasks), RowKind.UNITS, columns, tuple(rows), (),
        NOTE_OF_MONTHS, corner="到期月份", today_column=_column(basis.today, columns, year),
    )  # fmt: skip
    return _limited(picture)


def by_city(title: str, tasks: Sequence[TaskProgress], cities: Sequence[str], basis: LightBasis) -> Picture:
    """Return tasks by cities. Of a 不上机 task only the number is shown."""
    rows = []
    for task in tasks:
        assignments = [] if task.restricted else [share for share in task.shares if share.role is Role.CITY]
        cells = {assignment.unit: Cell(basis.mark(assignment)) for assignment in assignments}
        name = "（不上机）" if task.restricted else task.title
        rows.append(PictureRow(name, tuple(cells.get(city) for city in cities), number=task.code))
    picture = Picture(
        title, _about("各市任务", tasks, basis), _counts(tasks), RowKind.TASKS, _short_names(cities), tuple(rows), (),
        NOTE_OF_CITIES,
    )  # fmt: skip
    return _limited(picture)


def _about(subject: str, tasks: Sequence[TaskProgress], basis: LightBasis) -> str:
    return f"{subject} · 截至{day(basis.today, date.min)}，共{len(tasks)}项任务"


def _counts(tasks: Sequence[TaskProgress]) -> tuple[tuple[Mark, int], ...]:
    counts = Counter(MARKS[task.light.rank] for task in tasks)
    return tuple((mark, counts[mark]) for mark in WORST_FIRST)


def _limited(picture: Picture) -> Picture:
    """Leave out columns and rows beyond MAX_COLUMNS and MAX_ROWS. Rows are compared by all their columns."""
    columns = [[row.cells[index] for row in picture.rows] for index in range(len(picture.columns))]
    shown = sorted(_worst_first(columns)[:MAX_COLUMNS])
    rows = tuple(replace(row, cells=tuple(row.cells[index] for index in shown)) for row in picture.rows)
    return replace(
        picture, columns=tuple(picture.columns[index] for index in shown), rows=rows,
        urgency=tuple(_worst_first([row.cells for row in picture.rows])),
        hidden_columns=len(columns) - len(shown),
    ).limited_to(MAX_ROWS)  # fmt: skip


def _worst_first(lines: Sequence[Sequence[Cell | None]]) -> list[int]:
    """Return the indexes of these rows or columns, the worst first; equal ones stay in their order."""
    return sorted(range(len(lines)), key=lambda index: _weight(lines[index]), reverse=True)


def _weight(cells: Iterable[Cell | None]) -> tuple[int, ...]:
    """Return how many cells show each mark, the worst mark first."""
    counts = Counter(cell.mark for cell in cells if cell)
    return tuple(counts[mark] for mark in WORST_FIRST)


def _worst(placed: Iterable[tuple[Assignment, Hashable]], basis: LightBasis) -> dict[Hashable, Cell]:
    """Return for each place the worst mark of its assignments, and their number."""
    ranks: dict[Hashable, list[int]] = defaultdict(list)
    for assignment, place in placed:
        ranks[place].append(MARKS.index(basis.mark(assignment)))
    return {place: Cell(MARKS[max(values)], len(values)) for place, values in ranks.items()}


def _months(starts: date, year: int, deadlines: Iterable[date]) -> tuple[str, ...]:
    """Return the plan's months, and earlier ones of its year with deadlines. All other years share 以前 and 以后."""
    deadlines = list(deadlines)
    first = min(day.month for day in (starts, *deadlines) if day.year == year) if starts.year == year else 1
    months = [f"{month}月" for month in range(first, 13)]
    before = [BEFORE] if any(deadline.year < year for deadline in deadlines) else []
    return (*before, *months, *([AFTER] if any(deadline.year > year for deadline in deadlines) else []))


def _column(on: date, columns: Sequence[str], year: int) -> int:
    """Return the index of the column of that day, -1 without one."""
    name = f"{on.month}月" if on.year == year else BEFORE if on.year < year else AFTER
    return columns.index(name) if name in columns else -1


ENDING = re.compile(r"市?(?:市场监督管理|市场监管|知识产权)?局$")
"""Among cities, 常州 says as much as 常州市局."""


def _short_names(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names without such endings, if all names have one and the rest stays distinct and long enough."""
    short = tuple(name[: match.start()] if (match := ENDING.search(name)) else "" for name in names)
    return short if all(len(name) > 1 for name in short) and len(set(short)) == len(names) else tuple(names)
