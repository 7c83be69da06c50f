"""The picture on a group's card (图): a grid of lights, of units by months or of tasks by cities, as values."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from plan.assignment import Assignment
from plan.calendar import Calendar
from plan.format import day
from plan.light import Thresholds
from plan.picture_layout import Sheet, brief, legend, letters, sheet
from plan.progress_class import TaskStanding
from plan.text_fit import plain
from plan.texts import draw
from plan.values import Named, Role

ROWS, COLUMNS = 12, 16
"""What a phone shows: those left out are the best, and it is said how many they are."""
BEFORE, AFTER = "以前", "以后"
ROOMY = 12
"""Columns that have room for `12月`; in more it is `12`."""
OF_MONTHS = "每格为当月到期任务的最差灯号和项数；合计含时限待定和不上机的任务。"
OF_CITIES = "空白为未承办；不上机的任务只列编号。"


class Mark(Named):
    """What stands in a cell, the worst last, as the ranks of lights go."""

    OVER = "over", "已办结"
    REVIEW = "review", "待审核"
    GREEN = "green", "绿灯"
    YELLOW = "yellow", "黄灯"
    RED = "red", "红灯"


MARKS = tuple(Mark)
WORST_FIRST = tuple(reversed(MARKS))


@dataclass(frozen=True)
class Cell:
    """`count` where several may stand in one cell."""

    mark: Mark
    count: int | None = None


@dataclass(frozen=True)
class Row:
    """`total` where the rows have one; `number` is a task's, of one that is 不上机 it stands alone."""

    name: str
    cells: tuple[Cell | None, ...]
    number: str = ""
    total: int | None = None

    @property
    def label(self) -> str:
        return plain(f"{self.number} {self.name}")


