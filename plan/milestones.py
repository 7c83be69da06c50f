"""Milestones (里程碑): the progress that is expected at certain days, instead of progress in proportion to time."""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from plan.refusal import Refusal

MOST = 8
LONGEST = 60


@dataclass(frozen=True, order=True)
class Milestone:
    """The progress in percent that is expected by the end of `day`."""

    day: date
    percent: int
    words: str = ""


Milestones = tuple[Milestone, ...]


@lru_cache(maxsize=4096)
def load(dumped: str) -> Milestones:
    """Parse the text that `dump` returned; an empty text has no milestones."""
    return tuple(Milestone(date.fromisoformat(on), *rest) for on, *rest in json.loads(dumped or "[]"))


def dump(milestones: Milestones) -> str:
    """Return the milestones as text for the database."""
    return json.dumps(
        [[str(milestone.day), milestone.percent, milestone.words] for milestone in milestones], ensure_ascii=False
    )


def add(milestones: Milestones, new: Milestone, deadline: date | None) -> Milestones:
    """Return the milestones with a new one, which replaces one of the same day.

    Raise Refusal where it is not before the deadline, or where the progress would not increase with the days.
    """
    others = [milestone for milestone in milestones if milestone.day != new.day]
    if deadline is not None and new.day >= deadline:
        raise Refusal("里程碑应早于任务时限。")
    if not 1 <= new.percent <= 99:
        raise Refusal("里程碑的进度请填1%到99%。")
    if len(new.words) > LONGEST:
        raise Refusal(f"里程碑的说明请控制在{LONGEST}字以内。")
    if len(others) >= MOST:
        raise Refusal(f"一项任务最多设{MOST}个里程碑。")
    if any(
        milestone.percent == new.percent or (milestone.day < new.day) != (milestone.percent < new.percent)
        for milestone in others
    ):
        raise Refusal("里程碑的进度应随日期递增，请核对。")
    return tuple(sorted([*others, new]))


def expected(milestones: Milestones, today: date) -> int:
    """Return the expected progress in percent: that of the last milestone before today."""
    return max((milestone.percent for milestone in milestones if milestone.day < today), default=0)
