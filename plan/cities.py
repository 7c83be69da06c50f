"""Tasks that every city carries out (各市): the stage of each city, and which of them are still open."""

from collections.abc import Iterable, Sequence
from datetime import date

from plan.assignment import Assignment
from plan.values import Named, Role, State


class CityStage(Named):
    """How far a city is with a task, the most urgent first."""

    OVERDUE = "overdue", "逾期"
    SILENT = "silent", "未反馈"
    WORKING = "working", "办理中"
    REVIEW = "review", "待审核"
    OVER = "over", "已办结"


def stage(assignment: Assignment, today: date) -> CityStage:
    if not assignment.open:
        return CityStage.OVER
    if assignment.state is State.SUBMITTED:
        return CityStage.REVIEW
    if assignment.deadline is not None and assignment.deadline < today:
        return CityStage.OVERDUE
    return CityStage.WORKING if assignment.reported_at else CityStage.SILENT


def grouped(shares: Iterable[Assignment], today: date) -> dict[CityStage, list[Assignment]]:
    """Group the assignments by stage; every stage has an entry."""
    groups: dict[CityStage, list[Assignment]] = {member: [] for member in CityStage}
    for assignment in shares:
        groups[stage(assignment, today)].append(assignment)
    return groups


def open_cities(assignment: Assignment, shares: Sequence[Assignment]) -> list[Assignment]:
    """Return the cities' open assignments that prevent `assignment` from being closed: only that of the lead waits.

    `shares` are all assignments of the task.
    """
    if assignment.role is not Role.LEAD:
        return []
    return [share for share in shares if share.role is Role.CITY and share.open]