@dataclass(frozen=True)
class Grid:
    """`now` is the column of today, where there is one; `hidden` counts the rows and columns that found no room."""

    about: str
    counts: tuple[tuple[Mark, int], ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    sheet: Sheet
    corner: str = ""
    now: int = -1
    hidden: str = ""

    @property
    def legend(self) -> list[str]:
        return [f"{mark.label} {count}" for mark, count in self.counts]


@dataclass(frozen=True)
class Looked:
    """What all the lights are seen by."""

    today: date
    calendar: Calendar
    limits: Thresholds

    def mark(self, share: Assignment) -> Mark:
        return MARKS[share.light(self.today, self.calendar, self.limits).rank]


def svgs(title: str, starts: date, year: int, tasks: Sequence[TaskStanding], looked: Looked) -> list[str]:
    """One picture or two: of cities where several have a share, of months where somebody else has one, or nobody."""
    cities = list(dict.fromkeys(s.unit for task in tasks for s in task.shares if s.role is Role.CITY))
    local = [task for task in tasks if any(share.role is Role.CITY for share in task.shares)]
    several = len(cities) > 1
    grids = [by_month(title, starts, year, tasks, looked, cities_too=not several)]
    if several:
        grids.append(by_city(title, local, cities, looked))
    return [drawn(grid) for grid in grids if grid.rows]


def drawn(grid: Grid) -> str:
    return draw("picture", grid=grid, legend=legend, letters=letters, brief=brief)


def by_month(
    title: str, starts: date, year: int, tasks: Sequence[TaskStanding], looked: Looked, *, cities_too: bool = True
) -> Grid:
    """Units by the months of their deadlines; what cities do as such may be in the other picture.

    What is 不上机 is counted with its unit and nowhere else: its month and its light are its own affair.
    """
    shares = [share for task in tasks for share in task.shares if cities_too or share.role is not Role.CITY]
    told = [share for share in shares if share.deadline and not share.restricted]
    labels = _months(starts, year, [share.deadline for share in told if share.deadline])
    cells = _worst(told, looked, lambda assignment: (assignment.unit, _column(assignment.deadline, labels, year)))  # type: ignore[arg-type]
    units = Counter(share.unit for share in shares)
    rows = [
        Row(unit, tuple(cells.get((unit, at)) for at in range(len(labels))), total=total)
        for unit, total in units.items()
    ]
    now = _column(looked.today, labels, year)
    shown = labels if len(labels) <= ROOMY else [one.removesuffix("月") for one in labels]
    return _grid(title, "各单位、各月", tasks, looked, shown, rows, OF_MONTHS, "个单位", corner="到期月份", now=now)


def by_city(title: str, tasks: Sequence[TaskStanding], cities: Sequence[str], looked: Looked) -> Grid:
    """The cities' tasks; one that is 不上机 shows its number alone."""
    rows = []
    for task in tasks:
        shares = [] if task.restricted else [share for share in task.shares if share.role is Role.CITY]
        marks = {share.unit: Cell(looked.mark(share)) for share in shares}
        name = "（不上机）" if task.restricted else task.title
        rows.append(Row(name, tuple(marks.get(city) for city in cities), number=task.code))
    return _grid(title, "各市任务", tasks, looked, _told_apart(cities), rows, OF_CITIES, "项任务")


def _grid(
    title: str, about: str, tasks: Sequence[TaskStanding], looked: Looked, columns: Sequence[str], rows: list[Row],
    note: str, of_what: str, *, corner: str = "", now: int = -1,
) -> Grid:  # fmt: skip
    """In their own order, without those that are in the best way where there is no room for all."""
    numbered = not corner
    places = _kept([[row.cells[at] for row in rows] for at in range(len(columns))], COLUMNS)
    labels = tuple(columns[at] for at in places)
    room = sheet(title, labels, (note, "另有"), numbered=numbered).most
    seen = _kept([row.cells for row in rows], min(ROWS, room))
    shown = tuple(replace(rows[at], cells=tuple(rows[at].cells[place] for place in places)) for at in seen)
    left = {"个市": len(columns) - len(labels), of_what: len(rows) - len(shown)}
    more = "、".join(f"{count}{what}" for what, count in left.items() if count)
    hidden = f"优先列出灯号较差的，另有{more}未列出。" if more else ""
    counts = Counter(MARKS[task.light.rank] for task in tasks)
    return Grid(
        f"{about} · 截至{day(looked.today, date.min)}，共{len(tasks)}项任务",
        tuple((mark, counts[mark]) for mark in WORST_FIRST), labels, shown,
        sheet(title, labels, (note, hidden), numbered=numbered), corner, now, hidden,
    )  # fmt: skip


def _kept(several: Sequence[Sequence[Cell | None]], most: int) -> list[int]:
    """The places of the worst of these rows or columns, in their own order."""
    return sorted(sorted(range(len(several)), key=lambda at: _weight(several[at]), reverse=True)[:most])


def _weight(cells: Iterable[Cell | None]) -> tuple[int, ...]:
    """How many of each light, the worst first: which must be seen."""
    counts = Counter(cell.mark for cell in cells if cell)
    return tuple(counts[mark] for mark in WORST_FIRST)


def _worst(
    shares: Iterable[Assignment], looked: Looked, place: Callable[[Assignment], Hashable]
) -> dict[Hashable, Cell]:
    ranks: dict[Hashable, list[int]] = defaultdict(list)
    for share in shares:
        ranks[place(share)].append(MARKS.index(looked.mark(share)))
    return {where: Cell(MARKS[max(several)], len(several)) for where, several in ranks.items()}


def _months(starts: date, year: int, deadlines: list[date]) -> tuple[str, ...]:
    """The plan's own and those of its year with deadlines before them; those of other years are one."""
    firsts = [one.month for one in (starts, *deadlines) if one.year == year] if starts.year == year else [1]
    months = [f"{month}月" for month in range(min(firsts), 13)]
    before = [BEFORE] if any(one.year < year for one in deadlines) else []
    return (*before, *months, *([AFTER] if any(one.year > year for one in deadlines) else []))


def _column(on: date, labels: Sequence[str], year: int) -> int:
    """-1 where no column is of that month."""
    name = f"{on.month}月" if on.year == year else BEFORE if on.year < year else AFTER
    return labels.index(name) if name in labels else -1


ENDING = re.compile(r"市?(?:市场监督管理|市场监管|知识产权)?局$")
"""常州 says as much as 常州市局 among cities."""


def _told_apart(names: Sequence[str]) -> tuple[str, ...]:
    """Without such endings, where all have one and none becomes another's or too short."""
    short = tuple(name[: match.start()] if (match := ENDING.search(name)) else "" for name in names)
    return short if all(len(one) > 1 for one in short) and len(set(short)) == len(names) else tuple(names)
