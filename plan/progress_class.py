"""How a task stands among the five classes that the board and the summary count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from plan.assignment import Assignment
from plan.calendar import Calendar
from plan.light import Light, Thresholds
from plan.values import OVER, Named, Role, State


class Standing(Named):
    AHEAD = "ahead", "超序时"
    ON_PACE = "on_pace", "按序时"
    BEHIND = "behind", "滞后"
    OVERDUE = "overdue", "逾期"
    CLOSED = "closed", "已办结"


LATE = (Standing.OVERDUE, Standing.BEHIND)
WORST_FIRST = (Standing.OVERDUE, Standing.BEHIND, Standing.ON_PACE, Standing.AHEAD, Standing.CLOSED)


def of(assignment: Assignment, today: date, limits: Thresholds) -> Standing:
    if not assignment.open:
        return Standing.CLOSED
    late = assignment.deadline is not None and assignment.deadline < today
    if late and assignment.state is not State.SUBMITTED:
        return Standing.OVERDUE
    behind = assignment.pace(today) - assignment.percent
    if assignment.state is not State.SUBMITTED and behind >= limits.yellow_points:
        return Standing.BEHIND
    return Standing.AHEAD if behind < 0 else Standing.ON_PACE


def deciding(shares: Sequence[Assignment]) -> tuple[Assignment, ...]:
    """Those that decide about their task: the lead and the cities; where there are none, whoever supports it."""
    return tuple(assignment for assignment in shares if assignment.role is not Role.SUPPORT) or tuple(shares)


def state_of(shares: Iterable[Assignment]) -> State:
    """Of a task, from the shares that decide about it: closed when all of them are closed or waived."""
    states = {assignment.state for assignment in shares}
    left = states - OVER
    if not left:
        return State.WAIVED if states == {State.WAIVED} else State.CLOSED
    return left.pop() if len(left) == 1 else State.ACTIVE


@dataclass(frozen=True)
class TaskStanding:
    """A task by its lead and city shares, which alone decide about it; `percent` is their mean.

    `late` are those of them that are behind or overdue themselves: the others have no part in the delay.
    """

    code: str
    title: str
    restricted: bool
    deadline: date | None
    shares: tuple[Assignment, ...]
    late: tuple[Assignment, ...]
    standing: Standing
    light: Light

    @property
    def percent(self) -> int:
        return percent_of(self.shares)

    @property
    def units(self) -> str:
        if self.shares[0].role is Role.CITY and len(self.shares) > 1:
            return f"{len(self.shares)}个市"
        return "、".join(share.unit for share in self.shares)


def percent_of(deciding: Sequence[Assignment]) -> int:
    """Return the percentage of a task, the mean of its deciding shares, rounded down."""
    return sum(share.percent for share in deciding) // len(deciding)


def tasks(assignments: Iterable[Assignment], today: date, calendar: Calendar, limits: Thresholds) -> list[TaskStanding]:
    """`assignments` are sorted by task, as the plan has them."""
    standings = []
    for _, group in groupby(assignments, key=lambda share: share.task_id):
        shares = list(group)
        standings.append(_task(deciding(shares), today, calendar, limits))
    return standings


def _task(shares: Sequence[Assignment], today: date, calendar: Calendar, limits: Thresholds) -> TaskStanding:
    standings = [of(share, today, limits) for share in shares]
    late = tuple(share for share, one in zip(shares, standings, strict=True) if one in LATE)
    worst = max(share.light(today, calendar, limits) for share in shares)
    first = shares[0]
    standing = min(standings, key=WORST_FIRST.index)
    return TaskStanding(first.code, first.title, first.restricted, first.deadline, tuple(shares), late, standing, worst)
