"""Who is owed what on a morning: pure rules over one assignment. `since` is the last morning that was done."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from plan import cycles, format
from plan.assignment import Assignment
from plan.calendar import Calendar
from plan.cycles import Period
from plan.extension import Extension
from plan.letter_kinds import (
    DEADLINE,
    DECIDE,
    OVERDUE,
    PROMISE,
    REPORT,
    UNANSWERED,
    UNSIGNED,
    ReminderKind,
)
from plan.light import Thresholds
from plan.nudge import WORST, missing, owing
from plan.phone import Call
from plan.rules import Rules
from plan.values import Cycle, Duty, State

A_WEEK = 5
"""Working days: after the daily ones a delay is told weekly, so that it never falls on a holiday."""
AFTER = -1
"""The working day after a report was due."""
FEW = 8192
"""Of the days that decide: a hundred thousand assignments share some hundred deadlines."""


@dataclass(frozen=True)
class Due:
    """Owed once under its `key`, to the holders of `duties` of the unit or of one post; the least `urgency` first.
    `day` is its nominal one, where it follows from an assignment's dates."""

    kind: ReminderKind
    key: str
    assignment: Assignment
    duties: frozenset[Duty]
    urgency: tuple[int, int]
    words: str
    post_id: int | None = None
    day: date | None = None


Named = tuple[int, date]
"""What a reminder is known by, as so many days, and its nominal day."""
LIAISON = frozenset({Duty.LIAISON})
WITH_HEAD = LIAISON | {Duty.HEAD}
WITH_LEADER = WITH_HEAD | {Duty.LEADER}
WITH_CLERK = LIAISON | {Duty.CLERK}


def owed(
    assignment: Assignment, since: date, today: date, calendar: Calendar, rules: Rules, zone: tzinfo
) -> Iterator[Due]:  # fmt: skip
    """What the morning of `today`, a working day, owes for this assignment. Waiting for review is nobody's delay."""
    if not assignment.open or assignment.state is State.SUBMITTED:
        return
    found = (rule(assignment, since, today, calendar, rules) for rule in (ahead, overdue, unsigned))
    for due in (*found, report(assignment, since, today, calendar, rules, zone)):
        if due:
            yield due


OTHERS = (DEADLINE, OVERDUE, UNSIGNED)


def apart(owed: Iterable[Due], new: Collection[str]) -> list[Due]:
    """What is `new` of all that is owed, without the reports of assignments of which anything else is said with it, or
    was on the day on which they were to be asked for."""
    owed = list(owed)
    others = [due for due in owed if due.kind in OTHERS]
    spoken = {due.assignment.id for due in others if due.key in new}
    on = {(due.assignment.id, due.day) for due in others}
    return [
        due for due in owed
        if due.key in new
        and (due.kind is not REPORT or not (due.assignment.id in spoken or (due.assignment.id, due.day) in on))
    ]  # fmt: skip


def ahead(assignment: Assignment, since: date, today: date, calendar: Calendar, rules: Rules) -> Due | None:
    """So many days before the deadline, moved to the last working day before; the nearest of those due."""
    if assignment.deadline is None or assignment.deadline < today:
        return None
    found = _nearest(assignment.deadline, since, today, calendar, rules.ahead)
    if found is None:
        return None
    days, day = found
    key = f"due:{assignment.id}:{assignment.deadline}:{days}"
    words = format.distance(assignment.deadline, today, calendar)
    left = (assignment.deadline - today).days
    words = f"{format.short_day(assignment.deadline, today)}到期，{words}" if left else words
    return Due(DEADLINE, key, assignment, LIAISON, (1, left), words, day=day)


@lru_cache(maxsize=FEW)
def _nearest(deadline: date, since: date, today: date, calendar: Calendar, ahead: tuple[int, ...]) -> Named | None:
    moved = ((days, calendar.last_working(deadline - timedelta(days=days))) for days in sorted(ahead))
    return next(((days, nominal) for days, nominal in moved if since < nominal <= today), None)


def overdue(assignment: Assignment, since: date, today: date, calendar: Calendar, rules: Rules) -> Due | None:
    """Daily at first, then weekly; from one of the days on the leader in charge too."""
    if assignment.deadline is None or today <= assignment.deadline:
        return None
    found = _late(assignment.deadline, since, today, calendar, rules)
    if found is None:
        return None
    step, day = found
    late = calendar.between(assignment.deadline, today)
    duties = WITH_LEADER if late >= rules.leader else WITH_HEAD
    key = f"overdue:{assignment.id}:{assignment.deadline}:{step}"
    return Due(OVERDUE, key, assignment, duties, (0, -late), f"已逾期{late}个工作日", day=day)


@lru_cache(maxsize=FEW)
def _late(deadline: date, since: date, today: date, calendar: Calendar, rules: Rules) -> Named | None:
    step = _step(calendar.between(deadline, since), calendar.between(deadline, today), rules)
    return (step, calendar.add(deadline, step)) if step else None


@lru_cache(maxsize=FEW)
def _step(before: int, late: int, rules: Rules, first: int = 1) -> int | None:
    """Of a delay the working day that is told, after `before` and up to `late`: daily at first, then weekly. By it a
    reminder is known, on whichever morning it is said."""
    told = (
        day for day in range(late, max(before, first - 1, 0), -1)
        if day <= rules.daily or (day - rules.daily) % A_WEEK == 0
    )  # fmt: skip
    return next(told, None)


@dataclass(frozen=True)
class Waits:
    """For how many working days a decision has been wanted, and the `step` that is told."""

    days: int
    step: int


