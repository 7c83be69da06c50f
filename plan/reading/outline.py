"""Build the tree of numbered parts from the paragraphs of a paper."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from plan.reading.characters import Paragraph
from plan.reading.numbering import NumberMark, mark_at, mark_without_gap, marks_inside
from plan.reading.unit_names import IS_UNIT
from plan.reading.verbs import begins_with_verb

# Kinds with a fixed rank: 一、 never stands inside 1., and a new 部分 closes everything. Other kinds nest in the order
# in which they first occur.
_FIXED_RANK = {"部分": 0, "标题": 1, "一": 2}
_MAX_DEPTH = 12  # Papers of strangers may nest without end; deeper parts are added to the twelfth level.


@dataclass(frozen=True, slots=True)
class TextRange:
    """The range view[start:end] of a paragraph."""

    paragraph: Paragraph
    start: int
    end: int

    @property
    def view(self) -> str:
        return self.paragraph.view[self.start : self.end]

    def piece(self, start: int, end: int) -> str:
        """Return the piece of the source for a range of this text's view."""
        return self.paragraph.piece(self.start + start, self.start + end)


@dataclass(slots=True)
class Node:
    """A numbered part: the text after its mark (`head`), its further paragraphs (`texts`), and the parts inside it.

    `titles.py` divides these later into `title` and `body`.
    """

    kind: str
    number: int
    label: str = ""
    head: TextRange | None = None
    texts: list[TextRange] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    title: TextRange | None = None
    body: list[TextRange] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """Yield this part and all parts inside it, in the order of the paper."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))


class _TreeBuilder:
    """Builds the tree; `stack` are the parts that are open, `last` is the last number of each kind of mark."""

    def __init__(self) -> None:
        self.root = Node("", 0)
        self.stack = [self.root]
        self.last: dict[str, int] = {}

    def accepts(self, mark: NumberMark | None) -> bool:
        """Whether the mark is one: a strict one must be number 1, or follow the last one with at most two left out."""
        if not mark or not mark.strict:
            return bool(mark)
        last = self.last.get(mark.kind, 0)
        return mark.number == 1 or (last > 0 and last < mark.number <= last + 3)

    def open(self, mark: NumberMark, text: TextRange, label: str) -> None:
        """Add a part to the tree, inside the innermost open part that can hold it."""
        kinds = [node.kind for node in self.stack]
        if mark.kind in kinds:
            del self.stack[kinds.index(mark.kind) :]
        elif mark.kind in _FIXED_RANK:
            while len(self.stack) > 1 and _FIXED_RANK.get(self.stack[-1].kind, 9) > _FIXED_RANK[mark.kind]:
                self.stack.pop()
        node = Node(mark.kind, mark.number, label, text)
        self.stack[-1].children.append(node)
        if len(self.stack) < _MAX_DEPTH:
            self.stack.append(node)
        self.last[mark.kind] = mark.number


def outline(paragraphs: list[Paragraph]) -> Node:
    """Return the root of the tree; its `texts` are the paragraphs before the first mark."""
    builder = _TreeBuilder()
    for i, p in enumerate(paragraphs):
        if "|" in p.view:  # Rows of a table are read by their columns, not by marks.
            builder.stack[-1].texts.append(TextRange(p, 0, len(p.view)))
            continue
        mark = mark_at(p.view)
        if not builder.accepts(mark):
            mark = mark_without_gap(p.view, builder.last.get("1", 0) + 1)
        following = paragraphs[i + 1].view if i + 1 < len(paragraphs) else ""
        if not mark and builder.last and _is_unnumbered_heading(p.view, following):
            mark = NumberMark("标题", 0, 0, 0)
        _add_paragraph(builder, p, mark)
    return builder.root


def _add_paragraph(builder: _TreeBuilder, p: Paragraph, mark: NumberMark | None) -> None:
    """Add a paragraph; a mark inside it begins a part of its own where it has the next number or number 1."""
    start = mark.end if mark else 0
    marks = [mark] if mark else []
    last = dict(builder.last) | ({mark.kind: mark.number} if mark else {})
    for inner in marks_inside(p.view, start):
        if inner.number == 1 or inner.number == last.get(inner.kind, 0) + 1:
            marks.append(inner)
            last[inner.kind] = inner.number
    first = marks[0].start if marks else len(p.view)
    if not mark and first > 0:
        builder.stack[-1].texts.append(TextRange(p, 0, first))
    for i, part_mark in enumerate(marks):
        end = marks[i + 1].start if i + 1 < len(marks) else len(p.view)
        builder.open(part_mark, TextRange(p, part_mark.end, end), p.piece(part_mark.start, part_mark.end))


def _is_unnumbered_heading(view: str, following: str) -> bool:
    """Whether a short line without a mark is a heading of parts that begin with number 1: a unit, or a topic."""
    if len(view) > 30 or view[-1] in "。；：，、" or "|" in view:
        return False
    mark = mark_at(following)
    return mark is not None and mark.number == 1 and (not begins_with_verb(view) or len(view) <= 20)


def is_unit(text: str) -> bool:
    """Whether a title is the name of a unit: 办公室 and 市教育局 are, 完善办事机构 is not."""
    return bool(IS_UNIT.fullmatch(text)) and not begins_with_verb(text)
