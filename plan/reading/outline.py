"""Paragraphs to a tree of numbered parts."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from plan.reading.characters import Paragraph
from plan.reading.marks import Mark, inline, mark, running_on
from plan.reading.units import IS_UNIT
from plan.reading.verbs import opens

# 一、 never stands inside 1.; a new 部分 closes everything. Other kinds nest in the order in which they come.
_MAJOR = {"部分": 0, "标题": 1, "一": 2}


@dataclass(frozen=True, slots=True)
class Text:
    """A stretch of one paragraph's view."""

    paragraph: Paragraph
    start: int
    end: int

    @property
    def view(self) -> str:
        return self.paragraph.view[self.start : self.end]

    def piece(self, start: int, end: int) -> str:
        """Of the source, for a range of `view`."""
        return self.paragraph.piece(self.start + start, self.start + end)


@dataclass(slots=True)
class Node:
    """A numbered part: what stands behind its mark (`head`), further paragraphs (`texts`), parts inside it."""

    kind: str
    number: int
    label: str = ""
    head: Text | None = None
    texts: list[Text] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    title: Text | None = None  # told apart from the text later, see titles.py
    body: list[Text] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """This part and all inside it, in the order of the paper; without recursion, for papers may be hostile."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


class _Builder:
    def __init__(self) -> None:
        self.root = Node("", 0)
        self.stack = [self.root]
        self.last: dict[str, int] = {}

    def accepts(self, found: Mark | None) -> bool:
        """Whether a number is one: it begins, follows its kind's last one, or skips a few."""
        if not found or not found.strict:
            return bool(found)
        last = self.last.get(found.kind, 0)
        return found.number == 1 or (last > 0 and last < found.number <= last + 3)

    def due(self, found: Mark) -> bool:
        """Marks inside a paragraph must be the very next, or begin a row."""
        return found.number == 1 or found.number == self.last.get(found.kind, 0) + 1

    def open(self, found: Mark, text: Text, label: str) -> None:
        kinds = [n.kind for n in self.stack]
        if found.kind in kinds:
            del self.stack[kinds.index(found.kind) :]
        elif found.kind in _MAJOR:
            while len(self.stack) > 1 and _MAJOR.get(self.stack[-1].kind, 9) > _MAJOR[found.kind]:
                self.stack.pop()
        node = Node(found.kind, found.number, label, text)
        self.stack[-1].children.append(node)
        if len(self.stack) < 12:
            self.stack.append(node)
        self.last[found.kind] = found.number


def outline(paragraphs: list[Paragraph]) -> Node:
    """The root holds what stands before the first mark."""
    builder = _Builder()
    for i, p in enumerate(paragraphs):
        if "|" in p.view:  # rows of a table are read by their columns
            builder.stack[-1].texts.append(Text(p, 0, len(p.view)))
            continue
        found = mark(p.view)
        if not builder.accepts(found):
            found = running_on(p.view, builder.last.get("1", 0) + 1)
        following = paragraphs[i + 1].view if i + 1 < len(paragraphs) else ""
        if not found and builder.last and _heads(p.view, following):
            found = Mark("标题", 0, 0, 0)
        _place(builder, p, found)
    return builder.root


def _place(builder: _Builder, p: Paragraph, found: Mark | None) -> None:
    start = found.end if found else 0
    cuts = [(found, start)] if found else []
    seen = dict(builder.last) | ({found.kind: found.number} if found else {})
    for m in inline(p.view, start):
        if m.number == 1 or m.number == seen.get(m.kind, 0) + 1:
            cuts.append((m, m.end))
            seen[m.kind] = m.number
    first = cuts[0][0].start if cuts else len(p.view)
    if not found and first > 0:
        builder.stack[-1].texts.append(Text(p, 0, first))
    for i, (m, begin) in enumerate(cuts):
        end = cuts[i + 1][0].start if i + 1 < len(cuts) else len(p.view)
        builder.open(m, Text(p, begin, end), p.piece(m.start, m.end))


def _heads(view: str, following: str) -> bool:
    """A short line without a mark that stands over a new row 1., 2. …: a unit's name, or a topic."""
    if len(view) > 30 or view[-1] in "。；：，、" or "|" in view:
        return False
    first = mark(following)
    return bool(first) and first is not None and first.number == 1 and (not opens(view) or len(view) <= 20)


def is_unit(text: str) -> bool:
    """Whether a title is the name of a unit: 办公室, 市教育局, and not 完善办事机构."""
    return bool(IS_UNIT.fullmatch(text)) and not opens(text)
