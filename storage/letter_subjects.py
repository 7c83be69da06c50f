"""Read what a letter is about, so that its kind can decide whether it still holds."""

from collections.abc import Awaitable, Callable
from datetime import tzinfo
from typing import Any

from plan import letter_conditions as conditions
from plan.assignment import Assignment
from plan.extension import Extension
from plan.letter_conditions import S, Subject
from plan.nudge import Nudge
from storage import assignments, bulletins, directives, extensions, feedback, nudges
from storage.database import Connection
from storage.directives import Receipt

Read = Callable[[Connection, int, tzinfo], Awaitable[Any]]


async def read(db: Connection, subject: Subject[S], id: int, zone: tzinfo) -> S | None:
    """Return None if it no longer belongs to the plan in force."""
    found: S | None = await READERS[subject](db, id, zone)
    return found


async def _assignment(db: Connection, id: int, _zone: tzinfo) -> Assignment | None:
    return await assignments.get(db, id)


async def _nudge(db: Connection, id: int, zone: tzinfo) -> tuple[Nudge, Assignment] | None:
    nudge = await nudges.get(db, id, zone)
    assignment = await assignments.get(db, nudge.assignment_id) if nudge else None
    return (nudge, assignment) if nudge and assignment else None


async def _request(db: Connection, id: int, _zone: tzinfo) -> tuple[Extension, Assignment] | None:
    request = await extensions.get(db, id)
    assignment = await assignments.get(db, request.assignment_id) if request else None
    return (request, assignment) if request and assignment else None


async def _receipt(db: Connection, id: int, _zone: tzinfo) -> Receipt | None:
    directive = await directives.of_receipt(db, id)
    receipts = directive.receipts if directive else ()
    return next((receipt for receipt in receipts if receipt.id == id), None)


READERS: dict[Subject[Any], Read] = {
    conditions.ASSIGNMENT: _assignment,
    conditions.NUDGE: _nudge,
    conditions.REQUEST: _request,
    conditions.RECEIPT: _receipt,
    conditions.BULLETIN: bulletins.get,
    conditions.FEEDBACK: feedback.get,
}
