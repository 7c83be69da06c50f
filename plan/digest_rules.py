"""Decide which reminders are due on a working morning, and to whom.

In all rules `since` is the last day whose reminders were sent, and `today` a working day: a reminder is due if its
nominal day lies in (since, today]. Numbers of days come from the bureau's rules (提醒规则).
"""

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
from plan.nudge import LACKS, awaits_unit, lack_of
from plan.phone import Call
from plan.rules import Rules
from plan.values import Cycle, Duty, State

A_WEEK = 5
"""In working days. After the daily reminders a delay is reminded of every five working days, never on a day off."""
AFTER = -1
"""The step of the reminder on the working day after a report was due."""
CACHE_SIZE = 8192
"""Of the functions of dates alone: a hundred thousand assignments share some hundred deadlines."""


@dataclass(frozen=True)
class Due:
    """A reminder that is due once under its `key`.

    It goes to those who hold one of the `duties` for the unit, or to the holder of the post `post_id`. Reminders are
    sorted by ascending `urgency`. `day` is the nominal day, where it follows from an assignment's dates.
    """

    kind: ReminderKind
    key: str
    assignment: Assignment
    duties: frozenset[Duty]
    urgency: tuple[int, int]
    words: str
    post_id: int | None = None
    day: date | None = None


Occurrence = tuple[int, date]
"""The number of days that identifies a reminder, and its nominal day."""
LIAISON = frozenset({Duty.LIAISON})
WITH_HEAD = LIAISON | {Duty.HEAD}
WITH_LEADER = WITH_HEAD | {Duty.LEADER}
WITH_CLERK = LIAISON | {Duty.CLERK}


def owed(
    assignment: Assignment, since: date, today: date, calendar: Calendar, rules: Rules, zone: tzinfo
) -> Iterator[Due]:  # fmt: skip
    """Yield the reminders about one assignment; none while it waits for review, as its unit has nothing to do."""
    if not assignment.open or assignment.state is State.SUBMITTED:
        return
    by_date = (rule(assignment, since, today, calendar, rules) for rule in (ahead, overdue, unsigned))
    for due in (*by_date, report(assignment, since, today, calendar, rules, zone)):
        if due:
            yield due


OTHERS = (DEADLINE, OVERDUE, UNSIGNED)
"""The kinds that make a reminder to report redundant."""


def without_redundant_reports(owed: Iterable[Due], new: Collection[str]) -> list[Due]:
    """Return the reminders whose key is `new`, without redundant reminders to report.

    A reminder to report is redundant where another one about the same assignment is sent now, or has the same nominal
    day.
    """
    owed = list(owed)
    others = [due for due in owed if due.kind in OTHERS]
    reminded = {due.assignment.id for due in others if due.key in new}
    same_day = {(due.assignment.id, due.day) for due in others}

    def is_redundant(due: Due) -> bool:
        return due.kind is REPORT and (due.assignment.id in reminded or (due.assignment.id, due.day) in same_day)

    return [due for due in owed if due.key in new and not is_redundant(due)]


def ahead(assignment: Assignment, since: date, today: date, calendar: Calendar, rules: Rules) -> Due | None:
    """Remind of the deadline so many days before it, or on the last working day before that day (临期)."""
    if assignment.deadline is None or assignment.deadline < today:
        return None
    occurrence = _nearest(assignment.deadline, since, today, calendar, rules.ahead)
    if occurrence is None:
        return None
    days, day = occurrence
    key = f"due:{assignment.id}:{assignment.deadline}:{days}"
    words = format.distance(assignment.deadline, today, calendar)
    left = (assignment.deadline - today).days
    words = f"{format.short_day(assignment.deadline, today)}到期，{words}" if left else words
    return Due(DEADLINE, key, assignment, LIAISON, (1, left), words, day=day)


@lru_cache(maxsize=CACHE_SIZE)
def _nearest(deadline: date, since: date, today: date, calendar: Calendar, ahead: tuple[int, ...]) -> Occurrence | None:
    """Return the due reminder that is nearest to the deadline."""
    moved = ((days, calendar.last_working(deadline - timedelta(days=days))) for days in sorted(ahead))
    return next(((days, nominal) for days, nominal in moved if since < nominal <= today), None)


