"""Precision and recall of the reader on a paper, against the tasks that a careful person found in it."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
SAME_TASK = 0.85
"""The lowest similarity, from 0 to 1, of two texts that count as the same task."""


@dataclass(frozen=True)
class Score:
    """Numbers of facts: matched (`right`), found by the reader (`read`), and expected (`wanted`).

    Precision and recall are 1 if there is nothing to divide by.
    """

    right: int
    read: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def least(self) -> float:
        return min(self.precision, self.recall)


@dataclass(frozen=True)
class Metric:
    """What a metric compares of each task, and when two values are equal."""

    facts: Callable[[Json], Sequence[Any]]
    same: Callable[[Any, Any], bool]


def score(gold: Json, read: Json) -> dict[str, Score]:
    """Return the score of each metric. A task marked borderline in `gold` counts neither as missed nor as wrong."""
    wanted, found = list(_tasks(gold)), list(_tasks(read))
    pairs = _pairs(wanted, found)
    certain = [n for n, task in enumerate(wanted) if not task.get("borderline")]
    counted = set(range(len(found))) - {pairs[n] for n in pairs if n not in certain}
    matched_pairs = [(wanted[n], found[pairs[n]]) for n in certain if n in pairs]
    scores = {"tasks": Score(len(matched_pairs), len(counted), len(certain))}
    for name, metric in METRICS.items():
        scores[name] = Score(
            sum(
                _right(metric.facts(wanted_task), metric.facts(read_task), metric.same)
                for wanted_task, read_task in matched_pairs
            ),
            sum(len(metric.facts(found[n])) for n in counted),
            sum(len(metric.facts(wanted[n])) for n in certain),
        )
    local = [(bool(wanted_task.get("local")), bool(read_task.get("local"))) for wanted_task, read_task in matched_pairs]
    right = local.count((True, True))
    scores["local"] = Score(right, right + local.count((False, True)), right + local.count((True, False)))
    return scores


def _tasks(paper: Json) -> Iterator[Json]:
    for section in paper["sections"]:
        for item in section["items"]:
            yield from item["tasks"]


def _pairs(wanted: Sequence[Json], read_tasks: Sequence[Json]) -> dict[int, int]:
    """Return, for each wanted task, the index of the task read for it; the most similar are paired first."""
    candidates = [
        (_likeness(_plain(wanted_task["text"]), _plain(read_task["text"])), wanted_index, read_index)
        for wanted_index, wanted_task in enumerate(wanted)
        for read_index, read_task in enumerate(read_tasks)
    ]
    pairs: dict[int, int] = {}
    for likeness, wanted_index, read_index in sorted(candidates, reverse=True):
        if likeness >= SAME_TASK and wanted_index not in pairs and read_index not in pairs.values():
            pairs[wanted_index] = read_index
    return pairs


def _likeness(first: str, second: str) -> float:
    if first == second:
        return 1.0
    if min(len(first), len(second)) < 0.6 * max(len(first), len(second)):
        return 0.0  # saves comparing them
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()


def _plain(text: str | None) -> str:
    """Return the text without blanks and final punctuation, in normal width."""
    return re.sub(r"[。；;.，,、:：]+$", "", "".join(unicodedata.normalize("NFKC", text or "").split()))


def _right(wanted: Sequence[Any], read: Sequence[Any], same: Callable[[Any, Any], bool]) -> int:
    """Return how many of the wanted facts were read, each counted once."""
    left = list(read)
    for fact in wanted:
        match = next((n for n, read_fact in enumerate(left) if same(fact, read_fact)), None)
        if match is not None:
            del left[match]
    return len(read) - len(left)


def _same_text(first: str, second: str) -> bool:
    return _plain(first) == _plain(second)


def _overlap(one: Json, other: Json) -> bool:
    """Return whether one wording contains the other, since people differ on where a phrase ends."""
    first_text, second_text = _plain(one["text"]), _plain(other["text"])
    return first_text in second_text or second_text in first_text


def _same_target(first: Json, second: Json) -> bool:
    return first["value"] == second["value"] and (first["value"] is not None or _overlap(first, second))


METRICS = {
    "targets": Metric(lambda task: task["targets"], _same_target),
    "target_op": Metric(lambda task: task["targets"], lambda a, b: (a["value"], a["op"]) == (b["value"], b["op"])),
    "time_due": Metric(
        lambda task: [hint for hint in task["time_hints"] if hint["due"]], lambda a, b: bool(a["due"] == b["due"])
    ),
    "time_text": Metric(lambda task: task["time_hints"], _overlap),
    "units": Metric(lambda task: task["units"], _same_text),
    "lead": Metric(lambda task: task["lead"], _same_text),
}
