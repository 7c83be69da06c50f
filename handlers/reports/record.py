"""Handle a report: ask for what is missing, or record it with its event, evidence and letters."""

from collections.abc import Iterable

from handlers.ask import Ask
from handlers.evidence import pending_files
from handlers.evidence.supplement import supplement
from handlers.messages import UP_TO_DATE
from handlers.reports import form
from handlers.reports.confirmation import last_report_note, report_note
from handlers.reports.write import Measured, measured, preview, write
from handlers.tasks.card import task_card
from handlers.tasks.conflict import conflict_note
from handlers.tasks.pick import pick_assignment
from plan.assignment import Assignment
from plan.permission import Post
from plan.refusal import Refusal
from plan.reply import Button, Reply
from plan.report_input import ReportInput
from plan.values import Draft, State, Status
from storage import plans, reports


async def handle_report(ask: Ask, number: str, seen: int | None, entered: ReportInput, *, asks: bool = True) -> Reply:
    """Record a report, or ask for what it lacks; without `asks`, 已完成 is recorded without asking for evidence."""
    before, post = await pick_assignment(ask, number)
    if ask.files and not entered and before.state is State.SUBMITTED:
        return await supplement(ask, before, post)
    file_count = await pending_files.add(ask, before)
    if seen not in (None, before.version) and (entered or not ask.files):
        is_repeated = await _already_recorded(ask, before, seen, entered)
        note = await last_report_note(ask, before) if is_repeated else await conflict_note(ask, before)
        return await task_card(ask, await plans.of_share(ask.db, before.task_id), note=note, toast=UP_TO_DATE)
    before.reportable()
    report = await measured(ask, before, entered)
    return await _missing(ask, report, seen, asks=asks) or await _record(ask, post, report, file_count)


async def _missing(ask: Ask, report: Measured, seen: int | None, *, asks: bool) -> Reply | None:
    """Return the form that asks for what the report lacks, None for nothing."""
    before, entered = report.before, report.entered
    if not entered:
        return await form.status_form(ask, before)
    if entered.is_status_only and entered.status in (Status.BEHIND, Status.STUCK):
        return await form.reason_form(ask, before, entered.status)
    if report.lacks_status:
        return await form.words_form(ask, before, entered.words)
    came_complete = seen is None and bool(ask.files) and not report.lacks_value
    if entered.says_done and asks and not before.restricted and not came_complete:
        return await form.evidence_form(ask, report)
    return None


async def _already_recorded(ask: Ask, before: Assignment, seen: int | None, entered: ReportInput) -> bool:
    """Return whether the change since version `seen` is this very report, made by an earlier tap on its button."""
    latest = await reports.last(ask.db, before.id, ask.zone)
    if latest is None or seen is None or before.version != seen + 1:
        return False
    if entered.draft:
        return latest.unchanged if entered.draft is Draft.UNCHANGED else latest.repeated
    return (before.status, before.words) == (entered.status, entered.words)


async def _record(ask: Ask, post: Post, report: Measured, file_count: int) -> Reply:
    """Write the report, and show the card. Raises Refusal, with the question again, if it cannot be recorded."""
    before = report.before
    try:
        preview(ask, report)
    except Refusal as refusal:
        raise Refusal(refusal.sentence, question=f"/progress {before.id} v{before.version}") from None
    saved, shares = await write(ask, post, report, file_count)
    return await recorded(ask, saved, shares, report, file_count)


async def recorded(
    ask: Ask, saved: Assignment, shares: Iterable[Assignment], report: Measured, file_count: int, verb: str = "已记录"
) -> Reply:
    """Return the card with the confirmation of the report; where its status was not stated, with a button for it."""
    task = await plans.of_share(ask.db, saved.task_id)
    note = await report_note(ask, saved, report.value, file_count, basis=report.basis, verb=verb)
    change = status_button(saved, report.basis)
    return await task_card(ask, task, [*shares], note=note, toast=verb, undo=True, more=change)


def status_button(assignment: Assignment, basis: str) -> list[Button]:
    """Return the button that changes the status of the last report, if that was not stated."""
    return [Button("改状态", f"/amend {assignment.id} v{assignment.version}")] if basis else []
