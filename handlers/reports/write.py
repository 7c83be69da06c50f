"""Measure a report against the task's target, and write it with its event, its files and its letters."""

from dataclasses import dataclass

from handlers.ask import Ask
from handlers.reports.confirmation import nudge_answer, tell_clerks
from plan import repetition, reported_value
from plan.assignment import Assignment
from plan.permission import Post
from plan.report_input import ReportInput
from plan.targets import Target
from plan.values import Draft, Role, State, Status
from storage import assignments, events, evidence, nudges, plans, reports

COMPUTED, AS_BEFORE = "按进度判定为", "状态沿用上次"


@dataclass(frozen=True)
class Measured:
    """A report before it is written. `value` is the figure that its words name for the task's `target`."""

    before: Assignment
    entered: ReportInput
    target: Target | None
    value: float | None

    @property
    def share(self) -> int | None:
        """Return the value's share of the target in percent, None where it says nothing of the progress."""
        return reported_value.share(self.value, self.target, self.before.role)

    @property
    def keeps_status(self) -> bool:
        """Whether the last status holds, because nothing was entered but a value that says nothing of the progress."""
        has_last = self.before.status not in (None, Status.DONE)
        return self.entered.is_words_only and self.value is not None and self.share is None and has_last

    @property
    def lacks_status(self) -> bool:
        """Whether it has words alone, and the status does not follow from a value in them."""
        return self.entered.is_words_only and self.share is None and not self.keeps_status

    @property
    def basis(self) -> str:
        """Return where a status comes from that was not entered; empty if it was, or if 100% says so."""
        if self.keeps_status:
            return AS_BEFORE
        is_stated = self.entered.draft or self.entered.status or self.entered.says_done
        return "" if is_stated else COMPUTED

    @property
    def lacks_value(self) -> bool:
        """Whether a finished assignment with a numeric target lacks its value: neither this report nor an earlier one
        has reached the target."""
        if self.target is None or self.before.role is not Role.LEAD or self.value is not None:
            return False
        reached = reported_value.share(self.before.value, self.target, self.before.role)
        return reached is None or reached < 100


async def measured(ask: Ask, before: Assignment, entered: ReportInput) -> Measured:
    target = reported_value.measure(await plans.targets_of(ask.db, before.task_id))
    value = None if entered.draft else reported_value.value(entered.words, target)
    return Measured(before, entered, target, value)


def preview(ask: Ask, report: Measured) -> Assignment:
    """Return the assignment as it would be after the report. Raises Refusal."""
    before, entered, limits = report.before, report.entered, ask.bureau.limits
    if entered.draft:
        return before.repeat(entered.draft, ask.sent_at, limits)
    status = before.status if report.keeps_status else entered.status
    return before.report(status, entered.percent, entered.words, ask.sent_at, limits, report.value, report.share)


async def write(
    ask: Ask, post: Post, report: Measured, file_count: int, *, batch: str = "", message_id: int | None = None
) -> tuple[Assignment, list[Assignment]]:
    """Write the report and all that follows from it. Return the saved assignment, and all shares of its task.

    `batch` marks reports that are undone at once. `message_id` is the message in which the person wrote it, if it is
    not this one. Raises Refusal.
    """
    before, entered, after = report.before, report.entered, preview(ask, report)
    repeated = repetition.repeats(after.words, await reports.last_words(ask.db, before.id))
    saved, shares = await assignments.save(ask.db, after)
    assert saved.reported_at is not None
    await events.changed(
        ask.db, "report", ask.me, post, ask.now, before, saved, files=file_count, batch=batch,
        basis=report.basis,
    )  # fmt: skip
    report_id = await reports.add(
        ask.db, ask.me, post, saved.reported_at, saved, value=report.value, unchanged=entered.draft is Draft.UNCHANGED,
        repeated=repeated or entered.draft is Draft.AGAIN, message_id=message_id or ask.message_id,
    )  # fmt: skip
    await nudges.answered(ask.db, saved.id, nudge_answer(saved), post, saved.reported_at)
    if file_count:
        await evidence.hand_in(ask.db, ask.me.id, saved.id, report_id)
    if saved.state is State.SUBMITTED:
        await tell_clerks(ask, saved, file_count, lacks_value=report.lacks_value)
    return saved, shares
