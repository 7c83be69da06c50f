"""What a share becomes by itself: the days on which it turns, should nothing happen before.

Lights are computed, never typed; but of 100,000 shares the red ones must be found without computing 100,000 lights.
Time only makes a share worse, so that a few days say all of its future, until it is changed or the bureau's limits are.
"""

from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from functools import lru_cache

from plan import light
from plan.assignment import Assignment
from plan.calendar import Calendar
from plan.light import RED, YELLOW, Thresholds
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


def of(one: Assignment, calendar: Calendar, limits: Thresholds) -> Turns:
    return _of(one.state, one.percent, one.starts, one.deadline, one.milestones, calendar, limits)


@lru_cache(maxsize=16_384)
def _of(
    state: State, percent: int, starts: date, deadline: date | None, milestones: Milestones, calendar: Calendar,
    limits: Thresholds,
) -> Turns:  # fmt: skip
    """Kept: of many shares few differ in more than the percent."""
    if state in OVER:
        return Turns()
    if deadline is None:
        return Turns(even_on=None if percent else ALWAYS)

    def gap(today: date) -> int:
        return light.pace(starts, deadline, today, milestones) - percent

    def shows(today: date) -> int:
        return light.of(
            state, percent, starts, deadline, today=today, calendar=calendar, limits=limits, milestones=milestones
        ).rank

    first, last = min(starts, deadline - 60 * DAY), max(starts, deadline) + DAY
    even = _first(lambda today: gap(today) >= 0, first, last)
    if state is State.SUBMITTED:
        return Turns(even_on=even)
    return Turns(
        even,
        _first(lambda today: gap(today) >= limits.yellow_points, first, last),
        deadline + DAY,
        _first(lambda today: shows(today) >= YELLOW, first, last),
        _first(lambda today: shows(today) >= RED, first, last),
    )


def _first(holds: Callable[[date], bool], first: date, last: date) -> date | None:
    """The first day on which it holds and, as all of these do, goes on to hold."""
    if not holds(last):
        return None
    if holds(first):
        return ALWAYS
    while last - first > DAY:
        middle = first + (last - first) // 2
        first, last = (first, middle) if holds(middle) else (middle, last)
    return last


def worst(several: Iterable[Turns]) -> Turns:
    """Of a task: it is what any of its deciding shares is."""
    columns = zip(*(astuple(one) for one in several), strict=True)
    return Turns(*(min((day for day in days if day), default=None) for days in columns))
