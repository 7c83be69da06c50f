"""What a report says of the progress: a status and a percent, as stated, or the one computed from the other."""

from dataclasses import dataclass

from plan.light import Thresholds
from plan.refusal import Refusal
from plan.values import Status

ALMOST = 99
"""The most that is computed without anybody having said that the work is done."""


@dataclass(frozen=True)
class Progress:
    """`percent` is from 0 to 100; `stated` is whether somebody has stated it, in this report or in an earlier one."""

    percent: int
    stated: bool
    status: Status | None = None


def reported(
    status: Status | None, percent: int | None, share: int | None, *, last: Progress, pace: int, limits: Thresholds
) -> Progress:
    """Return the progress after a report. Raises Refusal if status and percent contradict each other.

    Without a percent, `done` is 100, `on pace` is at least the `pace` of the day, up to 99, and any other status keeps
    the `last` percent. Without both, the percent is `share`, that of the target which a value has reached. Without a
    status, it follows from the percent: on pace or behind.
    """
    if status is Status.DONE and percent not in (None, 100):
        raise Refusal(f"“已完成”对应100%，您填的是{percent}%。请选“按序时”或“滞后”，或改为100%。")
    if percent is not None:
        return Progress(percent, stated=True, status=status or _class_of(percent, pace, limits))
    if status is Status.DONE:
        return Progress(100, stated=True, status=status)
    if status is Status.ON_PACE:
        return Progress(max(last.percent, min(pace, ALMOST)), stated=False, status=status)
    if status is not None:
        return Progress(last.percent, last.stated, status)
    if share is None:
        raise ValueError("a report has a status, a percent or a share of the target")
    reached = min(share, ALMOST)
    return Progress(reached, stated=False, status=_class_of(reached, pace, limits))


def _class_of(percent: int, pace: int, limits: Thresholds) -> Status:
    if percent == 100:
        return Status.DONE
    return Status.ON_PACE if pace - percent < limits.yellow_points else Status.BEHIND
