"""Tell a unit what was decided about its assignment."""

from handlers.ask import Ask
from plan.assignment import Assignment
from plan.letter_kinds import LetterKind
from plan.reply import Reply
from plan.values import Duty
from storage import people
from storage.outbox import letters


def to_unit(assignment: Assignment) -> str:
    """Return whom `tell_unit` tells, for a preview."""
    return f"送：{assignment.unit}的联络员和负责人"


async def tell_unit(ask: Ask, kind: LetterKind, assignment: Assignment, reply: Reply) -> None:
    """Queue a letter to the unit's liaison and head, once for this version of the assignment."""
    receivers = await people.holders(ask.db, (Duty.LIAISON, Duty.HEAD), ask.today, assignment.unit_id)
    await letters.tell(ask.db, kind, f"{assignment.id}:{assignment.version}", reply, receivers, ask.now)
