"""The picture on a group's card (图): a grid of lights, of units by months or of tasks by cities, as values."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from plan.assignment import Assignment
from plan.calendar import Calendar
from plan.light import Thresholds
from plan.standing import TaskStanding
from plan.texts import draw
from plan.values import Named, Role
from plan.wording import day, shortened

ROWS = 12
"""Telegram makes a photo smaller that is higher than 1280 px: what is left out is said."""
COLUMNS = 13
AFTER = "以后"
OF_MONTHS = "符号为该单位当月到期任务的最差灯号，数字为任务数；合计含时限待定和不上机的任务。"
OF_CITIES = "每格为一个市承办的任务；空白为未承办，不上机的任务只列编号。"


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
    def weight(self) -> tuple[int, ...]:
        """How many cells of each light, the worst first: which rows must be seen."""
        counts = Counter(cell.mark for cell in self.cells if cell)
        return tuple(counts[mark] for mark in WORST_FIRST)


@dataclass(frozen=True)
class Grid:
    """`now` is the column of today, where there is one; `hidden` counts the rows that found no room."""

    title: str
    about: str
    counts: tuple[tuple[Mark, int], ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str
    now: int = -1
    hidden: str = ""


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
    return [draw("picture", grid=grid, marks=WORST_FIRST) for grid in grids if grid.rows]


def by_month(
    title: str, starts: date, year: int, tasks: Sequence[TaskStanding], looked: Looked, *, cities_too: bool = True
) -> Grid:
    """Units by the months of their deadlines; what cities do as such may be in the other picture.

    What is 不上机 is counted with its unit and nowhere else: its month and its light are its own affair.
    """
    shares = [share for task in tasks for share in task.shares if cities_too or share.role is not Role.CITY]
    told = [share for share in shares if share.deadline and not share.restricted]
    months = _months(starts, year, [share.deadline for share in told if share.deadline])
    labels = tuple(f"{month}月" for _, month in months[:COLUMNS])
    if len(months) > COLUMNS:
        labels = (*labels[:-1], AFTER)
    places = {month: min(at, COLUMNS - 1) for at, month in enumerate(months)}
    cells = _worst(told, looked, lambda one: (one.unit, places[one.deadline.year, one.deadline.month]))  # type: ignore[union-attr]
    units = Counter(share.unit for share in shares)
    rows = [
        Row(unit, tuple(cells.get((unit, at)) for at in range(len(labels))), total=total)
        for unit, total in units.items()
    ]
    now = places.get((looked.today.year, looked.today.month), -1)
    return _grid(title, "各单位、各月", tasks, looked, labels, rows, OF_MONTHS, "个单位", now)


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
    title: str, about: str, tasks: Sequence[TaskStanding], looked: Looked, columns: tuple[str, ...],
    rows: list[Row], note: str, of_what: str, now: int = -1,
) -> Grid:  # fmt: skip
    """In their own order, without those that are in the best way where there is no room for all."""
    seen = sorted(sorted(range(len(rows)), key=lambda at: rows[at].weight, reverse=True)[:ROWS])
    hidden = f"另有 {len(rows) - ROWS} {of_what}灯号较好，未列出。" if len(rows) > ROWS else ""
    counts = Counter(MARKS[task.light.rank] for task in tasks)
    words = f"{about} · 截至{day(looked.today, date.min)}，共 {len(tasks)} 项任务"
    return Grid(
        shortened(title, 24), words, tuple((mark, counts[mark]) for mark in WORST_FIRST), columns,
        tuple(rows[at] for at in seen), note, now, hidden,
    )  # fmt: skip


def _worst(
    shares: Iterable[Assignment], looked: Looked, place: Callable[[Assignment], Hashable]
) -> dict[Hashable, Cell]:
    ranks: dict[Hashable, list[int]] = defaultdict(list)
    for share in shares:
        ranks[place(share)].append(MARKS.index(looked.mark(share)))
    return {where: Cell(MARKS[max(several)], len(several)) for where, several in ranks.items()}


def _months(starts: date, year: int, deadlines: list[date]) -> list[tuple[int, int]]:
    """The plan's own, and those of deadlines before or after them."""
    first, last = min([starts, *deadlines]), max([date(year, 12, 31), *deadlines])
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [((first.month - 1 + at) // 12 + first.year, (first.month - 1 + at) % 12 + 1) for at in range(count)]


def _told_apart(names: Sequence[str]) -> tuple[str, ...]:
    """Without what all of them end with: 常州 says as much as 常州市局 among cities."""
    for ending in ("市局", "局"):
        if all(name.endswith(ending) and len(name) > len(ending) + 1 for name in names):
            return tuple(name.removesuffix(ending) for name in names)
    return tuple(names)
