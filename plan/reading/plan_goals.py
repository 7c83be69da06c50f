"""Find the goals of the whole plan: in 总体要求, in 工作目标, and in the text before the first numbered part."""

import re

from plan.reading.document import TaskText, TimeHint
from plan.reading.excluded_sections import holds_goals, is_excluded
from plan.reading.outline import Node, TextRange
from plan.reading.sections import title_of
from plan.reading.sentences import Sentence, sentences
from plan.reading.stated_targets import find_targets
from plan.reading.time_hints import DateContext, find_time_hints
from plan.reading.verbs import has_predicate

_HISTORY = re.compile(r"近年来|去年|已经?[^，]{0,4}(?:达|完成|实现|建)|了\d")


def plan_goals(root: Node, dates: DateContext) -> tuple[TaskText, ...]:
    """Return the goals in order: whole sentences under 工作目标, elsewhere only the clauses that hold targets."""
    goals: list[TaskText] = []
    for text in root.texts:
        goals += _goals(text, dates, whole_sentences=bool(re.match(r"(?:工作|主要|总体)?目标：", text.view)))
    for node in root.walk():
        if node.title and is_excluded(title_of(node)):
            parts = [part for part in node.walk() if part is node or not (part.title and is_excluded(title_of(part)))]
            for part in parts:
                for text in part.body:
                    goals += _goals(text, dates, whole_sentences=holds_goals(title_of(node)))
    return tuple(goals)


def _goals(text: TextRange, dates: DateContext, *, whole_sentences: bool) -> list[TaskText]:
    view = text.view
    if "|" in view:
        return []
    goals = []
    for sentence in sentences(view, 0, len(view)):
        start, end = _goal_range(view, sentence, whole_sentences)
        if start == end:
            continue
        goal = view[start:end]
        targets = [target.quoted(text.piece(start + a, start + b)) for a, b, target in find_targets(goal)]
        hints = [
            TimeHint(text.piece(start + hint.start, start + hint.end), hint.due, hint.impossible)
            for hint in find_time_hints(goal, dates)
        ]
        goals.append(TaskText(text.piece(start, end), tuple(targets), tuple(hints)))
    return goals


def _goal_range(view: str, sentence: Sentence, whole_sentence: bool) -> tuple[int, int]:
    """Return the range of the goal in a sentence, an empty one where it states none."""
    words = view[sentence.start : sentence.end]
    targets = find_targets(words)
    states_goal = targets or (whole_sentence and has_predicate(words) and not words.endswith("："))
    if _HISTORY.search(words) or not states_goal:
        return sentence.start, sentence.start
    if whole_sentence:
        return sentence.start, sentence.end
    # From the beginning of the clause with the first target to the end of the last target.
    clause_start = view.rfind("，", sentence.start, sentence.start + targets[0][0]) + 1
    return max(sentence.start, clause_start), sentence.start + max(end for _, end, _ in targets)
