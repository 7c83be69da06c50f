"""The timeline of a task's nudges (催办记录): nudges, answers and phone calls."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from plan.assignment import Assignment
from plan.format import short_day
from plan.nudge import Nudge, copied_to
from plan.phone import Call


@dataclass(frozen=True)
class ChainEntry:
    """One event of the timeline; of a restricted task (不上机) only `at`, `unit` and `what` may be shown."""

    at: datetime
    unit: str
    what: str
    more: str
    by: str
    words: str


def timeline(shares: Iterable[Assignment], papers: Iterable[Nudge], calls: Iterable[Call]) -> list[ChainEntry]:
    """Return the events of one task, the oldest first.

    A call about everything that a unit owes is included if it came after the first nudge to this unit. `papers` are
    sorted by time.
    """
    by_id = {assignment.id: assignment for assignment in shares}
    entries: list[ChainEntry] = []
    first_nudged: dict[int, datetime] = {}
    for paper in papers:
        assignment = by_id[paper.assignment_id]
        first_nudged.setdefault(assignment.unit_id, paper.at)
        entries += _nudge_entries(paper, assignment.unit)
    units = {assignment.unit_id: assignment.unit for assignment in by_id.values()}
    for call in calls:
        is_after_nudge = call.unit_id in first_nudged and call.at >= first_nudged[call.unit_id]
        if call.assignment_id in by_id or is_after_nudge:
            entries.append(_call_entry(call, units[call.unit_id]))
    return sorted(entries, key=lambda entry: entry.at)


def _nudge_entries(nudge: Nudge, unit: str) -> list[ChainEntry]:
    """Return the nudge, and its answer if there is one."""
    more = "".join(f"，{part}" for part in (copied_to(nudge.level), "" if nudge.answered_at else "未回复") if part)
    sent = ChainEntry(nudge.at, unit, nudge.paper, more, nudge.by, nudge.words)
    if nudge.answered_at is None:
        return [sent]
    return [sent, ChainEntry(nudge.answered_at, unit, f"回复{nudge.paper}", "", nudge.answered_by, nudge.answer)]


def _call_entry(call: Call, unit: str) -> ChainEntry:
    promise = f"，答应{short_day(call.promised, call.at.date())}前报送" if call.promised else ""
    return ChainEntry(call.at, unit, "通话", f"：{call.spoke_to}{promise}", call.by, call.words)
