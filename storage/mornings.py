"""Read, once for everybody, what the digests of a morning are decided from; the rules in `plan` decide."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, tzinfo

from plan import digest_rules, mornings
from plan.assignment import Assignment
from plan.cycles import Period
from plan.digest_rules import Due
from plan.mornings import LONGEST_HOLIDAY, Morning, MorningFacts, UnansweredDirective
from plan.person import Person
from plan.phone import Call
from plan.receivers import receivers as owed_to
from plan.values import Cycle, Duty
from storage import assignments, directives, extensions, people, settings
from storage.calls import promises
from storage.database import Connection

APPROVER = "extension.by"
"""The bureau's setting: the duty that decides about requests for extensions."""


async def dues(db: Connection, morning: Morning, only: Sequence[int] | None = None) -> list[Due]:
    """Return everything that the rules owe for one morning, for all assignments or for those with the ids `only`."""
    return mornings.dues(await facts(db, [morning], only), morning)


async def facts(db: Connection, of: Sequence[Morning], only: Sequence[int] | None = None) -> MorningFacts:
    """Return what consecutive mornings are decided from, for all assignments or for those with the ids `only`."""
    first, last = of[0], of[-1]
    asked = [since for morning in of if (since := morning.asks_reports_since)]
    if only is None:
        shares = await assignments.open_until(db, last.horizon, max(asked, default=None))
    else:
        shares = await assignments.open_among(db, only)
    calls = await promises(db, first.done, last.today + LONGEST_HOLIDAY, first.zone)
    decides = Duty(await settings.get(db, settings.BUREAU, APPROVER, Duty.LEADER))
    requests = await extensions.waiting(db)
    return MorningFacts(shares, calls, await _by_unit(db, calls), requests, await _directives(db), decides)


async def _by_unit(db: Connection, calls: Sequence[Call]) -> dict[int, list[Assignment]]:
    by_unit = defaultdict(list)
    for assignment in await assignments.of_units(db, [call.unit_id for call in calls]) if calls else ():
        by_unit[assignment.unit_id].append(assignment)
    return by_unit


async def _directives(db: Connection) -> list[UnansweredDirective]:
    waiting = await directives.waiting(db)
    ids = [directive.waiting[0].assignment_id for directive in waiting]
    shares = {share.id: share for share in await assignments.of_ids(db, ids)} if ids else {}
    return [
        UnansweredDirective(
            directive.id,
            directive.post_id,
            directive.at,
            shares[id],
            tuple(receipt.unit for receipt in directive.waiting),
        )
        for id, directive in zip(ids, waiting, strict=True)
    ]


async def receivers(db: Connection, today: date, owed: Iterable[Due]) -> dict[Person, list[Due]]:
    """Return what each person is owed, the most urgent first, without the rules that they have switched off."""
    reachable, leaders = await people.receivers(db, today), await people.holders(db, (Duty.LEADER,), today)
    return owed_to(reachable, leaders, owed, await settings.switched_off(db))


async def unreported(
    db: Connection, periods: Mapping[Cycle, Period], zone: tzinfo, places: Iterable[str] = ("/",)
) -> list[tuple[int, str, list[str]]]:
    """Return the units that owe reports for the period of a task's cycle: id, name, numbers of the tasks.

    Only units at or below one of the paths `places`. Both units and tasks are in the plan's order.
    """
    if not periods:
        return []
    paths = tuple(path.rstrip("/") or "/" for path in places)
    first = datetime.combine(max(period.first for period in periods.values()), time.min, zone)
    codes: dict[tuple[int, str], list[str]] = {}
    for assignment in await assignments.open_until(db, date.min, first):
        period = periods.get(assignment.cycle)
        if period and digest_rules.lacks_report(assignment, period, zone) and assignment.path.startswith(paths):
            codes.setdefault((assignment.unit_id, assignment.unit), []).append(assignment.code)
    return [(id, unit, of_unit) for (id, unit), of_unit in codes.items()]