def overdue(assignment: Assignment, since: date, today: date, calendar: Calendar, rules: Rules) -> Due | None:
    """Remind of a delay, daily at first and then weekly; after `rules.leader` days also the leader in charge (逾期)."""
    if assignment.deadline is None or today <= assignment.deadline:
        return None
    occurrence = _late(assignment.deadline, since, today, calendar, rules)
    if occurrence is None:
        return None
    step, day = occurrence
    late = calendar.between(assignment.deadline, today)
    duties = WITH_LEADER if late >= rules.leader else WITH_HEAD
    key = f"overdue:{assignment.id}:{assignment.deadline}:{step}"
    return Due(OVERDUE, key, assignment, duties, (0, -late), f"已逾期{late}个工作日", day=day)


@lru_cache(maxsize=CACHE_SIZE)
def _late(deadline: date, since: date, today: date, calendar: Calendar, rules: Rules) -> Occurrence | None:
    step = _step(calendar.between(deadline, since), calendar.between(deadline, today), rules)
    return (step, calendar.add(deadline, step)) if step else None


@lru_cache(maxsize=CACHE_SIZE)
def _step(before: int, late: int, rules: Rules, first: int = 1) -> int | None:
    """Return the latest step in (before, late] on which a delay is reminded of; None where there is none.

    A step is a number of working days of delay, at least `first`: each of the first `rules.daily`, then every fifth.
    It identifies the reminder, on whichever morning this is sent.
    """
    steps = (
        day for day in range(late, max(before, first - 1, 0), -1)
        if day <= rules.daily or (day - rules.daily) % A_WEEK == 0
    )  # fmt: skip
    return next(steps, None)


@dataclass(frozen=True)
class Waiting:
    """For how many working days a decision has been waited for, and the `step` that is due."""

    days: int
    step: int


def waiting_step(since_day: date, since: date, today: date, calendar: Calendar, rules: Rules) -> Waiting | None:
    """Return how long something has waited since `since_day`, None where no reminder is due this morning."""
    days = calendar.between(since_day, today)
    step = _step(calendar.between(since_day, since), days, rules, rules.decide)
    return Waiting(days, step) if step else None


def decision(request: Extension, assignment: Assignment, by: Duty, waited: Waiting, today: date) -> Due:
    """Remind the duty `by` of a request for an extension that it has to decide."""
    words = f"申请延至{format.short_day(request.wanted, today)}，已等待审批{waited.days}个工作日"
    return Due(DECIDE, f"decide:{request.id}:{waited.step}", assignment, frozenset({by}), (0, 50), words)


def unanswered(directive_id: int, post_id: int, assignment: Assignment, units: Sequence[str], waited: Waiting) -> Due:
    """Remind a leader of a directive that some units have not acknowledged; `assignment` is that of the first unit."""
    names = units[0] if len(units) == 1 else f"{units[0]}等{len(units)}个单位"
    words = f"批示已{waited.days}个工作日，{names}尚未确认收到"
    return Due(UNANSWERED, f"unanswered:{directive_id}:{waited.step}", assignment, frozenset(), (0, 60), words, post_id)


def unsigned(assignment: Assignment, since: date, today: date, calendar: Calendar, rules: Rules) -> Due | None:
    """Remind so many working days after the assignment to sign it; from the second time on also the head (未签收)."""
    if assignment.state is not State.PENDING:
        return None
    told_on = calendar.next_working(assignment.assigned_on)
    occurrence = _latest_after(told_on, since, today, calendar, rules.unsigned)
    if occurrence is None:
        return None
    days, day = occurrence
    key = f"unsigned:{assignment.id}:{assignment.assigned_on}:{days}"
    waited = calendar.between(told_on, today)
    words = f"已下达{waited}个工作日，尚未签收"
    return Due(
        UNSIGNED, key, assignment, WITH_HEAD if days > min(rules.unsigned) else LIAISON, (2, -waited), words, day=day
    )


