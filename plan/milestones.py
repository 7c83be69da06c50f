"""Milestones (里程碑): by when how much of a task is to be done, where time alone does not say it."""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from plan.refusal import Refusal

MOST = 8
LONGEST = 60


@dataclass(frozen=True, order=True)
class Milestone:
    """From the day after `day` on, `percent` is expected."""

    day: date
    percent: int
    words: str = ""


Milestones = tuple[Milestone, ...]


@lru_cache(maxsize=4096)
def load(dumped: str) -> Milestones:
    """Of what `dump` has made; nothing of an empty text."""
    return tuple(Milestone(date.fromisoformat(on), *rest) for on, *rest in json.loads(dumped or "[]"))


def dump(milestones: Milestones) -> str:
    return json.dumps(
        [[str(milestone.day), milestone.percent, milestone.words] for milestone in milestones], ensure_ascii=False
    )


def add(milestones: Milestones, new: Milestone, deadline: date | None) -> Milestones:
    """With the new one, instead of another of the same day. Raises Refusal where it can't be meant."""
    kept = [milestone for milestone in milestones if milestone.day != new.day]
    if deadline is not None and new.day >= deadline:
        raise Refusal("里程碑应早于任务时限。")
    if not 1 <= new.percent <= 99:
        raise Refusal("里程碑的进度请填1%到99%。")
    if len(new.words) > LONGEST:
        raise Refusal(f"里程碑的说明请控制在{LONGEST}字以内。")
    if len(kept) >= MOST:
        raise Refusal(f"一项任务最多设{MOST}个里程碑。")
    if any(
        milestone.percent == new.percent or (milestone.day < new.day) != (milestone.percent < new.percent)
        for milestone in kept
    ):
        raise Refusal("里程碑的进度应随日期递增，请核对。")
    return tuple(sorted([*kept, new]))


def expected(milestones: Milestones, today: date) -> int:
    """Percent: that of the last milestone that has passed."""
    return max((milestone.percent for milestone in milestones if milestone.day < today), default=0)
