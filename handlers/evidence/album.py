"""Add a file to those of its album that came before it: to the same report, or to the same open form."""

from handlers.ask import Ask
from handlers.evidence import pending_files
from handlers.evidence.supplement import hand_in, supplement
from handlers.registry import REGISTRY
from handlers.reports.confirmation import report_note
from handlers.reports.record import status_button
from handlers.tasks.card import task_card
from handlers.tasks.pick import pick_assignment
from plan.assignment import Assignment
from plan.reply import SLOT, Reply
from plan.undo import Change
from storage import events, evidence, plans, questions
from storage.reports import Report

FORMS = ("progress", "amend")
"""Commands whose open question keeps the words of the album's caption."""


async def continue_album(ask: Ask, number: str, album: str) -> Reply:
    """Answer for the whole album, because only the answer to its last file is sent. `number` is the assignment's id."""
    assignment, post = await pick_assignment(ask, number)
    question = await questions.open_of(ask.db, ask.me.id, ask.sent_at)
    name, _, rest = question.line.removeprefix("/").partition(" ")
    if name in FORMS and rest.partition(" ")[0] == number:
        return await REGISTRY.commands[name](ask, " ".join(rest.replace(SLOT, "").split()))
    report = await pending_files.current_report(ask, assignment)
    change = await events.last_change(ask.db, ask.me.id, None, assignment.id, ("report",))
    if report is None or change is None or not await _came_with(ask, report, change, album):
        return await supplement(ask, assignment, post)
    await hand_in(ask, assignment, post, report)
    return await _recorded(ask, assignment, report, change.basis)


async def _came_with(ask: Ask, report: Report, change: Change, album: str) -> bool:
    """Whether the report was the caption of this album."""
    return change.came_with_files and await evidence.albums(ask.db, report.id) == {album}


async def _recorded(ask: Ask, assignment: Assignment, report: Report, basis: str) -> Reply:
    """Return the confirmation of the report that came with the album, with the number of all its files."""
    files = await evidence.in_report(ask.db, report.id)
    note = await report_note(ask, assignment, report.value, files, basis=basis)
    task = await plans.of_share(ask.db, assignment.task_id)
    return await task_card(ask, task, note=note, toast="已记录", undo=True, more=status_button(assignment, basis))
