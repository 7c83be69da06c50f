"""Make sections, items and tasks from the tree of numbered parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from plan.reading.brackets import spans
from plan.reading.document import Item, Section, TimeHint
from plan.reading.excluded_sections import is_excluded
from plan.reading.item_reader import ItemReader
from plan.reading.outline import Node, TextRange, is_unit
from plan.reading.table_items import table_items
from plan.reading.tables import is_row
from plan.reading.task_builder import TaskBuilder
from plan.reading.time_hints import DateContext, find_time_hints
from plan.reading.titles import strip_end
from plan.reading.unit_notes import bracket_note

_ITEM_KINDS = ("（一）", "1", "（1）", "1）", "①", "1.1", "·", "任务")


@dataclass(frozen=True, slots=True)
class PaperContext:
    """What applies to the whole paper; `first_leads`: the first unit of a list leads."""

    dates: DateContext
    issuer: str
    first_leads: bool


def sections(root: Node, context: PaperContext) -> tuple[Section, ...]:
    """Return the parts of the first level as sections; those of the second are items, which hold all deeper ones."""
    closing = _cut_closing(root)
    result: list[Section] = []
    if items := _table_items(root.texts, context):
        result.append(Section("", "", tuple(items)))
    if root.children and all(node.kind in _ITEM_KINDS for node in root.children):
        result.append(Section("", "", tuple(item for node in root.children for item in _items([node], context))))
    else:
        result += [section for node in root.children for section in _section(node, context)]
    if closing:
        node = Node("", 0, body=closing)
        result.append(Section("", "", tuple(item for item in _items([node], context) if item.tasks)))
    return tuple(section for section in result if section.items)


def title_of(node: Node) -> str:
    """Return the title for comparison with rules: without brackets and the stop."""
    view = node.title.view if node.title else ""
    return re.sub(r"（.*?）", "", strip_end(view)).strip("\u3000 ")


def _section(node: Node, context: PaperContext) -> Iterator[Section]:
    """Yield the section, or nothing where its heading excludes tasks."""
    if is_excluded(title_of(node)):
        return
    own_text = [Node("", 0, body=node.body)] if node.body else []
    items = _items([*own_text, *node.children], context, section=node)
    listed = tuple(item for item in items if item.tasks or item.title)
    yield Section(_label(node), _title(node), listed or (Item("", ""),))


def _label(node: Node) -> str:
    return re.sub(r"[、.．，：:\s]+$", "", node.label) if node.kind in ("一", "部分", "阶段") else node.label.strip()


def _title(node: Node) -> str:
    return strip_end(node.title.piece(0, node.title.end - node.title.start)) if node.title else ""


def _items(nodes: list[Node], context: PaperContext, section: Node | None = None) -> list[Item]:
    """Return one item for each node, and after it the items of its tables.

    What the heading of the section says applies to all tasks.
    """
    heading = _Heading.of(section, context) if section else None
    dates = heading.dates if heading else context.dates
    tasks_so_far: list[TaskBuilder] = []
    tasks_by_node: list[tuple[Node, list[TaskBuilder]]] = []
    for node in nodes:
        reader = ItemReader(dates, context.issuer, context.first_leads)
        _read_item(node, reader, context)
        for task in tasks_so_far if reader.hints_for_previous else []:
            task.add_note([], [], reader.hints_for_previous, context.issuer)
        tasks_by_node.append((node, reader.tasks))
        tasks_so_far += reader.tasks
    if heading:
        heading.apply(tasks_so_far, context.issuer)
    items: list[Item] = []
    for node, tasks in tasks_by_node:
        items.append(Item(node.label.strip(), _title(node), tuple(task.build() for task in tasks)))
        items += _table_items([text for part in node.walk() for text in part.body], context)
    return items


def _table_items(texts: list[TextRange], context: PaperContext) -> list[Item]:
    """Return the items of the table rows among these texts."""
    rows = [text for text in texts if is_row(text.paragraph.view)]
    return table_items(rows, context.dates, context.issuer, context.first_leads)


@dataclass(slots=True)
class _Heading:
    """What a heading says for all tasks below it: times, units, and the year of dates that name none."""

    hints: list[TimeHint]
    units: list[str]
    lead: list[str]
    dates: DateContext

    @classmethod
    def of(cls, node: Node, context: PaperContext) -> "_Heading":
        title = node.title
        if not title:
            return cls([], [], [], context.dates)
        view = title.view
        hint_ranges = find_time_hints(view, context.dates, heading=True)
        hints = [TimeHint(title.piece(hint.start, hint.end), hint.due, hint.impossible) for hint in hint_ranges]
        years = [hint.year for hint in hint_ranges if hint.year]
        dates = replace(context.dates, year=years[0]) if years else context.dates
        brackets = [(start + 1, end - 1) for start, end in spans(view) if view[start] == "（"]
        notes = [note for start, end in brackets if (note := bracket_note(view, start, end, dates))]
        units = [title.piece(a, b) for note in notes for a, b in note.units]
        lead = [title.piece(a, b) for note in notes for a, b in note.lead]
        if is_unit(strip_end(view)):
            units = [strip_end(title.piece(0, len(view)))]
        if units and not lead and context.first_leads:
            lead = units[:1]
        return cls(hints, units, lead, dates)

    def apply(self, tasks: list[TaskBuilder], issuer: str) -> None:
        """Add this to the tasks; a task whose own note names units keeps them."""
        for task in tasks:
            task.add_note([] if task.has_note else self.units, self.lead, self.hints, issuer)


_HeadingRange = tuple[_Heading, int, int]
"""A heading, and the range of the tasks below it in the reader's list."""


def _read_item(node: Node, reader: ItemReader, context: PaperContext) -> None:
    """Read all texts of an item. Notes of the texts are applied before what the headings say."""
    if is_excluded(title_of(node)):
        return
    headings: list[_HeadingRange] = []
    _read_node(node, reader, context, headings)
    reader.apply_notes()
    for heading, first, last in headings:
        heading.apply(reader.tasks[first:last], context.issuer)


def _read_node(node: Node, reader: ItemReader, context: PaperContext, headings: list[_HeadingRange]) -> None:
    """Read a part and the parts inside it. The outline limits the depth, so that recursion is safe."""
    heading = _Heading.of(node, context)
    first, outer_dates = len(reader.tasks), reader.dates
    if heading.dates != context.dates:
        reader.dates = replace(outer_dates, year=heading.dates.year)
    for text in node.body:
        if not is_row(text.paragraph.view):
            reader.read(text)
    for child in node.children:
        if not is_excluded(title_of(child)):
            _read_node(child, reader, context, headings)
    reader.dates = outer_dates
    headings.append((heading, first, len(reader.tasks)))


def _cut_closing(root: Node) -> list[TextRange]:
    """Remove closing paragraphs of the whole paper from the body of the last part, and return them.

    Paragraphs after the first are closing ones where no other part of the same kind has more than one paragraph.
    """
    node = root
    while node.children:
        node = node.children[-1]
    if node is root or any(is_row(text.paragraph.view) for text in node.texts):
        return []
    peers = [peer for peer in root.walk() if peer.kind == node.kind and peer is not node and not peer.children]
    if len(peers) < 2 or any(len(peer.body) > 1 for peer in peers) or len(node.body) <= 1:
        return []
    own_count = max(len(node.body) - len(node.texts), 1)
    closing = node.body[own_count:]
    del node.body[own_count:]
    return closing
