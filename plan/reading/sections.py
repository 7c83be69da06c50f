"""The tree of numbered parts to sections, items and tasks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from plan.reading.brackets import spans
from plan.reading.drafts import Draft, Drafting
from plan.reading.excluded_sections import outside
from plan.reading.hints import Calendar, hints
from plan.reading.notes import bracket_note
from plan.reading.outline import Node, Text, is_unit
from plan.reading.table_items import table_items
from plan.reading.tables import is_row
from plan.reading.titles import clean
from plan.reading.values import Item, Section, TimeHint

_ITEM_KINDS = ("（一）", "1", "（1）", "1）", "①", "1.1", "·", "任务")


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of the whole paper."""

    calendar: Calendar
    issuer: str
    leads: bool


def sections(root: Node, setting: Setting) -> tuple[Section, ...]:
    """Level one is a section, level two an item, whatever stands deeper belongs to the item."""
    closing = _closing(root)
    made: list[Section] = []
    if tabled := _tabled(root, setting):
        made.append(Section("", "", tabled))
    loose = [n for n in root.children if n.kind in _ITEM_KINDS]
    if loose and len(loose) == len(root.children):
        items = tuple(i for n in loose for i in _items([n], setting))
        made.append(Section("", "", items))
    else:
        made += [s for n in root.children for s in _section(n, setting)]
    if closing:
        node = Node("", 0, body=closing)
        made += [Section("", "", tuple(i for i in _items([node], setting) if i.tasks))]
    return tuple(s for s in made if s.items)


def title_of(node: Node) -> str:
    """As the rules see it: without brackets, dates and the stop."""
    view = node.title.view if node.title else ""
    return re.sub(r"（.*?）", "", clean(view)).strip("\u3000 ")


def _section(node: Node, setting: Setting) -> Iterator[Section]:
    if outside(title_of(node)):
        return
    own = Node("", 0, body=node.body)
    parts = [own] if node.body else []
    items = _items([*parts, *node.children], setting, [node])
    yield Section(_label(node), _title(node), tuple(i for i in items if i.tasks or i.title) or (Item("", ""),))


def _label(node: Node) -> str:
    return re.sub(r"[、.．，：:\s]+$", "", node.label) if node.kind in ("一", "部分", "阶段") else node.label.strip()


def _title(node: Node) -> str:
    return clean(node.title.piece(0, node.title.end - node.title.start)) if node.title else ""


def _items(nodes: list[Node], setting: Setting, over: list[Node] | None = None) -> list[Item]:
    made: list[Item] = []
    heads = [_Heading.of(n, setting) for n in over or []]
    calendar = next((h.calendar for h in heads), setting.calendar)
    earlier: list[Draft] = []
    drafts: list[tuple[Node, list[Draft]]] = []
    for node in nodes:
        drafting = Drafting(calendar, setting.issuer, setting.leads)
        _draft(node, drafting, setting)
        for task in earlier if drafting.above else []:
            task.take([], [], drafting.above, setting.issuer)
        drafts.append((node, drafting.tasks))
        earlier += drafting.tasks
    for head in heads:
        head.give([t for _, tasks in drafts for t in tasks], setting.issuer)
    for node, tasks in drafts:
        tabled = table_items(
            [t for n in node.walk() for t in n.body if is_row(t.paragraph.view)],
            setting.calendar,
            setting.issuer,
            setting.leads,
        )
        made.append(Item(node.label.strip(), _title(node), tuple(t.done() for t in tasks)))
        made += tabled
    return made


@dataclass(slots=True)
class _Heading:
    """What a heading says for all tasks below it: dates, who does it, the year."""

    times: list[TimeHint]
    units: list[str]
    lead: list[str]
    calendar: Calendar

    @classmethod
    def of(cls, node: Node, setting: Setting) -> "_Heading":
        title = node.title
        if not title:
            return cls([], [], [], setting.calendar)
        view = title.view
        found = hints(view, setting.calendar, heading=True)
        times = [TimeHint(title.piece(h.start, h.end), h.due) for h in found]
        years = [h.year for h in found if h.year]
        calendar = replace(setting.calendar, year=years[0]) if years else setting.calendar
        notes = [n for a, b in spans(view) if view[a] == "（" and (n := bracket_note(view, a + 1, b - 1, calendar))]
        units = [title.piece(a, b) for n in notes for a, b in n.units]
        lead = [title.piece(a, b) for n in notes for a, b in n.lead]
        if is_unit(clean(view)):
            units = [clean(title.piece(0, len(view)))]
        if units and not lead and setting.leads:
            lead = units[:1]
        return cls(times, units, lead, calendar)

    def give(self, tasks: list[Draft], issuer: str) -> None:
        for task in tasks:
            task.take([] if task.noted else self.units, self.lead, self.times, issuer)


def _draft(node: Node, drafting: Drafting, setting: Setting) -> None:
    """Depth is bounded by the outline, so this may recur."""
    if outside(title_of(node)):
        return
    pending: list[tuple[_Heading, int, int]] = []
    _collect(node, drafting, setting, pending)
    drafting.settle()
    for head, first, last in pending:
        head.give(drafting.tasks[first:last], setting.issuer)


def _collect(node: Node, drafting: Drafting, setting: Setting, pending: list[tuple[_Heading, int, int]]) -> None:
    head = _Heading.of(node, setting)
    before, calendar = len(drafting.tasks), drafting.calendar
    drafting.calendar = replace(calendar, year=head.calendar.year) if head.calendar != setting.calendar else calendar
    for text in node.body:
        if not is_row(text.paragraph.view):
            drafting.read(text)
    for child in node.children:
        if not outside(title_of(child)):
            _collect(child, drafting, setting, pending)
    drafting.calendar = calendar
    pending.append((head, before, len(drafting.tasks)))


def _tabled(root: Node, setting: Setting) -> tuple[Item, ...]:
    lines = [t for t in root.texts if is_row(t.paragraph.view)]
    return tuple(table_items(lines, setting.calendar, setting.issuer, setting.leads))


def _closing(root: Node) -> list[Text]:
    """Paragraphs behind the last item that are not its own: where all its neighbours have just one paragraph."""
    node = root
    while node.children:
        node = node.children[-1]
    if node is root or any(is_row(t.paragraph.view) for t in node.texts):
        return []
    peers = [n for n in root.walk() if n.kind == node.kind and n is not node and not n.children]
    own = len(node.body) - len(node.texts)
    if len(peers) < 2 or any(len(n.body) > 1 for n in peers) or len(node.body) <= 1:
        return []
    kept = max(own, 1)
    closing = node.body[kept:]
    del node.body[kept:]
    return closing
