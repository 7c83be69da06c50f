"""The content of a group's weekly card (周报), as values."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from plan.progress_class import ProgressClass, TaskProgress


@dataclass(frozen=True)
class ClassCount:
    """A class of progress: its number of tasks, their share in whole percent, and the change since the last card.

    `change` is None where there was no last card.
    """

    label: str
    count: int
    share: int
    change: int | None


@dataclass(frozen=True)
class Summary:
    """A summary of the plan.

    `behind` are units with the codes of their late tasks, the unit with most tasks first. `coming` are open tasks that
    are due within seven days; restricted tasks (不上机) are left out.
    """

    total: int
    classes: tuple[ClassCount, ...]
    behind: tuple[tuple[str, tuple[str, ...]], ...]
    coming: tuple[TaskProgress, ...]


def summary(tasks: Iterable[TaskProgress], today: date, last: dict[str, int]) -> Summary:
    """Return the summary as of today; `last` are the counts on the last card by class, empty for the first card."""
    tasks = list(tasks)
    counts = Counter(task.standing for task in tasks)
    total = len(tasks)
    classes = tuple(
        ClassCount(
            standing.label,
            counts[standing],
            round(counts[standing] * 100 / total) if total else 0,
            counts[standing] - last[standing] if standing in last else None,
        )
        for standing in ProgressClass
    )
    week = today + timedelta(days=7)
    shown = [task for task in tasks if task.standing is not ProgressClass.CLOSED and not task.restricted]
    coming = [task for task in shown if task.deadline and today <= task.deadline <= week]
    coming.sort(key=lambda task: (task.deadline or week, task.code))
    return Summary(total, classes, _behind(tasks), tuple(coming))


def _behind(tasks: list[TaskProgress]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    late: dict[str, list[str]] = {}
    for task in tasks:
        for share in task.late:
            late.setdefault(share.unit, []).append(task.code)
    return tuple(
        (unit, tuple(codes)) for unit, codes in sorted(late.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    )
