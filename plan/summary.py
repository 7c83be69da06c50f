"""What the group's weekly card says, as values."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from plan.progress_class import Standing, TaskStanding


@dataclass(frozen=True)
class Class:
    """One of the five: how many tasks, their share in whole percent, and the change since the last card."""

    label: str
    count: int
    share: int
    change: int | None


@dataclass(frozen=True)
class Summary:
    """`behind` are units with the numbers of their late tasks, most first; `coming` is due within seven days."""

    total: int
    classes: tuple[Class, ...]
    behind: tuple[tuple[str, tuple[str, ...]], ...]
    coming: tuple[TaskStanding, ...]


def summary(tasks: Iterable[TaskStanding], today: date, last: dict[str, int]) -> Summary:
    """`last` are the counts of the card before, empty for the first."""
    tasks = list(tasks)
    counts = Counter(task.standing for task in tasks)
    total = len(tasks)
    classes = tuple(
        Class(
            standing.label,
            counts[standing],
            round(counts[standing] * 100 / total) if total else 0,
            counts[standing] - last[standing] if standing in last else None,
        )
        for standing in Standing
    )
    week = today + timedelta(days=7)
    told = [t for t in tasks if t.standing is not Standing.CLOSED and not t.restricted]
    coming = [t for t in told if t.deadline and today <= t.deadline <= week]
    return Summary(total, classes, _behind(tasks), tuple(sorted(coming, key=lambda t: (t.deadline or week, t.code))))


def _behind(tasks: list[TaskStanding]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    late: dict[str, list[str]] = {}
    for task in tasks:
        for share in task.late:
            late.setdefault(share.unit, []).append(task.code)
    return tuple(
        (unit, tuple(codes)) for unit, codes in sorted(late.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    )
