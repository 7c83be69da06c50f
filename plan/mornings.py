"""Collect all reminders that are due on one morning, from facts that the caller has read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from plan import digest_rules
from plan.assignment import Assignment
from plan.calendar import Calendar
from plan.digest_rules import Due, Waiting
from plan.extension import Extension
from plan.light import Thresholds
from plan.phone import Call
from plan.rules import Rules
from plan.values import Cycle, Duty

LONGEST_HOLIDAY = timedelta(days=15)
"""Reminders that fall on days off are moved to the working day before them."""


@dataclass(frozen=True)
class Morning:
    """A working morning on which reminders are sent; `done` is the last day whose reminders were sent."""

    done: date
    today: date
    calendar: Calendar
    limits: Thresholds
    rules: Rules
    zone: tzinfo

    def moment(self, day: date) -> datetime:
        """Return the beginning of a day in the bureau's time zone."""
        return datetime.combine(day, time.min, self.zone)

    @property
    def horizon(self) -> date:
        """Return the last deadline of which this morning may remind."""
        return self.today + timedelta(days=max(self.rules.ahead)) + LONGEST_HOLIDAY

    @property
    def asks_reports_since(self) -> datetime | None:
        """Return the beginning of the latest period whose reports this morning asks for, None where there is none."""
        first_days = [
            period.first for cycle in (Cycle.MONTHLY, Cycle.QUARTERLY)
            for period, *_ in digest_rules.report_steps(cycle, self.done, self.today, self.calendar, self.rules)
        ]  # fmt: skip
        return self.moment(max(first_days)) if first_days else None


@dataclass(frozen=True)
class UnansweredDirective:
    """A directive that some units have not acknowledged; `assignment` is that of the first of them."""

    id: int
    post_id: int
    at: datetime
    assignment: Assignment
    units: tuple[str, ...]


@dataclass(frozen=True)
class MorningFacts:
    """What is known when a morning is decided.

    `shares` are the assignments of which it may remind. `of_unit` has all assignments of the units that have promised
    something in `calls`. `decides` is the duty that decides on the extension `requests`.
    """

    shares: Sequence[Assignment]
    calls: Sequence[Call]
    of_unit: Mapping[int, Sequence[Assignment]]
    requests: Sequence[tuple[Extension, Assignment]]
    directives: Sequence[UnansweredDirective]
    decides: Duty


def dues(facts: MorningFacts, morning: Morning) -> list[Due]:
    """Return all reminders that are due, including those that were sent already under the same key."""
    context = (morning.done, morning.today, morning.calendar, morning.rules, morning.zone)
    by_assignment = [due for assignment in facts.shares for due in digest_rules.owed(assignment, *context)]
    return [*by_assignment, *_promised(facts, morning), *_requests(facts, morning), *_directives(facts, morning)]


def _promised(facts: MorningFacts, morning: Morning) -> list[Due]:
    """Return the reminders of promises made on the phone."""
    context = (morning.done, morning.today, morning.calendar, morning.limits)
    reminders = (digest_rules.promised(call, facts.of_unit.get(call.unit_id, ()), *context) for call in facts.calls)
    return [due for due in reminders if due]


def _requests(facts: MorningFacts, morning: Morning) -> list[Due]:
    """Return the reminders of extension requests that are not decided yet."""
    return [
        digest_rules.decision(request, assignment, facts.decides, waited, morning.today)
        for request, assignment in facts.requests if (waited := _waits(request.at, morning))
    ]  # fmt: skip


def _directives(facts: MorningFacts, morning: Morning) -> list[Due]:
    """Return the reminders of directives that are not acknowledged yet, to the leaders who wrote them."""
    return [
        digest_rules.unanswered(unanswered.id, unanswered.post_id, unanswered.assignment, unanswered.units, waited)
        for unanswered in facts.directives if (waited := _waits(unanswered.at, morning))
    ]  # fmt: skip


def _waits(at: datetime, morning: Morning) -> Waiting | None:
    """Return how long something has waited, counted from the day on which the bot could send a message about it."""
    told_on = morning.calendar.next_open(at.astimezone(morning.zone)).date()
    return digest_rules.waiting_step(told_on, morning.done, morning.today, morning.calendar, morning.rules)
