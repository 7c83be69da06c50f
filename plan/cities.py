"""One task, many cities: how each of them stands, and whether the task may be called closed."""

from collections.abc import Iterable, Sequence
from datetime import date

from plan.assignment import Assignment
from plan.values import Named, Role, State


class Stage(Named):
    """In the order in which they want attention."""

    OVERDUE = "overdue", "逾期"
    SILENT = "silent", "未反馈"
    WORKING = "working", "办理中"
    REVIEW = "review", "待审核"
    OVER = "over", "已办结"


def stage(assignment: Assignment, today: date) -> Stage:
    if not assignment.open:
        return Stage.OVER
    if assignment.state is State.SUBMITTED:
        return Stage.REVIEW
    if assignment.deadline is not None and assignment.deadline < today:
        return Stage.OVERDUE
    return Stage.WORKING if assignment.reported_at else Stage.SILENT


def grouped(shares: Iterable[Assignment], today: date) -> dict[Stage, list[Assignment]]:
    """Every stage, also those in which nobody is."""
    groups: dict[Stage, list[Assignment]] = {one: [] for one in Stage}
    for share in shares:
        groups[stage(share, today)].append(share)
    return groups


def in_the_way(assignment: Assignment, shares: Sequence[Assignment]) -> list[Assignment]:
    """The cities without which the lead of their task can't be closed."""
    return [share for share in shares if share.role is Role.CITY and share.open] if assignment.role is Role.LEAD else []