def waits(since_day: date, since: date, today: date, calendar: Calendar, rules: Rules) -> Waits | None:
    """Where it is to be said this morning."""
    days = calendar.between(since_day, today)
    step = _step(calendar.between(since_day, since), days, rules, rules.decide)
    return Waits(days, step) if step else None


def decision(request: Extension, assignment: Assignment, by: Duty, waited: Waits, today: date) -> Due:
    """A request for more time that waits for `by`."""
    words = f"申请延至{format.short_day(request.wanted, today)}，已等待审批{waited.days}个工作日"
    return Due(DECIDE, f"decide:{request.id}:{waited.step}", assignment, frozenset({by}), (0, 50), words)


def unanswered(directive_id: int, post_id: int, assignment: Assignment, units: Sequence[str], waited: Waits) -> Due:
    """A directive that some units have not acknowledged; `one` is the share of the first of them."""
    whose = units[0] if len(units) == 1 else f"{units[0]}等{len(units)}个单位"
    words = f"批示已{waited.days}个工作日，{whose}尚未确认收到"
    return Due(UNANSWERED, f"unanswered:{directive_id}:{waited.step}", assignment, frozenset(), (0, 60), words, post_id)


def unsigned(assignment: Assignment, since: date, today: date, calendar: Calendar, rules: Rules) -> Due | None:
    """So many working days after it was assigned; from the second time on the head too."""
    if assignment.state is not State.PENDING:
        return None
    told = calendar.next_working(assignment.assigned_on)
    found = _reached(told, since, today, calendar, rules.unsigned)
    if found is None:
        return None
    days, day = found
    key = f"unsigned:{assignment.id}:{assignment.assigned_on}:{days}"
    waited = calendar.between(told, today)
    words = f"已下达{waited}个工作日，尚未签收"
    return Due(
        UNSIGNED, key, assignment, WITH_HEAD if days > min(rules.unsigned) else LIAISON, (2, -waited), words, day=day
    )


@lru_cache(maxsize=FEW)
def _reached(assigned_on: date, since: date, today: date, calendar: Calendar, after: tuple[int, ...]) -> Named | None:
    counted = ((days, calendar.add(assigned_on, days)) for days in sorted(after, reverse=True))
    return next(((days, nominal) for days, nominal in counted if since < nominal <= today), None)


def report(
    assignment: Assignment, since: date, today: date, calendar: Calendar, rules: Rules, zone: tzinfo
) -> Due | None:  # fmt: skip
    """Before the day by which it is to be reported, and on the working day after, where nothing was in this period.

    What is late already is told as late.
    """
    if assignment.deadline and assignment.deadline < today:
        return None
    steps = report_steps(assignment.cycle, since, today, calendar, rules)
    found = next((said for said in steps if asked(assignment, said[0], zone)), None)
    if found is None:
        return None
    period, step, words = found
    return Due(
        REPORT,
        f"report:{assignment.id}:{period.due}:{step}",
        assignment,
        LIAISON,
        (1, 40 + step),
        words,
        day=period.day(step, calendar),
    )


@lru_cache(maxsize=FEW)
def report_steps(
    cycle: Cycle, since: date, today: date, calendar: Calendar, rules: Rules
) -> tuple[tuple[Period, int, str], ...]:
    """What this morning asks for, of each period once: how many working days before its end that is, and in which
    words."""
    found = []
    for period in cycles.near(cycle, today, calendar, rules):
        for step in (AFTER, *sorted(rules.report_ahead)):
            if since < period.day(step, calendar) <= today:
                until = format.short_day(period.due, today)
                found.append((period, step, f"{period.label}进展{'应' if step == AFTER else '请'}于{until}前报送"))
                break
    return tuple(found)


def promised(
    call: Call, shares: Iterable[Assignment], since: date, today: date, calendar: Calendar, limits: Thresholds
) -> Due | None:
    """On the day that was promised on the phone, or the last working day before it, while it is not kept; on the first
    one after it, where the call came later.

    `shares` are the unit's. A call about everything that it owed is one line: the worst of what it still lacks.
    """
    if call.promised is None:
        return None
    day = calendar.last_working(call.promised)
    day = calendar.next_working(call.promised) if day <= call.at.date() else day
    if not since < day <= today:
        return None
    asked = [assignment for assignment in shares if call.assignment_id in (None, assignment.id) and owing(assignment)]
    left = [assignment for assignment in asked if assignment.reported_at is None or assignment.reported_at <= call.at]
    if call.assignment_id is None:
        lacks = [(WORST.index(lack), assignment.deadline or date.max, assignment.id, assignment) for assignment in left
                 if (lack := missing(assignment, today, limits))]  # fmt: skip
        left = [assignment for *_, assignment in sorted(lacks)]
    if not left:
        return None
    when = "今天" if call.promised == today else format.short_day(call.promised, today)
    words = f"承诺{when}报送" + (f"，共{len(left)}项" if len(left) > 1 else "")
    return Due(PROMISE, f"promise:{call.id}", left[0], WITH_CLERK, (1, 0), words)


def asked(assignment: Assignment, period: Period, zone: tzinfo) -> bool:
    """Whether a report is wanted of it in this period, and there is none; not of what was assigned in it."""
    begins = datetime.combine(period.first, time.min, zone)
    return assignment.assigned_on < period.first and (assignment.reported_at is None or assignment.reported_at < begins)


def together(owed: Iterable[Due]) -> list[list[Due]]:
    """The lines of a digest: what is asked of a unit in the same words, a report or a signature, shares one, where the
    first of it stands."""
    lines: dict[tuple[object, ...], list[Due]] = {}
    for due in owed:
        alike = (due.words, due.assignment.unit_id) if due.kind.list_button else (due.key,)
        lines.setdefault(alike, []).append(due)
    return list(lines.values())
