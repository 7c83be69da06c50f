"""A chain of papers in time (催办记录): what was sent, what was answered, what was said on the phone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from plan.assignment import Assignment
from plan.format import short_day
from plan.nudge import Nudge, copied
from plan.phone import Call


@dataclass(frozen=True)
class Entry:
    """`what` alone may be said of a task that is 不上机."""

    at: datetime
    unit: str
    what: str
    more: str
    by: str
    words: str


def timeline(shares: Iterable[Assignment], papers: Iterable[Nudge], calls: Iterable[Call]) -> list[Entry]:
    """The oldest first. A call about all that a unit owes belongs here from the first paper on."""
    by_id = {assignment.id: assignment for assignment in shares}
    found: list[Entry] = []
    first: dict[int, datetime] = {}
    for paper in papers:
        unit = by_id[paper.assignment_id].unit
        first.setdefault(by_id[paper.assignment_id].unit_id, paper.at)
        found += _paper(paper, unit)
    units = {assignment.unit_id: assignment.unit for assignment in by_id.values()}
    for call in calls:
        if call.assignment_id in by_id or (call.unit_id in first and call.at >= first[call.unit_id]):
            found.append(_call(call, units[call.unit_id]))
    return sorted(found, key=lambda entry: entry.at)


def _paper(one: Nudge, unit: str) -> list[Entry]:
    more = "".join(f"，{part}" for part in (copied(one.level), "" if one.answered_at else "未回复") if part)
    sent = Entry(one.at, unit, one.paper, more, one.by, one.words)
    if one.answered_at is None:
        return [sent]
    return [sent, Entry(one.answered_at, unit, f"回复{one.paper}", "", one.answered_by, one.answer)]


def _call(one: Call, unit: str) -> Entry:
    promise = f"，答应{short_day(one.promised, one.at.date())}前报送" if one.promised else ""
    return Entry(one.at, unit, "通话", f"：{one.spoke_to}{promise}", one.by, one.words)
