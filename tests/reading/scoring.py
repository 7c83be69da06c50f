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
    """`right` counts the matches among what was `read` and what was `wanted`. A share of nothing is 1."""

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
    both = [(wanted[n], found[pairs[n]]) for n in certain if n in pairs]
    scores = {"tasks": Score(len(both), len(counted), len(certain))}
    for name, metric in METRICS.items():
        scores[name] = Score(
            sum(_right(metric.facts(one), metric.facts(other), metric.same) for one, other in both),
            sum(len(metric.facts(found[n])) for n in counted),
            sum(len(metric.facts(wanted[n])) for n in certain),
        )
    local = [(bool(one.get("local")), bool(other.get("local"))) for one, other in both]
    right = local.count((True, True))
    scores["local"] = Score(right, right + local.count((False, True)), right + local.count((True, False)))
    return scores


def _tasks(paper: Json) -> Iterator[Json]:
    for section in paper["sections"]:
        for item in section["items"]:
            yield from item["tasks"]


def _pairs(wanted: Sequence[Json], sequence: Sequence[Json]) -> dict[int, int]:
    """Return, for each wanted task, the index of the task read for it; the most similar are paired first."""
    alike = [
        (_likeness(_plain(one["text"]), _plain(other["text"])), n, m)
        for n, one in enumerate(wanted)
        for m, other in enumerate(sequence)
    ]
    pairs: dict[int, int] = {}
    for likeness, n, m in sorted(alike, reverse=True):
        if likeness >= SAME_TASK and n not in pairs and m not in pairs.values():
            pairs[n] = m
    return pairs


def _likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if min(len(one), len(other)) < 0.6 * max(len(one), len(other)):
        return 0.0  # saves comparing them
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def _plain(text: str | None) -> str:
    """Return the text without blanks and final punctuation, in normal width."""
    return re.sub(r"[。；;.，,、:：]+$", "", "".join(unicodedata.normalize("NFKC", text or "").split()))


def _right(wanted: Sequence[Any], read: Sequence[Any], same: Callable[[Any, Any], bool]) -> int:
    """Return how many of the wanted facts were read, each counted once."""
    left = list(read)
    for one in wanted:
        match = next((n for n, other in enumerate(left) if same(one, other)), None)
        if match is not None:
            del left[match]
    return len(read) - len(left)


def _same_text(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _overlap(one: Json, other: Json) -> bool:
    """Return whether one wording contains the other, since people differ on where a phrase ends."""
    first, second = _plain(one["text"]), _plain(other["text"])
    return first in second or second in first


def _same_target(one: Json, other: Json) -> bool:
    return one["value"] == other["value"] and (one["value"] is not None or _overlap(one, other))


METRICS = {
    "targets": Metric(lambda task: task["targets"], _same_target),
    "target_op": Metric(lambda task: task["targets"], lambda a, b: (a["value"], a["op"]) == (b["value"], b["op"])),
    "time_due": Metric(
        lambda task: [one for one in task["time_hints"] if one["due"]], lambda a, b: bool(a["due"] == b["due"])
    ),
    "time_text": Metric(lambda task: task["time_hints"], _overlap),
    "units": Metric(lambda task: task["units"], _same_text),
    "lead": Metric(lambda task: task["lead"], _same_text),
}
