"""Who is owed what on a morning: pure rules over one assignment. `since` is the last morning that was done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from plan import wording
from plan.assignment import Assignment
from plan.calendar import Calendar
from plan.light import Thresholds
from plan.nudge import WORST, missing, owing
from plan.phone import Call
from plan.values import Duty, State

AHEAD_DAYS = (30, 7, 3, 1, 0)
UNSIGNED_DAYS = (1, 3)
DAILY_UNTIL = 5
ESCALATE_FROM = 4


@dataclass(frozen=True)
class Due:
    """Owed once under its `key`, to the holders of `duties` of the unit; the least `urgency` comes first."""

    rule: str
    key: str
    assignment: Assignment
    duties: frozenset[Duty]
    urgency: tuple[int, int]
    words: str


LIAISON = frozenset({Duty.LIAISON})
WITH_HEAD = LIAISON | {Duty.HEAD}
WITH_LEADER = WITH_HEAD | {Duty.LEADER}
WITH_CLERK = LIAISON | {Duty.CLERK}


def owed(one: Assignment, since: date, today: date, calendar: Calendar) -> Iterator[Due]:
    """What the morning of `today`, a working day, owes for this assignment. Waiting for review is nobody's delay."""
    if not one.open or one.state is State.SUBMITTED:
        return
    for rule in (ahead, overdue, unsigned):
        if due := rule(one, since, today, calendar):
            yield due


def ahead(one: Assignment, since: date, today: date, calendar: Calendar) -> Due | None:
    """30, 7, 3, 1 and 0 days before the deadline, moved to the last working day before; the nearest of those due."""
    if one.deadline is None or one.deadline < today:
        return None
    for days in sorted(AHEAD_DAYS):
        nominal = calendar.last_working(one.deadline - timedelta(days=days))
        if since < nominal <= today:
            key = f"due:{one.id}:{one.deadline}:{days}"
            words = wording.distance(one.deadline, today, calendar)
            left = (one.deadline - today).days
            words = f"{wording.short_day(one.deadline, today)}到期，{words}" if left else words
            return Due("deadline", key, one, LIAISON, (1, left), words)
    return None


def overdue(one: Assignment, since: date, today: date, calendar: Calendar) -> Due | None:
    """The first five working days after the deadline, then every fifth; from the fourth the leader in charge too."""
    if one.deadline is None or today <= one.deadline:
        return None
    late = calendar.between(one.deadline, today)
    before = max(calendar.between(one.deadline, since), 0)
    if not any(day <= DAILY_UNTIL or day % 5 == 0 for day in range(before + 1, late + 1)):
        return None
    duties = WITH_LEADER if late >= ESCALATE_FROM else WITH_HEAD
    return Due("overdue", f"overdue:{one.id}:{one.deadline}:{today}", one, duties, (0, -late), f"已逾期{late}个工作日")


def unsigned(one: Assignment, since: date, today: date, calendar: Calendar) -> Due | None:
    """One and three working days after it was assigned; the second time the head too."""
    if one.state is not State.PENDING:
        return None
    for days in sorted(UNSIGNED_DAYS, reverse=True):
        if since < calendar.add(one.assigned_on, days) <= today:
            key = f"unsigned:{one.id}:{one.assigned_on}:{days}"
            waited = calendar.between(one.assigned_on, today)
            words = f"已下达{waited}个工作日，尚未签收"
            return Due("unsigned", key, one, WITH_HEAD if days > UNSIGNED_DAYS[0] else LIAISON, (2, -waited), words)
    return None


def promised(
    call: Call, shares: Iterable[Assignment], since: date, today: date, calendar: Calendar, limits: Thresholds
) -> Due | None:
    """On the day that was promised on the phone, or the last working day before it, while it is not kept.

    `shares` are the unit's. A call about everything that it owed is one line: the worst of what it still lacks.
    """
    if call.promised is None or not since < calendar.last_working(call.promised) <= today:
        return None
    asked = [one for one in shares if call.assignment_id in (None, one.id) and owing(one)]
    left = [one for one in asked if one.reported_at is None or one.reported_at <= call.at]
    if call.assignment_id is None:
        lacks = [(WORST.index(lack), one.deadline or date.max, one.id, one) for one in left
                 if (lack := missing(one, today, limits))]  # fmt: skip
        left = [one for *_, one in sorted(lacks)]
    if not left:
        return None
    when = "今天" if call.promised == today else wording.short_day(call.promised, today)
    words = f"承诺{when}报送" + (f"，共{len(left)}项" if len(left) > 1 else "")
    return Due("promise", f"promise:{call.id}", left[0], WITH_CLERK, (1, 0), words)