@lru_cache(maxsize=CACHE_SIZE)
def _latest_after(
    told_on: date, since: date, today: date, calendar: Calendar, after: tuple[int, ...]
) -> Occurrence | None:  # fmt: skip
    """Return the due reminder that is latest after `told_on`."""
    counted = ((days, calendar.add(told_on, days)) for days in sorted(after, reverse=True))
    return next(((days, nominal) for days, nominal in counted if since < nominal <= today), None)


def report(
    assignment: Assignment, since: date, today: date, calendar: Calendar, rules: Rules, zone: tzinfo
) -> Due | None:  # fmt: skip
    """Remind to report before the period's due day and on the working day after it (进展报送).

    Overdue assignments are left to `overdue`.
    """
    if assignment.deadline and assignment.deadline < today:
        return None
    steps = report_steps(assignment.cycle, since, today, calendar, rules)
    wanted = next((step for step in steps if lacks_report(assignment, step[0], zone)), None)
    if wanted is None:
        return None
    period, step, words = wanted
    return Due(
        REPORT,
        f"report:{assignment.id}:{period.due}:{step}",
        assignment,
        LIAISON,
        (1, 40 + step),
        words,
        day=period.day(step, calendar),
    )


@lru_cache(maxsize=CACHE_SIZE)
def report_steps(
    cycle: Cycle, since: date, today: date, calendar: Calendar, rules: Rules
) -> tuple[tuple[Period, int, str], ...]:
    """Return the periods of which this morning reminds, each with the step and the words of the reminder.

    A step is a number of working days before the due day, or AFTER.
    """
    steps = []
    for period in cycles.nearby_periods(cycle, today, calendar, rules):
        for step in (AFTER, *sorted(rules.report_ahead)):
            if since < period.day(step, calendar) <= today:
                until = format.short_day(period.due, today)
                steps.append((period, step, f"{period.label}进展{'应' if step == AFTER else '请'}于{until}前报送"))
                break
    return tuple(steps)


def promised(
    call: Call, shares: Iterable[Assignment], since: date, today: date, calendar: Calendar, limits: Thresholds
) -> Due | None:
    """Remind of a promise that was made on the phone and is not kept yet (电话承诺).

    It is due on the promised day, or on the last working day before it; on the first one after it where the call was
    not before that day. `shares` are the unit's assignments. For a call about all of them there is one reminder, about
    the one that lacks most.
    """
    if call.promised is None:
        return None
    day = calendar.last_working(call.promised)
    day = calendar.next_working(call.promised) if day <= call.at.date() else day
    if not since < day <= today:
        return None
    called_about = [
        assignment for assignment in shares if call.assignment_id in (None, assignment.id) and awaits_unit(assignment)
    ]
    left = [
        assignment for assignment in called_about
        if assignment.reported_at is None or assignment.reported_at <= call.at
    ]  # fmt: skip
    if call.assignment_id is None:
        lacks = [(LACKS.index(lack), assignment.deadline or date.max, assignment.id, assignment) for assignment in left
                 if (lack := lack_of(assignment, today, limits))]  # fmt: skip
        left = [assignment for *_, assignment in sorted(lacks)]
    if not left:
        return None
    when = "今天" if call.promised == today else format.short_day(call.promised, today)
    words = f"承诺{when}报送" + (f"，共{len(left)}项" if len(left) > 1 else "")
    return Due(PROMISE, f"promise:{call.id}", left[0], WITH_CLERK, (1, 0), words)


def lacks_report(assignment: Assignment, period: Period, zone: tzinfo) -> bool:
    """Whether a report is missing in this period; none is expected of what was assigned within it."""
    begins = datetime.combine(period.first, time.min, zone)
    return assignment.assigned_on < period.first and (assignment.reported_at is None or assignment.reported_at < begins)


def digest_lines(owed: Iterable[Due]) -> list[list[Due]]:
    """Group reminders into the lines of a digest.

    Reminders to sign or to report that go to one unit in the same words share a line, in the place of the first.
    """
    lines: dict[tuple[object, ...], list[Due]] = {}
    for due in owed:
        alike = (due.words, due.assignment.unit_id) if due.kind.list_button else (due.key,)
        lines.setdefault(alike, []).append(due)
    return list(lines.values())
