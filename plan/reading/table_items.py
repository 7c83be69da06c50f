"""The rows of a table as items with tasks."""

from itertools import groupby

from plan.reading.drafts import Draft
from plan.reading.hints import Calendar, hints
from plan.reading.local import acts_below
from plan.reading.notes import cell_note
from plan.reading.outline import Text
from plan.reading.tables import Row, rows
from plan.reading.targets import targets
from plan.reading.values import Item, Target, TimeHint


def table_items(lines: list[Text], calendar: Calendar, issuer: str, leads: bool) -> list[Item]:
    """One task a row, its text the task cell; neighbours of one class (领域, 重点工作) form an item."""
    found = list(rows([t.paragraph for t in lines]))
    return [
        Item("", group, tuple(_task(row, calendar, issuer, leads).done() for row in of_group))
        for group, of_group in groupby(found, key=lambda row: row.group)
    ]


def _task(row: Row, calendar: Calendar, issuer: str, leads: bool) -> Draft:
    view = row.task.view
    draft = Draft(row.task.piece(0, len(view)), local=acts_below(view.strip()))
    for cell in [row.task, *row.targets]:
        draft.targets += [Target(cell.piece(a, b), t.value, t.op, t.unit) for a, b, t in targets(cell.view)]
    for cell in [row.task, *row.targets, *row.times]:
        draft.hints += [TimeHint(cell.piece(h.start, h.end), h.due) for h in hints(cell.view, calendar)]
    first, named = _names(row.lead, calendar, leads=True)
    also, more = _names(row.units, calendar, leads=False)
    lead = [*first, *also] or ((named + more)[:1] if leads else [])
    draft.take(named + more, lead, [], issuer)
    return draft


def _names(cells: list[Text], calendar: Calendar, *, leads: bool) -> tuple[list[str], list[str]]:
    """Those that lead, and all: a whole column may lead, or a cell says 牵头单位：A 配合单位：B."""
    lead: list[str] = []
    units: list[str] = []
    for cell in cells:
        note = cell_note(cell.view, 0, len(cell.view), calendar)
        names = [cell.piece(a, b) for a, b in note.units]
        led = [cell.piece(a, b) for a, b in note.lead]
        units += names
        lead += led or (names if leads else [])
    return lead, units
