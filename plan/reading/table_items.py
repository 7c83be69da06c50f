"""Make items with tasks from the rows of a table."""

from itertools import groupby

from plan.reading.document import Item, TimeHint
from plan.reading.lower_level import lower_level_acts
from plan.reading.outline import TextRange
from plan.reading.stated_targets import find_targets
from plan.reading.tables import TaskRow, task_rows
from plan.reading.task_builder import TaskBuilder
from plan.reading.time_hints import DateContext, find_time_hints
from plan.reading.unit_notes import cell_note


def table_items(table_lines: list[TextRange], dates: DateContext, issuer: str, first_leads: bool) -> list[Item]:
    """Return items with one task per row. Neighbouring rows of one group (领域, 重点工作) are an item.

    The text of a task is the task cell. `first_leads`: the document says that the first unit of a list leads.
    """
    rows = list(task_rows([line.paragraph for line in table_lines]))
    return [
        Item("", group, tuple(_task(row, dates, issuer, first_leads).build() for row in group_rows))
        for group, group_rows in groupby(rows, key=lambda row: row.group)
    ]


def _task(row: TaskRow, dates: DateContext, issuer: str, first_leads: bool) -> TaskBuilder:
    view = row.task.view
    task = TaskBuilder(row.task.piece(0, len(view)), local=lower_level_acts(view.strip()))
    for cell in [row.task, *row.targets]:
        task.targets += [target.quoted(cell.piece(a, b)) for a, b, target in find_targets(cell.view)]
    for cell in [row.task, *row.targets, *row.times]:
        hints = find_time_hints(cell.view, dates)
        task.hints += [TimeHint(cell.piece(hint.start, hint.end), hint.due, hint.impossible) for hint in hints]
    lead_column, lead_column_units = _cell_units(row.lead, dates, all_lead=True)
    marked_lead, other_units = _cell_units(row.units, dates, all_lead=False)
    units = lead_column_units + other_units
    lead = [*lead_column, *marked_lead] or (units[:1] if first_leads else [])
    task.add_note(units, lead, [], issuer)
    return task


def _cell_units(cells: list[TextRange], dates: DateContext, *, all_lead: bool) -> tuple[list[str], list[str]]:
    """Return the leading units of the cells, and all units.

    Where a cell names no lead (牵头单位：A 配合单位：B), all its units lead if `all_lead`, else none.
    """
    lead: list[str] = []
    units: list[str] = []
    for cell in cells:
        note = cell_note(cell.view, 0, len(cell.view), dates)
        cell_units = [cell.piece(a, b) for a, b in note.units]
        cell_lead = [cell.piece(a, b) for a, b in note.lead]
        units += cell_units
        lead += cell_lead or (cell_units if all_lead else [])
    return lead, units
