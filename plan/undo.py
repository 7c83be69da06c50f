"""What an event records of an assignment, and how an assignment is put back to it (撤销)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from plan.assignment import Assignment
from plan.values import State, Status

NUMBERS = ("percent", "version", "value")
FACTS = ("state", "status", "words", "deadline", "signed_at", "reported_at", *NUMBERS)
EXTENDED, NOT_EXTENDED, UNDO = "extend", "refuse_extension", "undo"
UNDOABLE = ("sign", "report", "close", "return", "waive", "reopen", EXTENDED, NOT_EXTENDED)
"""Actions whose doer may take them back."""


@dataclass(frozen=True)
class Change:
    """A change of an assignment. `before` holds the facts before it, `version` is the one that it has produced."""

    assignment_id: int
    post_id: int
    action: str
    before: dict[str, Any]
    version: int


def facts(assignment: Assignment) -> dict[str, Any]:
    """Return the facts that an event records, as values for JSON."""
    values = {name: getattr(assignment, name) for name in FACTS}
    return {name: value if value is None or name in NUMBERS else str(value) for name, value in values.items()}


def undone(assignment: Assignment, change: Change) -> Assignment:
    """Return the assignment with the facts from before the change, under its present version.

    The deadline is put back only if the change was an extension: otherwise an import may have moved it since.
    """
    before = change.before
    return replace(
        assignment,
        state=State(before["state"]),
        status=Status(before["status"]) if before["status"] else None,
        percent=before["percent"],
        words=before["words"],
        signed_at=_moment(before["signed_at"]),
        reported_at=_moment(before["reported_at"]),
        deadline=date.fromisoformat(before["deadline"]) if change.action == EXTENDED else assignment.deadline,
        value=before.get("value"),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
