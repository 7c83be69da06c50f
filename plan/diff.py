"""What a new paper changes in the plan that is in force: nothing that was reported is lost by it."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from plan.paper import PaperTask

ALIKE = 0.6
"""Share of common text above which a task under the same number is the same task, reworded."""


@dataclass(frozen=True)
class Known:
    """A task that is remembered; `fields` are the same as those of the paper that could change."""

    id: int
    code: str
    fields: PaperTask


@dataclass(frozen=True)
class Diff:
    """`kept` holds every pair of old and new, `changed` those of them that differ. `given` are the assignments that
    units have got by it, once the paper is in force."""

    added: tuple[PaperTask, ...]
    kept: tuple[tuple[Known, PaperTask], ...]
    gone: tuple[Known, ...]
    given: tuple[int, ...] = ()

    @property
    def changed(self) -> tuple[tuple[Known, PaperTask], ...]:
        return tuple((old, new) for old, new in self.kept if old.fields != new)


def compare(old: Iterable[Known], new: Sequence[PaperTask]) -> Diff:
    """The same words are the same task even under another number; then the same number with words alike.

    Where the same words stand twice, the number tells them apart.
    """
    left = {known.id: known for known in old}
    pairs: dict[int, Known] = {}
    for same in (_number_and_words, _words, _number):
        waiting: dict[Hashable, list[Known]] = defaultdict(list)
        for known in left.values():
            waiting[same(known.fields)].append(known)
        for index, task in enumerate(new):
            queue = waiting[same(task)]
            if index not in pairs and queue and _alike(queue[0].fields, task):
                pairs[index] = left.pop(queue.pop(0).id)
    return Diff(
        added=tuple(task for index, task in enumerate(new) if index not in pairs),
        kept=tuple((pairs[index], new[index]) for index in sorted(pairs)),
        gone=tuple(left.values()),
    )


def _number_and_words(task: PaperTask) -> Hashable:
    return task.code, task.title, task.text


def _words(task: PaperTask) -> Hashable:
    return task.title, task.text


def _number(task: PaperTask) -> Hashable:
    return task.code


def _alike(old: PaperTask, new: PaperTask) -> bool:
    before, after = old.title + old.text, new.title + new.text
    return before == after or SequenceMatcher(None, before, after, autojunk=False).ratio() >= ALIKE
