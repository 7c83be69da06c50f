"""What an event records of an assignment, and how an assignment is put back to it (撤销)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from plan.assignment import Assignment
from plan.values import State, Status

AS_IN_JSON = ("percent", "version", "value", "percent_stated")
FACTS = ("state", "status", "words", "deadline", "signed_at", "reported_at", *AS_IN_JSON)
"""Those that are not `AS_IN_JSON` are recorded as text."""
EXTENDED, NOT_EXTENDED, UNDO = "extend", "refuse_extension", "undo"
AMEND = "amend"
"""The action that takes a report back because the same person replaces it by another."""
UNDOABLE = ("sign", "report", "close", "return", "waive", "reopen", EXTENDED, NOT_EXTENDED)
"""Actions whose doer may take them back."""


@dataclass(frozen=True)
class Change:
    """A change of an assignment, with the facts before and after it. `at` is when it was made, in UTC."""

    assignment_id: int
    post_id: int
    action: str
    before: dict[str, Any]
    after: dict[str, Any]
    at: datetime

    @property
    def version(self) -> int:
        """Return the version of the assignment that the change has produced."""
        version: int = self.after["version"]
        return version

    @property
    def batch(self) -> str:
        """Return what changes have in common that were made by one tap; empty for a change by itself."""
        return str(self.after.get("batch", ""))

    @property
    def basis(self) -> str:
        """Return where the status of a report comes from if it was not stated; else empty."""
        return str(self.after.get("basis", ""))

    @property
    def came_with_files(self) -> bool:
        """Whether files came with the report."""
        return bool(self.after.get("files"))


def facts(assignment: Assignment) -> dict[str, Any]:
    """Return the facts that an event records, as values for JSON."""
    values = {name: getattr(assignment, name) for name in FACTS}
    return {name: value if value is None or name in AS_IN_JSON else str(value) for name, value in values.items()}


def undone(assignment: Assignment, change: Change) -> Assignment:
    """Return the assignment with the facts from before the change, under its present version.

    The deadline is put back only if the change was an extension: otherwise an import may have moved it since.
    """
    before = change.before
    return replace(
        _reported_as(assignment, before),
        state=State(before["state"]),
        signed_at=_moment(before["signed_at"]),
        reported_at=_moment(before["reported_at"]),
        deadline=date.fromisoformat(before["deadline"]) if change.action == EXTENDED else assignment.deadline,
    )


def sent_back(assignment: Assignment, before: dict[str, Any] | None) -> Assignment:
    """Return the assignment sent back to its unit (退回), with the progress that stood before it was submitted.

    `before` are the facts from before the report that submitted it; None where no event recorded them.
    """
    returned = assignment.send_back()
    return _reported_as(returned, before) if before else returned


def _reported_as(assignment: Assignment, before: dict[str, Any]) -> Assignment:
    """Return the assignment with what was reported according to the facts `before`."""
    return replace(
        assignment,
        status=Status(before["status"]) if before["status"] else None,
        percent=before["percent"],
        percent_stated=before.get("percent_stated", True),
        words=before["words"],
        value=before.get("value"),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
