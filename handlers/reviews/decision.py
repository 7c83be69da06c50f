"""What the clerk's decisions have in common: the assignment as it was seen, the change, the event, the sheet."""

from collections.abc import Callable

from handlers.ask import Ask
from handlers.messages import UP_TO_DATE
from handlers.reviews.queue import sheet
from handlers.tasks.conflict import conflict_note
from handlers.tasks.pick import pick_assignment
from handlers.tell_unit import tell_unit
from plan.assignment import Assignment
from plan.letter_kinds import REOPENED, RETURNED, WAIVED
from plan.permission import deciding_post
from plan.reply import Reply
from storage import assignments, events

LETTERS = {"return": RETURNED, "waive": WAIVED, "reopen": REOPENED}


async def stale(ask: Ask, assignment: Assignment, seen: int | None, done: str) -> Reply | None:
    """The present state where it is not the one that he saw; `done` is said where his own tap has been done already."""
    if seen is None or seen == assignment.version:
        return None
    note = done if done and assignment.version == seen + 1 else await conflict_note(ask, assignment)
    return await sheet(ask, assignment, note=note, toast=UP_TO_DATE)


async def to_decide(ask: Ask, number: str, line: str, fits: Callable[[Assignment], bool]) -> Assignment:
    """The one that is meant; refused at once to him who does its work, before he is asked for reasons."""
    assignment, _ = await pick_assignment(ask, number, line, fits)
    deciding_post(ask.me.posts, assignment.unit_id)
    return assignment


async def decide(
    ask: Ask, action: str, before: Assignment, after: Assignment, note: str, *, reason: str = "",
    letter: Callable[[Assignment], Reply] | None = None,
) -> Reply:  # fmt: skip
    """`letter` is what the unit is told of it."""
    post = deciding_post(ask.me.posts, before.unit_id)
    saved, _ = await assignments.save(ask.db, after)
    await events.changed(ask.db, action, ask.me, post, ask.now, before, saved, reason=reason)
    if letter:
        await tell_unit(ask, LETTERS[action], saved, letter(saved))
    return await sheet(ask, saved, note=note, toast="已办理", undo=True)
