"""What a morning owes, and to whom: read once for everybody, decided by the rules of `plan`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from plan import cycles, reminders
from plan.calendar import Calendar
from plan.cycles import Period
from plan.light import Thresholds
from plan.reminders import Due
from plan.rules import Rules
from plan.values import Cycle, Duty
from storage import assignments, directives, extensions, people, settings
from storage.calls import promises
from storage.database import Connection
from storage.people import Person

LONGEST_HOLIDAY = timedelta(days=15)
"""What is due on it may be moved to the day before."""
APPROVER = "extension.by"


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
    def asks_reports_since(self) -> datetime | None:
        """From when on a report counts, where this morning asks for any."""
        for cycle in (Cycle.MONTHLY, Cycle.QUARTERLY):
            found = cycles.period(cycle, self.today, self.calendar, self.rules)
            steps = (*self.rules.report_ahead, reminders.AFTER)
            if found and any(self.done < found.day(step, self.calendar) <= self.today for step in steps):
                return self.moment(found.first)
        return None


async def dues(db: Connection, morning: Morning) -> list[Due]:
    """Everything that the rules owe, to whomever."""
    horizon = morning.today + timedelta(days=max(morning.rules.ahead)) + LONGEST_HOLIDAY
    shares = await assignments.open_until(db, horizon, morning.asks_reports_since)
    say = (morning.done, morning.today, morning.calendar, morning.rules, morning.zone)
    found = [due for one in shares for due in reminders.owed(one, *say)]
    return found + await _promised(db, morning) + await _requests(db, morning) + await _directives(db, morning)


async def _promised(db: Connection, morning: Morning) -> list[Due]:
    """What was promised on the phone for today, or for days off that follow."""
    calls = await promises(db, morning.done, morning.today + LONGEST_HOLIDAY, morning.zone)
    of_unit = defaultdict(list)
    for one in await assignments.of_units(db, [call.unit_id for call in calls]):
        of_unit[one.unit_id].append(one)
    say = (morning.done, morning.today, morning.calendar, morning.limits)
    return [due for call in calls if (due := reminders.promised(call, of_unit[call.unit_id], *say))]


async def _requests(db: Connection, morning: Morning) -> list[Due]:
    """Requests for more time that wait for whoever decides about them."""
    by = Duty(await settings.get(db, settings.BUREAU, APPROVER, Duty.LEADER))
    found = []
    for request, one in await extensions.waiting(db):
        asked = request.at.astimezone(morning.zone).date()
        if waited := reminders.waits(asked, morning.done, morning.today, morning.calendar, morning.rules):
            found.append(reminders.decision(request, one, by, waited, morning.today))
    return found


async def _directives(db: Connection, morning: Morning) -> list[Due]:
    """Those that some unit has not acknowledged, to the leader who wrote them."""
    found = []
    for one in await directives.waiting(db):
        written = one.at.astimezone(morning.zone).date()
        waited = reminders.waits(written, morning.done, morning.today, morning.calendar, morning.rules)
        share = await assignments.get(db, one.waiting[0].assignment_id) if waited else None
        if share:
            units = [receipt.unit for receipt in one.waiting]
            found.append(reminders.unanswered(one.id, one.post_id, share, units, waited, morning.today))
    return found


async def receivers(db: Connection, today: date, owed: Iterable[Due]) -> dict[Person, list[Due]]:
    """Each with what he is owed, the most urgent first, but for what he has switched off for himself."""
    office = _Office(await people.receivers(db, today))
    off = await settings.switched_off(db)
    found: dict[Person, list[Due]] = defaultdict(list)
    for due in sorted(owed, key=lambda due: due.urgency):
        for person in office.of(due):
            if due.rule not in off.get(person.id, ()):
                found[person].append(due)
    return found


class _Office:
    """Who holds the posts that a rule names: the unit's own, the nearest leader in charge above it, the clerks."""

    def __init__(self, everybody: list[Person]) -> None:
        self._of_unit: dict[tuple[int, Duty], list[Person]] = defaultdict(list)
        self._of_post: dict[int, list[Person]] = defaultdict(list)
        self._clerks = [person for person in everybody if Duty.CLERK in person.duties]
        for person in everybody:
            for post in person.posts:
                self._of_unit[post.unit_id, post.duty].append(person)
                self._of_post[post.id].append(person)
        self._leaders = [person for person in everybody if Duty.LEADER in person.duties]

    def of(self, due: Due) -> list[Person]:
        if due.post_id is not None:
            return self._of_post.get(due.post_id, [])
        unit_id, path = due.assignment.unit_id, due.assignment.path
        own = [person for duty in due.duties - {Duty.LEADER} for person in self._of_unit.get((unit_id, duty), ())]
        leaders = people.nearest_of(self._leaders, path) if Duty.LEADER in due.duties else []
        clerks = self._clerks if Duty.CLERK in due.duties else []
        return list(dict.fromkeys([*own, *leaders, *clerks]))


async def unreported(
    db: Connection, periods: Mapping[Cycle, Period], zone: tzinfo, places: Iterable[str] = ("/",)
) -> list[tuple[int, str, list[str]]]:
    """Units under these places, in the plan's order, with the numbers of the tasks whose report for the period of their
    cycle is missing."""
    if not periods:
        return []
    paths = tuple(path.rstrip("/") or "/" for path in places)
    first = datetime.combine(max(one.first for one in periods.values()), time.min, zone)
    found: dict[tuple[int, str], list[str]] = {}
    for one in await assignments.open_until(db, date.min, first):
        asked = periods.get(one.cycle)
        if asked and reminders.asked(one, asked, zone) and one.path.startswith(paths):
            found.setdefault((one.unit_id, one.unit), []).append(one.code)
    return [(id, unit, codes) for (id, unit), codes in found.items()]
