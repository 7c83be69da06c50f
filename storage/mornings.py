"""What mornings owe, and to whom: read once for everybody, decided by the rules of `plan`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, tzinfo

from plan import digest_rules, mornings
from plan.assignment import Assignment
from plan.cycles import Period
from plan.digest_rules import Due
from plan.letter_kinds import DECIDE
from plan.mornings import LONGEST_HOLIDAY, Facts, Morning, Unanswered
from plan.permission import DOES
from plan.phone import Call
from plan.values import Cycle, Duty
from storage import assignments, directives, extensions, people, settings
from storage.calls import promises
from storage.database import Connection
from storage.people import Person

APPROVER = "extension.by"


async def dues(db: Connection, morning: Morning, only: Sequence[int] | None = None) -> list[Due]:
    """Everything that the rules owe, to whomever; of all assignments, or of these."""
    return mornings.dues(await facts(db, [morning], only), morning)


async def facts(db: Connection, several: Sequence[Morning], only: Sequence[int] | None = None) -> Facts:
    """What these mornings, one after the other, are decided from; of all assignments, or of these."""
    first, last = several[0], several[-1]
    asked = [since for morning in several if (since := morning.asks_reports_since)]
    if only is None:
        shares = await assignments.open_until(db, last.horizon, max(asked, default=None))
    else:
        shares = await assignments.open_among(db, only)
    calls = await promises(db, first.done, last.today + LONGEST_HOLIDAY, first.zone)
    decides = Duty(await settings.get(db, settings.BUREAU, APPROVER, Duty.LEADER))
    requests = await extensions.waiting(db)
    return Facts(shares, calls, await _of_callers(db, calls), requests, await _directives(db), decides)


async def _of_callers(db: Connection, calls: Sequence[Call]) -> dict[int, list[Assignment]]:
    found = defaultdict(list)
    for assignment in await assignments.of_units(db, [call.unit_id for call in calls]) if calls else ():
        found[assignment.unit_id].append(assignment)
    return found


async def _directives(db: Connection) -> list[Unanswered]:
    waiting = await directives.waiting(db)
    ids = [directive.waiting[0].assignment_id for directive in waiting]
    shares = {share.id: share for share in await assignments.of_ids(db, ids)} if ids else {}
    return [
        Unanswered(
            directive.id,
            directive.post_id,
            directive.at,
            shares[id],
            tuple(receipt.unit for receipt in directive.waiting),
        )
        for id, directive in zip(ids, waiting, strict=True)
    ]


async def receivers(db: Connection, today: date, owed: Iterable[Due]) -> dict[Person, list[Due]]:
    """Each with what he is owed, the most urgent first, but for what he has switched off for himself."""
    office = _Office(await people.receivers(db, today), await people.holders(db, (Duty.LEADER,), today))
    off = await settings.switched_off(db)
    found: dict[Person, list[Due]] = defaultdict(list)
    for due in sorted(owed, key=lambda due: due.urgency):
        for person in office.of(due):
            if due.kind.rule.name not in off.get(person.id, ()):
                found[person].append(due)
    return found


class _Office:
    """Who holds the posts that a rule names: the unit's own, the nearest leader in charge above it, the clerks.

    `everybody` can be reached; of the `leaders` some perhaps not, and it is theirs to decide all the same.
    """

    def __init__(self, everybody: list[Person], leaders: list[Person]) -> None:
        self._reached, self._in_charge = {person.id: person for person in everybody}, leaders
        self._of_unit: dict[tuple[int, Duty], list[Person]] = defaultdict(list)
        self._of_post: dict[int, list[Person]] = defaultdict(list)
        self._clerks = [person for person in everybody if Duty.CLERK in person.duties]
        for person in everybody:
            for post in person.posts:
                self._of_unit[post.unit_id, post.duty].append(person)
                self._of_post[post.id].append(person)
        self._leaders = [person for person in everybody if Duty.LEADER in person.duties]
        self._known: dict[tuple[int, frozenset[Duty], bool], list[Person]] = {}

    def of(self, due: Due) -> list[Person]:
        if due.post_id is not None:
            return self._of_post.get(due.post_id, [])
        asked = due.assignment.unit_id, due.duties, due.kind.rule is DECIDE.rule
        if asked not in self._known:
            self._known[asked] = self._find(*asked, due.assignment.path)
        return self._known[asked]

    def _find(self, unit_id: int, duties: frozenset[Duty], decide: bool, path: str) -> list[Person]:
        if decide:
            return self._deciders(unit_id, duties, path)
        own = [person for duty in duties - {Duty.LEADER} for person in self._of_unit.get((unit_id, duty), ())]
        leaders = people.nearest_of(self._leaders, path) if Duty.LEADER in duties else []
        clerks = self._clerks if Duty.CLERK in duties else []
        return list(dict.fromkeys([*own, *leaders, *clerks]))

    def _deciders(self, unit_id: int, duties: frozenset[Duty], path: str) -> list[Person]:
        doers = [person for duty in DOES for person in self._of_unit.get((unit_id, duty), ())]
        leaders = people.nearest_of(self._in_charge, path) if Duty.LEADER in duties else []
        _, found = people.deciders(leaders, self._clerks, doers)
        return [self._reached[one.id] for one in found if one.id in self._reached]


async def unreported(
    db: Connection, periods: Mapping[Cycle, Period], zone: tzinfo, places: Iterable[str] = ("/",)
) -> list[tuple[int, str, list[str]]]:
    """Units under these places, in the plan's order, with the numbers of the tasks whose report for the period of their
    cycle is missing."""
    if not periods:
        return []
    paths = tuple(path.rstrip("/") or "/" for path in places)
    first = datetime.combine(max(period.first for period in periods.values()), time.min, zone)
    found: dict[tuple[int, str], list[str]] = {}
    for assignment in await assignments.open_until(db, date.min, first):
        asked = periods.get(assignment.cycle)
        if asked and digest_rules.asked(assignment, asked, zone) and assignment.path.startswith(paths):
            found.setdefault((assignment.unit_id, assignment.unit), []).append(assignment.code)
    return [(id, unit, codes) for (id, unit), codes in found.items()]
