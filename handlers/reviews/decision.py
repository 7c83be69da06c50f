"""The steps that the clerk's decisions share: find the assignment, check its version, save, record, tell the unit."""

from collections.abc import Callable

from handlers.ask import Ask
from handlers.messages import UP_TO_DATE
from handlers.reviews.queue import review_page
from handlers.tasks.conflict import conflict_note
from handlers.tasks.pick import pick_assignment
from handlers.tell_unit import tell_unit
from plan.assignment import Assignment
from plan.letter_kinds import REOPENED, RETURNED, WAIVED
from plan.permission import deciding_post
from plan.reply import Reply
from storage import assignments, events

LETTERS = {"return": RETURNED, "waive": WAIVED, "reopen": REOPENED}


async def conflict_note_if(ask: Ask, assignment: Assignment, seen: int | None) -> str:
    """Return what has changed since the version `seen`, for a preview; empty if nothing has."""
    return "" if seen in (None, assignment.version) else await conflict_note(ask, assignment)


async def conflict_reply(ask: Ask, assignment: Assignment, seen: int | None, done_note: str) -> Reply | None:
    """Return the present state if it is no longer the version `seen`, else None.

    `done_note` is shown if an earlier tap on the same button made this decision; it is empty if the state contradicts.
    """
    if seen is None or seen == assignment.version:
        return None
    note = done_note if done_note and assignment.version == seen + 1 else await conflict_note(ask, assignment)
    return await review_page(ask, assignment, note=note, toast=UP_TO_DATE)


async def assignment_to_decide(ask: Ask, number: str, fits: Callable[[Assignment], bool]) -> Assignment:
    """Return the assignment. Raises Refusal at once if the person works on it, before they are asked for a reason."""
    assignment, _ = await pick_assignment(ask, number, fits)
    deciding_post(ask.me.posts, assignment.unit_id)
    return assignment


async def record_decision(
    ask: Ask, action: str, before: Assignment, after: Assignment, note: str, *, reason: str = "",
    letter: Callable[[Assignment], Reply] | None = None,
) -> Reply:  # fmt: skip
    """Save the decision with its event, and show the result; `letter` makes the letter to the unit, if it gets one."""
    post = deciding_post(ask.me.posts, before.unit_id)
    saved, _ = await assignments.save(ask.db, after)
    await events.changed(ask.db, action, ask.me, post, ask.now, before, saved, reason=reason)
    if letter:
        await tell_unit(ask, LETTERS[action], saved, letter(saved))
    return await review_page(ask, saved, note=note, toast="已办理", undo=True)
