"""A morning, and everything that it owes to whomever, decided from what was read once for one or several of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from plan import digest_rules
from plan.assignment import Assignment
from plan.calendar import Calendar
from plan.digest_rules import Due, Waits
from plan.extension import Extension
from plan.light import Thresholds
from plan.phone import Call
from plan.rules import Rules
from plan.values import Cycle, Duty

LONGEST_HOLIDAY = timedelta(days=15)
"""What is due on it may be moved to the day before."""


@dataclass(frozen=True)
class Morning:
    """`done` is the last day whose morning is behind us, `today` a working day."""

    done: date
    today: date
    calendar: Calendar
    limits: Thresholds
    rules: Rules
    zone: tzinfo

    def moment(self, day: date) -> datetime:
        return datetime.combine(day, time.min, self.zone)

    @property
    def horizon(self) -> date:
        """What is due later is not spoken of yet."""
        return self.today + timedelta(days=max(self.rules.ahead)) + LONGEST_HOLIDAY

    @property
    def asks_reports_since(self) -> datetime | None:
        """From when on a report counts, where this morning asks for any."""
        asked = [
            period.first for cycle in (Cycle.MONTHLY, Cycle.QUARTERLY)
            for period, *_ in digest_rules.report_steps(cycle, self.done, self.today, self.calendar, self.rules)
        ]  # fmt: skip
        return self.moment(max(asked)) if asked else None


@dataclass(frozen=True)
class Unanswered:
    """A directive that some units have not acknowledged; `one` is the share of the first of them."""

    id: int
    post_id: int
    at: datetime
    assignment: Assignment
    units: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """`shares` are those that may be owed a reminder, `of_unit` all those of units that have promised something;
    `decides` is the duty that requests for more time wait for."""

    shares: Sequence[Assignment]
    calls: Sequence[Call]
    of_unit: Mapping[int, Sequence[Assignment]]
    requests: Sequence[tuple[Extension, Assignment]]
    directives: Sequence[Unanswered]
    decides: Duty


def dues(facts: Facts, morning: Morning) -> list[Due]:
    say = (morning.done, morning.today, morning.calendar, morning.rules, morning.zone)
    found = [due for assignment in facts.shares for due in digest_rules.owed(assignment, *say)]
    return [*found, *_promised(facts, morning), *_requests(facts, morning), *_directives(facts, morning)]


def _promised(facts: Facts, morning: Morning) -> list[Due]:
    """What was promised on the phone for today, or for days off that follow."""
    say = (morning.done, morning.today, morning.calendar, morning.limits)
    found = (digest_rules.promised(call, facts.of_unit.get(call.unit_id, ()), *say) for call in facts.calls)
    return [due for due in found if due]


def _requests(facts: Facts, morning: Morning) -> list[Due]:
    """Requests for more time that wait for whoever decides about them."""
    return [
        digest_rules.decision(request, assignment, facts.decides, waited, morning.today)
        for request, assignment in facts.requests if (waited := _waits(request.at, morning))
    ]  # fmt: skip


def _directives(facts: Facts, morning: Morning) -> list[Due]:
    """Those that some unit has not acknowledged, to the leader who wrote them."""
    return [
        digest_rules.unanswered(unanswered.id, unanswered.post_id, unanswered.assignment, unanswered.units, waited)
        for unanswered in facts.directives if (waited := _waits(unanswered.at, morning))
    ]  # fmt: skip


def _waits(at: datetime, morning: Morning) -> Waits | None:
    """Counted from the day on which it could be told."""
    told = morning.calendar.next_open(at.astimezone(morning.zone)).date()
    return digest_rules.waits(told, morning.done, morning.today, morning.calendar, morning.rules)
