"""Put assignments and tasks into the five classes of progress that overview, weekly card and bulletin count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from plan.assignment import Assignment
from plan.calendar import Calendar
from plan.light import Light, Thresholds
from plan.values import OVER, Named, Role, State


class ProgressClass(Named):
    """A class of progress."""

    AHEAD = "ahead", "超序时"
    ON_PACE = "on_pace", "按序时"
    BEHIND = "behind", "滞后"
    OVERDUE = "overdue", "逾期"
    CLOSED = "closed", "已办结"


LATE = (ProgressClass.OVERDUE, ProgressClass.BEHIND)
WORST_FIRST = (
    ProgressClass.OVERDUE,
    ProgressClass.BEHIND,
    ProgressClass.ON_PACE,
    ProgressClass.AHEAD,
    ProgressClass.CLOSED,
)


def of(assignment: Assignment, today: date, limits: Thresholds) -> ProgressClass:
    """Return the class of an assignment. One that waits for review is neither overdue nor behind."""
    if not assignment.open:
        return ProgressClass.CLOSED
    is_late = assignment.deadline is not None and assignment.deadline < today
    if is_late and assignment.state is not State.SUBMITTED:
        return ProgressClass.OVERDUE
    behind = assignment.pace(today) - assignment.percent
    if assignment.state is not State.SUBMITTED and behind >= limits.yellow_points:
        return ProgressClass.BEHIND
    return ProgressClass.AHEAD if behind < 0 else ProgressClass.ON_PACE


def deciding(shares: Sequence[Assignment]) -> tuple[Assignment, ...]:
    """Return the assignments by which a task is judged: those of lead and cities, or else those of support."""
    return tuple(assignment for assignment in shares if assignment.role is not Role.SUPPORT) or tuple(shares)


def state_of(shares: Iterable[Assignment]) -> State:
    """Return the state of a task from its deciding assignments: closed when all of them are closed or waived."""
    states = {assignment.state for assignment in shares}
    open_states = states - OVER
    if not open_states:
        return State.WAIVED if states == {State.WAIVED} else State.CLOSED
    return open_states.pop() if len(open_states) == 1 else State.ACTIVE


@dataclass(frozen=True)
class TaskProgress:
    """A task's progress, judged by its deciding assignments `shares`; `late` are those that are behind or overdue."""

    code: str
    title: str
    restricted: bool
    deadline: date | None
    shares: tuple[Assignment, ...]
    late: tuple[Assignment, ...]
    standing: ProgressClass
    light: Light

    @property
    def percent(self) -> int:
        """Return the mean progress in percent."""
        return percent_of(self.shares)

    @property
    def stated_percent(self) -> int | None:
        """Return the progress that people may be shown: of one assignment only what somebody stated, of several the
        mean."""
        return self.percent if len(self.shares) > 1 else self.shares[0].stated_percent

    @property
    def units(self) -> str:
        """Return the names of the units as people read them; of several cities their number."""
        if self.shares[0].role is Role.CITY and len(self.shares) > 1:
            return f"{len(self.shares)}个市"
        return "、".join(share.unit for share in self.shares)


def percent_of(deciding: Sequence[Assignment]) -> int:
    """Return the percentage of a task, the mean of its deciding shares, rounded down."""
    return sum(share.percent for share in deciding) // len(deciding)


def tasks(assignments: Iterable[Assignment], today: date, calendar: Calendar, limits: Thresholds) -> list[TaskProgress]:
    """Return the tasks' progress; `assignments` must be sorted by task, as in the plan."""
    standings = []
    for _, group in groupby(assignments, key=lambda share: share.task_id):
        standings.append(_task(deciding(list(group)), today, calendar, limits))
    return standings


def _task(shares: Sequence[Assignment], today: date, calendar: Calendar, limits: Thresholds) -> TaskProgress:
    standings = [of(share, today, limits) for share in shares]
    late = tuple(share for share, standing in zip(shares, standings, strict=True) if standing in LATE)
    worst = max(share.light(today, calendar, limits) for share in shares)
    first = shares[0]
    worst_standing = min(standings, key=WORST_FIRST.index)
    return TaskProgress(
        first.code, first.title, first.restricted, first.deadline, tuple(shares), late, worst_standing, worst
    )  # fmt: skip
