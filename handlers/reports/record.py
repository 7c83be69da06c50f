"""Handle a report: ask for what is missing, or record it with its event, evidence and letters."""

from dataclasses import dataclass

from handlers.ask import Ask
from handlers.evidence import pending_files
from handlers.evidence.supplement import supplement
from handlers.messages import UP_TO_DATE
from handlers.reports import form
from handlers.reports.confirmation import last_report_note, nudge_answer, report_note, tell_clerks
from handlers.tasks.card import task_card
from handlers.tasks.conflict import conflict_note
from handlers.tasks.pick import pick_assignment
from plan import repetition, reported_value
from plan.assignment import Assignment
from plan.permission import Post
from plan.refusal import Refusal
from plan.reply import Reply
from plan.values import Draft, State, Status
from storage import assignments, events, evidence, nudges, plans, reports


@dataclass(frozen=True)
class ReportInput:
    """What a person has entered of a report. With `no_questions`, 已完成 is recorded without asking for evidence."""

    draft: Draft | None
    status: Status | None
    percent: int | None
    words: str
    no_questions: bool = False

    def __bool__(self) -> bool:
        return bool(self.draft or self.status or self.words) or self.percent is not None

    @property
    def is_status_only(self) -> bool:
        return not (self.draft or self.words or self.no_questions) and self.percent is None


async def handle_report(ask: Ask, number: str, seen: int | None, entered: ReportInput, line: str) -> Reply:
    """Record a report, or ask for what it lacks. `line` is the command that a choice of the assignment completes."""
    before, post = await pick_assignment(ask, number, line)
    if ask.files and not entered and before.state is State.SUBMITTED:
        return await supplement(ask, before, post)
    file_count = await pending_files.add(ask, before)
    if seen not in (None, before.version) and (entered or not ask.files):
        is_repeated = await _already_recorded(ask, before, seen, entered)
        note = await last_report_note(ask, before) if is_repeated else await conflict_note(ask, before)
        return await task_card(ask, await plans.of_share(ask.db, before.task_id), note=note, toast=UP_TO_DATE)
    before.reportable()
    if not entered:
        return await form.status_form(ask, before)
    if entered.is_status_only and entered.status in (Status.BEHIND, Status.STUCK):
        return await form.reason_form(ask, before, entered.status)
    if entered.is_status_only and entered.status is Status.DONE and seen is not None and not before.restricted:
        return await form.evidence_form(ask, before)
    return await _record(ask, post, before, entered, file_count)


async def _already_recorded(ask: Ask, before: Assignment, seen: int | None, entered: ReportInput) -> bool:
    """Return whether the change since version `seen` is this very report, made by an earlier tap on its button."""
    latest = await reports.last(ask.db, before.id, ask.zone)
    if latest is None or seen is None or before.version != seen + 1:
        return False
    if entered.draft:
        return latest.unchanged if entered.draft is Draft.UNCHANGED else latest.repeated
    return (before.status, before.words) == (entered.status, entered.words)


async def _record(ask: Ask, post: Post, before: Assignment, entered: ReportInput, file_count: int) -> Reply:
    """Write the report and all that follows from it, and show the card."""
    target = reported_value.measure(await plans.targets_of(ask.db, before.task_id))
    value = None if entered.draft else reported_value.value(entered.words, target)
    after = _reported(ask, before, entered, value)
    repeated = repetition.repeats(after.words, await reports.last_words(ask.db, before.id))
    saved, task_assignments = await assignments.save(ask.db, after)
    await events.changed(ask.db, "report", ask.me, post, ask.now, before, saved, files=file_count)
    report_id = await reports.add(
        ask.db, ask.me, post, ask.now, saved, value=value, unchanged=entered.draft is Draft.UNCHANGED,
        repeated=repeated or entered.draft is Draft.AGAIN, message_id=ask.message_id,
    )  # fmt: skip
    await nudges.answered(ask.db, saved.id, nudge_answer(saved), post, ask.now)
    if file_count:
        await evidence.hand_in(ask.db, ask.me.id, saved.id, report_id)
    if saved.state is State.SUBMITTED:
        await tell_clerks(ask, saved, file_count)
    task = await plans.of_share(ask.db, saved.task_id)
    note = await report_note(ask, saved, value, file_count)
    return await task_card(ask, task, task_assignments, note=note, toast="已记录", undo=True)


def _reported(ask: Ask, before: Assignment, entered: ReportInput, value: float | None) -> Assignment:
    """Return the assignment after the report. Raises Refusal, with the question again, if it cannot be recorded."""
    limits = ask.bureau.limits
    try:
        if entered.draft:
            return before.repeat(entered.draft, ask.now, limits)
        return before.report(entered.status, entered.percent, entered.words, ask.now, limits, value)
    except Refusal as refusal:
        raise Refusal(refusal.sentence, question=f"/progress {before.id} v{before.version}") from None
