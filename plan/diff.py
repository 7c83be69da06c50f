"""What a new paper changes in the plan that is in force: nothing that was reported is lost by it."""

from collections.abc import Iterable, Sequence
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
    """`kept` holds every pair of old and new, `changed` those of them that differ."""

    added: tuple[PaperTask, ...]
    kept: tuple[tuple[Known, PaperTask], ...]
    gone: tuple[Known, ...]

    @property
    def changed(self) -> tuple[tuple[Known, PaperTask], ...]:
        return tuple((old, new) for old, new in self.kept if old.fields != new)


def compare(old: Iterable[Known], new: Sequence[PaperTask]) -> Diff:
    """The same words are the same task even under another number; then the same number with words alike."""
    left = {known.id: known for known in old}
    pairs: dict[int, Known] = {}
    by_words = {(known.fields.title, known.fields.text): known for known in left.values()}
    for index, task in enumerate(new):
        known = by_words.get((task.title, task.text))
        if known and known.id in left:
            pairs[index] = left.pop(known.id)
    by_code = {known.code: known for known in left.values()}
    for index, task in enumerate(new):
        known = by_code.get(task.code)
        if index not in pairs and known and _alike(known.fields, task):
            pairs[index] = left.pop(known.id)
    return Diff(
        added=tuple(task for index, task in enumerate(new) if index not in pairs),
        kept=tuple((pairs[index], new[index]) for index in sorted(pairs)),
        gone=tuple(left.values()),
    )


def _alike(old: PaperTask, new: PaperTask) -> bool:
    return SequenceMatcher(None, old.title + old.text, new.title + new.text, autojunk=False).ratio() >= ALIKE
