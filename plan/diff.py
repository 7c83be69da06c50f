"""Compare a new paper with the plan in force, so that tasks keep their reports when the plan is replaced."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from plan.paper import PaperTask

ALIKE = 0.6
"""The share of common text, from 0 to 1, above which a task under the same number is the same task, reworded."""


@dataclass(frozen=True)
class KnownTask:
    """A task in the database, with the fields that a paper can change."""

    id: int
    code: str
    fields: PaperTask


@dataclass(frozen=True)
class Diff:
    """What a new paper adds, keeps and removes; `kept` are pairs of old and new tasks.

    `given` are the ids of new assignments; it is empty until the paper is in force.
    """

    added: tuple[PaperTask, ...]
    kept: tuple[tuple[KnownTask, PaperTask], ...]
    gone: tuple[KnownTask, ...]
    given: tuple[int, ...] = ()

    @property
    def changed(self) -> tuple[tuple[KnownTask, PaperTask], ...]:
        """Return the pairs of `kept` that differ."""
        return tuple((old, new) for old, new in self.kept if old.fields != new)


def compare(old: Iterable[KnownTask], new: Sequence[PaperTask]) -> Diff:
    """Pair the tasks of the plan in force with those of a new paper.

    Tasks with the same words are the same, even under another number. Of the others those with the same number and
    similar words are. Where the same words occur twice, the number decides.
    """
    unpaired = {known.id: known for known in old}
    pairs: dict[int, KnownTask] = {}
    for key in (_number_and_words, _words, _number):
        candidates: dict[Hashable, list[KnownTask]] = defaultdict(list)
        for known in unpaired.values():
            candidates[key(known.fields)].append(known)
        for index, task in enumerate(new):
            queue = candidates[key(task)]
            if index not in pairs and queue and _alike(queue[0].fields, task):
                pairs[index] = unpaired.pop(queue.pop(0).id)
    return Diff(
        added=tuple(task for index, task in enumerate(new) if index not in pairs),
        kept=tuple((pairs[index], new[index]) for index in sorted(pairs)),
        gone=tuple(unpaired.values()),
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
