"""Compute the days on which an assignment's light and class change, if nobody changes the assignment.

The database stores them, so that the red ones of 100,000 assignments are found without computing 100,000 lights. Time
only makes an assignment worse, so that a few days describe its future until it or the bureau's limits are changed.
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
"""The day of a change that has always been in effect."""


@dataclass(frozen=True)
class LightDates:
    """The first days on which an assignment is no longer ahead of its pace (`even_on`), is behind, is overdue, has at
    least a yellow light, has a red light; None for never."""

    even_on: date | None = None
    behind_on: date | None = None
    overdue_on: date | None = None
    yellow_on: date | None = None
    red_on: date | None = None


def of(assignment: Assignment, calendar: Calendar, limits: Thresholds) -> LightDates:
    """Return the days on which an assignment changes."""
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
) -> LightDates:  # fmt: skip
    """Cached, because most assignments of a plan have the same dates."""
    if state in OVER:
        return LightDates()

    def behind_by(points: int) -> date | None:
        return _reached(percent + points, starts, deadline, milestones)

    even = behind_by(0)
    if state is State.SUBMITTED or deadline is None:
        return LightDates(even_on=even)
    behind, far, over = behind_by(limits.yellow_points), behind_by(limits.red_points + 1), deadline + DAY
    near = _near(deadline, limits.near_days, calendar)
    return LightDates(even, behind, over, _earlier(near, behind), _earlier(over, far))


def _reached(percent: int, starts: date, deadline: date | None, milestones: Milestones) -> date | None:
    """Return the first day on which the expected progress (light.pace) is at least `percent`, None for never."""
    if percent <= 0:
        return ALWAYS
    if deadline is None or percent > 100:
        return None
    if milestones:
        sufficient = (milestone.day for milestone in milestones if milestone.percent >= percent)
        return max(min(min(sufficient, default=deadline) + DAY, deadline), starts + DAY)
    days = -(-percent * max((deadline - starts).days, 1) // 100)  # Rounded up.
    return max(min(starts + days * DAY, deadline), starts + DAY)


@lru_cache(maxsize=4096)
def _near(deadline: date, working_days: int, calendar: Calendar) -> date:
    """Return the first day on which the deadline is at most so many working days away."""
    day = deadline
    while calendar.between(day - DAY, deadline) <= working_days:
        day -= DAY
    return day


def _earlier(day: date, other: date | None) -> date:
    return day if other is None else min(day, other)


def earliest(assignments: Iterable[LightDates]) -> LightDates:
    """Return the days on which a task changes: the earliest of its deciding assignments."""
    columns = zip(*(vars(turns).values() for turns in assignments), strict=True)
    return LightDates(*(min((day for day in days if day), default=None) for days in columns))
