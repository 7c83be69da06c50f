"""What a share becomes by itself: the days on which it turns, should nothing happen before.

Lights are computed, never typed; but of 100,000 shares the red ones must be found without computing 100,000 lights.
Time only makes a share worse, so that a few days say all of its future, until it is changed or the bureau's limits are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from plan.assignment import Assignment
from plan.calendar import Calendar
from plan.light import Thresholds
from plan.milestones import Milestones
from plan.values import OVER, State

DAY = timedelta(days=1)
ALWAYS = date(1900, 1, 1)
"""For what holds from the beginning."""


@dataclass(frozen=True)
class Turns:
    """The first day on which it is no longer ahead of its pace, is behind, is overdue, has a yellow light or worse, has
    a red one; None for never."""

    even_on: date | None = None
    behind_on: date | None = None
    overdue_on: date | None = None
    yellow_on: date | None = None
    red_on: date | None = None


def of(assignment: Assignment, calendar: Calendar, limits: Thresholds) -> Turns:
    return _of(
        assignment.state,
        assignment.percent,
        assignment.starts,
        assignment.deadline,
        assignment.milestones,
        calendar,
        limits,
    )


@lru_cache(maxsize=16_384)
def _of(
    state: State, percent: int, starts: date, deadline: date | None, milestones: Milestones, calendar: Calendar,
    limits: Thresholds,
) -> Turns:  # fmt: skip
    """Kept: of many shares few differ in more than the percent."""
    if state in OVER:
        return Turns()

    def behind_by(points: int) -> date | None:
        return _reached(percent + points, starts, deadline, milestones)

    even = behind_by(0)
    if state is State.SUBMITTED or deadline is None:
        return Turns(even_on=even)
    behind, far, over = behind_by(limits.yellow_points), behind_by(limits.red_points + 1), deadline + DAY
    near = _near(deadline, limits.near_days, calendar)
    return Turns(even, behind, over, _earlier(near, behind), _earlier(over, far))


def _reached(percent: int, starts: date, deadline: date | None, milestones: Milestones) -> date | None:
    """The first day on which the pace is at least `percent`; the same rule as light.pace, read the other way round."""
    if percent <= 0:
        return ALWAYS
    if deadline is None or percent > 100:
        return None
    if milestones:
        passed = min((milestone.day for milestone in milestones if milestone.percent >= percent), default=deadline)
        return max(min(passed + DAY, deadline), starts + DAY)
    days = -(-percent * max((deadline - starts).days, 1) // 100)
    return max(min(starts + days * DAY, deadline), starts + DAY)


@lru_cache(maxsize=4096)
def _near(deadline: date, working_days: int, calendar: Calendar) -> date:
    """The first day from which on the deadline is at most so many working days away."""
    day = deadline
    while calendar.between(day - DAY, deadline) <= working_days:
        day -= DAY
    return day


def _earlier(day: date, other: date | None) -> date:
    return day if other is None else min(day, other)


def worst(several: Iterable[Turns]) -> Turns:
    """Of a task: it is what any of its deciding shares is."""
    columns = zip(*(vars(turns).values() for turns in several), strict=True)
    return Turns(*(min((day for day in days if day), default=None) for days in columns))
