"""Goals of the whole plan: what 总体要求, 工作目标 and the words before the first part promise."""

import re

from plan.reading.excluded_sections import goals, outside
from plan.reading.hints import Calendar, hints
from plan.reading.outline import Node, Text
from plan.reading.sections import title_of
from plan.reading.sentences import sentences
from plan.reading.targets import targets
from plan.reading.values import Target, TaskText, TimeHint
from plan.reading.verbs import has_predicate

_HISTORY = re.compile(r"近年来|去年|已经?[^，]{0,4}(?:达|完成|实现|建)|了\d")


def overall(root: Node, calendar: Calendar) -> tuple[TaskText, ...]:
    """Whole sentences under 工作目标; elsewhere only the clauses that name something to reach."""
    found: list[TaskText] = []
    for text in root.texts:
        found += _goals(text, calendar, whole=bool(re.match(r"(?:工作|主要|总体)?目标：", text.view)))
    for node in root.walk():
        if node.title and outside(title_of(node)):
            within = [n for n in node.walk() if n is node or not (n.title and outside(title_of(n)))]
            for part in within:
                for text in part.body:
                    found += _goals(text, calendar, whole=goals(title_of(node)))
    return tuple(found)


def _goals(text: Text, calendar: Calendar, *, whole: bool) -> list[TaskText]:
    made = []
    view = text.view
    if "|" in view:
        return []
    for s in sentences(view, 0, len(view)):
        said = view[s.start : s.end]
        reached = targets(said)
        if _HISTORY.search(said) or not (reached or (whole and has_predicate(said) and not said.endswith("："))):
            continue
        first, last = (
            (s.start, s.end) if whole else (_clause(view, s.start, reached[0][0]), s.start + max(r[1] for r in reached))
        )
        said = view[first:last]
        named = tuple(Target(text.piece(first + a, first + b), t.value, t.op, t.unit) for a, b, t in targets(said))
        times = tuple(TimeHint(text.piece(first + h.start, first + h.end), h.due) for h in hints(said, calendar))
        made.append(TaskText(text.piece(first, last), named, times))
    return made


def _clause(view: str, start: int, offset: int) -> int:
    """Where the clause begins that names the first thing to reach."""
    return max(start, view.rfind("，", start, start + offset) + 1)
